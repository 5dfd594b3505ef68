//! Whose turn it is: hosts take turns, one delivery each.

use std::collections::VecDeque;

/// Hosts that can start something, in the order they will.
#[derive(Debug, Default)]
pub(super) struct Rota {
    well: VecDeque<i64>,
    /// Hosts that were in trouble. They get few of the slots, because they keep them for long.
    probes: VecDeque<i64>,
}

impl Rota {
    /// Puts a host at the end.
    pub(super) fn push(&mut self, id: i64, on_probation: bool) {
        if on_probation { self.probes.push_back(id) } else { self.well.push_back(id) }
    }

    /// The next; a probe only if one more is allowed.
    pub(super) fn pop(&mut self, probe_allowed: bool) -> Option<i64> {
        let probe = if probe_allowed { self.probes.pop_front() } else { None };
        probe.or_else(|| self.well.pop_front())
    }

    /// How many stand in it.
    pub(super) fn len(&self) -> usize {
        self.well.len() + self.probes.len()
    }
}
