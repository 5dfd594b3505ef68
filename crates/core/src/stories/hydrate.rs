//! Turns places in a timeline into entries, with four batched queries at most.

use super::entry::{Boost, Entry, EntryKey, Marks};
use super::load;
use super::model::{Audience, StoryView};
use crate::accounts::Account;
use crate::db::Conn;
use crate::filters::cache as filters;
use crate::ids::{AccountId, BoostId, StoryId};
use crate::polls::anew::{Anew, anew};
use crate::restrictions::standing::{Standing, standing};
use crate::sql::sql;
use crate::{Core, Result};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, SmallInt, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use std::collections::HashMap;
use std::sync::Arc;

/// The entries, in order; keys whose story is gone or whose booster was suspended are left out. Does not decide who
/// may read: the caller's query did.
///
/// # Errors
/// When Postgres fails.
pub async fn hydrate(
    core: &Core,
    conn: &mut Conn,
    viewer: AccountId,
    keys: &[EntryKey],
) -> Result<Vec<Entry>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let mut ids: Vec<StoryId> = keys.iter().map(|key| key.story).collect();
    ids.sort_unstable();
    ids.dedup();
    let facts = facts(conn, viewer, &ids).await?;
    let standing = standing(core, conn, viewer).await?;
    hydrate_with(core, conn, &standing, keys, &facts).await
}

/// [`hydrate`] for a query that asked for the [`facts!`](crate::facts) along with the places.
pub(crate) async fn hydrate_with(
    core: &Core,
    conn: &mut Conn,
    standing: &Standing,
    keys: &[EntryKey],
    facts: &[Facts],
) -> Result<Vec<Entry>> {
    let asking: Vec<StoryId> = facts.iter().filter(|facts| facts.asks).map(|facts| facts.id).collect();
    let polls = anew(conn, AccountId(standing.member), &asking).await?;
    let views = views(core, conn, facts, &polls).await?;
    let boosts = boosts(core, conn, keys).await?;
    let filters = filters::of(core, conn, standing).await?;
    let facts: HashMap<StoryId, &Facts> = facts.iter().map(|facts| (facts.id, facts)).collect();
    let entry = |key: &EntryKey| {
        let view = views.get(&key.story)?.clone();
        let marks = Marks {
            chosen: polls.get(&key.story).map_or(0, |poll| poll.chosen),
            ..facts.get(&key.story)?.marks(standing, &view, core.now())
        };
        let boost = match key.boost {
            Some(id) => Some(boosts.get(&id)?.clone()),
            None => None,
        };
        let filtered = filters.as_ref().map_or_else(Vec::new, |filters| filters.caught(&view, core.now()));
        Some(Entry { view, boost, marks, filtered })
    };
    Ok(keys.iter().filter_map(entry).collect())
}

/// What is asked anew each time: the reader's marks, and what tells whether a story in memory is still true.
#[derive(QueryableByName)]
pub(crate) struct Facts {
    #[diesel(sql_type = BigInt)]
    id: StoryId,
    #[diesel(sql_type = BigInt)]
    author_id: AccountId,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    edited_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<BigInt>)]
    parent_id: Option<StoryId>,
    #[diesel(sql_type = Nullable<BigInt>)]
    held_by: Option<AccountId>,
    #[diesel(sql_type = Bool)]
    favourited: bool,
    #[diesel(sql_type = Bool)]
    boosted: bool,
    #[diesel(sql_type = Bool)]
    bookmarked: bool,
    #[diesel(sql_type = BigInt)]
    replies: i64,
    /// Few stories ask anything: what those do is looked up apart.
    #[diesel(sql_type = Bool)]
    asks: bool,
}

/// SQL columns over `stories s`: [`Facts`] as the reader `$1`, who is 0 if unknown, is to be told them.
#[macro_export]
macro_rules! facts {
    () => {
        "s.id, s.author_id, s.edited_at, s.parent_id, s.held_by, \
             $1 <> 0 AND EXISTS (SELECT 1 FROM favourites f WHERE f.account_id = $1 AND f.story_id = s.id) \
             AS favourited, \
             $1 <> 0 AND EXISTS (SELECT 1 FROM boosts b WHERE b.account_id = $1 AND b.story_id = s.id) \
             AS boosted, \
             $1 <> 0 AND EXISTS (SELECT 1 FROM bookmarks k WHERE k.account_id = $1 AND k.story_id = s.id) \
             AS bookmarked, \
             (SELECT count(*) FROM stories r WHERE r.parent_id = s.id AND r.audience IN (0, 1) \
             AND r.deleted_at IS NULL AND r.held_by IS NULL) AS replies, \
             s.kind = 'Question' AS asks"
    };
}

impl Facts {
    fn marks(&self, standing: &Standing, view: &StoryView, now: DateTime<Utc>) -> Marks {
        Marks {
            opened: view.opened_by(&standing.open),
            favourited: self.favourited,
            boosted: self.boosted,
            pinned: standing.pins.contains(&self.id.0),
            bookmarked: self.bookmarked,
            muted: standing.muted.contains(&self.author_id.0)
                || standing.threads.contains(&view.story.root_id.0),
            replies: self.replies,
            chosen: 0,
            ended: view.poll.as_ref().is_some_and(|poll| poll.is_over(now)),
        }
    }

    fn agree_with(&self, view: &StoryView, poll: Option<&Anew>) -> bool {
        view.story.edited_at == self.edited_at
            && view.story.parent_id == self.parent_id
            && view.story.held_by == self.held_by
            && view.poll.as_ref().map(|poll| poll.version) == poll.map(|poll| poll.version)
    }
}

async fn facts(conn: &mut Conn, viewer: AccountId, ids: &[StoryId]) -> Result<Vec<Facts>> {
    let facts = sql(concat!(
        "SELECT ",
        crate::facts!(),
        " FROM unnest($2) AS w (id) JOIN stories s ON s.id = w.id WHERE s.deleted_at IS NULL"
    ))
    .bind::<BigInt, _>(viewer)
    .bind::<Array<BigInt>, _>(ids)
    .load::<Facts>(conn)
    .await?;
    Ok(facts)
}

/// The stories themselves: from memory where that is still true, the others loaded together.
async fn views(
    core: &Core,
    conn: &mut Conn,
    facts: &[Facts],
    polls: &HashMap<StoryId, Anew>,
) -> Result<HashMap<StoryId, Arc<StoryView>>> {
    let mut views = HashMap::with_capacity(facts.len());
    let mut missing = Vec::new();
    for facts in facts {
        match core.stories.get(facts.id).filter(|view| facts.agree_with(view, polls.get(&facts.id))) {
            Some(view) => {
                views.insert(facts.id, view);
            }
            None => missing.push(facts.id),
        }
    }
    let authors: Vec<AccountId> = facts.iter().map(|facts| facts.author_id).collect();
    let authors = core.accounts.get(conn, &authors).await?;
    for view in views.values_mut() {
        if let Some(author) = authors.get(&view.author.id) {
            refresh(core, view, author);
        }
    }
    if !missing.is_empty() {
        for view in load::views(core, conn, &missing).await? {
            core.stories.put(view.clone());
            views.insert(view.story.id, view);
        }
    }
    Ok(views)
}

/// A story in memory holds its author as they were then: takes them as they are now.
fn refresh(core: &Core, view: &mut Arc<StoryView>, author: &Arc<Account>) {
    if Arc::ptr_eq(&view.author, author) {
        return;
    }
    *view = Arc::new(StoryView { author: author.clone(), ..StoryView::clone(view) });
    core.stories.put(view.clone());
}

#[derive(QueryableByName)]
struct BoostRow {
    #[diesel(sql_type = BigInt)]
    id: BoostId,
    #[diesel(sql_type = BigInt)]
    account_id: AccountId,
    #[diesel(sql_type = Text)]
    uri: String,
    #[diesel(sql_type = SmallInt)]
    audience: i16,
    #[diesel(sql_type = Timestamptz)]
    published_at: DateTime<Utc>,
}

/// The boosts among the keys, where whoever passed the story on is active.
async fn boosts(core: &Core, conn: &mut Conn, keys: &[EntryKey]) -> Result<HashMap<BoostId, Boost>> {
    let ids: Vec<BoostId> = keys.iter().filter_map(|key| key.boost).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sql("SELECT id, account_id, uri, audience, published_at FROM boosts WHERE id = ANY($1)")
        .bind::<Array<BigInt>, _>(ids)
        .load::<BoostRow>(conn)
        .await?;
    let boosters: Vec<AccountId> = rows.iter().map(|row| row.account_id).collect();
    let accounts = core.accounts.get(conn, &boosters).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let booster = accounts.get(&row.account_id).filter(|account| account.is_active())?.clone();
            let audience = Audience::from_i16(row.audience);
            Some((
                row.id,
                Boost { id: row.id, booster, uri: row.uri, audience, published_at: row.published_at },
            ))
        })
        .collect())
}
