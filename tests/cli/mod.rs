//! The command line, as those who run a server use it.

mod commands;
mod outage;
mod seed;
mod settings;
