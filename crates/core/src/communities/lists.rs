//! Who belongs to a community, who asks to, and which communities there are.

use super::model::{Community, Member, Role, State};
use super::queries::{self, CommunityRow, MemberRow, community_columns, known, member_columns};
use crate::accounts::Account;
use crate::ids::AccountId;
use crate::page::Page;
use crate::paged;
use crate::sql::sql;
use crate::{Core, Result};
use diesel::sql_types::{BigInt, SmallInt};
use diesel_async::RunQueryDsl;

/// Those who stand in a way to a community: members for its members to see, everybody else for those who look after
/// it. Newest first.
///
/// # Errors
/// [`crate::Error::Forbidden`] for those who may not see them.
pub async fn standing(
    core: &Core,
    reader: &Account,
    community: &Community,
    state: State,
    page: Page,
) -> Result<Vec<Member>> {
    const TEXT: (&str, &str) = paged!(
        concat!(
            "SELECT ",
            member_columns!(),
            " FROM community_members m JOIN accounts a ON a.id = m.account_id \
             WHERE m.community_id = $1 AND m.state = $5 AND m.id < $2 AND m.id > $3 \
             AND a.suspended_at IS NULL AND a.gone_at IS NULL"
        ),
        "m.id",
        "$4"
    );
    let needed = if state == State::Member { Role::Member } else { Role::Steward };
    let mut conn = core.db.conn().await?;
    queries::require(&mut conn, community.account.id, reader.id, needed).await?;
    let rows = sql(page.pick(TEXT))
        .bind::<BigInt, _>(community.account.id)
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.limit)
        .bind::<SmallInt, _>(state as i16)
        .load::<MemberRow>(&mut conn)
        .await?;
    Ok(page.newest_first(rows).into_iter().map(Member::from).collect())
}

/// Members nobody has greeted yet, who wait longest first: their clock runs from `joined_at`.
///
/// # Errors
/// [`crate::Error::Forbidden`] for those who are no greeters.
pub async fn newcomers(
    core: &Core,
    greeter: &Account,
    community: &Community,
    limit: i64,
) -> Result<Vec<Member>> {
    const TEXT: &str = concat!(
        "SELECT ",
        member_columns!(),
        " FROM community_members m JOIN accounts a ON a.id = m.account_id \
         WHERE m.community_id = $1 AND m.state = 1 AND m.greeted_at IS NULL \
         AND a.suspended_at IS NULL AND a.gone_at IS NULL ORDER BY m.id LIMIT $2"
    );
    let mut conn = core.db.conn().await?;
    queries::require(&mut conn, community.account.id, greeter.id, Role::Greeter).await?;
    let rows = sql(TEXT)
        .bind::<BigInt, _>(community.account.id)
        .bind::<BigInt, _>(limit)
        .load::<MemberRow>(&mut conn)
        .await?;
    Ok(rows.into_iter().map(Member::from).collect())
}

/// Communities of this server that a reader is in, newest first.
///
/// # Errors
/// When Postgres fails.
pub async fn joined(core: &Core, account: AccountId, page: Page) -> Result<Vec<Community>> {
    const TEXT: (&str, &str) = paged!(
        concat!(
            "SELECT ",
            community_columns!(),
            " FROM community_members m JOIN communities c ON c.account_id = m.community_id \
             JOIN accounts a ON a.id = c.account_id \
             WHERE m.account_id = $1 AND m.state = 1 AND a.id < $2 AND a.id > $3 \
             AND a.suspended_at IS NULL AND a.gone_at IS NULL"
        ),
        "a.id",
        "$4"
    );
    listed(core, account, page, TEXT).await
}

/// Communities of this server that wish to be found and that the reader may know of, newest first.
///
/// # Errors
/// When Postgres fails.
pub async fn directory(core: &Core, viewer: AccountId, page: Page) -> Result<Vec<Community>> {
    const TEXT: (&str, &str) = paged!(
        concat!(
            "SELECT ",
            community_columns!(),
            " FROM communities c JOIN accounts a ON a.id = c.account_id \
             WHERE (a.discoverable OR c.visibility = 2) AND a.id < $2 AND a.id > $3 \
             AND a.suspended_at IS NULL AND a.gone_at IS NULL AND ",
            known!()
        ),
        "a.id",
        "$4"
    );
    listed(core, viewer, page, TEXT).await
}

async fn listed(
    core: &Core,
    viewer: AccountId,
    page: Page,
    text: (&'static str, &'static str),
) -> Result<Vec<Community>> {
    let rows = sql(page.pick(text))
        .bind::<BigInt, _>(viewer)
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.limit)
        .load::<CommunityRow>(&mut *core.db.conn().await?)
        .await?;
    Ok(page.newest_first(rows).into_iter().map(Community::from).collect())
}
