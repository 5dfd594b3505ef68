//! How old or how early a signature may be.

use chrono::{DateTime, TimeDelta, Utc};

use super::SignatureError;

/// Around `now`, how far a signing time may lie to either side; the verifier's skew comes on top.
pub(super) const WINDOW: TimeDelta = TimeDelta::hours(1);
/// Even a signature that names a later `expires` is refused after this age; the skew comes on top.
pub(super) const OLDEST: TimeDelta = TimeDelta::hours(12);

/// Checks one signing time. `expires` lengthens the window only when `trusted`, that is, when it is signed itself;
/// unsigned it can only shorten it.
///
/// # Errors
/// `Expired` in every case outside.
pub(super) fn check(
    signed_at: DateTime<Utc>,
    expires: Option<i64>,
    trusted: bool,
    now: DateTime<Utc>,
    skew: TimeDelta,
) -> Result<(), SignatureError> {
    let age = now.signed_duration_since(signed_at);
    let slack = WINDOW.checked_add(&skew).unwrap_or(WINDOW);
    if -age > slack {
        return Err(SignatureError::Expired("signed in the future"));
    }
    if expires.is_some_and(|expires| now.timestamp() > expires) {
        return Err(SignatureError::Expired("its expiry has passed"));
    }
    let oldest =
        if trusted && expires.is_some() { OLDEST.checked_add(&skew).unwrap_or(OLDEST) } else { slack };
    if age > oldest {
        return Err(SignatureError::Expired("too old"));
    }
    Ok(())
}

/// A Unix second as a time.
///
/// # Errors
/// `Malformed` beyond the calendar.
pub(super) fn at(seconds: i64) -> Result<DateTime<Utc>, SignatureError> {
    DateTime::from_timestamp(seconds, 0).ok_or(SignatureError::Malformed("not a time"))
}

/// Reads a `Date` header (RFC 9110 IMF-fixdate).
///
/// # Errors
/// `Malformed` when it is not a date.
pub(super) fn http_date(value: &[u8]) -> Result<DateTime<Utc>, SignatureError> {
    std::str::from_utf8(value)
        .ok()
        .and_then(|text| DateTime::parse_from_rfc2822(text).ok())
        .map(|date| date.with_timezone(&Utc))
        .ok_or(SignatureError::Malformed("Date is not a date"))
}
