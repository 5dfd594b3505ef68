//! Writes notifications; called by reactions, each once however often it runs.

use super::heard::heard;
use super::judge;
use super::model::NotificationKind;
use super::policy::Verdict;
use crate::db::Conn;
use crate::ids::{AccountId, BoostId, NotificationId, StoryId};
use crate::sql::sql;
use crate::streams::Said;
use crate::{Core, Error, Result, push, visible};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, SmallInt, Timestamptz};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// SQL condition over `stories s`: the member did not mute its thread.
macro_rules! awake {
    ($member:literal) => {
        concat!(
            "NOT EXISTS (SELECT 1 FROM thread_mutes tm WHERE tm.root_id = s.root_id AND tm.account_id = ",
            $member,
            ")"
        )
    };
}

/// Those a story names or answers (local, may read it, do not block or mute the author or the author's server), and
/// those who follow its author with a bell. Bells ring for new top-level stories only: not for edits, and not for old
/// stories that were fetched.
///
/// # Errors
/// When Postgres fails.
pub async fn of_story(core: &Core, story: StoryId) -> Result<()> {
    const TEXT: &str = concat!(
        "SELECT DISTINCT ON (c.account_id) c.account_id, c.kind, s.author_id AS from_id, s.edited_at FROM stories s \
         CROSS JOIN LATERAL ( \
             SELECT m.account_id, 0::smallint AS kind FROM mentions m WHERE m.story_id = s.id AND NOT m.silent \
             UNION ALL SELECT p.author_id, 0::smallint FROM stories p WHERE p.id = s.parent_id \
             UNION ALL SELECT f.follower_id, 5::smallint FROM follows f WHERE f.followee_id = s.author_id AND f.notify \
                 AND f.accepted_at IS NOT NULL AND (f.languages = '{}' OR s.language = ANY (f.languages)) \
                 AND s.parent_uri IS NULL AND s.edited_at IS NULL AND s.published_at > $2 \
         ) c JOIN members mb ON mb.account_id = c.account_id \
         WHERE s.id = $1 AND c.account_id <> s.author_id AND s.held_by IS NULL AND ",
        visible!("c.account_id"),
        " AND ",
        heard!("c.account_id", "s.author_id"),
        " AND ",
        awake!("c.account_id"),
        " ORDER BY c.account_id, c.kind"
    );
    let mut conn = core.db.conn().await?;
    let rows = sql(TEXT)
        .bind::<BigInt, _>(story)
        .bind::<Timestamptz, _>(core.now() - TimeDelta::days(1))
        .load::<Told>(&mut conn)
        .await?;
    write(core, &mut conn, rows, Some(story)).await
}

/// Local accounts that passed on a story which was changed. A later change tells them again.
///
/// # Errors
/// When Postgres fails.
pub async fn of_edit(core: &Core, story: StoryId) -> Result<()> {
    const TEXT: &str = concat!(
        "SELECT b.account_id, 6::smallint AS kind, s.author_id AS from_id, s.edited_at FROM stories s \
         JOIN boosts b ON b.story_id = s.id JOIN members mb ON mb.account_id = b.account_id \
         WHERE s.id = $1 AND b.account_id <> s.author_id AND s.edited_at IS NOT NULL AND ",
        visible!("b.account_id"),
        " AND ",
        heard!("b.account_id", "s.author_id"),
        " AND ",
        awake!("b.account_id")
    );
    let mut conn = core.db.conn().await?;
    let rows = sql(TEXT).bind::<BigInt, _>(story).load::<Told>(&mut conn).await?;
    write(core, &mut conn, rows, Some(story)).await
}

/// Whoever here asked or answered what a story asks, when that is over.
///
/// # Errors
/// When Postgres fails.
pub async fn of_poll(core: &Core, story: StoryId) -> Result<()> {
    const TEXT: &str = concat!(
        "SELECT c.account_id, 7::smallint AS kind, s.author_id AS from_id, s.edited_at FROM stories s \
         JOIN polls p ON p.story_id = s.id AND p.ended CROSS JOIN LATERAL ( \
             SELECT v.account_id FROM poll_votes v WHERE v.story_id = s.id UNION SELECT s.author_id) c \
         JOIN members mb ON mb.account_id = c.account_id WHERE s.id = $1 AND ",
        visible!("c.account_id"),
        " AND ",
        heard!("c.account_id", "s.author_id"),
        " AND ",
        awake!("c.account_id")
    );
    let mut conn = core.db.conn().await?;
    let rows = sql(TEXT).bind::<BigInt, _>(story).load::<Told>(&mut conn).await?;
    write(core, &mut conn, rows, Some(story)).await
}

/// The author of a liked story.
///
/// # Errors
/// When Postgres fails.
pub async fn of_favourite(core: &Core, account: AccountId, story: StoryId) -> Result<()> {
    const TEXT: &str = concat!(
        "SELECT s.author_id AS account_id, 3::smallint AS kind, v.account_id AS from_id, s.edited_at FROM stories s \
         JOIN favourites v ON v.story_id = s.id AND v.account_id = $2 JOIN members mb ON mb.account_id = s.author_id \
         WHERE s.id = $1 AND v.account_id <> s.author_id AND ",
        visible!("s.author_id"),
        " AND ",
        heard!("s.author_id", "v.account_id"),
        " AND ",
        awake!("s.author_id")
    );
    let mut conn = core.db.conn().await?;
    let rows = sql(TEXT).bind::<BigInt, _>(story).bind::<BigInt, _>(account).load::<Told>(&mut conn).await?;
    write(core, &mut conn, rows, Some(story)).await
}

/// The author of a boosted story, unless a journey of their own passed it on.
///
/// # Errors
/// When Postgres fails.
pub async fn of_boost(core: &Core, boost: BoostId) -> Result<()> {
    const TEXT: &str = concat!(
        "SELECT s.author_id AS account_id, 4::smallint AS kind, b.account_id AS from_id, s.edited_at, s.id AS story_id \
         FROM boosts b JOIN stories s ON s.id = b.story_id JOIN members mb ON mb.account_id = s.author_id \
         WHERE b.id = $1 AND b.account_id <> s.author_id AND NOT EXISTS (SELECT 1 FROM journeys j \
           WHERE j.account_id = b.account_id AND j.author_id = s.author_id) AND ",
        visible!("s.author_id"),
        " AND ",
        heard!("s.author_id", "b.account_id"),
        " AND ",
        awake!("s.author_id")
    );
    #[derive(QueryableByName)]
    struct Boosted {
        #[diesel(embed)]
        told: Told,
        #[diesel(sql_type = BigInt)]
        story_id: StoryId,
    }
    let mut conn = core.db.conn().await?;
    let row = sql(TEXT).bind::<BigInt, _>(boost).get_result::<Boosted>(&mut conn).await.optional()?;
    match row {
        Some(Boosted { told, story_id }) => write(core, &mut conn, vec![told], Some(story_id)).await,
        None => Ok(()),
    }
}

/// The followee of a follow or a request (`kind` says which), as long as it is one.
///
/// # Errors
/// When Postgres fails.
pub async fn of_follow(
    core: &Core,
    follower: AccountId,
    followee: AccountId,
    kind: NotificationKind,
) -> Result<()> {
    const TEXT: &str = concat!(
        "SELECT f.followee_id AS account_id, \
            CASE WHEN f.accepted_at IS NULL THEN 2::smallint ELSE 1::smallint END AS kind, \
            f.follower_id AS from_id, NULL::timestamptz AS edited_at \
         FROM follows f JOIN members mb ON mb.account_id = f.followee_id \
         WHERE f.follower_id = $1 AND f.followee_id = $2 AND ",
        heard!("f.followee_id", "f.follower_id")
    );
    let mut conn = core.db.conn().await?;
    let mut rows =
        sql(TEXT).bind::<BigInt, _>(follower).bind::<BigInt, _>(followee).load::<Told>(&mut conn).await?;
    rows.retain(|row| row.kind == kind as i16);
    write(core, &mut conn, rows, None).await
}

/// A local follower learns nothing when accepted (as in Mastodon); withdrawn requests, likes and boosts take their
/// notification with them.
///
/// # Errors
/// When Postgres fails.
pub async fn withdraw(
    core: &Core,
    to: AccountId,
    kind: NotificationKind,
    from: AccountId,
    story: Option<StoryId>,
) -> Result<()> {
    let mut conn = core.db.conn().await?;
    // The act may have been repeated before this ran: then its notification stays.
    sql("DELETE FROM notifications n WHERE n.account_id = $1 AND n.kind = $2 AND n.from_id = $3 \
         AND coalesce(n.story_id, 0) = $4 AND NOT CASE n.kind \
             WHEN 1 THEN EXISTS (SELECT 1 FROM follows f WHERE f.follower_id = $3 AND f.followee_id = $1 \
                                 AND f.accepted_at IS NOT NULL) \
             WHEN 2 THEN EXISTS (SELECT 1 FROM follows f WHERE f.follower_id = $3 AND f.followee_id = $1 \
                                 AND f.accepted_at IS NULL) \
             WHEN 3 THEN EXISTS (SELECT 1 FROM favourites v WHERE v.account_id = $3 AND v.story_id = $4) \
             WHEN 4 THEN EXISTS (SELECT 1 FROM boosts b WHERE b.account_id = $3 AND b.story_id = $4) \
             ELSE false END")
    .bind::<BigInt, _>(to)
    .bind::<SmallInt, _>(kind as i16)
    .bind::<BigInt, _>(from)
    .bind::<BigInt, _>(story.map_or(0, |story| story.0))
    .execute(&mut conn)
    .await?;
    Ok(())
}

/// Who is to be told what.
#[derive(QueryableByName)]
pub(super) struct Told {
    #[diesel(sql_type = BigInt)]
    pub(super) account_id: AccountId,
    #[diesel(sql_type = SmallInt)]
    pub(super) kind: i16,
    #[diesel(sql_type = BigInt)]
    pub(super) from_id: AccountId,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    edited_at: Option<DateTime<Utc>>,
}

#[derive(QueryableByName)]
struct Written {
    #[diesel(sql_type = BigInt)]
    id: NotificationId,
}

/// Each once: what was told, or cleared away, is not told again, save for an edit that is newer than the telling. What
/// the policy of whom it is for drops is not written, and what it keeps aside is said to nobody.
async fn write(core: &Core, conn: &mut Conn, rows: Vec<Told>, story: Option<StoryId>) -> Result<()> {
    let verdicts = judge::judge(core, conn, &rows, story).await?;
    for (row, verdict) in rows.into_iter().zip(verdicts) {
        if verdict == Verdict::Drop {
            continue;
        }
        let filtered = verdict == Verdict::Filter;
        let written = conn
            .transaction(async |tx| {
                let written = insert(core, tx, &row, story, filtered).await?;
                if let Some(id) = written.filter(|_| !filtered) {
                    let kind = NotificationKind::from_i16(row.kind);
                    push::ring(core, tx, id, (row.account_id, kind, row.from_id)).await?;
                }
                Ok::<_, Error>(written)
            })
            .await?;
        if let Some(id) = written.filter(|_| !filtered) {
            core.streams.say(Said::Notified(id));
        }
    }
    Ok(())
}

async fn insert(
    core: &Core,
    tx: &mut Conn,
    row: &Told,
    story: Option<StoryId>,
    filtered: bool,
) -> Result<Option<NotificationId>> {
    let newer = if row.kind == NotificationKind::Edit as i16 { row.edited_at } else { None };
    let written = sql(WRITE)
        .bind::<BigInt, _>(core.id())
        .bind::<BigInt, _>(row.account_id)
        .bind::<SmallInt, _>(row.kind)
        .bind::<BigInt, _>(row.from_id)
        .bind::<BigInt, _>(story.map_or(0, |story| story.0))
        .bind::<Timestamptz, _>(core.now())
        .bind::<Nullable<Timestamptz>, _>(newer)
        .bind::<Bool, _>(filtered)
        .bind::<BigInt, _>(core.id())
        .get_result::<Written>(tx)
        .await
        .optional()?;
    Ok(written.map(|written| written.id))
}

/// A mention that is kept aside is a request of whoever wrote it.
const WRITE: &str = "WITH written AS ( \
        INSERT INTO notifications (id, account_id, kind, from_id, story_id, created_at, filtered) \
        VALUES ($1, $2, $3, $4, nullif($5, 0), $6, $8) \
        ON CONFLICT (account_id, kind, from_id, coalesce(story_id, 0)) DO UPDATE \
        SET id = excluded.id, created_at = excluded.created_at, dismissed_at = NULL, filtered = excluded.filtered \
        WHERE notifications.created_at < $7 RETURNING id, kind, filtered), \
    asked AS (INSERT INTO notification_requests (id, account_id, from_id, created_at, updated_at) \
        SELECT $9, $2, $4, $6, $6 FROM written w WHERE w.filtered AND w.kind = 0 \
        ON CONFLICT (account_id, from_id) DO UPDATE SET updated_at = excluded.updated_at) \
    SELECT id FROM written";
