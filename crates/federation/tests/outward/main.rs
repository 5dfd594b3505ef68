//! What this server says and shows to others, on a real Postgres.
#![forbid(unsafe_code)]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test, what cannot be is a failure"
)]

mod accounts;
mod acts;
mod documents;
mod kit;
mod signed;
mod stories;

#[path = "../../../core/tests/world/mod.rs"]
#[expect(dead_code, reason = "shared with the tests of core, which use all of it")]
mod world;
