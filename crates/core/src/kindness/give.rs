//! A member thanks for a story, or says that they relate; and takes that back.

use super::store::{Given, Kindness, before};
use crate::accounts::Account;
use crate::ids::StoryId;
use crate::sql::sql;
use crate::stories::publish::{self, tell};
use crate::stories::{Audience, Draft, Wish, delete, show};
use crate::{Core, Error, Result};
use diesel::sql_types::BigInt;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Gives a kindness: a private answer in our words, and `words` of one's own after them. Doing it twice is one act: the
/// first one's words stay. Records `StoryPublished`.
///
/// # Errors
/// [`Error::NotFound`] for a story that is missing or hidden, [`Error::Invalid`] for one's own, [`Error::Forbidden`]
/// where the author looks for no replies and this would be one: all but a thank-you without further words.
pub async fn give(
    core: &Core,
    giver: &Account,
    story: StoryId,
    kind: Kindness,
    words: Option<&str>,
) -> Result<StoryId> {
    let view = show::show(core, giver.id, story).await?.view;
    if view.story.author_id == giver.id {
        return Err(Error::invalid("Validation failed: This is your own story"));
    }
    let words = words.map(str::trim).filter(|words| !words.is_empty());
    let silence = view.telling.as_ref().is_some_and(|telling| telling.wish == Wish::NoReplies);
    if silence && (kind != Kindness::Thank || words.is_some()) {
        return Err(Error::Forbidden(
            "Whoever tells this story looks for no replies. You can thank without further words",
        ));
    }
    let text = words.map_or_else(|| kind.words().to_owned(), |words| format!("{}\n\n{words}", kind.words()));
    let draft = Draft { parent: Some(story), audience: Some(Audience::Direct), ..Draft::plain(&text) };
    let given = Given { kind, target: story, plain: words.is_none() };
    let ready = publish::ready(core, giver, draft).await?.kindly(given);
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        // Two of these at a time take turns, so that the second finds the first.
        sql("SELECT 1 FROM accounts WHERE id = $1 FOR NO KEY UPDATE")
            .bind::<BigInt, _>(giver.id)
            .execute(tx)
            .await?;
        match before(tx, giver.id, story, kind).await? {
            Some(before) => Ok(before),
            None => tell(core, tx, giver, &ready).await,
        }
    })
    .await
}

/// Takes it back: the words are deleted, here and where they arrived. What was not given is taken back already.
///
/// # Errors
/// When Postgres fails.
pub async fn take_back(core: &Core, giver: &Account, story: StoryId, kind: Kindness) -> Result<()> {
    let found = before(&mut *core.db.conn().await?, giver.id, story, kind).await?;
    match found {
        Some(words) => match delete::delete(core, giver, words).await {
            Err(Error::NotFound(_)) => Ok(()),
            done => done,
        },
        None => Ok(()),
    }
}
