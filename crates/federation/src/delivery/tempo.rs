//! How many requests to one host may be under way: more while it keeps up, fewer when it does not.

use std::time::Duration;

/// At the start, and after trouble: until a host has answered, nothing says that it will.
const FIRST: usize = 1;
/// What any host that keeps up may get.
const USUAL: usize = 8;
/// What a host far away may get.
const MOST: usize = 64;
/// What far away is compensated for: so many deliveries a second.
const WANTED_PER_SECOND: u64 = 200;
/// An answer that takes this long, and longer than three times the quickest, says that the host does not keep up.
const SLOW: Duration = Duration::from_secs(1);

/// The window of one host: additive increase after a quick start, halved at a sign of overload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tempo {
    window: usize,
    /// Above this the window grows by one a round rather than one an answer.
    careful: usize,
    credit: usize,
    /// So many answers were asked for before the window was last halved, and say nothing of the new one.
    stale: usize,
    quickest: Option<Duration>,
}

impl Tempo {
    /// For a host nothing is known of.
    pub(super) fn new() -> Self {
        Self { window: FIRST, careful: MOST, credit: 0, stale: 0, quickest: None }
    }

    /// How many may be under way.
    pub(super) fn window(&self) -> usize {
        self.window
    }

    /// It answered well, after `took`.
    pub(super) fn succeeded(&mut self, took: Duration) {
        let quickest = self.quickest.map_or(took, |known| known.min(took));
        self.quickest = Some(quickest);
        let stale = self.stale > 0;
        self.stale = self.stale.saturating_sub(1);
        if took > SLOW.max(quickest * 3) {
            if !stale {
                self.shrink();
            }
            return;
        }
        self.credit += 1;
        if self.window < self.careful || self.credit >= self.window {
            self.credit = 0;
            self.window = (self.window + 1).min(self.cap());
        }
    }

    /// It failed: start over, carefully.
    pub(super) fn failed(&mut self) {
        self.careful = (self.window / 2).max(FIRST);
        self.window = FIRST;
        self.credit = 0;
    }

    fn shrink(&mut self) {
        self.stale = self.window;
        self.window = (self.window / 2).max(FIRST);
        self.careful = self.window;
        self.credit = 0;
    }

    /// Near hosts get eight. With a long way one request at a time takes long however idle the host is, so far ones
    /// get what makes up for it.
    fn cap(&self) -> usize {
        let away = self.quickest.unwrap_or_default().as_millis().min(10_000);
        let needed =
            usize::try_from(away).unwrap_or(0) * usize::try_from(WANTED_PER_SECOND).unwrap_or(0) / 1_000;
        needed.clamp(USUAL, MOST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(count: usize, took: u64) -> Tempo {
        let mut tempo = Tempo::new();
        for _ in 0..count {
            tempo.succeeded(Duration::from_millis(took));
        }
        tempo
    }

    #[test]
    fn a_near_host_gets_eight_and_a_far_one_more() {
        assert_eq!(Tempo::new().window(), 1);
        assert_eq!(after(3, 20).window(), 4);
        assert_eq!(after(1_000, 20).window(), 8);
        assert_eq!(after(1_000, 300).window(), 60);
        assert_eq!(after(1_000, 900).window(), 64);
    }

    #[test]
    fn overload_halves_the_window_once_a_round() {
        let mut tempo = after(1_000, 100);
        assert_eq!(tempo.window(), 20);
        for _ in 0..10 {
            tempo.succeeded(Duration::from_secs(3));
        }
        assert_eq!(tempo.window(), 10);
        for _ in 0..10 {
            tempo.succeeded(Duration::from_millis(100));
        }
        assert_eq!(tempo.window(), 11);
    }

    #[test]
    fn after_trouble_it_starts_over() {
        let mut tempo = after(1_000, 300);
        tempo.failed();
        assert_eq!(tempo.window(), 1);
        for _ in 0..29 {
            tempo.succeeded(Duration::from_millis(300));
        }
        assert_eq!(tempo.window(), 30);
        for _ in 0..30 {
            tempo.succeeded(Duration::from_millis(300));
        }
        assert_eq!(tempo.window(), 31);
    }
}
