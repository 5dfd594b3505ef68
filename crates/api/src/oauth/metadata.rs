//! What this authorization server can do (RFC 8414), so that apps need not guess.

use crate::State;
use axum::{Json, extract};
use hearth_core::members::Scopes;
use serde_json::{Value, json};

/// `GET /.well-known/oauth-authorization-server`
pub(super) async fn show(extract::State(state): extract::State<State>) -> Json<Value> {
    let base = state.core.here.base();
    let mut grants = vec!["authorization_code", "client_credentials"];
    if state.oauth.allow_password_grant {
        grants.push("password");
    }
    Json(json!({
        "issuer": format!("{base}/"),
        "authorization_endpoint": format!("{base}/oauth/authorize"),
        "token_endpoint": format!("{base}/oauth/token"),
        "revocation_endpoint": format!("{base}/oauth/revoke"),
        "userinfo_endpoint": format!("{base}/oauth/userinfo"),
        "app_registration_endpoint": format!("{base}/api/v1/apps"),
        "scopes_supported": Scopes::all(),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": grants,
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "code_challenge_methods_supported": ["S256"],
    }))
}
