//! The older document about this server.

use super::{VERSION, configuration, lists, streaming, thumbnail};
use crate::State;
use axum::{Json, extract};
use hearth_core::signup::Mode;
use serde_json::{Value, json};

/// `GET /api/v1/instance`
pub(crate) async fn show(extract::State(state): extract::State<State>) -> Json<Value> {
    let settings = &state.settings;
    Json(json!({
        "uri": state.core.here.domain(),
        "title": settings.title,
        "short_description": settings.description,
        "description": settings.description,
        "email": settings.contact_email,
        "version": VERSION,
        "urls": {"streaming_api": streaming(&state)},
        // Nobody is counted.
        "stats": {"user_count": 0, "status_count": 0, "domain_count": 0},
        "thumbnail": thumbnail(&state),
        "languages": settings.languages,
        "registrations": state.registrations.mode.lets_ask(),
        "approval_required": state.registrations.mode == Mode::Application,
        "invites_enabled": false,
        "configuration": configuration(&state),
        "contact_account": null,
        "rules": lists::of(&state),
    }))
}
