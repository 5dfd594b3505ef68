//! The time as the queue sees it: the caller's clock, but never backwards.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};

use crate::Clock;

/// When somebody sets the machine's clock back by an hour, jobs that were due must not wait for that hour.
pub(crate) struct Time {
    clock: Clock,
    latest_us: AtomicI64,
}

impl Time {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { clock, latest_us: AtomicI64::new(i64::MIN) }
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        let now = (self.clock)();
        let us = now.timestamp_micros();
        let latest = self.latest_us.fetch_max(us, Ordering::Relaxed).max(us);
        DateTime::from_timestamp_micros(latest).unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use chrono::{DateTime, TimeDelta};

    use super::Time;

    #[test]
    fn time_stands_still_while_the_clock_is_behind() {
        let start = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let clock = Arc::new(Mutex::new(start));
        let read = Arc::clone(&clock);
        let time = Time::new(Arc::new(move || *read.lock().unwrap()));
        assert_eq!(time.now(), start);
        *clock.lock().unwrap() = start - TimeDelta::hours(1);
        assert_eq!(time.now(), start);
        *clock.lock().unwrap() = start + TimeDelta::seconds(1);
        assert_eq!(time.now(), start + TimeDelta::seconds(1));
    }
}
