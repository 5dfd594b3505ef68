//! Writes an activity and its deliveries, in one transaction.

use super::sending::Sending;
use crate::signatures::digest::sha256;
use crate::{Federation, Mode, Result};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, SmallInt, Timestamptz};
use diesel_async::{AsyncConnection as _, RunQueryDsl};
use hearth_core::db::Conn;
use hearth_core::schema::activities;
use hearth_core::sql::sql;
use hearth_core::{Core, Error};

/// Stores the activity, queues it to everybody it reaches, and wakes the sender. One that is stored already stays as
/// it is; one that reaches nobody and that nobody may fetch is not kept.
///
/// # Errors
/// When Postgres fails.
pub(super) async fn queue(federation: &Federation, sending: &Sending) -> Result<()> {
    let core = &federation.core;
    let allow_list = federation.settings.mode == Mode::AllowList;
    let mut conn = core.db.conn().await?;
    let queued = conn
        .transaction(async |tx| {
            let Some(id) = write(core, tx, &sending.uri, &sending.body, sending).await? else { return Ok(0) };
            let queued = fan_out(core, tx, id, sending, allow_list).await?;
            if queued == 0 && !sending.public {
                diesel::delete(activities::table.find(id)).execute(tx).await?;
            }
            if queued > 0 {
                let nameless = divert(core, tx, id, sending).await?;
                make_ready(tx, &[id, nameless.unwrap_or(id)]).await?;
            }
            Ok::<_, Error>(queued)
        })
        .await?;
    if queued > 0 {
        federation.outgoing.notify_one();
    }
    Ok(())
}

/// Takes what was said of a story out of the store, with the deliveries that wait: it is deleted, and nobody is to
/// hear of it any more.
///
/// # Errors
/// When Postgres fails.
pub(super) async fn forget_story(core: &Core, story: hearth_core::ids::StoryId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    diesel::delete(activities::table)
        .filter(activities::story_id.eq(story.0))
        .filter(activities::kind.eq_any(["creates", "updates"]))
        .execute(&mut conn)
        .await
        .map_err(Error::from)?;
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

/// One row per inbox, at the highest priority that any of its readers gives it. Dead servers, closed inboxes and
/// servers we do not deal with get none. Rows are written in the order of peers, so that two of these running at a
/// time wait for each other instead of deadlocking. The rule that holds for a host is its own, else that of its
/// nearest parent domain, looked up by name: one look-up per label, however many rules there are.
const FAN_OUT: &str = "\
    INSERT INTO deliveries (peer_id, priority, activity_id, inbox_id, lane, expires_at) \
    SELECT p.id, w.priority, $1, i.id, $9, $10 \
    FROM (SELECT inbox_id, min(priority) AS priority FROM ( \
        SELECT a.inbox_id, $5 AS priority FROM follows f JOIN accounts a ON a.id = f.follower_id \
        WHERE f.followee_id = $2 AND f.accepted_at IS NOT NULL AND a.suspended_at IS NULL AND a.gone_at IS NULL \
      UNION ALL \
        SELECT a.inbox_id, $5 FROM ( \
            SELECT s.author_id AS id FROM stories s WHERE s.parent_id = $3 \
            UNION SELECT b.account_id FROM boosts b WHERE b.story_id = $3 \
            UNION SELECT v.account_id FROM favourites v WHERE v.story_id = $3 \
          ) acted JOIN accounts a ON a.id = acted.id WHERE a.suspended_at IS NULL AND a.gone_at IS NULL \
          AND ($8 IS NULL OR (NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = $8 AND b.blocked_id = a.id) \
          AND NOT EXISTS (SELECT 1 FROM host_blocks h WHERE h.account_id = $8 AND h.host = a.host))) \
      UNION ALL \
        SELECT i.id, $5 FROM inboxes i WHERE $4 \
      UNION ALL \
        SELECT a.inbox_id, $7 FROM accounts a WHERE a.id = ANY($6) AND a.gone_at IS NULL \
        AND ($8 IS NULL OR (a.suspended_at IS NULL \
          AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = $8 AND b.blocked_id = a.id) \
          AND NOT EXISTS (SELECT 1 FROM host_blocks h WHERE h.account_id = $8 AND h.host = a.host))) \
      ) reached WHERE inbox_id IS NOT NULL GROUP BY inbox_id) w \
    JOIN inboxes i ON i.id = w.inbox_id \
    JOIN peers p ON p.id = i.peer_id \
    LEFT JOIN LATERAL (SELECT r.rule \
        FROM (SELECT string_to_array(split_part(p.host, ':', 1), '.') AS labels) d \
        CROSS JOIN LATERAL generate_series(0, cardinality(d.labels)) AS level \
        JOIN peer_rules r ON r.host = CASE level WHEN 0 THEN p.host ELSE array_to_string(d.labels[level:], '.') END \
        ORDER BY level LIMIT 1) rule ON true \
    WHERE i.gone_at IS NULL AND p.state <> 2 \
    AND rule.rule IS DISTINCT FROM 0 AND (NOT $11 OR rule.rule = 1) \
    ORDER BY p.id, i.id \
    FOR KEY SHARE OF p \
    ON CONFLICT DO NOTHING";

async fn fan_out(
    core: &Core,
    tx: &mut Conn,
    id: i64,
    sending: &Sending,
    allow_list: bool,
) -> Result<usize, Error> {
    let reach = &sending.reach;
    let queued = sql(FAN_OUT)
        .bind::<BigInt, _>(id)
        .bind::<Nullable<BigInt>, _>(reach.followers_of)
        .bind::<Nullable<BigInt>, _>(reach.acted_on)
        .bind::<Bool, _>(reach.everybody)
        .bind::<SmallInt, _>(reach.wide)
        .bind::<Array<BigInt>, _>(&reach.people)
        .bind::<SmallInt, _>(reach.close)
        .bind::<Nullable<BigInt>, _>(reach.unless_blocked_by)
        .bind::<Integer, _>(sending.lane)
        .bind::<Timestamptz, _>(core.now() + sending.lifetime)
        .bind::<Bool, _>(allow_list)
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
