//! How ids rise and how they are written.

use super::{AccountId, Mint, StoryId, time_of};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashSet;

fn noon() -> DateTime<Utc> {
    "2026-05-01T12:00:00.123Z".parse().unwrap()
}

#[test]
fn an_id_tells_when_it_was_made() {
    let mint = Mint::new(7);
    assert_eq!(time_of(mint.next(noon())), noon());
    assert_eq!(time_of(mint.at(noon() - TimeDelta::days(900), noon())), noon() - TimeDelta::days(900));
}

#[test]
fn ids_rise_when_the_clock_stands_still_or_steps_back() {
    let mint = Mint::new(u64::MAX);
    let mut last = 0;
    for step in [0, 0, 5, -3_600_000, -3_600_000, 0, 1, -1] {
        // More than a millisecond has room for.
        for _ in 0..20_000 {
            let id = mint.next(noon() + TimeDelta::milliseconds(step));
            assert!(id > last);
            last = id;
        }
    }
}

#[test]
fn ids_are_told_apart_between_threads() {
    let mint = Mint::new(1);
    let ids: HashSet<i64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| (0..5_000).map(|_| mint.next(noon())).collect::<Vec<_>>()))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(ids.len(), 20_000);
}

#[test]
fn stories_from_the_past_get_ids_of_then_and_never_of_the_future() {
    let mint = Mint::new(42);
    let then = noon() - TimeDelta::days(2);
    let ids: HashSet<i64> = (0..65_536).map(|_| mint.at(then, noon())).collect();
    assert_eq!(ids.len(), 65_536, "a millisecond has room for as many");
    assert_eq!(time_of(mint.at(noon() + TimeDelta::days(1), noon())), noon());
    assert_eq!(time_of(mint.at(DateTime::<Utc>::MIN_UTC, noon())), DateTime::UNIX_EPOCH);
    assert!(mint.at(DateTime::<Utc>::MIN_UTC, noon()) >= 0);
}

#[test]
fn what_was_told_within_a_second_keeps_its_order() {
    let mint = Mint::new(42);
    let ids: Vec<i64> = (0..100).map(|_| mint.at(noon(), noon())).collect();
    assert!(ids.is_sorted(), "{ids:?}");
}

#[test]
fn ids_are_texts_in_json_and_read_from_numbers_too() {
    let id = StoryId(116_000_000_000_000_001);
    assert_eq!(serde_json::to_string(&id).unwrap(), "\"116000000000000001\"");
    assert_eq!(serde_json::from_str::<StoryId>("\"116000000000000001\"").unwrap(), id);
    assert_eq!(serde_json::from_str::<StoryId>("116000000000000001").unwrap(), id);
    for wrong in
        ["\"\"", "\"12a\"", "1.5", "null", "true", "\"99999999999999999999\"", "99999999999999999999"]
    {
        assert!(serde_json::from_str::<StoryId>(wrong).is_err(), "{wrong}");
    }
    assert_eq!("12".parse::<AccountId>().unwrap().to_string(), "12");
}
