//! The device behind a token, which is told of notifications while its app is closed.

use crate::State;
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::params::{Flag, Params, Words};
use axum::routing::get;
use axum::{Json, Router, extract};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use hearth_core::notifications::NotificationKind;
use hearth_core::push::{self, Alerts, Device, From, Subscription};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use url::Url;

/// What can be asked for by name, and its bit. The last ones never come here; what was chosen is kept for the app.
const ALERTS: [(&str, i32); 12] = [
    ("mention", 1 << NotificationKind::Mention as i32),
    ("follow", 1 << NotificationKind::Follow as i32),
    ("follow_request", 1 << NotificationKind::FollowRequest as i32),
    ("favourite", 1 << NotificationKind::Favourite as i32),
    ("reblog", 1 << NotificationKind::Boost as i32),
    ("status", 1 << NotificationKind::Story as i32),
    ("update", 1 << NotificationKind::Edit as i32),
    ("poll", 1 << NotificationKind::Poll as i32),
    ("admin.sign_up", 1 << 16),
    ("admin.report", 1 << 17),
    ("quote", 1 << 18),
    ("quoted_update", 1 << 19),
];

/// What stands under `/api`.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/v1/push/subscription", get(show).post(create).put(change).patch(change).delete(delete))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Form {
    subscription: Option<Sent>,
    data: Data,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sent {
    endpoint: Words,
    keys: Keys,
    standard: Flag,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Keys {
    p256dh: Words,
    auth: Words,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Data {
    alerts: Option<HashMap<String, Flag>>,
    policy: Words,
}

impl Data {
    fn alerts(&self) -> Option<Alerts> {
        let chosen = self.alerts.as_ref()?;
        let on = |name: &str| chosen.get(name).is_some_and(|flag| flag.on());
        Some(Alerts(ALERTS.iter().filter(|(name, _)| on(name)).fold(0, |all, (_, bit)| all | bit)))
    }

    fn policy(&self) -> Result<Option<From>, ApiError> {
        Ok(Some(match self.policy.0.as_str() {
            "" => return Ok(None),
            "all" => From::All,
            "followed" => From::Followed,
            "follower" => From::Follower,
            "none" => From::None,
            _ => return Err(ApiError::invalid("Validation failed: Policy is not included in the list")),
        }))
    }
}

/// `POST /api/v1/push/subscription`
async fn create(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Answer<Value> {
    caller.may("push")?;
    let missing = || ApiError::invalid("Validation failed: Endpoint can't be blank");
    let device = device(&state, form.subscription.ok_or_else(missing)?)?;
    let chosen = (form.data.alerts().unwrap_or_default(), form.data.policy()?.unwrap_or_default());
    let made = push::subscribe(&state.core, caller.id(), caller.token, &device, chosen).await?;
    entity(&state, &made).await
}

/// `GET /api/v1/push/subscription`
async fn show(extract::State(state): extract::State<State>, caller: Caller) -> Answer<Value> {
    caller.may("push")?;
    entity(&state, &push::show(&state.core, caller.token).await?).await
}

/// `PUT /api/v1/push/subscription`
async fn change(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Answer<Value> {
    caller.may("push")?;
    let (alerts, policy) = (form.data.alerts(), form.data.policy()?);
    entity(&state, &push::change(&state.core, caller.token, alerts, policy).await?).await
}

/// `DELETE /api/v1/push/subscription`
async fn delete(extract::State(state): extract::State<State>, caller: Caller) -> Answer<Value> {
    caller.may("push")?;
    push::unsubscribe(&state.core, caller.token).await?;
    Ok(Json(json!({})))
}

fn device(state: &State, sent: Sent) -> Result<Device, ApiError> {
    let wrong = |_| ApiError::invalid("Validation failed: Endpoint is not a URL that this server writes to");
    let url = Url::parse(&sent.endpoint.0).map_err(|_| wrong(()))?;
    state.federation.client.may_ask(&url).map_err(|_| wrong(()))?;
    let key = |words: &Words, name| {
        let wrong = |_| ApiError::invalid(format!("Validation failed: {name} is not base64"));
        // Browsers write base64url, older libraries plain base64, with padding or without.
        let text = words.0.trim_end_matches('=').replace('-', "+").replace('_', "/");
        STANDARD_NO_PAD.decode(text).map_err(wrong)
    };
    Ok(Device {
        endpoint: url.into(),
        p256dh: key(&sent.keys.p256dh, "P256dh")?,
        auth: key(&sent.keys.auth, "Auth")?,
        standard: sent.standard.on(),
    })
}

/// `WebPushSubscription`
async fn entity(state: &State, subscription: &Subscription) -> Answer<Value> {
    let asked = |(name, bit): &(&str, i32)| ((*name).to_owned(), json!(subscription.alerts.0 & bit != 0));
    let policy = match subscription.from {
        From::All => "all",
        From::Followed => "followed",
        From::Follower => "follower",
        From::None => "none",
    };
    Ok(Json(json!({
        "id": subscription.id,
        "endpoint": subscription.device.endpoint,
        "standard": subscription.device.standard,
        "alerts": ALERTS.iter().map(asked).collect::<Map<_, _>>(),
        "policy": policy,
        "server_key": push::key(&state.core).await?.public,
    })))
}
