//! The commands, one file each.

pub mod account;
pub mod check;
pub mod demo;
pub mod emoji;
pub mod health;
pub mod peers;
pub mod queue;
pub mod serve;
pub mod token;
