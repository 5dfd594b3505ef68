//! Consent to being quoted (FEP-044f).

use super::model::QuotePolicy;
use super::show::{Readable, readable};
use crate::accounts::Account;
use crate::db::Conn;
use crate::ids::StoryId;
use crate::schema::{follows, quote_stamps};
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// A remote account asks to quote a local story by its post `quote_uri`. Answers the stamp when the policy allows (same
/// stamp for the same quote), `None` when not.
///
/// # Errors
/// When Postgres fails.
pub async fn request(
    core: &Core,
    quoter: &Account,
    story: StoryId,
    quote_uri: &str,
) -> Result<Option<Stamp>> {
    if !quoter.is_active() {
        return Ok(None);
    }
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let told = match readable(tx, quoter.id, story).await {
            Ok(told) => told,
            Err(Error::NotFound(_)) => return Ok(None),
            Err(error) => return Err(error),
        };
        if !told.local || !may_quote(tx, quoter, &told).await? {
            return Ok(None);
        }
        diesel::insert_into(quote_stamps::table)
            .values((
                quote_stamps::id.eq(core.id()),
                quote_stamps::slug.eq(core.chance.slug()),
                quote_stamps::story_id.eq(story.0),
                quote_stamps::quote_uri.eq(quote_uri),
                quote_stamps::quoter_uri.eq(&quoter.uri),
                quote_stamps::created_at.eq(core.now()),
            ))
            .on_conflict_do_nothing()
            .execute(tx)
            .await?;
        let slug: Option<String> = quote_stamps::table
            .filter(quote_stamps::quote_uri.eq(quote_uri).and(quote_stamps::story_id.eq(story.0)))
            .filter(quote_stamps::quoter_uri.eq(&quoter.uri))
            .select(quote_stamps::slug)
            .first(tx)
            .await
            .optional()?;
        Ok(slug.map(|slug| Stamp { slug, story, quote_uri: quote_uri.to_owned() }))
    })
    .await
}

/// A stamp by its slug.
///
/// # Errors
/// [`Error::NotFound`]; the stamps of a deleted story are gone with it.
pub async fn stamp(core: &Core, slug: &str) -> Result<Stamp> {
    let (story, quote_uri) = quote_stamps::table
        .filter(quote_stamps::slug.eq(slug))
        .select((quote_stamps::story_id, quote_stamps::quote_uri))
        .first::<(i64, String)>(&mut *core.db.conn().await?)
        .await
        .optional()?
        .ok_or(Error::NotFound("stamp"))?;
    Ok(Stamp { slug: slug.to_owned(), story: StoryId(story), quote_uri })
}

/// A QuoteAuthorization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Unguessable part of its address.
    pub slug: String,
    /// The quoted story.
    pub story: StoryId,
    /// The quoting post.
    pub quote_uri: String,
}

async fn may_quote(tx: &mut Conn, quoter: &Account, told: &Readable) -> Result<bool> {
    if told.author_id == quoter.id {
        return Ok(true);
    }
    match QuotePolicy::from_i16(told.quote_policy) {
        QuotePolicy::Public => Ok(true),
        QuotePolicy::Nobody => Ok(false),
        QuotePolicy::Followers => {
            let follow: Option<i64> = follows::table
                .find((quoter.id.0, told.author_id.0))
                .filter(follows::accepted_at.is_not_null())
                .select(follows::id)
                .first(tx)
                .await
                .optional()?;
            Ok(follow.is_some())
        }
    }
}
