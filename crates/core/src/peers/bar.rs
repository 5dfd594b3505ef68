//! Keeps accounts in step with the rules about their hosts: who lives on a blocked one is hidden, and nobody follows.

use super::rules::{Rule, nearest};
use crate::db::Conn;
use crate::heard::answer;
use crate::ids::AccountId;
use crate::notifications::NotificationKind;
use crate::schema::{accounts, peer_rules};
use crate::sql::sql;
use crate::{Core, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, SmallInt, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use std::collections::HashMap;

/// Hides the accounts of hosts that are blocked by now and ends what they follow and who follows them; shows those of
/// hosts that are blocked no more. In the caller's transaction, after it changed a rule. Answers whose state changed.
pub(super) async fn follow_rules(core: &Core, tx: &mut Conn) -> Result<Vec<AccountId>> {
    let rules: HashMap<String, Rule> = peer_rules::table
        .select((peer_rules::host, peer_rules::rule))
        .load::<(String, i16)>(tx)
        .await?
        .into_iter()
        .map(|(host, number)| (host, Rule::of(number)))
        .collect();
    let hosts: Vec<Option<String>> = accounts::table
        .filter(accounts::host.is_not_null())
        .select(accounts::host)
        .distinct()
        .load(tx)
        .await?;
    let (blocked, open): (Vec<String>, Vec<String>) =
        hosts.into_iter().flatten().partition(|host| nearest(&rules, host) == Some(Rule::Blocked));
    let mut changed = mark(tx, &blocked, Some(core.now())).await?;
    sever(tx, &changed).await?;
    changed.extend(mark(tx, &open, None).await?);
    answer::of_accounts(tx, &changed).await?;
    Ok(changed)
}

/// Notes since when the accounts of these hosts are hidden; answers those for whom that is new.
async fn mark(tx: &mut Conn, hosts: &[String], barred_at: Option<DateTime<Utc>>) -> Result<Vec<AccountId>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        id: AccountId,
    }
    let rows: Vec<Row> = sql("UPDATE accounts SET barred_at = $2 WHERE host = ANY($1) \
         AND (barred_at IS NULL) <> ($2 IS NULL) RETURNING id")
    .bind::<Array<Text>, _>(hosts)
    .bind::<Nullable<Timestamptz>, _>(barred_at)
    .load(tx)
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Ends follows both ways. The other server is not told: nothing is sent to it any more. Their stories leave the feeds
/// they stood in because of a follow; notifications are hidden, except those about the follows that are over.
async fn sever(tx: &mut Conn, barred: &[AccountId]) -> Result<()> {
    let ids: Vec<i64> = barred.iter().map(|id| id.0).collect();
    for statement in [
        "DELETE FROM follows WHERE follower_id = ANY($1) OR followee_id = ANY($1)",
        "DELETE FROM feed WHERE author_id = ANY($1)",
    ] {
        sql(statement).bind::<Array<BigInt>, _>(&ids).execute(tx).await?;
    }
    let kinds = [NotificationKind::Follow as i16, NotificationKind::FollowRequest as i16];
    sql("DELETE FROM notifications WHERE from_id = ANY($1) AND kind = ANY($2)")
        .bind::<Array<BigInt>, _>(&ids)
        .bind::<Array<SmallInt>, _>(&kinds[..])
        .execute(tx)
        .await?;
    Ok(())
}
