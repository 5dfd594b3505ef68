//! A member reacts to an announcement with an emoji.

use super::list::shown;
use super::model::Reaction;
use crate::ids::AccountId;
use crate::sql::sql;
use crate::streams::Said;
use crate::{Core, Error, Result, emojis};
use diesel::QueryableByName;
use diesel::prelude::OptionalExtension as _;
use diesel::sql_types::{BigInt, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use regex::Regex;
use std::sync::LazyLock;

/// So many different emoji may stand below one announcement, as in Mastodon.
const MOST: usize = 8;

/// Adds the member's emoji; a second time changes nothing.
///
/// # Errors
/// [`Error::NotFound`] where none is published with this id; [`Error::Invalid`] for what is no emoji, or one too many.
pub async fn react(core: &Core, member: AccountId, id: i64, name: &str) -> Result<()> {
    let one = shown(core, id, member).await?;
    if !is_emoji(name) && emojis::existing(core, &[name.to_owned()]).await?.is_empty() {
        return Err(Error::invalid("Validation failed: Name is not a recognized emoji"));
    }
    if one.reactions.len() >= MOST && one.reactions.iter().all(|known| known.name != name) {
        return Err(Error::invalid("Validation failed: Limit of different reactions reached"));
    }
    let reacted = sql("INSERT INTO announcement_reactions (id, announcement_id, account_id, name, at) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (announcement_id, account_id, name) DO UPDATE \
         SET at = excluded.at, taken_back_at = NULL WHERE announcement_reactions.taken_back_at IS NOT NULL RETURNING id")
    .bind::<BigInt, _>(core.id())
    .bind::<BigInt, _>(id)
    .bind::<BigInt, _>(member)
    .bind::<Text, _>(name)
    .bind::<Timestamptz, _>(core.now())
    .get_result::<Reacted>(&mut *core.db.conn().await?)
    .await
    .optional()?;
    if let Some(Reacted { id }) = reacted {
        core.streams.say(Said::Reacted(id));
    }
    Ok(())
}

/// Takes the member's emoji back.
///
/// # Errors
/// [`Error::NotFound`] where there is none of theirs.
pub async fn take_back(core: &Core, member: AccountId, id: i64, name: &str) -> Result<()> {
    shown(core, id, member).await?;
    let taken = sql(
        "UPDATE announcement_reactions SET taken_back_at = $4 WHERE announcement_id = $1 AND account_id = $2 \
                     AND name = $3 AND taken_back_at IS NULL RETURNING id",
    )
    .bind::<BigInt, _>(id)
    .bind::<BigInt, _>(member)
    .bind::<Text, _>(name)
    .bind::<Timestamptz, _>(core.now())
    .get_result::<Reacted>(&mut *core.db.conn().await?)
    .await
    .optional()?;
    let Reacted { id } = taken.ok_or(Error::NotFound("reaction"))?;
    core.streams.say(Said::Reacted(id));
    Ok(())
}

/// To what somebody reacted, and with what; whether it was taken back since does not matter. `None` when there is
/// nothing of this id that people see.
///
/// # Errors
/// When Postgres fails.
pub async fn told(core: &Core, reaction: i64) -> Result<Option<(i64, Reaction)>> {
    let row = sql("SELECT r.announcement_id, r.name FROM announcement_reactions r \
                   JOIN announcements a ON a.id = r.announcement_id WHERE r.id = $1 AND a.published_at IS NOT NULL")
    .bind::<BigInt, _>(reaction)
    .get_result::<Row>(&mut *core.db.conn().await?)
    .await
    .optional()?;
    let Some(Row { announcement_id, name }) = row else { return Ok(None) };
    let picture = emojis::existing(core, std::slice::from_ref(&name)).await?.pop();
    Ok(Some((announcement_id, Reaction { name, mine: false, url: picture.map(|emoji| emoji.url) })))
}

#[derive(QueryableByName)]
struct Reacted {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    announcement_id: i64,
    #[diesel(sql_type = Text)]
    name: String,
}

// A flag, a key, or a picture with its skin, its tags and whatever is joined to it.
static EMOJI: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^(?: \p{Regional_Indicator}{2} | [0-9\#*]\u{FE0F}?\u{20E3}
        | \p{Extended_Pictographic}(?:\u{FE0F}|\p{Emoji_Modifier})?[\u{E0020}-\u{E007F}]{0,8}
          (?:\u{200D}\p{Extended_Pictographic}(?:\u{FE0F}|\p{Emoji_Modifier})?){0,8} )$",
    )
    .ok()
});

fn is_emoji(name: &str) -> bool {
    EMOJI.as_ref().is_some_and(|emoji| emoji.is_match(name))
}

#[cfg(test)]
mod tests {
    use super::is_emoji;

    #[test]
    fn an_emoji_is_one_picture() {
        for one in ["👍", "❤️", "❤", "👍🏽", "🇨🇭", "3️⃣", "👩‍👩‍👧", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏳️‍🌈"]
        {
            assert!(is_emoji(one), "{one}");
        }
        for other in ["", "a", "3", "👍👍", "👍 ", "word", "🇨", ":blobcat:", "\u{200d}"] {
            assert!(!is_emoji(other), "{other}");
        }
    }
}
