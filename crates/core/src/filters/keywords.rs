//! The words that a filter looks for.

use super::change::{KeywordWish, changed, own, within_bounds};
use super::model::Keyword;
use crate::db::Conn;
use crate::ids::AccountId;
use crate::schema::filter_keywords;
use crate::sql::sql;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Longest words, in characters.
const LONGEST: usize = 512;

/// Adds words to a filter; whole ones unless it is said.
///
/// # Errors
/// [`Error::NotFound`] when the filter is not the member's; [`Error::Invalid`] for words that cannot be looked for.
pub async fn add_keyword(
    core: &Core,
    member: AccountId,
    filter: i64,
    keyword: &str,
    whole_word: Option<bool>,
) -> Result<Keyword> {
    let mut conn = core.db.conn().await?;
    let added = conn
        .transaction(async |tx| {
            own(tx, member, filter).await?;
            let id = insert(core, tx, filter, checked(keyword)?, whole_word).await?;
            within_bounds(tx, member).await?;
            find(tx, member, id).await
        })
        .await?;
    changed(core, member);
    Ok(added)
}

/// Words of one of the member's filters.
///
/// # Errors
/// [`Error::NotFound`] when they are not theirs.
pub async fn show_keyword(core: &Core, member: AccountId, keyword: i64) -> Result<Keyword> {
    find(&mut *core.db.conn().await?, member, keyword).await
}

/// Changes what is given.
///
/// # Errors
/// As [`add_keyword`].
pub async fn change_keyword(
    core: &Core,
    member: AccountId,
    keyword: i64,
    words: Option<&str>,
    whole_word: Option<bool>,
) -> Result<Keyword> {
    let mut conn = core.db.conn().await?;
    let after = conn
        .transaction(async |tx| {
            let now = find(tx, member, keyword).await?;
            own(tx, member, now.filter_id).await?;
            write(tx, &now, words, whole_word).await?;
            find(tx, member, keyword).await
        })
        .await?;
    changed(core, member);
    Ok(after)
}

/// Takes words away. A filter without words stands: it may hold for single stories.
///
/// # Errors
/// [`Error::NotFound`] when they are not the member's.
pub async fn remove_keyword(core: &Core, member: AccountId, keyword: i64) -> Result<()> {
    let mut conn = core.db.conn().await?;
    find(&mut conn, member, keyword).await?;
    diesel::delete(filter_keywords::table.find(keyword)).execute(&mut conn).await?;
    changed(core, member);
    Ok(())
}

/// Does what is wished with the words of a filter that the caller holds. Nothing at all is no wish.
pub(super) async fn rewrite(core: &Core, tx: &mut Conn, filter: i64, wishes: Vec<KeywordWish>) -> Result<()> {
    for wish in wishes {
        let Some(id) = wish.id else {
            let words = wish.keyword.as_deref().unwrap_or_default();
            let blank = words.trim().is_empty() && wish.whole_word != Some(true);
            if !blank && !wish.gone {
                insert(core, tx, filter, checked_within(words)?, wish.whole_word).await?;
            }
            continue;
        };
        let known = filter_keywords::table.find(id).filter(filter_keywords::filter_id.eq(filter));
        let known = known.select((filter_keywords::keyword, filter_keywords::whole_word));
        let known = known.first::<(String, bool)>(tx).await.optional()?;
        let (keyword, whole_word) = known.ok_or(Error::NotFound("keyword"))?;
        if wish.gone {
            diesel::delete(filter_keywords::table.find(id)).execute(tx).await?;
            continue;
        }
        let words = wish.keyword.as_deref().map(checked_within).transpose()?;
        let now = Keyword { id, filter_id: filter, keyword, whole_word };
        write(tx, &now, words.as_deref(), wish.whole_word).await?;
    }
    Ok(())
}

/// Puts words into a filter that the caller holds.
pub(super) async fn insert(
    core: &Core,
    tx: &mut Conn,
    filter: i64,
    keyword: String,
    whole_word: Option<bool>,
) -> Result<i64> {
    let id = core.id();
    diesel::insert_into(filter_keywords::table)
        .values((
            filter_keywords::id.eq(id),
            filter_keywords::filter_id.eq(filter),
            filter_keywords::keyword.eq(keyword),
            filter_keywords::whole_word.eq(whole_word.unwrap_or(true)),
        ))
        .execute(tx)
        .await?;
    Ok(id)
}

/// Changes what is given of words that the caller holds.
pub(super) async fn write(
    tx: &mut Conn,
    now: &Keyword,
    words: Option<&str>,
    whole_word: Option<bool>,
) -> Result<()> {
    let words = words.map_or_else(|| Ok(now.keyword.clone()), checked)?;
    diesel::update(filter_keywords::table.find(now.id))
        .set((
            filter_keywords::keyword.eq(words),
            filter_keywords::whole_word.eq(whole_word.unwrap_or(now.whole_word)),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

/// Words of one of the member's filters.
pub(super) async fn find(conn: &mut Conn, member: AccountId, keyword: i64) -> Result<Keyword> {
    sql("SELECT k.id, k.filter_id, k.keyword, k.whole_word FROM filter_keywords k \
         JOIN filters f ON f.id = k.filter_id WHERE k.id = $2 AND f.account_id = $1")
    .bind::<BigInt, _>(member)
    .bind::<BigInt, _>(keyword)
    .get_result::<Keyword>(conn)
    .await
    .optional()?
    .ok_or(Error::NotFound("keyword"))
}

/// Words that can be looked for.
pub(super) fn checked(words: &str) -> Result<String> {
    cleaned(words).map_err(|wrong| Error::Invalid(format!("Validation failed: Keyword {wrong}")))
}

/// The same in the words that are used where they come with their filter.
fn checked_within(words: &str) -> Result<String> {
    cleaned(words).map_err(|wrong| Error::Invalid(format!("Validation failed: Keywords keyword {wrong}")))
}

fn cleaned(words: &str) -> Result<String, &'static str> {
    // Spaces at their ends are looked for as well: " ai " is not found in "rain".
    match words.chars().count() {
        _ if words.trim().is_empty() => Err("can't be blank"),
        length if length > LONGEST => Err("is too long (maximum is 512 characters)"),
        _ => Ok(words.replace('\0', "")),
    }
}
