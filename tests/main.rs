//! The tests over the whole house, in one binary: it links once, and shares what is costly to set up.
#![cfg(test)]
#![expect(clippy::large_futures, reason = "a test may hold all it sets up on its stack")]

mod api;
mod architecture;
mod cli;
mod clients;
mod federation;
mod guide;
mod house;
mod licences;
mod migrations;
mod processes;
mod surfaces;
mod web;
