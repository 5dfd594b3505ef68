//! Instants as apps read them: exactly three digits of a second, and `Z`.

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use serde::{Serialize, Serializer};

/// `2026-11-23T10:00:00.000Z`
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stamp(pub(crate) DateTime<Utc>);

/// The same, at the beginning of its day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DayStamp(pub(crate) DateTime<Utc>);

/// `2026-11-23`
#[derive(Debug, Clone, Copy)]
pub(crate) struct Day(pub(crate) DateTime<Utc>);

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = *MIDNIGHT;
        put_day(&mut text, self.0);
        let time = self.0.time();
        put(&mut text[11..13], time.hour());
        put(&mut text[14..16], time.minute());
        put(&mut text[17..19], time.second());
        // A leap second counts as more than a thousand of these.
        put(&mut text[20..23], (time.nanosecond() / 1_000_000).min(999));
        serializer.serialize_str(as_text(&text))
    }
}

impl Serialize for DayStamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = *MIDNIGHT;
        put_day(&mut text, self.0);
        serializer.serialize_str(as_text(&text))
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = *MIDNIGHT;
        put_day(&mut text, self.0);
        serializer.serialize_str(as_text(&text[..10]))
    }
}

const MIDNIGHT: &[u8; 24] = b"0000-00-00T00:00:00.000Z";

fn put_day(text: &mut [u8; 24], at: DateTime<Utc>) {
    let date = at.date_naive();
    put(&mut text[..4], u32::try_from(date.year()).unwrap_or_default().min(9_999));
    put(&mut text[5..7], date.month());
    put(&mut text[8..10], date.day());
}

/// Writes a number into all of `place`, from its last digit.
fn put(place: &mut [u8], mut number: u32) {
    for digit in place.iter_mut().rev() {
        *digit = b'0' + u8::try_from(number % 10).unwrap_or_default();
        number /= 10;
    }
}

fn as_text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Day, DayStamp, Stamp};
    use chrono::{DateTime, Utc};
    use serde_json::{json, to_value};

    #[test]
    fn instants_have_three_digits_and_z() {
        let at: DateTime<Utc> = "2026-11-03T07:08:09.0451239Z".parse().unwrap();
        assert_eq!(to_value(Stamp(at)).unwrap(), json!("2026-11-03T07:08:09.045Z"));
        assert_eq!(to_value(DayStamp(at)).unwrap(), json!("2026-11-03T00:00:00.000Z"));
        assert_eq!(to_value(Day(at)).unwrap(), json!("2026-11-03"));
        let leap: DateTime<Utc> = "2016-12-31T23:59:60.5Z".parse().unwrap();
        assert_eq!(to_value(Stamp(leap)).unwrap(), json!("2016-12-31T23:59:59.999Z"));
        assert_eq!(to_value(Stamp(DateTime::<Utc>::MIN_UTC)).unwrap().as_str().unwrap().len(), 24);
        assert_eq!(to_value(Stamp(DateTime::<Utc>::MAX_UTC)).unwrap().as_str().unwrap().len(), 24);
    }
}
