//! What a hashtag is to a member.

use crate::ids::AccountId;
use crate::markup::{fold_tag, scan};
use crate::sql::sql;
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;

/// A hashtag, and what the reader does with it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Tagged {
    /// Folded.
    #[diesel(sql_type = Text)]
    pub tag: String,
    /// The reader follows it.
    #[diesel(sql_type = Bool)]
    pub followed: bool,
    /// The reader shows it on their profile.
    #[diesel(sql_type = Bool)]
    pub featured: bool,
}

/// A hashtag on a profile.
#[derive(Debug, Clone, QueryableByName)]
pub struct Featured {
    /// Its id.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// Folded.
    #[diesel(sql_type = Text)]
    pub tag: String,
    /// As its owner typed it.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// When they last told something with it that everyone may read.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last: Option<DateTime<Utc>>,
}

impl Tagged {
    /// How the reader stands to the hashtag called `name`, with `#` or without, whether anybody used it or not.
    ///
    /// # Errors
    /// [`Error::NotFound`] for what can be no hashtag.
    pub async fn of(core: &Core, viewer: AccountId, name: &str) -> Result<Self> {
        let tag = named(name).ok_or(Error::NotFound("tag"))?;
        let found = Self::among(core, viewer, &[fold_tag(&tag)]).await?;
        found.into_iter().next().ok_or(Error::NotFound("tag"))
    }

    /// The same for several that are known to be hashtags, folded, in the given order.
    ///
    /// # Errors
    /// When Postgres fails.
    pub async fn among(core: &Core, viewer: AccountId, tags: &[String]) -> Result<Vec<Self>> {
        let found = sql("SELECT w.tag, \
                         EXISTS (SELECT 1 FROM followed_tags k WHERE k.account_id = $1 AND k.tag = w.tag) AS followed, \
                         EXISTS (SELECT 1 FROM featured_tags f WHERE f.account_id = $1 AND f.tag = w.tag) AS featured \
                         FROM unnest($2) WITH ORDINALITY w (tag, place) ORDER BY w.place")
        .bind::<BigInt, _>(viewer)
        .bind::<Array<Text>, _>(tags)
        .load::<Self>(&mut *core.db.conn().await?)
        .await?;
        Ok(found)
    }
}

/// The hashtag that somebody typed, without its sign, if it is one.
pub(super) fn named(text: &str) -> Option<String> {
    let text = text.trim();
    let name = text.strip_prefix('#').unwrap_or(text);
    let found = scan(&format!("#{name}")).hashtags;
    (found == [name]).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_hashtag_is_what_would_be_one_in_a_story() {
        assert_eq!(named("#Grief").as_deref(), Some("Grief"));
        assert_eq!(named(" grüße ").as_deref(), Some("grüße"));
        for no in ["", "#", "two words", "a/b", "#a#b", "123"] {
            assert_eq!(named(no), None, "{no}");
        }
    }
}
