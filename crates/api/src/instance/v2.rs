//! The document about this server.

use super::{VERSION, configuration, lists, streaming, thumbnail};
use crate::State;
use crate::error::Answer;
use axum::{Json, extract};
use hearth_core::push::{self, SenderKey};
use hearth_core::signup::Mode;
use serde_json::{Value, json};

/// `GET /api/v2/instance`
pub(crate) async fn show(extract::State(state): extract::State<State>) -> Answer<Value> {
    let (settings, registrations) = (&state.settings, &state.registrations);
    Ok(Json(json!({
        "domain": state.core.here.domain(),
        "title": settings.title,
        "version": VERSION,
        "source_url": settings.source_url,
        "description": settings.description,
        // Nobody is counted.
        "usage": {"users": {"active_month": 0}},
        "thumbnail": {"url": thumbnail(&state), "description": ""},
        // Years are not counted up here.
        "wrapstodon": null,
        "icon": [],
        "languages": settings.languages,
        "configuration": everything(&state, &*push::key(&state.core).await?),
        "registrations": {
            "enabled": registrations.mode.lets_ask(),
            "approval_required": registrations.mode == Mode::Application,
            "reason_required": registrations.mode == Mode::Application,
            "message": Some(&registrations.message).filter(|message| !message.is_empty()), "min_age": null, "url": null,
        },
        // Only what works is claimed.
        "api_versions": {"mastodon": 1},
        "contact": {"email": settings.contact_email, "account": null},
        "rules": lists::of(&state),
    })))
}

fn everything(state: &State, key: &SenderKey) -> Value {
    let mut all = configuration(state);
    all["urls"] = json!({
        "streaming": streaming(state), "about": state.core.here.base(), "status": null, "privacy_policy": null,
        "terms_of_service": null,
    });
    all["vapid"] = json!({"public_key": key.public});
    all["translation"] = json!({"enabled": false});
    all["limited_federation"] = json!(false);
    let open = json!({"local": "public", "remote": "public"});
    all["timelines_access"] = json!({
        "live_feeds": open, "hashtag_feeds": open,
        "trending_link_feeds": {"local": "disabled", "remote": "disabled"},
    });
    all
}
