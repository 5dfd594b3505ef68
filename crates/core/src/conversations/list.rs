//! Reads a member's conversations.

use crate::accounts::Account;
use crate::ids::{AccountId, StoryId};
use crate::page::Page;
use crate::sql::sql;
use crate::stories::hydrate::hydrate;
use crate::stories::{Entry, EntryKey};
use crate::{Core, Error, Result, paged, visible, wanted};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Bool};
use diesel_async::RunQueryDsl;
use std::collections::HashMap;
use std::sync::Arc;

/// A thread with others.
#[derive(Debug, Clone)]
pub struct Conversation {
    /// The story that began it, which names it.
    pub root: StoryId,
    /// The newest story in it.
    pub last: Entry,
    /// Whether there is something in it that the member has not read.
    pub unread: bool,
    /// The others whom the newest story is by or for.
    pub others: Vec<Arc<Account>>,
}

macro_rules! conversations {
    ($more:literal) => {
        paged!(
            concat!(
                "WITH mine AS ( \
                   SELECT s.id, s.root_id, s.author_id FROM mentions n JOIN stories s ON s.id = n.story_id \
                   WHERE n.account_id = $1 AND s.audience = 3 AND ",
                visible!(),
                " AND ",
                wanted!(),
                "  UNION SELECT s.id, s.root_id, s.author_id FROM stories s \
                   WHERE s.author_id = $1 AND s.audience = 3 AND s.deleted_at IS NULL), \
                 l AS (SELECT DISTINCT ON (root_id) root_id, id, author_id FROM mine ORDER BY root_id, id DESC) \
                 SELECT l.root_id AS root, l.id AS story, l.author_id <> $1 AND coalesce(c.read_id, 0) < l.id AS unread \
                 FROM l LEFT JOIN conversations c ON c.account_id = $1 AND c.root_id = l.root_id \
                 WHERE l.id > coalesce(c.dismissed_id, 0) AND l.id < $2 AND l.id > $3 ",
                $more
            ),
            "l.id",
            "$4"
        )
    };
}

/// The member's conversations, the last spoken in first. Their cursor is the id of their newest story.
///
/// # Errors
/// When Postgres fails.
pub async fn list(core: &Core, member: AccountId, page: Page) -> Result<Vec<Conversation>> {
    let rows = sql(page.pick(conversations!("")))
        .bind::<BigInt, _>(member)
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.limit)
        .load::<Row>(&mut *core.db.conn().await?)
        .await?;
    told(core, member, page.newest_first(rows)).await
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`] when the member has no such conversation.
pub async fn show(core: &Core, member: AccountId, root: StoryId) -> Result<Conversation> {
    let page = Page::first(1);
    let rows = sql(page.pick(conversations!("AND l.root_id = $5")))
        .bind::<BigInt, _>(member)
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.limit)
        .bind::<BigInt, _>(root)
        .load::<Row>(&mut *core.db.conn().await?)
        .await?;
    told(core, member, rows).await?.pop().ok_or(Error::NotFound("conversation"))
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    root: StoryId,
    #[diesel(sql_type = BigInt)]
    story: StoryId,
    #[diesel(sql_type = Bool)]
    unread: bool,
}

async fn told(core: &Core, member: AccountId, rows: Vec<Row>) -> Result<Vec<Conversation>> {
    let mut conn = core.db.conn().await?;
    let keys: Vec<EntryKey> = rows.iter().map(|row| EntryKey { story: row.story, boost: None }).collect();
    let entries = hydrate(core, &mut conn, member, &keys).await?;
    let mut entries: HashMap<StoryId, Entry> =
        entries.into_iter().map(|entry| (entry.view.story.id, entry)).collect();
    let one = |row: Row| {
        let last = entries.remove(&row.story)?;
        let others = others(&last, member);
        Some(Conversation { root: row.root, last, unread: row.unread, others })
    };
    Ok(rows.into_iter().filter_map(one).collect())
}

/// Whoever told it and whom it names, without the member; who speaks with nobody speaks with themselves.
fn others(last: &Entry, member: AccountId) -> Vec<Arc<Account>> {
    let view = &last.view;
    let named = view.mentions.iter().filter(|mention| !mention.silent).map(|mention| &mention.account);
    let mut others: Vec<Arc<Account>> = Vec::new();
    for account in std::iter::once(&view.author).chain(named) {
        if account.id != member && !others.iter().any(|known| known.id == account.id) {
            others.push(account.clone());
        }
    }
    if others.is_empty() {
        others.push(view.author.clone());
    }
    others
}
