//! A story of ours is for others than before: it goes to whom it now concerns, and is asked back from the rest.

use super::sending::{A_FORTNIGHT, Only, Reach, SOON, Sending};
use super::store;
use super::stories::{MAY_HAVE, readers, sending, slug, told_here};
use crate::objects::activity;
use crate::objects::audience::Addressing;
use crate::objects::context::Context;
use crate::objects::note::Replies;
use crate::{Federation, Result};
use chrono::{DateTime, Utc};
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::RunQueryDsl;
use hearth_core::Error;
use hearth_core::ids::StoryId;
use hearth_core::sql::sql;
use hearth_core::stories::{Audience, StoryView, show};

/// `Create` to those who may read it now and do not have it, `Update` to those who may and do, `Delete` to those who
/// have it and may no longer: all or nothing. What waits to be sent of it is taken back first.
pub(super) async fn changed(
    federation: &Federation,
    id: StoryId,
    from: Audience,
    at: DateTime<Utc>,
) -> Result<()> {
    let Some(view) = show::load(&federation.core, id).await? else { return Ok(()) };
    if !view.story.local || view.story.deleted_at.is_some() {
        return Ok(());
    }
    let mut all = match told_here(federation, id).await? {
        Some(story) => {
            let name = |kind| {
                let slug = format!("{}-{}", slug(&story), at.timestamp_micros());
                federation.core.here.activity_uri(kind, &slug)
            };
            let (create, update) = (name("creates"), name("updates"));
            let to = |only| Reach { only, ..readers(&story) };
            vec![
                sending(
                    federation,
                    "creates",
                    &story,
                    Replies::Address,
                    |note| activity::create(&create, &story, note),
                    to(Only::Others),
                ),
                sending(
                    federation,
                    "updates",
                    &story,
                    Replies::Address,
                    |note| activity::update(&update, &story, note),
                    to(Only::Holders),
                ),
            ]
        }
        None => Vec::new(),
    };
    let only = if all.is_empty() { Only::All } else { Only::Rest };
    let reach = Reach { holders_of: Some(id), held: MAY_HAVE, wide: SOON, only, ..Reach::default() };
    all.push(taking_back(federation, &view, from, at, reach));
    store::queue_all(federation, &all, Some(id)).await
}

/// Asks those again for a story who were last asked before `before` and did not accept.
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn recall(federation: &Federation, id: StoryId, before: DateTime<Utc>) -> Result<()> {
    let Some(view) = show::load(&federation.core, id).await? else { return Ok(()) };
    let mut conn = federation.core.db.conn().await?;
    sql("UPDATE handed h SET state = 4 WHERE h.story_id = $1 AND h.state IN (1, 3) AND h.tried_at <= $2 \
         AND NOT EXISTS (SELECT 1 FROM activities a JOIN deliveries d ON d.activity_id = a.id \
           WHERE a.story_id = h.story_id AND a.kind = 'deletes' AND d.peer_id = h.peer_id)")
    .bind::<BigInt, _>(id)
    .bind::<Timestamptz, _>(before)
    .execute(&mut conn)
    .await
    .map_err(Error::from)?;
    drop(conn);
    let reach = Reach { holders_of: Some(id), held: &[4], wide: SOON, only: Only::Rest, ..Reach::default() };
    let again = taking_back(federation, &view, view.story.audience, federation.core.now(), reach);
    store::queue_all(federation, &[again], None).await
}

/// A `Delete` that says no more than the id. It is addressed as widely as the story was, and names nobody.
fn taking_back(
    federation: &Federation,
    view: &StoryView,
    from: Audience,
    at: DateTime<Utc>,
    reach: Reach,
) -> Sending {
    let slug = view.story.slug.as_deref().unwrap_or_default();
    let uri = federation.core.here.activity_uri("deletes", &format!("{slug}-{}", at.timestamp_micros()));
    let addressing = match from {
        Audience::Public | Audience::Unlisted => Addressing::public(),
        Audience::Followers => Addressing::followers(&view.author),
        _ => Addressing::default(),
    };
    let document = activity::recall(&uri, &view.author, &view.story.uri, addressing);
    let sending = Sending::new("deletes", view.author.id, document, Context::Plain, reach);
    sending.about(view.story.id, false).in_order(&view.story.uri, A_FORTNIGHT)
}
