//! Instants as apps read them: exactly three digits of a second, and `Z`.

use chrono::{DateTime, SecondsFormat, Utc};

/// `2026-11-23T10:00:00.000Z`
pub(crate) fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The same, at the beginning of its day.
pub(crate) fn day_stamp(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT00:00:00.000Z").to_string()
}

/// `2026-11-23`
pub(crate) fn day(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d").to_string()
}
