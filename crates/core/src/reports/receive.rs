//! Another server reports somebody here.

use super::MAX_COMMENT;
use crate::accounts::Account;
use crate::communities::reports::concerned;
use crate::event::{self, Event};
use crate::ids::ReportId;
use crate::schema::{reports, stories};
use crate::{Core, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Another server reports a local account, or what anybody said in a community of ours (stored once by `uri`; comment cut to 5,000 characters). Of the stories only
/// those of the target count.
///
/// # Errors
/// When Postgres fails.
pub async fn receive(
    core: &Core,
    uri: &str,
    reporter: &Account,
    target: &Account,
    story_uris: Vec<String>,
    comment: &str,
) -> Result<()> {
    if reporter.is_local() || !reporter.is_active() {
        return Ok(());
    }
    let mut conn = core.db.conn().await?;
    let known: Vec<String> = stories::table
        .filter(stories::uri.eq_any(story_uris))
        .filter(stories::author_id.eq(target.id))
        .order(stories::id)
        .select(stories::uri)
        .load(&mut conn)
        .await?;
    // Of people elsewhere only what they said in a community of ours is ours to look at.
    let community = concerned(&mut conn, &known).await?;
    if community.is_none() && !target.is_local() {
        return Ok(());
    }
    let id = ReportId(core.id());
    let stored = diesel::insert_into(reports::table)
        .values((
            reports::id.eq(id),
            reports::uri.eq(uri),
            reports::reporter_id.eq(Some(reporter.id.0)),
            reports::target_id.eq(target.id),
            reports::story_uris.eq(known),
            reports::comment.eq(comment
                .chars()
                .filter(|letter| *letter != '\0')
                .take(MAX_COMMENT)
                .collect::<String>()),
            reports::local.eq(false),
            reports::community_id.eq(community.map(|community| community.0)),
            reports::created_at.eq(core.now()),
        ))
        .on_conflict_do_nothing()
        .execute(&mut conn)
        .await?;
    // Stewards who live elsewhere are told of it.
    match community.filter(|_| stored == 1) {
        Some(_) => event::record(core, &mut conn, &Event::Reported { report: id }).await,
        None => Ok(()),
    }
}
