//! Tells a story.

use crate::State;
use crate::auth::Caller;
use crate::entities::{Status, words};
use crate::error::{Answer, ApiError};
use crate::params::{Flag, Int, Params, Words};
use axum::extract;
use hearth_core::ids::StoryId;
use hearth_core::markup::Format;
use hearth_core::stories::{Draft, QuotePolicy, publish};
use hearth_federation::resolve;
use http::HeaderMap;
use serde::Deserialize;

/// As many people of one story as are looked up before it is told.
const MOST_LOOKUPS: usize = 20;

#[derive(Debug, Deserialize)]
pub(crate) struct Form {
    status: Option<Words>,
    /// Hearth's own.
    title: Option<Words>,
    spoiler_text: Option<Words>,
    sensitive: Option<Flag>,
    visibility: Option<String>,
    language: Option<String>,
    in_reply_to_id: Option<Int>,
    content_type: Option<String>,
    quote_approval_policy: Option<String>,
    local_only: Option<Flag>,
}

/// `POST /api/v1/statuses`
pub(crate) async fn create(
    extract::State(state): extract::State<State>,
    caller: Caller,
    headers: HeaderMap,
    Params(form): Params<Form>,
) -> Answer<Status> {
    caller.may("write:statuses")?;
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok());
    let draft = Draft { idempotency_key: key.map(str::to_owned), ..form.draft()? };
    meet(&state, &draft).await;
    let story = publish::publish(&state.core, &caller.account, draft).await?;
    super::shown(&state, &caller, story).await
}

/// Looks up the people a draft names who are not known here yet. Whoever cannot be found stays plain text.
pub(super) async fn meet(state: &State, draft: &Draft) {
    let mut lookups = tokio::task::JoinSet::new();
    for handle in
        publish::mentioned(&state.core, draft).into_iter().filter(|one| one.host.is_some()).take(MOST_LOOKUPS)
    {
        let federation = state.federation.clone();
        lookups.spawn(async move {
            if let Err(error) = resolve::account(&federation, &handle).await {
                tracing::debug!(%error, %handle, "named, but not found");
            }
        });
    }
    while lookups.join_next().await.is_some() {}
}

impl Form {
    pub(super) fn draft(self) -> Result<Draft, ApiError> {
        let words = |words: Option<Words>| words.map(|words| words.0).unwrap_or_default();
        let audience = match self.visibility.as_deref().filter(|word| !word.is_empty()) {
            _ if self.local_only.and_then(|flag| flag.0) == Some(true) => words::audience("local"),
            None => None,
            Some(word) => Some(words::audience(word).ok_or_else(|| {
                ApiError::invalid("Validation failed: Visibility is not included in the list")
            })?),
        };
        let quote_policy = match self.quote_approval_policy.as_deref() {
            Some("public") => Some(QuotePolicy::Public),
            Some("followers") => Some(QuotePolicy::Followers),
            Some("nobody") => Some(QuotePolicy::Nobody),
            _ => None,
        };
        Ok(Draft {
            title: words(self.title),
            text: words(self.status),
            format: Format::of(self.content_type.as_deref().unwrap_or_default()),
            summary: words(self.spoiler_text),
            sensitive: self.sensitive.and_then(|flag| flag.0).unwrap_or(false),
            audience,
            language: self.language.filter(|language| !language.is_empty()),
            parent: self.in_reply_to_id.and_then(|Int(id)| id).map(StoryId),
            quote_policy,
            idempotency_key: None,
        })
    }
}
