//! The tests over the whole house, in one binary: it links once, and shares what is costly to set up.
#![cfg(test)]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that meets the unexpected has failed")]

mod architecture;
mod federation;
mod house;
mod licences;
mod migrations;
