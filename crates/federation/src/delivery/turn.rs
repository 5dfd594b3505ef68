//! One visit to the database: write down what is done, give hosts back, lease others, read what they are to be sent.

use super::bodies::Bodies;
use super::give_back::{self, Release};
use super::host::Host;
use super::link::Link;
use super::row::{Key, Row};
use super::statements::{self, Waiting};
use crate::ledger::{self, Handed};
use crate::{Federation, Result, peers};
use chrono::{DateTime, Utc};
use diesel_async::AsyncConnection as _;
use hearth_core::Error as CoreError;
use hearth_core::db::Conn;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// A database that is silent for so long is treated as one that is away.
const PATIENCE: Duration = Duration::from_secs(15);

/// What is to be done.
#[derive(Debug, Default)]
pub(super) struct Errand {
    /// Rows that are finished.
    pub(super) finished: Vec<Key>,
    /// What the ledger is to learn of them.
    pub(super) handed: Vec<Handed>,
    /// Rows that a host failed on.
    pub(super) suspects: Vec<Key>,
    /// Inboxes that are gone, by host.
    pub(super) closed: Vec<(i64, i64)>,
    pub(super) released: Vec<Release>,
    /// Leases to make longer: host and token.
    pub(super) renewed: Vec<(i64, i64)>,
    /// Hosts to load more rows of: id, name and how many rows.
    pub(super) refilled: Vec<(i64, String, usize)>,
    /// How many hosts to lease.
    pub(super) lease: usize,
}

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Brought {
    /// When leases were made longer, and of which hosts.
    pub(super) renewed: Option<(DateTime<Utc>, HashSet<i64>)>,
    /// Hosts leased.
    pub(super) leased: Vec<Host>,
    /// Rows by host; hosts that have none are there too.
    pub(super) loads: HashMap<i64, Load>,
    /// Something that was given back may be leased again at once.
    pub(super) again: bool,
}

/// Rows of one host.
#[derive(Debug, Default)]
pub(super) struct Load {
    pub(super) rows: Vec<Row>,
    /// Rows that are not to be sent: to be deleted.
    pub(super) spoilt: Vec<Key>,
    /// There may be others.
    pub(super) more: bool,
    /// This server does not deal with the host.
    pub(super) unwanted: bool,
}

impl Errand {
    /// Whether there is something to write down.
    pub(super) fn writes(&self) -> bool {
        !(self.finished.is_empty()
            && self.suspects.is_empty()
            && self.closed.is_empty()
            && self.released.is_empty())
    }

    /// Does it. After an error the connection is gone, and all of it may be done again.
    ///
    /// # Errors
    /// When Postgres fails or does not answer.
    pub(super) async fn run(
        &self,
        federation: &Federation,
        bodies: &Bodies,
        link: &mut Option<Link>,
    ) -> Result<Brought> {
        let work = async {
            // Not in its place while it is used: after an error, or half-way, it is of no more use.
            let mut own = match link.take() {
                Some(own) => own,
                None => Link::open(&federation.core.db).await?,
            };
            own.refresh().await?;
            let brought = self.steps(federation, bodies, &mut own.conn).await?;
            *link = Some(own);
            Ok(brought)
        };
        match tokio::time::timeout(PATIENCE, work).await {
            Ok(result) => result,
            Err(late) => Err(CoreError::unavailable(late).into()),
        }
    }

    async fn steps(&self, federation: &Federation, bodies: &Bodies, conn: &mut Conn) -> Result<Brought> {
        let now = federation.core.now();
        let mut brought = Brought::default();
        if self.writes() {
            brought.again = conn.transaction(async |tx| self.write(tx, now).await).await?;
        }
        if !self.renewed.is_empty() {
            let kept = statements::renew(conn, now, &self.renewed).await?;
            brought.renewed = Some((now + statements::LEASE, kept.into_iter().collect()));
        }
        if self.lease > 0 {
            let count = i64::try_from(self.lease).unwrap_or(i64::MAX);
            brought.leased = statements::lease(conn, now, count).await?;
        }
        let wanted = self.wanted(federation, conn, &brought.leased).await?;
        brought.loads = load(federation, bodies, conn, &wanted).await?;
        Ok(brought)
    }

    async fn write(&self, tx: &mut Conn, now: DateTime<Utc>) -> Result<bool, CoreError> {
        if !self.finished.is_empty() {
            give_back::delete(tx, &self.finished).await?;
        }
        if !self.handed.is_empty() {
            ledger::write_down(tx, now, &self.handed).await?;
        }
        if !self.suspects.is_empty() {
            give_back::suspect(tx, &self.suspects).await?;
        }
        if !self.closed.is_empty() {
            give_back::close(tx, now, &self.closed).await?;
        }
        let dead = self.released.iter().filter(|host| host.health.state == super::State::Dead);
        let dead: Vec<i64> = dead.map(|host| host.id).collect();
        if !dead.is_empty() {
            give_back::throw_away(tx, &dead).await?;
        }
        if self.released.is_empty() {
            return Ok(false);
        }
        give_back::release(tx, now, &self.released).await
    }

    /// Of which hosts to read how many rows. What waits for hosts we do not deal with is thrown away.
    async fn wanted(
        &self,
        federation: &Federation,
        conn: &mut Conn,
        leased: &[Host],
    ) -> Result<Vec<(i64, i64)>> {
        let mut wanted = Vec::with_capacity(leased.len() + self.refilled.len());
        let mut unwanted = Vec::new();
        let hosts = leased.iter().map(|host| (host.id, host.name.as_str(), host.wanted(), host.dead()));
        let refilled = self.refilled.iter().map(|(id, name, rows)| (*id, name.as_str(), *rows, false));
        for (id, name, rows, dead) in hosts.chain(refilled) {
            if dead || !peers::deals_with(federation, name).await? {
                unwanted.push(id);
                wanted.push((id, 0));
            } else {
                wanted.push((id, i64::try_from(rows).unwrap_or(i64::MAX)));
            }
        }
        if !unwanted.is_empty() {
            let rows = give_back::throw_away(conn, &unwanted).await?;
            tracing::info!(
                hosts = unwanted.len(),
                rows,
                "deliveries to hosts we do not deal with are thrown away"
            );
        }
        Ok(wanted)
    }
}

/// Reads the next rows of hosts, given with how many, and what is to be sent with them.
async fn load(
    federation: &Federation,
    bodies: &Bodies,
    conn: &mut Conn,
    wanted: &[(i64, i64)],
) -> Result<HashMap<i64, Load>> {
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let mut loads: HashMap<i64, Load> = wanted.iter().map(|(id, _)| (*id, Load::default())).collect();
    let mut rows = statements::first_rows(conn, wanted).await?;
    let mut counts: HashMap<i64, i64> = HashMap::new();
    for row in &rows {
        *counts.entry(row.peer_id).or_default() += 1;
    }
    for (id, limit) in wanted {
        if let Some(load) = loads.get_mut(id) {
            load.unwanted = *limit == 0;
            load.more = counts.get(id) == Some(limit);
        }
    }
    // Where all rows of a host were read, the earlier ones of each lane are among them.
    let mut lanes = Vec::new();
    rows.retain(|row| {
        let early = row.overtakes && loads.get(&row.peer_id).is_some_and(|load| load.more);
        if early {
            lanes.push((row.peer_id, row.lane));
        }
        !early
    });
    if !lanes.is_empty() {
        lanes.sort_unstable();
        lanes.dedup();
        rows.extend(statements::lane_fronts(conn, &lanes).await?);
    }
    sort_out(federation, bodies, conn, rows, &mut loads).await?;
    Ok(loads)
}

/// Puts rows to their hosts: what can be sent with what is sent, the rest apart.
async fn sort_out(
    federation: &Federation,
    bodies: &Bodies,
    conn: &mut Conn,
    rows: Vec<Waiting>,
    loads: &mut HashMap<i64, Load>,
) -> Result<()> {
    let now = federation.core.now();
    let said = bodies.of(federation, conn, rows.iter().map(|row| row.activity_id).collect()).await?;
    let mut urls: HashMap<i64, Option<Arc<Url>>> = HashMap::new();
    for row in rows {
        let Some(load) = loads.get_mut(&row.peer_id) else { continue };
        let url = urls.entry(row.inbox_id).or_insert_with(|| Url::parse(&row.url).ok().map(Arc::new)).clone();
        let said = said.get(&row.activity_id);
        let key = row.key();
        match (url, said) {
            (Some(url), Some(said)) if !row.closed && row.expires_at > now => load.rows.push(Row {
                key,
                lane: row.lane,
                attempts: row.attempts,
                url,
                said: Arc::clone(said),
            }),
            _ => load.spoilt.push(key),
        }
    }
    Ok(())
}
