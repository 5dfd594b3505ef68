//! Filters as apps knew them before: one for each of their words.

use super::change::{Wish, changed, make, own, within_bounds, write};
use super::keywords;
use super::model::{Detailed, Filter, Keyword, all, one};
use crate::db::Conn;
use crate::ids::AccountId;
use crate::{Core, Error, Result};
use diesel_async::AsyncConnection as _;

/// Words, and the filter they are in. It goes by the id of the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Old {
    /// The words.
    pub keyword: Keyword,
    /// Their filter.
    pub filter: Filter,
}

/// What it is to be; what is not given stays as it is. The title is that of the words.
#[derive(Debug, Clone, Default)]
pub struct OldWish {
    /// The words.
    pub phrase: Option<String>,
    /// Not inside of longer words.
    pub whole_word: Option<bool>,
    /// The rest; its title and its words are those of the phrase.
    pub rest: Wish,
}

impl OldWish {
    fn wish(&self) -> Wish {
        Wish { title: self.phrase.clone(), keywords: Vec::new(), ..self.rest.clone() }
    }
}

/// All of the member's, oldest first.
///
/// # Errors
/// When Postgres fails.
pub async fn all_old(core: &Core, member: AccountId) -> Result<Vec<Old>> {
    let each = |Detailed { filter, keywords, .. }: Detailed| {
        keywords.into_iter().map(move |keyword| Old { keyword, filter: filter.clone() })
    };
    let mut found: Vec<Old> = all(core, member).await?.into_iter().flat_map(each).collect();
    found.sort_by_key(|old| old.keyword.id);
    Ok(found)
}

/// One of the member's.
///
/// # Errors
/// [`Error::NotFound`] when it is not theirs.
pub async fn show_old(core: &Core, member: AccountId, keyword: i64) -> Result<Old> {
    find(&mut *core.db.conn().await?, member, keyword).await
}

/// Makes a filter with these words alone.
///
/// # Errors
/// [`Error::Invalid`] without words or without a place where it holds.
pub async fn create_old(core: &Core, member: AccountId, wish: OldWish) -> Result<Old> {
    let mut conn = core.db.conn().await?;
    let made = conn
        .transaction(async |tx| {
            let filter = make(core, tx, member, wish.wish()).await?;
            let words = keywords::checked(wish.phrase.as_deref().unwrap_or_default())?;
            let id = keywords::insert(core, tx, filter, words, wish.whole_word).await?;
            within_bounds(tx, member).await?;
            find(tx, member, id).await
        })
        .await?;
    changed(core, member);
    Ok(made)
}

/// Changes what is given. What several words share cannot be changed through one of them.
///
/// # Errors
/// As [`create_old`]; [`Error::NotFound`] when it is not the member's.
pub async fn update_old(core: &Core, member: AccountId, keyword: i64, wish: OldWish) -> Result<Old> {
    let mut conn = core.db.conn().await?;
    let after = conn
        .transaction(async |tx| {
            let before = keywords::find(tx, member, keyword).await?;
            own(tx, member, before.filter_id).await?;
            keywords::write(tx, &before, wish.phrase.as_deref(), wish.whole_word).await?;
            let now = one(tx, member, before.filter_id).await?;
            let new = wish.wish().fulfilled(now.filter.clone(), core.now())?;
            if new != now.filter && now.keywords.len() > 1 {
                return Err(Error::invalid(SHARED));
            }
            write(tx, &new).await?;
            find(tx, member, keyword).await
        })
        .await?;
    changed(core, member);
    Ok(after)
}

const SHARED: &str = "These parameters cannot be changed from this application because they apply to more than one \
                      filter keyword. Use a more recent application or the web interface.";

async fn find(conn: &mut Conn, member: AccountId, keyword: i64) -> Result<Old> {
    let keyword = keywords::find(conn, member, keyword).await?;
    let filter = one(conn, member, keyword.filter_id).await?.filter;
    Ok(Old { keyword, filter })
}
