//! Votes of members in polls elsewhere, and how polls of ours stand.

use super::sending::{A_FORTNIGHT, LATER, Reach, SOON, Sending};
use super::stories::{readers, sending, slug, told_here};
use super::{account, outward, store};
use crate::objects::context::Context;
use crate::objects::note::Replies;
use crate::objects::{Document, activity};
use crate::{Federation, Result};
use chrono::{DateTime, Utc};
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::polls::vote;
use hearth_core::stories::Outward;

/// One `Create` for each option chosen, to the server that counts: a Note that has a name and no content.
pub(super) async fn voted(federation: &Federation, voter: AccountId, id: StoryId) -> Result<()> {
    let (Some(voter), Some(story)) = (account(federation, voter).await?, outward(federation, id).await?)
    else {
        return Ok(());
    };
    let author = &story.view().author;
    if story.view().story.local || !voter.is_local() {
        return Ok(());
    }
    let mut sendings = Vec::new();
    for (choice, title) in vote::chosen(&federation.core, voter.id, id).await? {
        let uri = format!("{}#votes/{id}-{choice}", voter.uri);
        let note = Document::named(&uri, "Note")
            .set("attributedTo", voter.uri.as_str())
            .set("to", author.uri.as_str())
            .set("inReplyTo", story.view().story.uri.as_str())
            .set("name", title.as_str());
        let document = activity::vote(&format!("{uri}/activity"), &voter, author, note);
        let reach = Reach { people: vec![author.id], close: LATER, ..Reach::default() };
        sendings.push(
            Sending::new("creates", voter.id, document, Context::Plain, reach).in_order(&uri, A_FORTNIGHT),
        );
    }
    store::queue_all(federation, &sendings, None).await
}

/// `Update` with how a poll stands, to those who have it. The story is no newer by it.
pub(super) async fn tallied(
    federation: &Federation,
    id: StoryId,
    at: DateTime<Utc>,
) -> Result<Option<Sending>> {
    let story = told_here(federation, id).await?.filter(|story| story.view().poll.is_some());
    Ok(story
        .filter(|story| !super::apart::is_told_apart(story))
        .map(|story| standing(federation, &story, at)))
}

fn standing(federation: &Federation, story: &Outward, at: DateTime<Utc>) -> Sending {
    let uri =
        federation.core.here.activity_uri("polls", &format!("{}-{}", slug(story), at.timestamp_micros()));
    let document = |note| activity::update(&uri, story, note);
    let reach = Reach { wide: SOON, ..readers(story) };
    sending(federation, "updates", story, Replies::Address, document, reach)
}
