//! What this server says and shows to others, on a real Postgres.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "in a test, what cannot be is a failure")]

mod accounts;
mod acts;
mod documents;
mod kit;
mod signed;
mod stories;
mod wide;

#[path = "../../../core/tests/world/mod.rs"]
mod world;
