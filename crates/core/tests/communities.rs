//! Communities, on a real Postgres.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "in a test, what cannot be is a failure")]

mod communities {
    mod joining;
    mod kit;
    mod moderating;
    mod telling;
}
mod world;
