//! The servers that this one does not deal with, as far as whoever runs it lets that be known.

use crate::State;
use crate::auth::Reader;
use crate::error::{Answer, ApiError};
use crate::settings::Shown;
use axum::{Json, extract};
use hearth_core::peers::rules::{self, Rule};
use hearth_core::secret;
use http::StatusCode;
use serde::Serialize;
use std::fmt::Write as _;

/// A server that is blocked, with the hash by which apps compare lists.
#[derive(Debug, Serialize)]
pub(crate) struct DomainBlock {
    domain: String,
    digest: String,
    severity: &'static str,
    comment: String,
}

/// `GET /api/v1/instance/domain_blocks`
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    reader: Reader,
) -> Answer<Vec<DomainBlock>> {
    match state.settings.domain_blocks {
        Shown::Disabled => return Err(ApiError::not_found()),
        Shown::Users if !reader.is_member() => {
            let text = "This method requires an authenticated user";
            return Err(ApiError::new(StatusCode::UNAUTHORIZED, text));
        }
        Shown::Users | Shown::All => {}
    }
    let all = rules::all(&state.core).await?.into_iter();
    Ok(Json(
        all.filter(|(_, rule, _)| *rule == Rule::Blocked).map(|(host, _, why)| block(host, why)).collect(),
    ))
}

/// What is blocked here is blocked whole, which Mastodon calls suspended.
fn block(domain: String, comment: String) -> DomainBlock {
    let digest = secret::hash(&domain).iter().fold(String::new(), |mut text, byte| {
        let _written = write!(text, "{byte:02x}");
        text
    });
    DomainBlock { domain, digest, severity: "suspend", comment }
}
