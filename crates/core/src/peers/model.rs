//! What is known of another server.

use crate::db::Conn;
use crate::ids::PeerId;
use crate::schema::{peer_rules, peers};
use crate::{Core, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// The peer with this host, made if it is new.
///
/// # Errors
/// When Postgres fails.
pub async fn ensure(core: &Core, host: &str) -> Result<Peer> {
    let mut conn = core.db.conn().await?;
    ensure_in(core, &mut conn, host).await
}

/// As [`ensure`], in the caller's transaction.
pub(crate) async fn ensure_in(core: &Core, conn: &mut Conn, host: &str) -> Result<Peer> {
    // Looked up first: an insert that meets its conflict would still use up a number and lock the row.
    if let Some(peer) = find(conn, host).await? {
        return Ok(peer);
    }
    diesel::insert_into(peers::table)
        .values((peers::host.eq(host), peers::created_at.eq(core.now())))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(peers::table.filter(peers::host.eq(host)).select(Peer::as_select()).first(conn).await?)
}

/// The peer with this host.
///
/// # Errors
/// When Postgres fails.
pub async fn by_host(core: &Core, host: &str) -> Result<Option<Peer>> {
    let mut conn = core.db.conn().await?;
    find(&mut conn, host).await
}

async fn find(conn: &mut Conn, host: &str) -> Result<Option<Peer>> {
    Ok(peers::table.filter(peers::host.eq(host)).select(Peer::as_select()).first(conn).await.optional()?)
}

/// Notes the software NodeInfo told.
///
/// # Errors
/// When Postgres fails.
pub async fn note_software(core: &Core, host: &str, software: &str, version: &str) -> Result<()> {
    let mut conn = core.db.conn().await?;
    let peer = ensure_in(core, &mut conn, host).await?;
    diesel::update(peers::table.find(peer.id))
        .set((
            peers::software.eq(software.to_lowercase()),
            peers::software_version.eq(version),
            peers::software_checked_at.eq(core.now()),
        ))
        .execute(&mut conn)
        .await?;
    Ok(())
}

/// Hosts of other servers, for `instance/peers`; blocked ones are left out.
///
/// # Errors
/// When Postgres fails.
pub async fn hosts(core: &Core) -> Result<Vec<String>> {
    let mut conn = core.db.conn().await?;
    let blocked = peer_rules::table
        .filter(peer_rules::rule.eq(super::rules::Rule::Blocked as i16))
        .select(peer_rules::host);
    Ok(peers::table
        .filter(peers::host.ne_all(blocked))
        .order(peers::host)
        .select(peers::host)
        .load(&mut conn)
        .await?)
}

/// Another server. The health of deliveries lives in the same row and belongs to the federation crate.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = peers)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub struct Peer {
    /// Id here.
    pub id: PeerId,
    /// Lower-case punycode host, with a non-default port.
    pub host: String,
    /// NodeInfo `software.name`, lower case.
    pub software: Option<String>,
    /// NodeInfo `software.version`.
    pub software_version: Option<String>,
    /// When that was last asked.
    pub software_checked_at: Option<DateTime<Utc>>,
}
