//! Which deliveries of a host may go now: by priority, but never past an earlier one about the same thing.

use super::row::{Key, Row};
use std::collections::{BTreeMap, HashMap};

/// Rows of one host that wait, in the order they will go.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    /// Free to go: those a peer failed on last, then by priority and age.
    free: BTreeMap<(i16, Key), Row>,
    lanes: HashMap<i32, Lane>,
    /// How many stand behind others.
    behind: usize,
}

/// What is about one thing. Deliveries of one activity to several inboxes go side by side; the next activity waits
/// until all of them are done.
#[derive(Debug)]
struct Lane {
    activity: i64,
    /// Deliveries of this activity that are free or under way.
    open: usize,
    later: BTreeMap<i64, Vec<Row>>,
}

impl Lanes {
    /// Takes rows in.
    pub(super) fn add(&mut self, mut rows: Vec<Row>) {
        rows.sort_unstable_by_key(|row| row.key.activity);
        for row in rows {
            self.add_one(row);
        }
    }

    fn add_one(&mut self, row: Row) {
        let activity = row.key.activity;
        if row.lane != 0 {
            match self.lanes.get_mut(&row.lane) {
                Some(lane) if lane.activity == activity => lane.open += 1,
                Some(lane) => {
                    lane.later.entry(activity).or_default().push(row);
                    self.behind += 1;
                    return;
                }
                None => {
                    self.lanes.insert(row.lane, Lane { activity, open: 1, later: BTreeMap::new() });
                }
            }
        }
        self.free.insert((row.attempts, row.key), row);
    }

    /// The next that may go. It counts as under way until [`Self::done`].
    pub(super) fn take(&mut self) -> Option<Row> {
        self.free.pop_first().map(|(_, row)| row)
    }

    /// One of this lane is finished, for good.
    pub(super) fn done(&mut self, number: i32) {
        let Some(lane) = self.lanes.get_mut(&number) else { return };
        lane.open = lane.open.saturating_sub(1);
        if lane.open > 0 {
            return;
        }
        match lane.later.pop_first() {
            Some((activity, rows)) => {
                lane.activity = activity;
                lane.open = rows.len();
                self.behind -= rows.len();
                self.free.extend(rows.into_iter().map(|row| ((row.attempts, row.key), row)));
            }
            None => {
                self.lanes.remove(&number);
            }
        }
    }

    /// Takes out all that wait for this inbox.
    pub(super) fn remove_inbox(&mut self, inbox: i64) {
        let freed: Vec<_> =
            self.free.extract_if(.., |_, row| row.key.inbox == inbox).map(|(_, row)| row.lane).collect();
        for lane in self.lanes.values_mut() {
            lane.later.retain(|_, rows| {
                let before = rows.len();
                rows.retain(|row| row.key.inbox != inbox);
                self.behind -= before - rows.len();
                !rows.is_empty()
            });
        }
        for lane in freed {
            self.done(lane);
        }
    }

    /// How many could go now, were there no limits.
    pub(super) fn free(&self) -> usize {
        self.free.len()
    }

    /// How many wait.
    pub(super) fn len(&self) -> usize {
        self.free.len() + self.behind
    }

    /// Whether nothing waits.
    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets all that waits: it stays in the table.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::bodies::Said;
    use std::sync::Arc;

    fn row(priority: i16, activity: i64, inbox: i64, lane: i32) -> Row {
        Row {
            key: Key { peer: 1, priority, activity, inbox },
            lane,
            attempts: 0,
            url: Arc::new("https://other.example/inbox".parse().unwrap()),
            said: Arc::new(Said::nothing()),
        }
    }

    fn drain(lanes: &mut Lanes) -> Vec<(i64, i64)> {
        let mut order = Vec::new();
        while let Some(row) = lanes.take() {
            order.push((row.key.activity, row.key.inbox));
            lanes.done(row.lane);
        }
        order
    }

    #[test]
    fn rows_go_by_priority_then_age() {
        let mut lanes = Lanes::default();
        lanes.add(vec![row(1, 5, 1, 0), row(0, 9, 1, 0), row(1, 4, 1, 7), row(2, 1, 1, 8)]);
        assert_eq!(drain(&mut lanes), [(9, 1), (4, 1), (5, 1), (1, 1)]);
        assert!(lanes.is_empty());
    }

    #[test]
    fn nothing_overtakes_in_its_lane_whatever_its_priority() {
        let mut lanes = Lanes::default();
        lanes.add(vec![row(0, 3, 1, 7), row(1, 2, 1, 7), row(2, 1, 1, 7)]);
        let first = lanes.take().unwrap();
        assert_eq!(first.key.activity, 1);
        assert!(lanes.take().is_none() && !lanes.is_empty());
        lanes.done(7);
        assert_eq!(drain(&mut lanes), [(2, 1), (3, 1)]);
    }

    #[test]
    fn one_activity_goes_to_several_inboxes_side_by_side() {
        let mut lanes = Lanes::default();
        lanes.add(vec![row(1, 1, 1, 7), row(1, 1, 2, 7), row(1, 2, 1, 7)]);
        lanes.add(vec![row(1, 1, 3, 7)]);
        let under_way: Vec<_> = std::iter::from_fn(|| lanes.take()).map(|row| row.key.inbox).collect();
        assert_eq!(under_way, [1, 2, 3]);
        lanes.done(7);
        lanes.done(7);
        assert!(lanes.take().is_none());
        lanes.done(7);
        assert_eq!(drain(&mut lanes), [(2, 1)]);
    }

    #[test]
    fn what_failed_before_goes_last() {
        let mut lanes = Lanes::default();
        lanes.add(vec![
            Row { attempts: 2, ..row(0, 1, 1, 3) },
            row(3, 9, 1, 4),
            Row { attempts: 1, ..row(0, 2, 1, 5) },
        ]);
        assert_eq!(drain(&mut lanes), [(9, 1), (2, 1), (1, 1)]);
    }

    #[test]
    fn a_closed_inbox_frees_the_lane() {
        let mut lanes = Lanes::default();
        lanes.add(vec![row(1, 1, 1, 7), row(1, 2, 2, 7), row(1, 3, 1, 7), row(1, 4, 2, 7)]);
        lanes.remove_inbox(1);
        assert_eq!(drain(&mut lanes), [(2, 2), (4, 2)]);
        assert!(lanes.is_empty());
    }

    proptest::proptest! {
        /// Whatever comes in whatever batches, and however answers overtake each other.
        #[test]
        fn no_order_of_answers_lets_anything_overtake(
            rows in proptest::collection::vec((0..4_i16, 0..4_i32), 1..60),
            picks in proptest::collection::vec(0..100_usize, 50),
        ) {
            // Each activity goes to two inboxes.
            let rows = rows.iter().zip(1_i64..).flat_map(|(&(priority, lane), activity)| {
                [row(priority, activity, 1, lane), row(priority, activity, 2, lane)]
            });
            let rows: Vec<Row> = rows.collect();
            let mut lanes = Lanes::default();
            let total = rows.len();
            lanes.add(rows);
            let mut picks = picks.into_iter().cycle();
            let mut under_way: Vec<Row> = Vec::new();
            let mut done: Vec<Row> = Vec::new();
            while done.len() < total {
                let pick = picks.next().unwrap();
                let taken = if under_way.is_empty() || pick % 2 == 0 { lanes.take() } else { None };
                if let Some(row) = taken {
                    let other = |other: &&Row| row.lane != 0 && other.lane == row.lane;
                    let age = row.key.activity;
                    proptest::prop_assert!(under_way.iter().filter(other).all(|row| row.key.activity == age));
                    proptest::prop_assert!(done.iter().filter(other).all(|row| row.key.activity <= age));
                    under_way.push(row);
                } else {
                    proptest::prop_assert!(!under_way.is_empty());
                    let row = under_way.swap_remove(pick % under_way.len());
                    lanes.done(row.lane);
                    done.push(row);
                }
            }
            proptest::prop_assert!(lanes.is_empty());
        }
    }
}
