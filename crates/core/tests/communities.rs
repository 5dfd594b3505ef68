//! Communities, on a real Postgres.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "in a test, what cannot be is a failure")]

mod communities {
    mod answering;
    mod heard;
    mod joining;
    mod kit;
    mod moderating;
    mod plans;
    mod telling;
}
mod world;
