//! Whom a draft would reach, and what exactly they would get.

use super::lineage;
use super::receipts::refused;
use crate::State;
use crate::auth::Caller;
use crate::error::Answer;
use crate::params::Params;
use crate::statuses::meet;
use axum::routing::post;
use axum::{Json, Router, extract};
use hearth_core::stories::{Audience, Draft};
use hearth_federation::outbound::{self, Preview};
use serde_json::{Value, json};

/// The preview.
pub(super) fn routes() -> Router<State> {
    Router::new().route("/stories/preview", post(preview))
}

/// `POST /api/hearth/v1/stories/preview`: takes a draft, keeps nothing of it.
async fn preview(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(mut draft): Params<Draft>,
) -> Answer<Value> {
    caller.may("write:statuses")?;
    meet(&state, &draft).await;
    draft.inspired_by = lineage::found(&state, draft.inspired_by).await?;
    let preview = outbound::preview(&state.federation, &caller.account, draft).await.map_err(refused)?;
    Ok(Json(shown(&preview)))
}

fn shown(preview: &Preview) -> Value {
    let view = &preview.view;
    let people: Vec<String> = view.mentions.iter().map(|one| one.account.acct()).collect();
    let servers: Vec<Value> = preview
        .servers
        .iter()
        .map(|server| json!({ "host": server.host, "software": server.software, "silent": server.silent }))
        .collect();
    json!({
        "title": view.story.title,
        "summary": view.story.summary,
        "content": view.html(),
        "audience": view.story.audience,
        "readers": { "words": words(view.story.audience), "people": people },
        "servers": servers,
        "sent": sent(preview),
    })
}

/// The very bytes, by who reads them. The three big families get the same ones.
fn sent(preview: &Preview) -> Value {
    let text = |body: &Option<Vec<u8>>| body.as_ref().map(|body| String::from_utf8_lossy(body).into_owned());
    let body = text(&preview.body);
    let snac = text(&preview.nameless).or_else(|| body.clone());
    json!({ "mastodon": body, "gotosocial": body, "lemmy": body, "snac": snac })
}

/// Who may read, in words.
fn words(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "Anybody, here and elsewhere. It stands in public timelines.",
        Audience::Unlisted => "Anybody who comes across it. It stands in no public timeline.",
        Audience::Followers => "Those who follow you, and those it names.",
        Audience::Direct => "Those it names.",
        Audience::Local => "Members of this server. It never leaves.",
        Audience::OnlyMe => "You alone. It never leaves.",
        Audience::Circle => "Those who are in the circle now.",
        Audience::Members => "Members of the community.",
    }
}
