//! The document about this server.

use super::{VERSION, configuration, lists};
use crate::State;
use axum::{Json, extract};
use serde_json::{Value, json};

/// `GET /api/v2/instance`
pub(crate) async fn show(extract::State(state): extract::State<State>) -> Json<Value> {
    let (settings, here) = (&state.settings, &state.core.here);
    let mut configuration = configuration();
    configuration["urls"] = json!({"streaming": here.base().replacen("http", "ws", 1)});
    configuration["vapid"] = json!({"public_key": ""});
    configuration["translation"] = json!({"enabled": false});
    configuration["limited_federation"] = json!(false);
    Json(json!({
        "domain": here.domain(),
        "title": settings.title,
        "version": VERSION,
        "source_url": "",
        "description": settings.description,
        // Nobody is counted.
        "usage": {"users": {"active_month": 0}},
        "thumbnail": {"url": format!("{}/static/header.png", here.base()), "blurhash": null, "versions": {}},
        "icon": [],
        "languages": settings.languages,
        "configuration": configuration,
        "registrations": {"enabled": false, "approval_required": false, "message": null, "url": null},
        // Only what works is claimed.
        "api_versions": {"mastodon": 1},
        "contact": {"email": settings.contact_email, "account": null},
        "rules": lists::of(&state),
    }))
}
