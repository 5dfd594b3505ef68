//! The older document about this server.

use super::{VERSION, configuration, lists};
use crate::State;
use axum::{Json, extract};
use serde_json::{Value, json};

/// `GET /api/v1/instance`
pub(crate) async fn show(extract::State(state): extract::State<State>) -> Json<Value> {
    let (settings, here) = (&state.settings, &state.core.here);
    Json(json!({
        "uri": here.domain(),
        "title": settings.title,
        "short_description": settings.description,
        "description": settings.description,
        "email": settings.contact_email,
        "version": VERSION,
        "urls": {"streaming_api": here.base().replacen("http", "ws", 1)},
        "stats": {"user_count": 0, "status_count": 0, "domain_count": 0},
        "thumbnail": format!("{}/static/header.png", here.base()),
        "languages": settings.languages,
        "registrations": false,
        "approval_required": false,
        "invites_enabled": false,
        "configuration": configuration(),
        "contact_account": null,
        "rules": lists::of(&state),
    }))
}
