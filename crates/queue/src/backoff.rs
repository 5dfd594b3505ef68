//! How long a failed job waits: short at first, since most trouble is a moment's, then ever longer.

use chrono::TimeDelta;

/// The wait after failed attempt number `attempt` (from 1): n⁴ + 1 seconds and up to half as much again, so
/// about 2 s, 20 s, 2 min, 5 min, 13 min, 27 min, 50 min; eight attempts span about an hour and a half.
///
/// The extra is taken from the job's number, so that jobs that failed together do not come back together, and a
/// run can be repeated exactly.
pub(crate) fn after(attempt: i32, job: i64) -> TimeDelta {
    let n = i64::from(attempt.clamp(1, 20));
    let base_ms = (n.pow(4) + 1) * 1000;
    let seed = job.cast_unsigned() ^ (u64::from(attempt.unsigned_abs()) << 48);
    let extra_ms = scatter(seed) % (base_ms.cast_unsigned() / 2);
    TimeDelta::milliseconds(base_ms + extra_ms.cast_signed())
}

/// The finishing step of SplitMix64: neighbouring numbers come out far apart.
fn scatter(seed: u64) -> u64 {
    let x = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::after;

    #[test]
    fn waits_grow_and_stay_within_half_as_much_again() {
        for (attempt, seconds) in [(1, 2), (2, 17), (3, 82), (7, 2402)] {
            for job in 0..200 {
                let wait = after(attempt, job).num_milliseconds();
                assert!((seconds * 1000..seconds * 1500).contains(&wait), "{attempt} {job} {wait}");
            }
        }
    }

    #[test]
    fn neighbours_are_scattered() {
        let mut waits: Vec<_> = (0..100).map(|job| after(5, job)).collect();
        waits.sort();
        waits.dedup();
        assert_eq!(waits.len(), 100);
    }
}
