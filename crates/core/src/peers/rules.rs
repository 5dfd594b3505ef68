//! Which hosts this server deals with.

use crate::{Core, Result};

/// Blocks a host and its subdomains (or lifts any rule with `None`).
pub async fn set_rule(core: &Core, host: &str, rule: Option<Rule>, reason: &str) -> Result<()> {
    todo!()
}

/// The rule that holds for a host: its own, else that of the nearest parent domain. Kept in memory for seconds, since every request asks.
pub async fn rule_for(core: &Core, host: &str) -> Result<Option<Rule>> {
    todo!()
}

/// All rules.
pub async fn all(core: &Core) -> Result<Vec<(String, Rule, String)>> {
    todo!()
}

/// A decision about a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i16)]
pub enum Rule {
    /// Nothing is taken from it or sent to it.
    Blocked = 0,
    /// It is dealt with even in allow-list mode.
    Allowed = 1,
}
