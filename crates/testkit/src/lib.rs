//! What tests are made of: a database each, Hearths in process over real HTTP, people who use them, a fake remote.
#![forbid(unsafe_code)]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up has failed"
)]

pub mod database;
pub mod forge;
pub mod hearth;
pub mod person;
pub mod remote;
pub mod schema;
pub mod state;

pub use database::TestDatabase;
pub use hearth::{TestHearth, settle};
pub use person::{Answer, Person};
pub use remote::{Actor, Remote};
