//! Communities that only some may know of: nobody else finds their accounts.

use super::model::Visibility;
use super::queries::{self, known};
use crate::accounts::{Account, AccountKind};
use crate::ids::AccountId;
use crate::sql::sql;
use crate::{Core, Result};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text};
use diesel_async::RunQueryDsl;

/// The accounts without those of communities of this server that `viewer` may not know of; 0 is somebody unknown.
///
/// # Errors
/// When Postgres fails.
pub async fn among(core: &Core, viewer: AccountId, mut accounts: Vec<Account>) -> Result<Vec<Account>> {
    const TEXT: &str = concat!(
        "SELECT c.account_id AS id FROM communities c WHERE c.account_id = ANY($2) AND NOT ",
        known!()
    );
    #[derive(QueryableByName)]
    struct Hidden {
        #[diesel(sql_type = BigInt)]
        id: AccountId,
    }
    let groups: Vec<AccountId> =
        accounts.iter().filter(|account| may_hide(account)).map(|account| account.id).collect();
    if groups.is_empty() {
        return Ok(accounts);
    }
    let hidden = sql(TEXT)
        .bind::<BigInt, _>(viewer)
        .bind::<Array<BigInt>, _>(&groups)
        .load::<Hidden>(&mut *core.db.conn().await?)
        .await?;
    accounts.retain(|account| hidden.iter().all(|row| row.id != account.id));
    Ok(accounts)
}

/// Whether `viewer` may know of the account.
///
/// # Errors
/// When Postgres fails.
pub async fn is_known(core: &Core, viewer: AccountId, account: &Account) -> Result<bool> {
    Ok(!may_hide(account) || !among(core, viewer, vec![account.clone()]).await?.is_empty())
}

/// Whether the account is there for other servers at all (`host` `None`), or for the server `host`: one for this
/// server is not, and one that invites only where somebody was invited or is in.
///
/// # Errors
/// When Postgres fails.
pub async fn abroad(core: &Core, account: &Account, host: Option<&str>) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = Bool)]
        found: bool,
    }
    if !may_hide(account) {
        return Ok(true);
    }
    let Some(community) = queries::by_id(core, account.id).await? else { return Ok(true) };
    match community.visibility {
        Visibility::Server => Ok(false),
        Visibility::Invite => {
            let answer = sql(
                "SELECT EXISTS (SELECT 1 FROM community_members m JOIN accounts a ON a.id = m.account_id \
                 WHERE m.community_id = $1 AND m.state IN (1, 3) AND a.host IS NOT NULL \
                 AND ($2 IS NULL OR a.host = $2)) AS found",
            )
            .bind::<BigInt, _>(account.id)
            .bind::<Nullable<Text>, _>(host)
            .get_result::<Found>(&mut *core.db.conn().await?)
            .await?;
            Ok(answer.found)
        }
        Visibility::Public | Visibility::Unlisted | Visibility::Members => Ok(true),
    }
}

fn may_hide(account: &Account) -> bool {
    account.kind == AccountKind::Group && account.is_local()
}
