//! Recovery codes: each opens once.

use super::base32;
use crate::db::Conn;
use crate::ids::AccountId;
use crate::schema::recovery_codes;
use crate::{Core, Result, secret};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// How many there are.
const NUMBER: usize = 10;

/// Makes ten new ones in place of the old, of 80 bits each.
pub(super) async fn renew(core: &Core, tx: &mut Conn, account: AccountId) -> Result<Vec<String>> {
    forget(tx, account).await?;
    let mut codes = Vec::with_capacity(NUMBER);
    for _ in 0..NUMBER {
        let mut bytes = [0; 10];
        core.chance.fill(&mut bytes);
        let text = base32::encode(&bytes).to_lowercase();
        codes.push(format!("{}-{}-{}-{}", &text[..4], &text[4..8], &text[8..12], &text[12..]));
    }
    let rows: Vec<_> = codes
        .iter()
        .map(|code| {
            let hash = secret::hash(&plain(code)).to_vec();
            (recovery_codes::account_id.eq(account.0), recovery_codes::hash.eq(hash))
        })
        .collect();
    diesel::insert_into(recovery_codes::table).values(rows).execute(tx).await?;
    Ok(codes)
}

/// Uses one up; whether it was one.
pub(super) async fn spend(conn: &mut Conn, account: AccountId, code: &str) -> Result<bool> {
    let key = (account.0, secret::hash(&plain(code)).to_vec());
    Ok(diesel::delete(recovery_codes::table.find(key)).execute(conn).await? == 1)
}

/// Forgets all of them.
pub(super) async fn forget(conn: &mut Conn, account: AccountId) -> Result<()> {
    let own = recovery_codes::table.filter(recovery_codes::account_id.eq(account.0));
    diesel::delete(own).execute(conn).await?;
    Ok(())
}

/// As it is hashed, however it was typed.
fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}
