//! A story of ours is for others than before: it goes to whom it now concerns, and is asked back from the rest.

use super::sending::{A_FORTNIGHT, Only, Reach, SOON, Sending};
use super::stories::{MAY_HAVE, readers, sending, slug, told_here};
use super::{apart, store};
use crate::objects::activity;
use crate::objects::audience::Addressing;
use crate::objects::context::Context;
use crate::objects::note::Replies;
use crate::{Federation, Result, ledger};
use chrono::{DateTime, Utc};
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::RunQueryDsl;
use hearth_core::Error;
use hearth_core::ids::StoryId;
use hearth_core::sql::sql;
use hearth_core::stories::{Audience, Outward, StoryView, anew, show};

/// `Create` to those who may read it now and do not have it, `Update` to those who may and do, `Delete` to those who
/// have it and may no longer: all or nothing. What waits to be sent of it is taken back first.
///
/// A server that was asked to delete it before never takes that id again: where such a server may read it now, the story
/// goes to everybody under a new one, and what they have under the old is asked back.
pub(super) async fn changed(
    federation: &Federation,
    id: StoryId,
    from: Audience,
    at: DateTime<Utc>,
) -> Result<()> {
    let Some(old) = show::load(&federation.core, id).await? else { return Ok(()) };
    if !old.story.local || old.story.deleted_at.is_some() {
        return Ok(());
    }
    let mut story = told_here(federation, id).await?;
    let mut former = None;
    if story.is_some() && ledger::was_asked_back(federation, id).await? {
        former = Some(anew::rename(&federation.core, id, at).await?);
        story = told_here(federation, id).await?;
    }
    let mut all = match &story {
        Some(story) => told_anew(federation, story, former.is_some(), at).await?,
        None => Vec::new(),
    };
    let only = if all.is_empty() { Only::All } else { Only::Rest };
    let reach = Reach { holders_of: Some(id), held: MAY_HAVE, wide: SOON, only, ..Reach::default() };
    let before = former.as_deref().unwrap_or(&old.story.uri);
    all.push(taking_back(federation, &old, before, (from, at), reach));
    if former.is_some() {
        // Those who are handed it anew: they have it under the old id still.
        let reach = Reach { holders_of: Some(id), held: MAY_HAVE, wide: SOON, ..Reach::default() };
        let old = taking_back(federation, &old, before, (from, at), reach);
        all.push(Sending { uri: format!("{}#former", old.uri), story: None, ..old });
    }
    store::queue_all(federation, &all, Some(id)).await
}

/// What those are sent who may read it now.
pub(super) async fn told_anew(
    federation: &Federation,
    story: &Outward,
    renamed: bool,
    at: DateTime<Utc>,
) -> Result<Vec<Sending>> {
    let only = if renamed { Only::Anew } else { Only::Others };
    if !apart::is_told_apart(story) {
        let update = (!renamed).then(|| again(federation, story, at, Verb::Update, Only::Holders));
        return Ok([Some(again(federation, story, at, Verb::Create, only)), update]
            .into_iter()
            .flatten()
            .collect());
    }
    let mut all = Vec::new();
    for copy in apart::copies(federation, story).await? {
        all.push(copy.only(again(federation, &copy.story, at, Verb::Create, only), only));
        if !renamed {
            let update = again(federation, &copy.story, at, Verb::Update, Only::Holders);
            all.push(copy.only(update, Only::Holders));
        }
    }
    Ok(all)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
    Create,
    Update,
}

fn again(federation: &Federation, story: &Outward, at: DateTime<Utc>, verb: Verb, only: Only) -> Sending {
    let kind = if verb == Verb::Create { "creates" } else { "updates" };
    let slug = format!("{}-{}", slug(story), at.timestamp_micros());
    let uri = federation.core.here.activity_uri(kind, &slug);
    let document = |note| match verb {
        Verb::Create => activity::create(&uri, story, note),
        Verb::Update => activity::update(&uri, story, note),
    };
    let reach = Reach { only, ..readers(story) };
    sending(federation, kind, story, Replies::Address, document, reach)
}

/// The author's own `Delete` of a story that the stewards of its community took out, where the author is ours: to those
/// who have it.
pub(super) async fn asked_back(federation: &Federation, id: StoryId) -> Result<Option<Sending>> {
    let Some(view) = show::load(&federation.core, id).await? else { return Ok(None) };
    if !view.story.local || view.story.deleted_at.is_some() {
        return Ok(None);
    }
    let reach = Reach { holders_of: Some(id), held: MAY_HAVE, wide: SOON, ..Reach::default() };
    let now = (view.story.audience, federation.core.now());
    Ok(Some(taking_back(federation, &view, &view.story.uri, now, reach)))
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
    let now = (view.story.audience, federation.core.now());
    let again = taking_back(federation, &view, &view.story.uri, now, reach);
    store::queue_all(federation, &[again], None).await
}

/// A `Delete` that says no more than the id. It is addressed as widely as the story was, and names nobody.
fn taking_back(
    federation: &Federation,
    view: &StoryView,
    story_uri: &str,
    (from, at): (Audience, DateTime<Utc>),
    reach: Reach,
) -> Sending {
    let slug = view.story.slug.as_deref().unwrap_or_default();
    let uri = federation.core.here.activity_uri("deletes", &format!("{slug}-{}", at.timestamp_micros()));
    let addressing = match from {
        Audience::Public | Audience::Unlisted => Addressing::public(),
        Audience::Followers => Addressing::followers(&view.author),
        _ => Addressing::default(),
    };
    let document = activity::recall(&uri, &view.author, story_uri, addressing);
    let sending = Sending::new("deletes", view.author.id, document, Context::Plain, reach);
    sending.about(view.story.id, false).in_order(story_uri, A_FORTNIGHT)
}
