//! When a host is tried again: back-off, death and recovery, as plain arithmetic.

use super::State;
use super::trouble::{Kind, LONGEST_PAUSE, Trouble};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// How long a host is left alone at most after its first, second, … failure in a row, in seconds.
const STEPS: [i64; 8] = [30, 120, 600, 1_800, 3_600, 10_800, 21_600, 43_200];
/// At most this long where the host was fine within a day and failed on one delivery: what comes after it must not
/// wait for long.
const SHORT: i64 = 600;
/// Failures on so many days without a success mean that a host is dead.
const BAD_DAYS: i16 = 7;
/// A dead host is asked whether it is back once in this time.
pub(super) const PROBED_EVERY: TimeDelta = TimeDelta::days(7);

/// How deliveries to a host go; the columns of the same names in `peers`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Health {
    pub(super) state: State,
    pub(super) failures: i32,
    pub(super) bad_days: i16,
    pub(super) last_bad_day: Option<NaiveDate>,
    pub(super) last_success_at: Option<DateTime<Utc>>,
    pub(super) last_error: Option<String>,
    /// `None`: at once.
    pub(super) next_attempt_at: Option<DateTime<Utc>>,
    pub(super) asked_until: Option<DateTime<Utc>>,
}

impl Health {
    /// A delivery came through.
    pub(super) fn succeeded(&mut self, now: DateTime<Utc>) {
        self.answered();
        self.bad_days = 0;
        self.last_bad_day = None;
        self.last_success_at = Some(now);
        self.last_error = None;
    }

    /// The host answered as a working server does, though it refused what it was sent.
    pub(super) fn answered(&mut self) {
        self.state = State::Alive;
        self.failures = 0;
        self.next_attempt_at = None;
        self.asked_until = None;
    }

    /// The host is in trouble. `draw` is a random number, which spreads the next attempt over the step: servers that
    /// fell together should not be met together.
    pub(super) fn failed(&mut self, now: DateTime<Utc>, trouble: &Trouble, draw: u64) {
        let calm = self.last_success_at.is_some_and(|then| now - then < TimeDelta::days(1));
        let longest = if trouble.kind == Kind::Delivery && calm { SHORT } else { i64::MAX };
        let delay = jittered(step(self.failures).min(longest), draw);
        self.failures = self.failures.saturating_add(1);
        self.asked_until = trouble.pause.map(|pause| now + pause);
        self.next_attempt_at = Some(now + delay.max(trouble.pause.unwrap_or(delay)).min(LONGEST_PAUSE));
        self.last_error = Some(trouble.text.clone());
        self.state = State::BackingOff;
        // A host that asks for patience is alive.
        if trouble.kind != Kind::Pace && self.last_bad_day != Some(now.date_naive()) {
            self.last_bad_day = Some(now.date_naive());
            self.bad_days = self.bad_days.saturating_add(1);
        }
        if self.bad_days >= BAD_DAYS {
            self.state = State::Dead;
            self.next_attempt_at = Some(now + PROBED_EVERY);
        }
    }
}

/// The longest delay after `failures` failures in a row before this one, in seconds.
fn step(failures: i32) -> i64 {
    let index = usize::try_from(failures).unwrap_or_default().min(STEPS.len() - 1);
    STEPS[index]
}

/// Anywhere between one second and `longest` seconds, evenly.
fn jittered(longest: i64, draw: u64) -> TimeDelta {
    let milliseconds = u64::try_from(longest * 1_000).unwrap_or(1_000).max(1_000);
    let drawn = 1_000 + draw % (milliseconds - 999);
    TimeDelta::milliseconds(i64::try_from(drawn).unwrap_or(1_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn well() -> Health {
        Health {
            state: State::Alive,
            failures: 0,
            bad_days: 0,
            last_bad_day: None,
            last_success_at: None,
            last_error: None,
            next_attempt_at: None,
            asked_until: None,
        }
    }

    fn trouble(kind: Kind, pause: Option<i64>) -> Trouble {
        Trouble { text: "503".to_owned(), kind, pause: pause.map(TimeDelta::seconds) }
    }

    fn start() -> DateTime<Utc> {
        "2027-01-15T08:00:00Z".parse().unwrap()
    }

    #[test]
    fn delays_grow_along_the_steps_and_stay_at_the_last() {
        let mut health = well();
        for (longest, draw) in
            STEPS.iter().chain(&[43_200, 43_200]).zip([u64::MAX, 0, 7, 1 << 40, 3, 9, 1, 2, 5, 8])
        {
            health.failed(start(), &trouble(Kind::Host, None), draw);
            let delay = health.next_attempt_at.unwrap() - start();
            assert!(
                delay >= TimeDelta::seconds(1) && delay <= TimeDelta::seconds(*longest),
                "{delay} {longest}"
            );
        }
        assert_eq!(jittered(30, 29_000), TimeDelta::seconds(30));
        assert_eq!(jittered(30, 0), TimeDelta::seconds(1));
        assert_eq!((health.state, health.failures, health.bad_days), (State::BackingOff, 10, 1));
    }

    #[test]
    fn draws_cover_the_whole_step() {
        let delays: Vec<_> = (0..1_000).map(|n| jittered(120, n * 7_919).num_seconds()).collect();
        assert!(delays.iter().any(|s| *s < 12) && delays.iter().any(|s| *s > 108));
        let mean = delays.iter().sum::<i64>() / 1_000;
        assert!((50..70).contains(&mean), "{mean}");
    }

    #[test]
    fn what_a_host_asks_for_is_granted_up_to_a_day() {
        let mut health = well();
        health.failed(start(), &trouble(Kind::Pace, Some(7_200)), 0);
        assert_eq!(health.next_attempt_at, Some(start() + TimeDelta::hours(2)));
        assert_eq!(health.bad_days, 0);
        health.failed(start(), &trouble(Kind::Host, Some(90_000)), 0);
        assert_eq!(health.next_attempt_at, Some(start() + TimeDelta::hours(24)));
        let mut impatient = well();
        impatient.failed(start(), &trouble(Kind::Pace, Some(0)), 20_000);
        assert_eq!(impatient.next_attempt_at, Some(start() + TimeDelta::seconds(21)));
    }

    #[test]
    fn seven_bad_days_are_death_and_one_success_undoes_them() {
        let mut health = well();
        for day in 0..6 {
            for hour in [0, 5] {
                health.failed(
                    start() + TimeDelta::days(day) + TimeDelta::hours(hour),
                    &trouble(Kind::Host, None),
                    0,
                );
            }
            assert_eq!((health.state, i64::from(health.bad_days)), (State::BackingOff, day + 1));
        }
        let mut again = health.clone();
        again.succeeded(start());
        assert_eq!(
            (again.state, again.failures, again.bad_days, again.next_attempt_at),
            (State::Alive, 0, 0, None)
        );
        health.failed(start() + TimeDelta::days(9), &trouble(Kind::Delivery, None), 0);
        assert_eq!(health.state, State::Dead);
        assert_eq!(health.next_attempt_at, Some(start() + TimeDelta::days(16)));
    }

    #[test]
    fn one_bad_delivery_does_not_keep_a_good_host_waiting() {
        let mut health = well();
        health.succeeded(start());
        health.failures = 7;
        health.failed(start() + TimeDelta::hours(3), &trouble(Kind::Delivery, None), 599_000);
        assert_eq!(health.next_attempt_at, Some(start() + TimeDelta::hours(3) + TimeDelta::seconds(600)));
    }
}
