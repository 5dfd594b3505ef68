//! What the caller wants done with notifications of people they do not know.

use crate::State;
use crate::auth::Caller;
use crate::error::ApiError;
use crate::params::{Flag, Params, Words};
use crate::render::{self, Rendered};
use axum::extract;
use hearth_core::ids::AccountId;
use hearth_core::notifications::{Policy, Verdict, policy as verbs, requests};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// `NotificationPolicy`
#[derive(Debug, Serialize)]
struct Shown {
    for_not_following: &'static str,
    for_not_followers: &'static str,
    for_new_accounts: &'static str,
    for_private_mentions: &'static str,
    for_limited_accounts: &'static str,
    summary: Summary,
}

#[derive(Debug, Serialize)]
struct Summary {
    pending_requests_count: usize,
    pending_notifications_count: i64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    for_not_following: Words,
    for_not_followers: Words,
    for_new_accounts: Words,
    for_private_mentions: Words,
    for_limited_accounts: Words,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FormV1 {
    filter_not_following: Flag,
    filter_not_followers: Flag,
    filter_new_accounts: Flag,
    filter_private_mentions: Flag,
}

impl Form {
    /// What is given, over what holds.
    fn over(self, mut policy: Policy) -> Result<Policy, ApiError> {
        for (word, place, name) in [
            (self.for_not_following, &mut policy.not_following, "For not following"),
            (self.for_not_followers, &mut policy.not_followers, "For not followers"),
            (self.for_new_accounts, &mut policy.new_accounts, "For new accounts"),
            (self.for_private_mentions, &mut policy.private_mentions, "For private mentions"),
            (self.for_limited_accounts, &mut policy.limited_accounts, "For limited accounts"),
        ] {
            if let Some(word) = word.some() {
                *place = verdict(&word).ok_or_else(|| {
                    ApiError::invalid(format!("Validation failed: {name} is not included in the list"))
                })?;
            }
        }
        Ok(policy)
    }
}

impl FormV1 {
    /// What is given, over what holds. It knows of keeping aside alone: what is dropped stays so where it says yes.
    fn over(&self, mut policy: Policy) -> Policy {
        for (flag, place) in [
            (&self.filter_not_following, &mut policy.not_following),
            (&self.filter_not_followers, &mut policy.not_followers),
            (&self.filter_new_accounts, &mut policy.new_accounts),
            (&self.filter_private_mentions, &mut policy.private_mentions),
        ] {
            match flag.0 {
                Some(true) => *place = (*place).max(Verdict::Filter),
                Some(false) => *place = Verdict::Accept,
                None => {}
            }
        }
        policy
    }
}

fn verdict(word: &str) -> Option<Verdict> {
    [Verdict::Accept, Verdict::Filter, Verdict::Drop].into_iter().find(|one| self::word(*one) == word)
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accept => "accept",
        Verdict::Filter => "filter",
        Verdict::Drop => "drop",
    }
}

/// `GET /api/v2/notifications/policy`
pub(crate) async fn show(extract::State(state): extract::State<State>, caller: Caller) -> Rendered {
    caller.may("read:notifications")?;
    shown(&state, caller.id()).await
}

/// `PATCH /api/v2/notifications/policy`
pub(crate) async fn change(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Rendered {
    caller.may("write:notifications")?;
    let policy = form.over(verbs::policy(&state.core, caller.id()).await?)?;
    verbs::keep(&state.core, caller.id(), policy).await?;
    shown(&state, caller.id()).await
}

/// `GET /api/v1/notifications/policy`
pub(crate) async fn show_v1(extract::State(state): extract::State<State>, caller: Caller) -> Rendered {
    caller.may("read:notifications")?;
    shown_v1(&state, caller.id()).await
}

/// `PATCH /api/v1/notifications/policy`
pub(crate) async fn change_v1(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<FormV1>,
) -> Rendered {
    caller.may("write:notifications")?;
    let policy = form.over(verbs::policy(&state.core, caller.id()).await?);
    verbs::keep(&state.core, caller.id(), policy).await?;
    shown_v1(&state, caller.id()).await
}

async fn summary(state: &State, member: AccountId) -> Result<Summary, ApiError> {
    let (pending_requests_count, pending_notifications_count) =
        requests::pending(&state.core, member).await?;
    Ok(Summary { pending_requests_count, pending_notifications_count })
}

async fn shown(state: &State, member: AccountId) -> Rendered {
    let policy = verbs::policy(&state.core, member).await?;
    Ok(render::one(&Shown {
        for_not_following: word(policy.not_following),
        for_not_followers: word(policy.not_followers),
        for_new_accounts: word(policy.new_accounts),
        for_private_mentions: word(policy.private_mentions),
        for_limited_accounts: word(policy.limited_accounts),
        summary: summary(state, member).await?,
    }))
}

async fn shown_v1(state: &State, member: AccountId) -> Rendered {
    let policy = verbs::policy(&state.core, member).await?;
    let kept = |verdict: Verdict| verdict != Verdict::Accept;
    Ok(render::one(&json!({
        "filter_not_following": kept(policy.not_following),
        "filter_not_followers": kept(policy.not_followers),
        "filter_new_accounts": kept(policy.new_accounts),
        "filter_private_mentions": kept(policy.private_mentions),
        "summary": summary(state, member).await?,
    })))
}
