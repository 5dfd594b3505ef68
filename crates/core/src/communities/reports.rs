//! Reports about what stands in a community, for its stewards.

use super::model::{Community, Role};
use super::queries;
use crate::accounts::Account;
use crate::db::Conn;
use crate::ids::{AccountId, ReportId};
use crate::reports::Report;
use crate::schema::reports;
use crate::sql::sql;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::RunQueryDsl;

/// Reports that are open, newest first.
///
/// # Errors
/// [`Error::Forbidden`] for those who are no stewards.
pub async fn open(core: &Core, steward: &Account, community: &Community, limit: i64) -> Result<Vec<Report>> {
    let mut conn = core.db.conn().await?;
    queries::require(&mut conn, community.account.id, steward.id, Role::Steward).await?;
    let ids: Vec<i64> = reports::table
        .filter(reports::community_id.eq(community.account.id.0).and(reports::resolved_at.is_null()))
        .order(reports::id.desc())
        .limit(limit)
        .select(reports::id)
        .load(&mut conn)
        .await?;
    drop(conn);
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.push(crate::reports::by_id(core, ReportId(id)).await?);
    }
    Ok(found)
}

/// A steward dealt with a report.
///
/// # Errors
/// [`Error::NotFound`] for one that is not the community's, [`Error::Forbidden`] for those who are no stewards.
pub async fn resolve(core: &Core, steward: &Account, community: &Community, report: ReportId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    queries::require(&mut conn, community.account.id, steward.id, Role::Steward).await?;
    let row = reports::table.find(report.0).filter(reports::community_id.eq(community.account.id.0));
    let resolved = diesel::update(row).set(reports::resolved_at.eq(core.now())).execute(&mut conn).await?;
    if resolved == 0 { Err(Error::NotFound("report")) } else { Ok(()) }
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: AccountId,
}

/// The community of ours in which one of these stories stands: its stewards look at a report of them.
pub(crate) async fn concerned(conn: &mut Conn, story_uris: &[String]) -> Result<Option<AccountId>> {
    if story_uris.is_empty() {
        return Ok(None);
    }
    let found =
        sql("SELECT c.account_id AS id FROM stories s JOIN communities c ON c.account_id = s.community_id \
                     WHERE s.uri = ANY($1) ORDER BY s.id LIMIT 1")
        .bind::<Array<Text>, _>(story_uris)
        .get_result::<Id>(conn)
        .await
        .optional()?;
    Ok(found.map(|row| row.id))
}
