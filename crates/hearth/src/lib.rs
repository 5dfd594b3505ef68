//! The binary's parts: configuration, wiring, command line. A library too, so that tests can run a Hearth in process.
#![forbid(unsafe_code)]

pub mod app;
pub mod cli;
pub mod commands;
pub mod config;
pub mod database;
pub mod proxies;

pub use app::App;
pub use config::Config;
