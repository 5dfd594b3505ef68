//! Likes and boosts of other servers, which arrive late, twice, overtaken by their Undo or by the next of their kind.

use crate::accounts::Account;
use crate::db::Conn;
use crate::ids::StoryId;
use crate::sql::sql;
use crate::undone::{self, Claim, Left};
use crate::{Core, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text, Timestamptz};
use diesel_async::RunQueryDsl;

/// A table of acts that one account does to one story at most once.
pub(super) struct Acts {
    by_pair: &'static str,
    by_uri: &'static str,
    rename: &'static str,
}

macro_rules! acts {
    ($table:literal) => {
        Acts {
            by_pair: concat!(
                "SELECT story_id, uri, earlier, created_at FROM ",
                $table,
                " WHERE account_id = $1 AND story_id = $2 FOR UPDATE"
            ),
            by_uri: concat!(
                "SELECT story_id, uri, earlier, created_at FROM ",
                $table,
                " WHERE account_id = $1 AND (uri = $2 OR (earlier <> '{}' AND $2 = ANY(earlier))) FOR UPDATE"
            ),
            rename: concat!(
                "UPDATE ",
                $table,
                " SET uri = $3, earlier = $4, created_at = $5 WHERE account_id = $1 AND story_id = $2"
            ),
        }
    };
}

/// Likes.
pub(super) const LIKES: Acts = acts!("favourites");
/// Boosts.
pub(super) const BOOSTS: Acts = acts!("boosts");

#[derive(QueryableByName)]
struct Act {
    #[diesel(sql_type = BigInt)]
    story_id: StoryId,
    #[diesel(sql_type = Text)]
    uri: String,
    #[diesel(sql_type = Array<Text>)]
    earlier: Vec<String>,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
}

/// Holds back everybody else who does or undoes this act, until the transaction ends.
pub(super) async fn lock(tx: &mut Conn, account: &Account, story: StoryId, uri: &str) -> Result<()> {
    super::receive::lock(tx, uri).await?;
    super::receive::lock(tx, &format!("{} {story}", account.id)).await
}

/// Whether the act was done already; if so, `uri` is now its newest id.
pub(super) async fn repeated(
    core: &Core,
    tx: &mut Conn,
    acts: &Acts,
    account: &Account,
    story: StoryId,
    uri: &str,
) -> Result<bool> {
    let Some(act) = of_pair(tx, acts, account, story).await? else {
        return Ok(false);
    };
    if act.uri == uri || act.earlier.iter().any(|known| known == uri) {
        return Ok(true);
    }
    let age = core.now() - act.created_at;
    let claim = Claim::new(act.uri, act.earlier).again(uri, age);
    rename(tx, acts, account, story, &claim, core.now()).await?;
    Ok(true)
}

/// Takes back what `account` did as `uri`, or to `story` where the id is not known. Answers the story if the act ends.
/// What did not arrive yet is remembered, so that it has no effect when it does.
pub(super) async fn undo(
    core: &Core,
    tx: &mut Conn,
    acts: &Acts,
    account: &Account,
    uri: Option<&str>,
    story: Option<StoryId>,
) -> Result<Option<StoryId>> {
    if let Some(uri) = uri {
        super::receive::lock(tx, uri).await?;
    }
    let mut met = false;
    let mut ended = None;
    if let Some(act) = find(tx, acts, account, uri, story).await? {
        let (story, at) = (act.story_id, act.created_at);
        match Claim::new(act.uri, act.earlier).undo(uri, core.now() - at) {
            Left::Nothing { met: named } => {
                met = named;
                ended = Some(story);
            }
            Left::Rest(claim) => {
                met = true;
                rename(tx, acts, account, story, &claim, at).await?;
            }
            Left::All => {}
        }
    }
    if let Some(uri) = uri {
        undone::remember(core, tx, uri, &account.uri, met).await?;
    }
    Ok(ended)
}

async fn find(
    tx: &mut Conn,
    acts: &Acts,
    account: &Account,
    uri: Option<&str>,
    story: Option<StoryId>,
) -> Result<Option<Act>> {
    if let Some(uri) = uri {
        let named = sql(acts.by_uri)
            .bind::<BigInt, _>(account.id)
            .bind::<Text, _>(uri)
            .get_result::<Act>(tx)
            .await
            .optional()?;
        if named.is_some() {
            return Ok(named);
        }
    }
    match story {
        Some(story) => of_pair(tx, acts, account, story).await,
        None => Ok(None),
    }
}

async fn of_pair(tx: &mut Conn, acts: &Acts, account: &Account, story: StoryId) -> Result<Option<Act>> {
    let act = sql(acts.by_pair)
        .bind::<BigInt, _>(account.id)
        .bind::<BigInt, _>(story)
        .get_result::<Act>(tx)
        .await
        .optional()?;
    Ok(act)
}

async fn rename(
    tx: &mut Conn,
    acts: &Acts,
    account: &Account,
    story: StoryId,
    claim: &Claim,
    at: DateTime<Utc>,
) -> Result<()> {
    let (newest, earlier) = claim.columns();
    sql(acts.rename)
        .bind::<BigInt, _>(account.id)
        .bind::<BigInt, _>(story)
        .bind::<Text, _>(newest)
        .bind::<Array<Text>, _>(earlier)
        .bind::<Timestamptz, _>(at)
        .execute(tx)
        .await?;
    Ok(())
}
