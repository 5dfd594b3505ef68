//! Whom beyond this server a report concerns: those who look after the community it is about.

use crate::ids::{AccountId, ReportId};
use crate::sql::sql;
use crate::{Core, Result};
use diesel::QueryableByName;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Route {
    /// The community.
    #[diesel(sql_type = BigInt)]
    pub community: AccountId,
    /// Who is told: a steward of it who lives elsewhere, or the community itself, where that does.
    #[diesel(sql_type = BigInt)]
    pub to: AccountId,
}

/// Stewards elsewhere of the community of ours that a report is about, and, if the member wants it told there, the
/// community elsewhere in which something stands that was reported. Never who is reported.
///
/// # Errors
/// When Postgres fails.
pub async fn routes(core: &Core, report: ReportId) -> Result<Vec<Route>> {
    let rows = sql("SELECT r.community_id AS community, a.id AS to FROM reports r \
             JOIN community_members m ON m.community_id = r.community_id AND m.state = 1 AND m.role >= 2 \
             JOIN accounts a ON a.id = m.account_id \
             WHERE r.id = $1 AND a.host IS NOT NULL AND a.gone_at IS NULL AND a.id <> r.target_id \
         UNION SELECT g.id, g.id FROM reports r CROSS JOIN LATERAL unnest(r.story_uris) AS u(uri) \
             JOIN stories s ON s.uri = u.uri JOIN accounts g ON g.id = s.community_id \
             WHERE r.id = $1 AND r.local AND r.forwarded AND g.host IS NOT NULL AND g.gone_at IS NULL \
         ORDER BY 1, 2")
    .bind::<BigInt, _>(report)
    .load::<Route>(&mut *core.db.conn().await?)
    .await?;
    Ok(rows)
}
