//! Reads notifications.

use super::heard::heard_of;
use super::model::{Notification, NotificationKind};
use crate::db::Conn;
use crate::ids::{AccountId, NotificationId, StoryId};
use crate::page::Page;
use crate::restrictions::standing::standing;
use crate::schema::notifications;
use crate::sql::sql;
use crate::stories::EntryKey;
use crate::stories::hydrate::hydrate;
use crate::{Core, Error, Result, listed, paged, shown};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, SmallInt, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use std::collections::HashMap;

/// Newest first; only of `kinds` if given, never of `without`, only from `from` if given. Those whose story the member
/// may no longer read are left out, as are those of muted or blocked accounts.
///
/// # Errors
/// When Postgres fails.
pub async fn list(core: &Core, member: AccountId, wanted: &Wanted, page: Page) -> Result<Vec<Notification>> {
    let texts = paged!(
        concat!(
            "SELECT n.id, n.kind, n.from_id, n.story_id, n.created_at FROM notifications n \
             LEFT JOIN stories s ON s.id = n.story_id \
             WHERE n.account_id = $1 AND n.dismissed_at IS NULL AND ($9 OR NOT n.filtered) AND n.id < $2 AND n.id > $3 \
             AND (cardinality($5) = 0 OR n.kind = ANY ($5)) AND n.kind <> ALL ($6) AND ($7 = 0 OR n.from_id = $7) \
             AND (n.story_id IS NULL OR ",
            shown!("$1"),
            " AND s.author_id <> ALL ($10) AND ",
            listed!("$1", "$8"),
            ") AND ",
            heard_of!("n.from_id", "$10", "$11")
        ),
        "n.id",
        "$4"
    );
    let numbers = |kinds: &[NotificationKind]| kinds.iter().map(|kind| *kind as i16).collect::<Vec<_>>();
    let mut conn = core.db.conn().await?;
    let standing = standing(core, &mut conn, member).await?;
    let rows = sql(page.pick(texts))
        .bind::<BigInt, _>(member)
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.limit)
        .bind::<Array<SmallInt>, _>(numbers(&wanted.kinds))
        .bind::<Array<SmallInt>, _>(numbers(&wanted.without))
        .bind::<BigInt, _>(wanted.from.map_or(0, |from| from.0))
        .bind::<Array<Text>, _>(&standing.hidden)
        .bind::<Bool, _>(wanted.kept)
        .bind::<Array<BigInt>, _>(&standing.unheard)
        .bind::<Array<Text>, _>(&standing.hosts)
        .load::<Row>(&mut conn)
        .await?;
    told(core, &mut conn, member, page.newest_first(rows)).await
}

/// One notification of the member.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it would not be in the list. One that is kept aside is shown.
pub async fn show(core: &Core, member: AccountId, id: NotificationId) -> Result<Notification> {
    let page =
        Page { max: Some(id.0.saturating_add(1)), since: Some(id.0.saturating_sub(1)), min: None, limit: 1 };
    let wanted = Wanted { kept: true, ..Wanted::default() };
    list(core, member, &wanted, page).await?.pop().ok_or(Error::NotFound("notification"))
}

/// Whose notification it is; `None` when there is none.
///
/// # Errors
/// When Postgres fails.
pub async fn whose(core: &Core, id: NotificationId) -> Result<Option<AccountId>> {
    let whose = notifications::table.find(id.0).select(notifications::account_id);
    let whose = whose.first::<i64>(&mut *core.db.conn().await?).await.optional()?;
    Ok(whose.map(AccountId))
}

/// Which notifications.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only these; empty for all.
    pub kinds: Vec<NotificationKind>,
    /// Not these.
    pub without: Vec<NotificationKind>,
    /// Only from this account.
    pub from: Option<AccountId>,
    /// Also those that the member's policy keeps aside.
    pub kept: bool,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: NotificationId,
    #[diesel(sql_type = SmallInt)]
    kind: i16,
    #[diesel(sql_type = BigInt)]
    from_id: AccountId,
    #[diesel(sql_type = Nullable<BigInt>)]
    story_id: Option<StoryId>,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
}

/// Looks up who did it and to which story. What vanished since the query is left out.
async fn told(core: &Core, conn: &mut Conn, member: AccountId, rows: Vec<Row>) -> Result<Vec<Notification>> {
    let from: Vec<AccountId> = rows.iter().map(|row| row.from_id).collect();
    let from = core.accounts.get(conn, &from).await?;
    let mut keys: Vec<EntryKey> =
        rows.iter().filter_map(|row| row.story_id).map(|story| EntryKey { story, boost: None }).collect();
    keys.sort_unstable_by_key(|key| key.story);
    keys.dedup();
    let entries = hydrate(core, conn, member, &keys).await?;
    let entries: HashMap<StoryId, _> =
        entries.into_iter().map(|entry| (entry.view.story.id, entry)).collect();
    let one = |row: Row| {
        Some(Notification {
            id: row.id,
            kind: NotificationKind::from_i16(row.kind),
            from: from.get(&row.from_id)?.clone(),
            entry: match row.story_id {
                None => None,
                Some(story) => Some(entries.get(&story)?.clone()),
            },
            created_at: row.created_at,
        })
    };
    Ok(rows.into_iter().filter_map(one).collect())
}
