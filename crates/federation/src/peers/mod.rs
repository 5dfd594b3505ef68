//! What software other servers run, learnt from NodeInfo; and whether we deal with them at all.

mod nodeinfo;

use crate::{Federation, Mode, Result};
use hearth_core::accounts::queries;
use hearth_core::ids::AccountId;
use hearth_core::peers::model;
use hearth_core::peers::rules::{self, Rule};
use moka::sync::Cache;
use std::time::Duration;

/// How long what a server said of its software is believed, and how long one that did not answer is left alone.
const FRESH: chrono::TimeDelta = chrono::TimeDelta::days(1);

/// Hosts asked within the last day by this process, whatever came of it.
#[derive(Debug)]
pub struct Asked(Cache<String, ()>);

impl Asked {
    /// Nobody was asked yet. At most 50,000 hosts are remembered.
    #[must_use]
    pub fn new() -> Self {
        Self(Cache::builder().max_capacity(50_000).time_to_live(Duration::from_secs(86_400)).build())
    }
}

impl Default for Asked {
    fn default() -> Self {
        Self::new()
    }
}

/// Learns what software `host` runs, at most once a day; a host that fails is asked again the next day.
///
/// # Errors
/// When Postgres fails, the host is one we do not deal with, or it does not answer as NodeInfo wants it.
pub async fn refresh(federation: &Federation, host: &str) -> Result<()> {
    if federation.asked.0.contains_key(host) || !deals_with(federation, host).await? {
        return Ok(());
    }
    let core = &federation.core;
    let known = model::by_host(core, host).await?.and_then(|peer| peer.software_checked_at);
    federation.asked.0.insert(host.to_owned(), ());
    if known.is_some_and(|at| core.now() - at < FRESH) {
        return Ok(());
    }
    let software = nodeinfo::ask(federation, host).await?;
    Ok(model::note_software(core, host, &software.name, &software.version).await?)
}

/// Learns what the server of an account runs, if it lives elsewhere. What goes wrong is worth a line in the log and
/// no more: nothing depends on it.
pub async fn meet(federation: &Federation, account: AccountId) {
    let Ok(account) = queries::by_id(&federation.core, account).await else { return };
    let Some(host) = account.host else { return };
    if let Err(error) = refresh(federation, &host).await {
        tracing::debug!(host, %error, "no NodeInfo");
    }
}

/// Whether this server takes anything from `host` and sends anything to it.
///
/// # Errors
/// When Postgres fails.
pub async fn deals_with(federation: &Federation, host: &str) -> Result<bool> {
    Ok(match federation.settings.mode {
        Mode::Off => false,
        Mode::Open => rules::rule_for(&federation.core, host).await? != Some(Rule::Blocked),
        Mode::AllowList => rules::rule_for(&federation.core, host).await? == Some(Rule::Allowed),
    })
}
