//! Servers a member does not want to read or be read by.

use super::sever::Ended;
use crate::accounts::Account;
use crate::db::Conn;
use crate::event;
use crate::ids::AccountId;
use crate::page::Page;
use crate::paged;
use crate::peers::rules::normalise;
use crate::schema::host_blocks;
use crate::sql::sql;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Blocks a server (and its subdomains are *not* included, as in Mastodon): follows both ways with its accounts end.
/// Records `FollowUndone` and `FollowRejected` for them; the block itself is nobody's business.
///
/// # Errors
/// [`Error::Invalid`] when `host` is no host, or our own.
pub async fn block_host(core: &Core, account: &Account, host: &str) -> Result<()> {
    let host = normalise(host)?;
    if host == core.here.domain() {
        return Err(Error::invalid("this is the server you are on"));
    }
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        diesel::insert_into(host_blocks::table)
            .values((
                host_blocks::account_id.eq(account.id),
                host_blocks::host.eq(&host),
                host_blocks::id.eq(core.id()),
                host_blocks::created_at.eq(core.now()),
            ))
            .on_conflict_do_nothing()
            .execute(tx)
            .await?;
        for ended in sever_host(tx, account.id, &host).await? {
            event::record(core, tx, &ended.told_by(account.id)).await?;
        }
        Ok::<_, Error>(())
    })
    .await?;
    core.standings.forget_all();
    Ok(())
}

/// Lifts it.
///
/// # Errors
/// [`Error::Invalid`] when `host` is no host.
pub async fn unblock_host(core: &Core, account: &Account, host: &str) -> Result<()> {
    let mut conn = core.db.conn().await?;
    diesel::delete(host_blocks::table.find((account.id.0, normalise(host)?))).execute(&mut conn).await?;
    core.standings.forget_all();
    Ok(())
}

/// Hosts blocked, newest first, with cursors.
///
/// # Errors
/// When Postgres fails.
pub async fn blocked_hosts(core: &Core, account: AccountId, page: Page) -> Result<Vec<(i64, String)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        id: i64,
        #[diesel(sql_type = Text)]
        host: String,
    }
    let texts = paged!(
        "SELECT h.id, h.host FROM host_blocks h WHERE h.account_id = $1 AND h.id < $2 AND h.id > $3",
        "h.id",
        "$4"
    );
    let mut conn = core.db.conn().await?;
    let rows = sql(page.pick(texts))
        .bind::<BigInt, _>(account)
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.limit)
        .load::<Row>(&mut conn)
        .await?;
    Ok(page.newest_first(rows).into_iter().map(|row| (row.id, row.host)).collect())
}

/// Ends what stands between a member and everybody of a server.
async fn sever_host(tx: &mut Conn, member: AccountId, host: &str) -> Result<Vec<Ended>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        follower_id: AccountId,
        #[diesel(sql_type = BigInt)]
        followee_id: AccountId,
        #[diesel(sql_type = Text)]
        uri: String,
    }
    let rows = sql("DELETE FROM follows f USING accounts a WHERE a.host = $2 \
         AND ((f.follower_id = $1 AND f.followee_id = a.id) OR (f.followee_id = $1 AND f.follower_id = a.id)) \
         RETURNING f.follower_id, f.followee_id, f.uri")
    .bind::<BigInt, _>(member)
    .bind::<Text, _>(host)
    .load::<Row>(tx)
    .await?;
    for statement in [
        "DELETE FROM feed f USING stories s, accounts a WHERE f.account_id = $1 AND s.id = f.story_id \
         AND a.id IN (f.author_id, s.author_id) AND a.host = $2",
        "DELETE FROM notifications n USING accounts a WHERE n.account_id = $1 AND a.id = n.from_id AND a.host = $2",
    ] {
        sql(statement).bind::<BigInt, _>(member).bind::<Text, _>(host).execute(tx).await?;
    }
    let ended = |row: Row| Ended { follower: row.follower_id, followee: row.followee_id, uri: row.uri };
    Ok(rows.into_iter().map(ended).collect())
}
