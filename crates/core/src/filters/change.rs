//! A member makes, changes and gives up filters.

use super::keywords;
use super::model::{Action, Contexts, Detailed, Filter, one};
use crate::db::Conn;
use crate::ids::AccountId;
use crate::schema::filters;
use crate::sql::sql;
use crate::streams::Said;
use crate::{Core, Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::QueryableByName;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Longest title, in characters.
const LONGEST: usize = 256;
/// Most filters of a member, and most words in all of them: each story of a page is held against them.
const MOST: i64 = 1_000;
/// Most bytes of all of these words together: they stand in memory while their member reads.
const MOST_BYTES: i64 = 100_000;
/// Most single stories in the filters of a member.
const MOST_STORIES: i64 = 10_000;

/// What a filter is to be; what is not given stays as it is.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// Title.
    pub title: Option<String>,
    /// Where it holds.
    pub contexts: Option<Contexts>,
    /// What is done.
    pub action: Option<Action>,
    /// In how many seconds it ends; never with `Some(None)`.
    pub expires_in: Option<Option<i64>>,
    /// Changes to its words.
    pub keywords: Vec<KeywordWish>,
}

/// A change to the words of a filter: of those named, or new ones.
#[derive(Debug, Clone, Default)]
pub struct KeywordWish {
    /// Which; new ones where it names none.
    pub id: Option<i64>,
    /// The words.
    pub keyword: Option<String>,
    /// Not inside of longer words.
    pub whole_word: Option<bool>,
    /// They shall go.
    pub gone: bool,
}

impl Wish {
    /// The filter as it is to be.
    pub(super) fn fulfilled(self, filter: Filter, now: DateTime<Utc>) -> Result<Filter> {
        let filter = Filter {
            id: filter.id,
            title: self.title.map_or(filter.title, |title| title.replace('\0', "").trim().to_owned()),
            contexts: self.contexts.unwrap_or(filter.contexts),
            action: self.action.unwrap_or(filter.action),
            expires_at: match self.expires_in {
                None => filter.expires_at,
                Some(None) => None,
                Some(Some(seconds)) => Some(end(now, seconds)?),
            },
        };
        let title = match filter.title.chars().count() {
            0 => Some("Title can't be blank"),
            length if length > LONGEST => Some("Title is too long (maximum is 256 characters)"),
            _ => None,
        };
        let contexts = (filter.contexts == Contexts::default())
            .then_some("Context can't be blank, Context None or invalid context supplied");
        match [title, contexts].into_iter().flatten().collect::<Vec<_>>() {
            wrong if wrong.is_empty() => Ok(filter),
            wrong => Err(Error::Invalid(format!("Validation failed: {}", wrong.join(", ")))),
        }
    }
}

fn end(now: DateTime<Utc>, seconds: i64) -> Result<DateTime<Utc>> {
    // What ended before is over now; the database knows no time as far back as numbers go.
    let end = TimeDelta::try_seconds(seconds.max(0)).and_then(|span| now.checked_add_signed(span));
    end.ok_or_else(|| Error::invalid("Validation failed: Expires at is too far away"))
}

/// Makes a filter with its words.
///
/// # Errors
/// [`Error::Invalid`] without a title, or without a place where it holds, and for words that cannot be looked for.
pub async fn create(core: &Core, member: AccountId, wish: Wish) -> Result<Detailed> {
    let mut conn = core.db.conn().await?;
    let made = conn
        .transaction(async |tx| {
            let id = make(core, tx, member, wish).await?;
            one(tx, member, id).await
        })
        .await?;
    changed(core, member);
    Ok(made)
}

/// [`create`] inside of a transaction; answers its id.
pub(super) async fn make(core: &Core, tx: &mut Conn, member: AccountId, wish: Wish) -> Result<i64> {
    let (id, words) = (core.id(), wish.keywords.clone());
    let blank = Filter {
        id,
        title: String::new(),
        contexts: Contexts::default(),
        action: Action::default(),
        expires_at: None,
    };
    let filter = wish.fulfilled(blank, core.now())?;
    diesel::insert_into(filters::table)
        .values((
            filters::id.eq(id),
            filters::account_id.eq(member.0),
            filters::title.eq(filter.title),
            filters::contexts.eq(filter.contexts.0),
            filters::action.eq(filter.action as i16),
            filters::expires_at.eq(filter.expires_at),
            filters::created_at.eq(core.now()),
        ))
        .execute(tx)
        .await?;
    keywords::rewrite(core, tx, id, words).await?;
    within_bounds(tx, member).await?;
    Ok(id)
}

/// Changes what is given, and the words that are named.
///
/// # Errors
/// As [`create`]; [`Error::NotFound`] when it, or words that are named, are not the member's.
pub async fn update(core: &Core, member: AccountId, filter: i64, wish: Wish) -> Result<Detailed> {
    let mut conn = core.db.conn().await?;
    let changed_one = conn
        .transaction(async |tx| {
            own(tx, member, filter).await?;
            let words = wish.keywords.clone();
            let now = one(tx, member, filter).await?.filter;
            write(tx, &wish.fulfilled(now, core.now())?).await?;
            keywords::rewrite(core, tx, filter, words).await?;
            within_bounds(tx, member).await?;
            one(tx, member, filter).await
        })
        .await?;
    changed(core, member);
    Ok(changed_one)
}

/// Writes a filter that is there.
pub(super) async fn write(tx: &mut Conn, filter: &Filter) -> Result<()> {
    diesel::update(filters::table.find(filter.id))
        .set((
            filters::title.eq(&filter.title),
            filters::contexts.eq(filter.contexts.0),
            filters::action.eq(filter.action as i16),
            filters::expires_at.eq(filter.expires_at),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

/// Gives it up.
///
/// # Errors
/// [`Error::NotFound`] when it is not the member's.
pub async fn delete(core: &Core, member: AccountId, filter: i64) -> Result<()> {
    let own = filters::table.find(filter).filter(filters::account_id.eq(member.0));
    if diesel::delete(own).execute(&mut *core.db.conn().await?).await? == 0 {
        return Err(Error::NotFound("filter"));
    }
    changed(core, member);
    Ok(())
}

/// Holds the filter until the transaction ends, if it is the member's.
pub(super) async fn own(tx: &mut Conn, member: AccountId, filter: i64) -> Result<()> {
    filters::table
        .find(filter)
        .filter(filters::account_id.eq(member.0))
        .select(filters::id)
        .for_update()
        .first::<i64>(tx)
        .await
        .optional()?
        .map(|_| ())
        .ok_or(Error::NotFound("filter"))
}

const FULL: &str = "Validation failed: You have too many filters (maximum is 1000 filters, 1000 keywords of 100000 \
                    bytes together, 10000 statuses)";

#[derive(QueryableByName)]
struct Sums {
    #[diesel(sql_type = BigInt)]
    filters: i64,
    #[diesel(sql_type = BigInt)]
    keywords: i64,
    #[diesel(sql_type = BigInt)]
    bytes: i64,
    #[diesel(sql_type = BigInt)]
    stories: i64,
}

/// Whether the member's filters are not too many to be held against every story of a page.
pub(super) async fn within_bounds(tx: &mut Conn, member: AccountId) -> Result<()> {
    let sums = sql("SELECT (SELECT count(*) FROM filters f WHERE f.account_id = $1) AS filters, \
           (SELECT count(*) FROM filters f JOIN filter_keywords k ON k.filter_id = f.id \
            WHERE f.account_id = $1) AS keywords, \
           (SELECT coalesce(sum(octet_length(k.keyword)), 0) FROM filters f \
            JOIN filter_keywords k ON k.filter_id = f.id WHERE f.account_id = $1) AS bytes, \
           (SELECT count(*) FROM filters f JOIN filter_stories t ON t.filter_id = f.id \
            WHERE f.account_id = $1) AS stories")
    .bind::<BigInt, _>(member)
    .get_result::<Sums>(tx)
    .await?;
    let words = sums.keywords > MOST || sums.bytes > MOST_BYTES;
    if words || sums.filters > MOST || sums.stories > MOST_STORIES {
        return Err(Error::invalid(FULL));
    }
    Ok(())
}

/// What follows once a change is committed: nobody goes by the old filters any more, and apps fetch the new ones.
pub(super) fn changed(core: &Core, member: AccountId) {
    core.filters.forget(member);
    core.standings.forget_all();
    core.streams.say(Said::Filtered(member));
}
