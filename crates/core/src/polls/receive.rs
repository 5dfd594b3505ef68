//! What a story of another server asks, as that server tells it.

use super::MOST_OPTIONS;
use crate::Result;
use crate::db::Conn;
use crate::ids::StoryId;
use crate::markup;
use crate::schema::{poll_votes, polls};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Most options that are kept: as many as the choices of a reader have bits.
const MOST_KEPT: usize = 62;
const _: () = assert!(MOST_OPTIONS <= MOST_KEPT);
/// Longest option kept, in characters.
const LONGEST_KEPT: usize = 500;

/// `oneOf` or `anyOf` of a Question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemotePoll {
    /// `name` of each.
    pub options: Vec<String>,
    /// `replies.totalItems` of each.
    pub tallies: Vec<i64>,
    /// `votersCount`.
    pub voters: Option<i64>,
    /// `anyOf`.
    pub multiple: bool,
    /// `endTime`, or `closed` where it is a time.
    pub ends_at: Option<DateTime<Utc>>,
}

impl RemotePoll {
    /// Safe to show and of bounded size; `None` where nothing is left to choose.
    pub(crate) fn cleaned(mut self) -> Option<Self> {
        for option in &mut self.options {
            *option =
                markup::clean_name(option).chars().filter(|one| *one != '\0').take(LONGEST_KEPT).collect();
        }
        self.options.truncate(MOST_KEPT);
        self.tallies.resize(self.options.len(), 0);
        self.tallies.iter_mut().for_each(|tally| *tally = (*tally).clamp(0, i64::from(u32::MAX)));
        self.voters = self.voters.map(|voters| voters.clamp(0, i64::from(u32::MAX)));
        (!self.options.is_empty()).then_some(self)
    }
}

/// Writes what a story asks now, as its own server says. Where other options stand there than before, what was chosen
/// here is forgotten. Answers whether anything differs.
pub(crate) async fn write(tx: &mut Conn, story: StoryId, poll: Option<&RemotePoll>) -> Result<bool> {
    let Some(poll) = poll else { return super::ask::drop(tx, story).await };
    let says = (
        polls::options.eq(&poll.options),
        polls::tallies.eq(&poll.tallies),
        polls::voters.eq(poll.voters),
        polls::multiple.eq(poll.multiple),
        polls::ends_at.eq(poll.ends_at),
    );
    let old = polls::table
        .find(story.0)
        .select((polls::options, polls::tallies, polls::voters, polls::multiple, polls::ends_at))
        .for_update()
        .first::<(Vec<String>, Vec<i64>, Option<i64>, bool, Option<DateTime<Utc>>)>(tx)
        .await
        .optional()?;
    let Some((options, tallies, voters, multiple, ends_at)) = old else {
        diesel::insert_into(polls::table)
            .values((polls::story_id.eq(story.0), says, polls::hide_totals.eq(false)))
            .execute(tx)
            .await?;
        return Ok(true);
    };
    let old = RemotePoll { options, tallies, voters, multiple, ends_at };
    if old == *poll {
        return Ok(false);
    }
    if old.options != poll.options {
        diesel::delete(poll_votes::table.filter(poll_votes::story_id.eq(story.0))).execute(tx).await?;
    }
    diesel::update(polls::table.find(story.0))
        .set((says, polls::version.eq(polls::version + 1)))
        .execute(tx)
        .await?;
    Ok(true)
}
