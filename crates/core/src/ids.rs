//! Ids: 64-bit snowflakes (`unix ms << 16 | sequence`), numbers inside and strings in JSON.

use chrono::{DateTime, Utc};
use diesel::deserialize::FromSql;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{Output, ToSql};
use diesel::sql_types::BigInt;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

const SEQUENCE: i64 = 0xffff;

/// Makes ids that strictly rise, even when the clock steps back.
#[derive(Debug)]
pub struct Mint {
    last: Mutex<i64>,
    noise: AtomicI64,
    heard: AtomicI64,
}

impl Mint {
    /// A mint whose sequences start at `seed`, so that two processes on one database rarely draw the same id within
    /// a millisecond (where they do, the second insert fails and is tried again).
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let start = i64::try_from(seed >> 1).unwrap_or_default();
        Self { last: Mutex::new(0), noise: AtomicI64::new(start), heard: AtomicI64::new(start) }
    }

    /// An id for something that happens at `now`; greater than every one this mint gave before.
    pub fn next(&self, now: DateTime<Utc>) -> i64 {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        // Half of the sequence is left free, so that ids of one millisecond have room to rise.
        let fresh = (now.timestamp_millis() << 16) | (self.noise() >> 1);
        *last = fresh.max(*last + 1);
        *last
    }

    /// An id for something published at `then`, or now if that lies ahead. Most servers tell the time to the second
    /// only: what one of them told within a second is numbered in the order in which it is asked for here.
    pub fn at(&self, then: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
        let then = then.min(now).max(DateTime::UNIX_EPOCH);
        (then.timestamp_millis() << 16) | (self.heard.fetch_add(1, Ordering::Relaxed) & SEQUENCE)
    }

    fn noise(&self) -> i64 {
        // An odd step walks through all 65,536 values before one comes again.
        self.noise.fetch_add(40_503, Ordering::Relaxed) & SEQUENCE
    }
}

/// When an id was made, to the millisecond.
#[must_use]
pub fn time_of(id: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(id >> 16).unwrap_or(DateTime::UNIX_EPOCH)
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Number(i64),
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
        #[diesel(sql_type = BigInt)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                match Written::deserialize(deserializer)? {
                    Written::Number(number) => Ok(Self(number)),
                    Written::Text(text) => text.parse().map_err(serde::de::Error::custom),
                }
            }
        }

        impl ToSql<BigInt, Pg> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> diesel::serialize::Result {
                <i64 as ToSql<BigInt, Pg>>::to_sql(&self.0, out)
            }
        }

        impl FromSql<BigInt, Pg> for $name {
            fn from_sql(bytes: PgValue<'_>) -> diesel::deserialize::Result<Self> {
                <i64 as FromSql<BigInt, Pg>>::from_sql(bytes).map(Self)
            }
        }
    )+};
}

ids! {
    /// An account.
    AccountId,
    /// A story.
    StoryId,
    /// A boost.
    BoostId,
    /// A notification.
    NotificationId,
    /// Another server.
    PeerId,
    /// Id of an app that registered here.
    AppId,
    /// An access token.
    TokenId,
    /// A report.
    ReportId,
    /// An earlier version of a story.
    EditId,
    /// A picture, sound or film.
    AttachmentId,
    /// A draft.
    DraftId,
    /// Something another server asked for.
    InteractionId,
    /// A circle of people.
    CircleId,
    /// A page that stories link to.
    CardId,
    /// A device that is told of notifications.
    SubscriptionId,
}

#[cfg(test)]
mod tests;
