//! How one delivery ended, sorted into what follows from it.

use crate::client::{Answer, ClientError, RetryAfter};
use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;

/// The longest that a host may ask to be left alone.
pub(super) const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(24);

/// What follows from an answer, or from its absence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It has arrived.
    Taken,
    /// The host does not want this one, and will not want it later.
    Refused(String),
    /// There is no such inbox any more.
    Gone(String),
    /// The host is in trouble, or says so.
    Failed(Trouble),
}

/// Why a host has to be left alone for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    /// For those who run this server.
    pub(super) text: String,
    /// How much it says about the host.
    pub(super) kind: Kind,
    /// How long it asked to be left alone.
    pub(super) pause: Option<TimeDelta>,
}

/// How much a failure says about the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The host is away or overloaded, whatever it is sent.
    Host,
    /// The host is up and wants fewer requests.
    Pace,
    /// The host may be fine and fail on this one alone: others go first from now on.
    Delivery,
}

impl Outcome {
    /// Sorts an answer. `now` is what a date in `Retry-After` is compared with.
    pub(super) fn of_answer(answer: &Answer, now: DateTime<Utc>) -> Self {
        let status = answer.status;
        if status.is_success() {
            return Self::Taken;
        }
        let text = told(answer);
        let kind = match status {
            StatusCode::NOT_FOUND | StatusCode::GONE => return Self::Gone(text),
            StatusCode::TOO_MANY_REQUESTS | StatusCode::TOO_EARLY => Kind::Pace,
            StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => {
                Kind::Host
            }
            StatusCode::NOT_IMPLEMENTED => return Self::Refused(text),
            StatusCode::UNAUTHORIZED | StatusCode::REQUEST_TIMEOUT => Kind::Delivery,
            other if other.is_client_error() => return Self::Refused(text),
            // 500 and its kin; and redirects, which a signature must not follow.
            _ => Kind::Delivery,
        };
        let pause = answer.retry_after.map(|asked| pause(asked, now));
        Self::Failed(Trouble { text, kind, pause })
    }

    /// Sorts what went wrong before there was an answer.
    pub(super) fn of_error(error: &ClientError) -> Self {
        let text = told_of(error);
        if !error.passes() {
            return Self::Refused(text);
        }
        let kind = match error {
            // The other end took the request and fell silent or broke off over it.
            ClientError::Timeout | ClientError::Exchange(_) | ClientError::Body(_) => Kind::Delivery,
            _ => Kind::Host,
        };
        Self::Failed(Trouble { text, kind, pause: None })
    }
}

fn pause(asked: RetryAfter, now: DateTime<Utc>) -> TimeDelta {
    let length = match asked {
        RetryAfter::After(length) => TimeDelta::from_std(length).unwrap_or(LONGEST_PAUSE),
        RetryAfter::At(then) => then - now,
    };
    length.clamp(TimeDelta::zero(), LONGEST_PAUSE)
}

/// The status and the beginning of what the peer said, on one line.
fn told(answer: &Answer) -> String {
    let said: String =
        String::from_utf8_lossy(&answer.body).chars().filter(|c| !c.is_control()).take(200).collect();
    format!("{} {}", answer.status.as_u16(), said.trim()).trim_end().to_owned()
}

/// The error with its causes, each once.
fn told_of(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let more = inner.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        cause = inner.source();
    }
    text.chars().take(300).collect()
}
