//! People whose mentions are kept aside: who they are, and whether they are let in.

use super::heard::heard;
use crate::accounts::Account;
use crate::db::Conn;
use crate::ids::{AccountId, StoryId};
use crate::page::Page;
use crate::restrictions::standing::standing;
use crate::sql::sql;
use crate::stories::hydrate::hydrate;
use crate::stories::{Entry, EntryKey};
use crate::streams::Said;
use crate::{Core, Error, Result, listed, paged, visible};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Text, Timestamptz};
use diesel_async::{AsyncConnection as _, RunQueryDsl};
use std::collections::HashMap;
use std::sync::Arc;

/// Somebody who wrote and waits to be let in.
#[derive(Debug, Clone)]
pub struct Request {
    /// Id here.
    pub id: i64,
    /// Who waits.
    pub from: Arc<Account>,
    /// How much of theirs is kept aside, up to a hundred.
    pub kept: i64,
    /// The newest of what they wrote.
    pub last: Option<Entry>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When they wrote last.
    pub updated_at: DateTime<Utc>,
}

/// Kept notifications `n` of the request `r` that the member may see.
macro_rules! kept {
    ($columns:literal, $more:literal) => {
        concat!(
            "(SELECT ",
            $columns,
            " FROM notifications n LEFT JOIN stories s ON s.id = n.story_id \
              WHERE n.account_id = r.account_id AND n.from_id = r.from_id AND n.filtered AND n.dismissed_at IS NULL \
              AND (n.story_id IS NULL OR (",
            visible!(),
            " AND ",
            listed!("$1", "$5"),
            "))",
            $more,
            ")"
        )
    };
}

/// Newest first. Whoever the member does not hear of, and whoever left nothing that the member may read, does not wait.
///
/// # Errors
/// When Postgres fails.
pub async fn requests(core: &Core, member: AccountId, page: Page) -> Result<Vec<Request>> {
    let mut conn = core.db.conn().await?;
    let rows = rows(core, &mut conn, member, page).await?;
    let from: Vec<AccountId> = rows.iter().map(|row| row.from_id).collect();
    let from = core.accounts.get(&mut conn, &from).await?;
    let mut keys: Vec<EntryKey> =
        rows.iter().map(|row| EntryKey { story: row.last_story, boost: None }).collect();
    keys.sort_unstable_by_key(|key| key.story);
    keys.dedup();
    let entries = hydrate(core, &mut conn, member, &keys).await?;
    let entries: HashMap<StoryId, _> =
        entries.into_iter().map(|entry| (entry.view.story.id, entry)).collect();
    let one = |row: Row| {
        Some(Request {
            id: row.id,
            from: from.get(&row.from_id)?.clone(),
            kept: row.kept,
            last: entries.get(&row.last_story).cloned(),
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    };
    Ok(rows.into_iter().filter_map(one).collect())
}

/// One request.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it would not be in the list.
pub async fn show(core: &Core, member: AccountId, id: i64) -> Result<Request> {
    let page =
        Page { max: Some(id.saturating_add(1)), since: Some(id.saturating_sub(1)), min: None, limit: 1 };
    requests(core, member, page).await?.pop().ok_or(Error::NotFound("request"))
}

/// How many wait, and with how much, up to a hundred requests: the member's own inbox, told to nobody else.
///
/// # Errors
/// When Postgres fails.
pub async fn pending(core: &Core, member: AccountId) -> Result<(usize, i64)> {
    let mut conn = core.db.conn().await?;
    let rows = rows(core, &mut conn, member, Page::first(100)).await?;
    Ok((rows.len(), rows.iter().map(|row| row.kept).sum()))
}

/// Lets people in: what is kept of theirs is among the notifications, and what they do from now on is not kept aside.
/// Ids that are no request of the member are passed over.
///
/// # Errors
/// When Postgres fails.
pub async fn accept(core: &Core, member: AccountId, ids: &[i64]) -> Result<()> {
    let mut conn = core.db.conn().await?;
    let changed = conn
        .transaction(async |tx| {
            let from = end(tx, member, ids).await?;
            sql("INSERT INTO notification_permissions (account_id, from_id) SELECT $1, unnest($2) \
                 ON CONFLICT DO NOTHING")
            .bind::<BigInt, _>(member)
            .bind::<Array<BigInt>, _>(&from)
            .execute(tx)
            .await?;
            sql("UPDATE notifications SET filtered = false WHERE account_id = $1 AND from_id = ANY ($2) AND filtered")
                .bind::<BigInt, _>(member)
                .bind::<Array<BigInt>, _>(&from)
                .execute(tx)
                .await?;
            Ok::<_, Error>(!from.is_empty())
        })
        .await?;
    if changed {
        core.streams.say(Said::Merged(member));
    }
    Ok(())
}

/// Sends people away: what is kept of theirs is gone. If they write again they ask again. Ids that are no request of
/// the member are passed over.
///
/// # Errors
/// When Postgres fails.
pub async fn dismiss(core: &Core, member: AccountId, ids: &[i64]) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let from = end(tx, member, ids).await?;
        sql("UPDATE notifications SET dismissed_at = $3 WHERE account_id = $1 AND from_id = ANY ($2) AND filtered \
             AND dismissed_at IS NULL")
        .bind::<BigInt, _>(member)
        .bind::<Array<BigInt>, _>(&from)
        .bind::<Timestamptz, _>(core.now())
        .execute(tx)
        .await?;
        Ok(())
    })
    .await
}

/// Ends requests; answers whose they were.
async fn end(tx: &mut Conn, member: AccountId, ids: &[i64]) -> Result<Vec<AccountId>> {
    #[derive(QueryableByName)]
    struct From {
        #[diesel(sql_type = BigInt)]
        from_id: AccountId,
    }
    let ended =
        sql("DELETE FROM notification_requests WHERE account_id = $1 AND id = ANY ($2) RETURNING from_id")
            .bind::<BigInt, _>(member)
            .bind::<Array<BigInt>, _>(ids)
            .load::<From>(tx)
            .await?;
    Ok(ended.into_iter().map(|row| row.from_id).collect())
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = BigInt)]
    from_id: AccountId,
    #[diesel(sql_type = BigInt)]
    last_story: StoryId,
    #[diesel(sql_type = BigInt)]
    kept: i64,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
}

async fn rows(core: &Core, conn: &mut Conn, member: AccountId, page: Page) -> Result<Vec<Row>> {
    let texts = paged!(
        concat!(
            "SELECT r.id, r.from_id, l.story_id AS last_story, k.many AS kept, r.created_at, r.updated_at \
             FROM notification_requests r CROSS JOIN LATERAL ",
            kept!("n.story_id", " AND n.kind = 0 AND n.story_id IS NOT NULL ORDER BY n.id DESC LIMIT 1"),
            " l CROSS JOIN LATERAL (SELECT count(*) AS many FROM ",
            kept!("n.id", " LIMIT 100"),
            " t) k WHERE r.account_id = $1 AND r.id < $2 AND r.id > $3 AND ",
            heard!("r.account_id", "r.from_id")
        ),
        "r.id",
        "$4"
    );
    let standing = standing(core, conn, member).await?;
    let rows = sql(page.pick(texts))
        .bind::<BigInt, _>(member)
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.limit)
        .bind::<Array<Text>, _>(&standing.hidden)
        .load::<Row>(conn)
        .await?;
    Ok(page.newest_first(rows))
}
