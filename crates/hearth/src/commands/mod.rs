//! The commands, one file each.

pub mod account;
pub mod announcement;
pub mod app;
pub mod check;
pub mod demo;
pub mod emoji;
pub mod health;
pub mod invite;
pub mod member;
mod password;
pub mod peers;
pub mod queue;
pub mod seed;
pub mod serve;
pub mod token;
