//! Clocks that stand still and clocks that run.

use super::{Clock, MockClock, SystemClock};
use chrono::{DateTime, TimeDelta, Utc};

#[test]
fn a_mock_clock_moves_when_it_is_moved() {
    let noon: DateTime<Utc> = "2026-05-01T12:00:00Z".parse().unwrap();
    let clock = MockClock::at(noon);
    assert_eq!((clock.now(), clock.now()), (noon, noon));
    clock.step(TimeDelta::hours(2));
    clock.step(TimeDelta::minutes(-30));
    assert_eq!(clock.now(), noon + TimeDelta::minutes(90));
    clock.set(noon);
    assert_eq!(clock.now(), noon);
}

#[test]
fn a_shifted_clock_runs_ahead() {
    let (behind, ahead) = (SystemClock::default(), SystemClock::shifted(TimeDelta::hours(1)));
    let (first, second) = (behind.now(), ahead.now());
    assert!(second - first >= TimeDelta::hours(1) && second - first < TimeDelta::hours(2));
}
