//! Activities by their ids, as far as anyone may fetch them.

use super::asker::Asker;
use super::refusal::Refusal;
use super::reply;
use crate::Federation;
use crate::objects::activity;
use crate::objects::context::Context;
use crate::objects::note::{self, Replies};
use axum::extract::{Path, State};
use axum::response::Response;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hearth_core::ids::StoryId;
use hearth_core::schema::activities;
use hearth_core::stories::{Outward, show};

/// `GET /activities/{kind}/{slug}`: what was said, if it was said to everybody. A story is shown as it is now, so
/// that what was edited out or deleted is not found here.
pub(super) async fn show(
    State(federation): State<Federation>,
    Path((kind, slug)): Path<(String, String)>,
    asker: Asker,
) -> Result<Response, Refusal> {
    let uri = federation.core.here.activity_uri(&kind, &slug);
    let (body, story) = stored(&federation, &uri).await?;
    let body = match (kind.as_str(), story) {
        ("creates" | "updates", Some(story)) => told(&federation, asker, &kind, &uri, story).await?,
        _ => body,
    };
    Ok(reply::document(&asker, body))
}

async fn stored(federation: &Federation, uri: &str) -> Result<(Vec<u8>, Option<StoryId>), Refusal> {
    let mut conn = federation.core.db.conn().await?;
    let found = activities::table
        .filter(activities::uri.eq(uri))
        .filter(activities::public)
        .select((activities::body, activities::story_id))
        .first::<(Vec<u8>, Option<i64>)>(&mut conn)
        .await
        .optional()
        .map_err(hearth_core::Error::from)?;
    found.map(|(body, story)| (body, story.map(StoryId))).ok_or(Refusal::NotFound)
}

async fn told(
    federation: &Federation,
    asker: Asker,
    kind: &str,
    uri: &str,
    story: StoryId,
) -> Result<Vec<u8>, Refusal> {
    let core = &federation.core;
    let entry = show::show(core, asker.viewer(), story).await?;
    let story = Outward::of(entry.view).ok_or(Refusal::NotFound)?;
    let note = note::note(&core.here, &story, Replies::Address);
    let document = match kind {
        "creates" => activity::create(uri, &story, note),
        _ => activity::update(uri, &story, note),
    };
    Ok(document.into_bytes(Context::Story))
}
