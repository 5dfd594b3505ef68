//! Apps: registering one, and asking which one a token belongs to.

pub(crate) mod create;
pub(crate) mod verify;

use hearth_core::apps::App;
use hearth_core::push::SenderKey;
use serde_json::{Value, json};

/// `Application`
fn entity(app: &App, key: &SenderKey) -> Value {
    json!({
        "id": app.id.to_string(),
        "name": app.name,
        "website": app.website,
        "scopes": app.scopes.as_slice(),
        "redirect_uris": app.redirect_uris,
        "redirect_uri": app.redirect_uris.join("\n"),
        "vapid_key": key.public,
    })
}
