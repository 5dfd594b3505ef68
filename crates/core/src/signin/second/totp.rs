//! Time-based one-time codes (RFC 6238): HMAC-SHA-1, six digits, thirty seconds, as all phones make them.

use aws_lc_rs::hmac::{HMAC_SHA1_FOR_LEGACY_USE_ONLY, Key, sign};
use chrono::{DateTime, Utc};

/// Seconds for which a code is shown.
const STEP: i64 = 30;

/// The step of time whose code this is: the present one, or the one before or after, since clocks differ and people type.
pub(super) fn step_of(secret: &[u8], code: &str, now: DateTime<Utc>) -> Option<i64> {
    let present = now.timestamp() / STEP;
    let steps = [present, present - 1, present + 1];
    // All three are compared as a whole, so that the time tells nothing.
    let fits = steps.map(|step| same(self::code(secret, step).as_bytes(), code.as_bytes()));
    steps.into_iter().zip(fits).find_map(|(step, fits)| fits.then_some(step))
}

fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

/// The code of a step (RFC 4226, 5.3).
#[must_use]
pub fn code(secret: &[u8], step: i64) -> String {
    let key = Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = sign(&key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let start = bytes.last().map_or(0, |last| usize::from(last & 15));
    let number = bytes[start..start + 4].iter().fold(0_u32, |number, byte| (number << 8) | u32::from(*byte));
    format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::{code, step_of};
    use chrono::DateTime;

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn the_vectors_of_rfc_6238() {
        for (time, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000_i64, "353130"),
        ] {
            assert_eq!(code(SECRET, time / 30), expected, "{time}");
        }
    }

    #[test]
    fn a_step_early_or_late_is_fine_and_two_are_not() {
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let code = code(SECRET, 100);
        for seconds in [2_970, 3_000, 3_029, 3_059] {
            assert_eq!(step_of(SECRET, &code, at(seconds)), Some(100), "{seconds}");
        }
        for seconds in [2_969, 3_060] {
            assert_eq!(step_of(SECRET, &code, at(seconds)), None, "{seconds}");
        }
        assert_eq!(step_of(SECRET, "", at(3_000)), None);
    }
}
