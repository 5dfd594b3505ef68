//! Somebody answers what a story asks.

use crate::accounts::Account;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::ids::{AccountId, StoryId};
use crate::schema::{poll_votes, polls};
use crate::sql::sql;
use crate::{Core, Error, Result, visible};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, SmallInt, Text, Timestamptz};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// A member votes, once. Records `Voted` for a poll of another server, which counts.
///
/// # Errors
/// [`Error::NotFound`] for a poll they may not read; [`Error::Invalid`] for one that is over, their own, or answered by
/// them before, and for options that it does not have.
pub async fn vote(core: &Core, voter: &Account, story: StoryId, choices: &[i64]) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let poll = open(core, tx, voter.id, story).await?.ok_or(Error::NotFound("poll"))?;
        if poll.over {
            return refuse("The poll has already ended");
        }
        if poll.author_id == voter.id {
            return refuse("You cannot vote in your own polls");
        }
        let choices = poll.choices(choices)?;
        if poll.voted {
            return refuse("You have already voted on this poll");
        }
        count(core, tx, story, voter.id, &choices, poll.local).await?;
        if !poll.local {
            event::record(core, tx, &Event::Voted { account: voter.id, story }).await?;
        }
        Ok(())
    })
    .await?;
    core.stories.forget(story);
    Ok(())
}

fn refuse<T>(text: &str) -> Result<T> {
    Err(Error::Invalid(format!("Validation failed: {text}")))
}

/// Somebody elsewhere chose the option with these words in a poll of ours; where several may be chosen, each comes
/// alone. What they may not read, what is over and what they said before changes nothing. Answers whether it counts.
///
/// # Errors
/// When Postgres fails.
pub async fn receive_vote(core: &Core, voter: &Account, story: StoryId, option: &str) -> Result<bool> {
    let mut conn = core.db.conn().await?;
    let counted = conn
        .transaction(async |tx| {
            let Some(poll) = open(core, tx, voter.id, story).await? else { return Ok(false) };
            let place = poll.options.iter().position(|title| title == option);
            let Some(choice) = place.and_then(|place| i16::try_from(place).ok()) else { return Ok(false) };
            let refused = poll.over || !poll.local || poll.author_id == voter.id;
            if refused || (poll.voted && !poll.multiple) {
                return Ok(false);
            }
            count(core, tx, story, voter.id, &[choice], true).await
        })
        .await?;
    if counted {
        core.stories.forget(story);
    }
    Ok(counted)
}

/// What the caller chose in a poll, as told to the server that counts.
///
/// # Errors
/// When Postgres fails.
pub async fn chosen(core: &Core, voter: AccountId, story: StoryId) -> Result<Vec<(i16, String)>> {
    let rows = sql("SELECT v.choice, p.options[v.choice + 1] AS title FROM poll_votes v \
                    JOIN polls p ON p.story_id = v.story_id \
                    WHERE v.story_id = $1 AND v.account_id = $2 AND v.choice < cardinality(p.options) ORDER BY v.choice")
        .bind::<BigInt, _>(story)
        .bind::<BigInt, _>(voter)
        .load::<Chosen>(&mut *core.db.conn().await?)
        .await?;
    Ok(rows.into_iter().map(|row| (row.choice, row.title)).collect())
}

#[derive(QueryableByName)]
struct Chosen {
    #[diesel(sql_type = SmallInt)]
    choice: i16,
    #[diesel(sql_type = Text)]
    title: String,
}

/// A poll as whoever votes finds it.
#[derive(QueryableByName)]
struct Open {
    #[diesel(sql_type = BigInt)]
    author_id: AccountId,
    #[diesel(sql_type = Bool)]
    local: bool,
    #[diesel(sql_type = Array<Text>)]
    options: Vec<String>,
    #[diesel(sql_type = Bool)]
    multiple: bool,
    #[diesel(sql_type = Bool)]
    over: bool,
    #[diesel(sql_type = Bool)]
    voted: bool,
}

impl Open {
    fn choices(&self, places: &[i64]) -> Result<Vec<i16>> {
        let mut choices = Vec::with_capacity(places.len());
        for place in places {
            let known = usize::try_from(*place).is_ok_and(|place| place < self.options.len());
            match i16::try_from(*place) {
                Ok(place) if known => choices.push(place),
                _ => return refuse("The chosen vote option does not exist"),
            }
        }
        choices.sort_unstable();
        choices.dedup();
        match choices.len() {
            0 => refuse("Choices can't be blank"),
            2.. if !self.multiple => refuse("Only one option can be chosen in this poll"),
            _ => Ok(choices),
        }
    }
}

/// The poll, held until the transaction ends so that votes are counted one after the other; `None` where the voter may
/// not read it.
async fn open(core: &Core, tx: &mut Conn, voter: AccountId, story: StoryId) -> Result<Option<Open>> {
    const TEXT: &str = concat!(
        "SELECT s.author_id, s.local, p.options, p.multiple, p.ended OR coalesce(p.ends_at <= $3, false) AS over, \
           EXISTS (SELECT 1 FROM poll_votes v WHERE v.story_id = s.id AND v.account_id = $1) AS voted \
         FROM stories s JOIN polls p ON p.story_id = s.id WHERE s.id = $2 AND ",
        visible!()
    );
    // Before anything is read, so that what is read is true until the end.
    polls::table.find(story.0).select(polls::story_id).for_update().first::<i64>(tx).await.optional()?;
    let poll = sql(TEXT)
        .bind::<BigInt, _>(voter)
        .bind::<BigInt, _>(story)
        .bind::<Timestamptz, _>(core.now())
        .get_result::<Open>(tx)
        .await
        .optional()?;
    Ok(poll)
}

/// Counts choices of one voter; those that stand already count nothing. Answers whether any was new.
async fn count(
    core: &Core,
    tx: &mut Conn,
    story: StoryId,
    voter: AccountId,
    choices: &[i16],
    told: bool,
) -> Result<bool> {
    let before = poll_votes::table
        .filter(poll_votes::story_id.eq(story.0).and(poll_votes::account_id.eq(voter.0)))
        .select(poll_votes::choice)
        .load::<i16>(tx)
        .await?;
    let new: Vec<i16> = choices.iter().copied().filter(|choice| !before.contains(choice)).collect();
    if new.is_empty() {
        return Ok(false);
    }
    let row = |choice: &i16| {
        (
            poll_votes::story_id.eq(story.0),
            poll_votes::account_id.eq(voter.0),
            poll_votes::choice.eq(*choice),
            poll_votes::at.eq(core.now()),
        )
    };
    let rows: Vec<_> = new.iter().map(row).collect();
    diesel::insert_into(poll_votes::table).values(rows).execute(tx).await?;
    let changed: Option<DateTime<Utc>> = told.then(|| core.now());
    sql("UPDATE polls SET version = version + 1, voters = voters + $3, changed_at = coalesce(changed_at, $4), \
                tallies = ARRAY(SELECT t.tally + (t.place - 1 = ANY($2))::int \
                                FROM unnest(tallies) WITH ORDINALITY AS t (tally, place) ORDER BY t.place) \
         WHERE story_id = $1")
    .bind::<BigInt, _>(story)
    .bind::<Array<BigInt>, _>(new.iter().map(|choice| i64::from(*choice)).collect::<Vec<_>>())
    .bind::<BigInt, _>(i64::from(before.is_empty()))
    .bind::<Nullable<Timestamptz>, _>(changed)
    .execute(tx)
    .await?;
    Ok(true)
}
