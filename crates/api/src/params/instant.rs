//! Instants as apps write them: ISO 8601, with a zone or without one, where UTC is meant.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// An instant; an empty text is absent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Instant(pub(crate) Option<DateTime<Utc>>);

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wrong = || D::Error::custom("an instant is expected, like 2026-11-23T10:00:00.000Z");
        match Value::deserialize(deserializer)? {
            Value::Null => Ok(Self(None)),
            Value::String(text) if text.trim().is_empty() => Ok(Self(None)),
            Value::String(text) => read(text.trim()).map(|at| Self(Some(at))).ok_or_else(wrong),
            _ => Err(wrong()),
        }
    }
}

fn read(text: &str) -> Option<DateTime<Utc>> {
    let zoned = ["%+", "%Y-%m-%d %H:%M:%S%.f %z", "%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%dT%H:%M%#z"];
    let plain =
        ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S%.f UTC"];
    let zoned = zoned.iter().find_map(|form| DateTime::parse_from_str(text, form).ok()).map(|at| at.to_utc());
    zoned.or_else(|| {
        plain.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok()).map(|at| at.and_utc())
    })
}

#[cfg(test)]
mod tests {
    use super::Instant;
    use serde_json::json;

    #[test]
    fn instants_have_many_spellings() {
        let ten = Some("2027-01-15T10:00:00Z".parse().unwrap());
        for text in [
            "2027-01-15T10:00:00.000Z",
            "2027-01-15T11:00:00+01:00",
            "2027-01-15T11:00:00+0100",
            "2027-01-15 11:00:00 +0100",
            "2027-01-15T10:00:00",
            "2027-01-15T10:00",
            "2027-01-15T10:00Z",
            " 2027-01-15 10:00:00 UTC ",
        ] {
            let read: Instant = serde_json::from_value(json!(text)).unwrap();
            assert_eq!(read.0, ten, "{text}");
        }
    }

    #[test]
    fn nothing_is_absent_and_nonsense_is_refused() {
        for absent in [json!(null), json!(""), json!(" ")] {
            assert_eq!(serde_json::from_value::<Instant>(absent).unwrap(), Instant(None));
        }
        for wrong in [json!("tomorrow"), json!(7), json!("2027-13-01T00:00:00Z")] {
            assert!(serde_json::from_value::<Instant>(wrong.clone()).is_err(), "{wrong}");
        }
    }
}
