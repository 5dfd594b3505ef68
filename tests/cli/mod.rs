//! The command line, as those who run a server use it.

mod commands;
mod killed;
mod outage;
pub mod process;
mod seed;
mod settings;
