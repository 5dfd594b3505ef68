//! Which hosts this server deals with.

use super::bar;
use crate::db::Conn;
use crate::elsewhere::Elsewhere;
use crate::epoch::Epoch;
use crate::schema::peer_rules;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};
use moka::sync::Cache;
use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

/// A decision about a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i16)]
pub enum Rule {
    /// Nothing is taken from it or sent to it.
    Blocked = 0,
    /// It is dealt with even in allow-list mode.
    Allowed = 1,
}

impl Rule {
    /// As it stands in its column.
    pub(super) fn of(number: i16) -> Self {
        if number == Self::Allowed as i16 { Self::Allowed } else { Self::Blocked }
    }
}

/// All rules by host, for at most five seconds.
#[derive(Debug)]
pub struct RuleCache {
    kept: Cache<(), Arc<HashMap<String, Rule>>>,
    epoch: Epoch,
    elsewhere: Weak<Elsewhere>,
}

impl RuleCache {
    const WORD: &str = "rule";

    /// An empty cache, which forgets what changes elsewhere too.
    #[must_use]
    pub fn new(elsewhere: &Arc<Elsewhere>) -> Arc<Self> {
        let kept = Cache::builder().max_capacity(1).time_to_live(Duration::from_secs(5)).build();
        let this = Arc::new(Self { kept, epoch: Epoch::default(), elsewhere: Arc::downgrade(elsewhere) });
        let ear = Arc::clone(&this);
        elsewhere.hear(Self::WORD, move |_| ear.drop_here());
        this
    }

    /// Forgets all rules, after the commit that changed one; other processes do too.
    fn forget_all(&self) {
        self.drop_here();
        if let Some(elsewhere) = self.elsewhere.upgrade() {
            elsewhere.say(Self::WORD, 0);
        }
    }

    fn drop_here(&self) {
        self.epoch.turn();
        self.kept.invalidate_all();
    }
}

/// Sets the rule for a host and its subdomains, or lifts it with `None`. Blocked: all its accounts are hidden with what
/// they told and did, follows both ways end. Lifted: what was hidden shows again; the follows stay over.
///
/// # Errors
/// [`Error::Invalid`] when `host` is no host, or our own.
pub async fn set_rule(core: &Core, host: &str, rule: Option<Rule>, reason: &str) -> Result<()> {
    let host = normalise(host)?;
    let own = core.here.domain();
    if rule == Some(Rule::Blocked) && std::iter::once(own).chain(parents(own)).any(|own| own == host) {
        return Err(Error::invalid("a server cannot block itself"));
    }
    let mut conn = core.db.conn().await?;
    let changed = conn
        .transaction(async |tx| {
            write(core, tx, &host, rule, reason).await?;
            bar::follow_rules(core, tx).await
        })
        .await?;
    core.rules.forget_all();
    changed.into_iter().for_each(|account| core.accounts.forget(account));
    Ok(())
}

async fn write(core: &Core, tx: &mut Conn, host: &str, rule: Option<Rule>, reason: &str) -> Result<()> {
    match rule {
        None => diesel::delete(peer_rules::table.find(host)).execute(tx).await?,
        Some(rule) => {
            let decision = (peer_rules::rule.eq(rule as i16), peer_rules::reason.eq(reason));
            diesel::insert_into(peer_rules::table)
                .values((peer_rules::host.eq(host), decision, peer_rules::created_at.eq(core.now())))
                .on_conflict(peer_rules::host)
                .do_update()
                .set(decision)
                .execute(tx)
                .await?
        }
    };
    Ok(())
}

/// The rule that holds for a host: its own, else that of the nearest parent domain. Kept in memory for seconds, since
/// every request asks. A rule holds on every port.
///
/// # Errors
/// When Postgres fails.
pub async fn rule_for(core: &Core, host: &str) -> Result<Option<Rule>> {
    let rules = match core.rules.kept.get(&()) {
        Some(rules) => rules,
        None => {
            let before = core.rules.epoch.now();
            let rules = all(core).await?.into_iter().map(|(host, rule, _)| (host, rule)).collect();
            let rules = Arc::new(rules);
            core.rules.kept.insert((), Arc::clone(&rules));
            if core.rules.epoch.now() != before {
                core.rules.kept.invalidate(&());
            }
            rules
        }
    };
    if rules.is_empty() {
        return Ok(None);
    }
    Ok(nearest(&rules, host))
}

/// Which of `rules` holds for a host.
pub(super) fn nearest(rules: &HashMap<String, Rule>, host: &str) -> Option<Rule> {
    let host = host.to_ascii_lowercase();
    std::iter::once(host.as_str()).chain(parents(&host)).find_map(|domain| rules.get(domain).copied())
}

/// All rules: host, rule and reason, by host.
///
/// # Errors
/// When Postgres fails.
pub async fn all(core: &Core) -> Result<Vec<(String, Rule, String)>> {
    let mut conn = core.db.conn().await?;
    let rows = peer_rules::table
        .order(peer_rules::host)
        .select((peer_rules::host, peer_rules::rule, peer_rules::reason))
        .load::<(String, i16, String)>(&mut conn)
        .await?;
    Ok(rows.into_iter().map(|(host, number, reason)| (host, Rule::of(number), reason)).collect())
}

/// A host as somebody typed it, in the form peers are stored under: lower-case punycode, with its port if one was
/// given. `*.` in front says what holds anyway.
///
/// # Errors
/// [`Error::Invalid`] when it is no host.
pub fn normalise(typed: &str) -> Result<String> {
    let refused = || Error::invalid(format!("`{typed}` is not the name of a server, such as other.example"));
    let host = typed.trim().trim_start_matches("*.").trim_end_matches('.');
    let address = url::Url::parse(&format!("https://{host}/")).map_err(|_| refused())?;
    let whole = address.path() == "/" && address.query().is_none() && address.fragment().is_none();
    if host.is_empty() || host.contains(['/', '\\']) || !whole || !address.username().is_empty() {
        return Err(refused());
    }
    // The URL standard lets more stand in a host than DNS does.
    let named = |domain: &str| {
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        domain.split('.').all(|label| !label.is_empty() && label.bytes().all(letter))
    };
    match address.host() {
        Some(url::Host::Domain(domain)) if !named(domain) => Err(refused()),
        _ => crate::here::host_of(address.as_str()).ok_or_else(refused),
    }
}

/// The host without its port, then its parent domains.
fn parents(host: &str) -> impl Iterator<Item = &str> {
    // An IPv6 address stands in brackets, which keep its colons from looking like a port.
    let bare = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    std::iter::successors(Some(bare.trim_end_matches('.')), |name| {
        name.split_once('.').map(|(_, parent)| parent)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_stored_in_one_form() {
        for (typed, stored) in [
            ("Other.Example", "other.example"),
            ("*.other.example.", "other.example"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("other.example:8443", "other.example:8443"),
            ("other.example:443", "other.example"),
        ] {
            assert_eq!(normalise(typed).unwrap(), stored);
        }
        for typed in [
            "",
            " ",
            "https://other.example",
            "other.example/x",
            "ada@other.example",
            "a b",
            "x?y",
            "x#y",
            "not!a!host",
            "a..b",
        ] {
            assert!(normalise(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn parents_lead_up_to_the_top_without_the_port() {
        let all: Vec<_> = parents("a.b.example:8443").collect();
        assert_eq!(all, ["a.b.example", "b.example", "example"]);
        assert_eq!(parents("[::1]:80").next(), Some("[::1]"));
    }
}
