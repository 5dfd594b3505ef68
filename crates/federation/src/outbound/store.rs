//! Writes an activity and its deliveries, in one transaction.

use super::reached::{self, reached};
use super::sending::{FORUMS, Only, Sending};
use crate::signatures::digest::sha256;
use crate::{Federation, Mode, Result, ledger};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text, Timestamptz};
use diesel_async::{AsyncConnection as _, RunQueryDsl};
use hearth_core::db::Conn;
use hearth_core::ids::StoryId;
use hearth_core::schema::activities;
use hearth_core::sql::sql;
use hearth_core::{Core, Error};

/// Stores the activity, queues it to everybody it reaches, and wakes the sender. One that is stored already stays as
/// it is; one that reaches nobody and that nobody may fetch is not kept.
///
/// # Errors
/// When Postgres fails.
pub(super) async fn queue(federation: &Federation, sending: &Sending) -> Result<()> {
    queue_all(federation, std::slice::from_ref(sending), None).await
}

/// The same for activities that belong together: all of them or none. What was said before of the story `instead_of` is
/// taken out of the store, with the deliveries that wait: nobody is to hear of it any more.
///
/// # Errors
/// When Postgres fails.
pub(super) async fn queue_all(
    federation: &Federation,
    sendings: &[Sending],
    instead_of: Option<StoryId>,
) -> Result<()> {
    let core = &federation.core;
    let allow_list = federation.settings.mode == Mode::AllowList;
    let mut conn = core.db.conn().await?;
    let queued = conn
        .transaction(async |tx| {
            if let Some(story) = instead_of {
                forget_story(core, tx, story).await?;
            }
            let mut ids = Vec::with_capacity(2 * sendings.len());
            let mut queued = 0;
            for sending in sendings {
                queued += one(core, tx, sending, allow_list, &mut ids).await?;
            }
            if queued > 0 {
                make_ready(tx, &ids).await?;
            }
            Ok::<_, Error>(queued)
        })
        .await?;
    if queued > 0 {
        federation.outgoing.notify_one();
    }
    Ok(())
}

/// One of them; `ids` are the activities queued so far.
async fn one(
    core: &Core,
    tx: &mut Conn,
    sending: &Sending,
    allow_list: bool,
    ids: &mut Vec<i64>,
) -> Result<usize, Error> {
    let Some(id) = write(core, tx, &sending.uri, &sending.body, sending).await? else { return Ok(0) };
    let queued = fan_out(core, tx, id, sending, allow_list, ids).await?;
    if let Some(story) = sending.story {
        match sending.kind {
            "deletes" => {
                let everybody = sending.reach.only == Only::All;
                ledger::asked(tx, core.now(), story, id, everybody).await?;
            }
            "creates" if sending.reach.only != Only::All => ledger::forgotten(tx, story, id).await?,
            _ => {}
        }
    }
    if queued == 0 && !sending.public {
        diesel::delete(activities::table.find(id)).execute(tx).await?;
    }
    if queued > 0 {
        ids.extend(divert(core, tx, id, sending).await?);
        ids.push(id);
    }
    Ok(queued)
}

/// Takes what was said of a story out of the store, with the deliveries that wait. Who may have it nonetheless stands in
/// the ledger then.
async fn forget_story(core: &Core, tx: &mut Conn, story: StoryId) -> Result<(), Error> {
    ledger::may_have(tx, core.now(), story).await?;
    diesel::delete(activities::table)
        .filter(activities::story_id.eq(story.0))
        .filter(activities::kind.eq_any(["creates", "updates"]))
        .execute(tx)
        .await?;
    Ok(())
}

/// What was said at this id may no longer be fetched: it was taken back.
///
/// # Errors
/// When Postgres fails.
pub(super) async fn withdraw(core: &Core, uri: &str) -> Result<()> {
    let mut conn = core.db.conn().await?;
    diesel::update(activities::table)
        .filter(activities::uri.eq(uri))
        .set(activities::public.eq(false))
        .execute(&mut conn)
        .await
        .map_err(Error::from)?;
    Ok(())
}

/// Answers its number, if it is new. Numbers come from one sequence, whatever the clocks of several machines say:
/// deliveries go in their order.
async fn write(
    core: &Core,
    tx: &mut Conn,
    uri: &str,
    body: &[u8],
    sending: &Sending,
) -> Result<Option<i64>, Error> {
    Ok(diesel::insert_into(activities::table)
        .values((
            activities::uri.eq(uri),
            activities::actor_id.eq(sending.actor.0),
            activities::kind.eq(sending.kind),
            activities::story_id.eq(sending.story.map(|story| story.0)),
            activities::public.eq(sending.public),
            activities::body.eq(body),
            activities::digest.eq(sha256(body).as_slice()),
            activities::created_at.eq(core.now()),
        ))
        .on_conflict(activities::uri)
        .do_nothing()
        .returning(activities::id)
        .get_result(tx)
        .await
        .optional()?)
}

/// One row per inbox, at the highest priority that any of its readers gives it. Rows are written in the order of peers,
/// so that two of these running at a time wait for each other instead of deadlocking.
const FAN_OUT: &str = concat!(
    "INSERT INTO deliveries (peer_id, priority, activity_id, inbox_id, lane, expires_at) \
     SELECT p.id, w.priority, $11, i.id, $12, $13 ",
    reached!(),
    " AND ($14 = 0 OR ($14 = 1) = EXISTS ( \
         SELECT 1 FROM handed h WHERE h.story_id = $15 AND h.peer_id = p.id AND h.state = 0)) \
     AND NOT EXISTS (SELECT 1 FROM deliveries e WHERE e.activity_id = ANY($16) AND e.peer_id = p.id) \
     AND ($17 = 0 OR ($17 = 1) = coalesce(p.software = ANY($18), false)) \
     ORDER BY p.id, i.id \
     FOR KEY SHARE OF p \
     ON CONFLICT DO NOTHING"
);

async fn fan_out(
    core: &Core,
    tx: &mut Conn,
    id: i64,
    sending: &Sending,
    allow_list: bool,
    queued: &[i64],
) -> Result<usize, Error> {
    let (only, passed_over) = match sending.reach.only {
        Only::All | Only::Anew => (0, [].as_slice()),
        Only::Holders => (1, [].as_slice()),
        Only::Others => (2, [].as_slice()),
        Only::Rest => (0, queued),
    };
    let queued = reached::bound(FAN_OUT, &sending.reach, allow_list)
        .bind::<BigInt, _>(id)
        .bind::<Integer, _>(sending.lane)
        .bind::<Timestamptz, _>(core.now() + sending.lifetime)
        .bind::<Integer, _>(only)
        .bind::<Nullable<BigInt>, _>(sending.story)
        .bind::<Array<BigInt>, _>(passed_over)
        .bind::<Integer, _>(sending.reach.dialect as i32)
        .bind::<Array<Text>, _>(FORUMS)
        .execute(tx)
        .await?;
    Ok(queued)
}

/// snac takes a Note with a `name` for a vote and shows nothing: it gets the same activity without. Answers the id of that one, if there is one.
async fn divert(core: &Core, tx: &mut Conn, id: i64, sending: &Sending) -> Result<Option<i64>, Error> {
    let Some(body) = &sending.nameless else { return Ok(None) };
    let found = sql("SELECT 1 FROM deliveries d JOIN peers p ON p.id = d.peer_id \
         WHERE d.activity_id = $1 AND p.software = 'snac' LIMIT 1")
    .bind::<BigInt, _>(id)
    .execute(tx)
    .await?;
    if found == 0 {
        return Ok(None);
    }
    let uri = format!("{}#nameless", sending.uri);
    let Some(other) = write(core, tx, &uri, body, sending).await? else { return Ok(None) };
    sql("UPDATE deliveries d SET activity_id = $2 FROM peers p \
         WHERE d.activity_id = $1 AND p.id = d.peer_id AND p.software = 'snac'")
    .bind::<BigInt, _>(id)
    .bind::<BigInt, _>(other)
    .execute(tx)
    .await?;
    Ok(Some(other))
}

/// Raises the flag of the peers that now have deliveries waiting, where it is not up already. A statement of its own:
/// by now the statement above holds the peers, so a sender that wants to lower a flag either was
/// done before, and is seen here, or waits for this commit and then sees the rows.
async fn make_ready(tx: &mut Conn, ids: &[i64]) -> Result<(), Error> {
    sql("UPDATE peers SET ready = true WHERE id IN ( \
           SELECT p.id FROM peers p WHERE NOT p.ready \
           AND p.id IN (SELECT d.peer_id FROM deliveries d WHERE d.activity_id = ANY($1)) \
           ORDER BY p.id FOR NO KEY UPDATE)")
    .bind::<Array<BigInt>, _>(ids)
    .execute(tx)
    .await?;
    Ok(())
}
