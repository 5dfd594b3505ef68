//! Whom a draft would reach, and what exactly they would get.

use super::lineage;
use super::receipts::refused;
use crate::State;
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::ids::Id;
use crate::openapi::shapes::Refusals;
use crate::openapi::story;
use crate::params::Params;
use crate::statuses::meet;
use axum::routing::{get, post};
use axum::{Json, Router, extract};
use hearth_core::drafts;
use hearth_core::ids::DraftId;
use hearth_core::stories::{Audience, Draft};
use hearth_federation::outbound::{self, Preview, Reached, SeenAs};
use hearth_federation::readers::Seen;
use serde_json::{Value, json};

/// What the document says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(preview, preview_kept))]
pub(super) struct Api;

/// The preview.
pub(super) fn routes() -> Router<State> {
    Router::new().route("/stories/preview", post(preview)).route("/drafts/{id}/preview", get(preview_kept))
}

/// Whom a draft would reach, and what exactly they would get. Nothing of it is kept.
#[utoipa::path(post, path = "/stories/preview", tag = "Stories",
    request_body = crate::openapi::draft::Draft,
    responses((status = 200, description = "Who, which servers, and the very bytes", body = story::Preview), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn preview(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(draft): Params<Draft>,
) -> Answer<Value> {
    caller.may("write:statuses")?;
    answer(&state, &caller, draft, None).await
}

/// Whom a kept draft would reach, and what exactly they would get, under the address that it will have.
#[utoipa::path(get, path = "/drafts/{id}/preview", tag = "Drafts",
    responses((status = 200, description = "Who, which servers, and the very bytes", body = story::Preview), Refusals),
    security(("bearer" = ["read:statuses"])))]
async fn preview_kept(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Value> {
    caller.may("read:statuses")?;
    let kept = drafts::list::show(&state.core, caller.id(), DraftId(id)).await?;
    answer(&state, &caller, kept.draft, kept.slug).await
}

async fn answer(
    state: &State,
    caller: &Caller,
    mut draft: Draft,
    slug: Option<String>,
) -> Result<Json<Value>, ApiError> {
    meet(state, &draft).await;
    draft.inspired_by = lineage::found(state, draft.inspired_by).await?;
    let preview =
        outbound::preview(&state.federation, &caller.account, draft, slug).await.map_err(refused)?;
    Ok(Json(shown(&preview)))
}

fn shown(preview: &Preview) -> Value {
    let view = &preview.view;
    let people: Vec<String> = view.mentions.iter().map(|one| one.account.acct()).collect();
    json!({
        "title": view.story.title,
        "summary": view.story.summary,
        "content": view.html(),
        "audience": view.story.audience,
        "readers": { "words": words(view.story.audience), "people": people },
        "servers": preview.servers.iter().map(|server| one_server(preview, server)).collect::<Vec<_>>(),
        "sent": sent(preview),
        "shown": preview.seen.as_ref().map(rendered),
    })
}

/// A server, and what it would be sent, where that is for it alone.
fn one_server(preview: &Preview, server: &Reached) -> Value {
    let own = preview.apart.iter().find(|(host, _)| *host == server.host).map(|(_, body)| text(body));
    let mut shown = json!({
        "host": server.host,
        "software": server.software,
        "silent": server.silent,
        "forum": server.is_forum(),
    });
    if let Some(own) = own {
        shown["sent"] = own.into();
    }
    shown
}

fn text(body: &[u8]) -> String {
    String::from_utf8_lossy(body).into_owned()
}

/// The very bytes, by who reads them. Microblogs get the same ones; forums in the community's words, where it is told
/// in one of this server.
fn sent(preview: &Preview) -> Value {
    let body = preview.body.as_deref().map(text);
    let lemmy = preview.announced.as_deref().map(text).or_else(|| body.clone());
    let snac = preview.nameless.as_deref().map(text).or_else(|| body.clone());
    json!({ "mastodon": body, "gotosocial": body, "lemmy": lemmy, "snac": snac })
}

/// What people would see there: on Mastodon first what stands for a noted story while it is folded.
fn rendered(seen: &SeenAs) -> Value {
    let folded = match seen.mastodon.story() {
        Some(story) if story.warning.is_empty() => json!(story.body),
        Some(story) => json!(story.warning),
        None => Value::Null,
    };
    let one = |seen: &Seen| json!(seen);
    json!({
        "mastodon": { "folded": folded, "whole": one(&seen.mastodon) },
        "gotosocial": one(&seen.gotosocial),
        "lemmy": one(&seen.lemmy),
    })
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
