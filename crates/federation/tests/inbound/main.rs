//! What arrives from other servers, honest and otherwise, at a Hearth on a real Postgres.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "in a test, what cannot be is a failure")]

mod bounds;
mod door;
mod handles;
mod keys;
mod kit;
mod order;
mod ownership;
mod relevance;
mod remote;
mod threads;
mod work;

#[path = "../../../core/tests/world/mod.rs"]
#[expect(dead_code, reason = "written for the domain's tests, of which these need a part")]
mod world;
