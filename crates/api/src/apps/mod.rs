//! Apps: registering one, and asking which one a token belongs to.

pub(crate) mod create;
pub(crate) mod verify;

use hearth_core::apps::App;
use serde_json::{Value, json};

/// `Application`
fn entity(app: &App) -> Value {
    json!({
        "id": app.id.to_string(),
        "name": app.name,
        "website": app.website,
        "scopes": app.scopes.as_slice(),
        "redirect_uris": app.redirect_uris,
        "redirect_uri": app.redirect_uris.join("\n"),
        // Nothing is pushed yet; apps require the field.
        "vapid_key": "",
    })
}
