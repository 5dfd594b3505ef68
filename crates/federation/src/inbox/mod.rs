//! The durable inbox: verify, store once, answer 202, work later.

mod arrival;
mod batch;
mod door;
pub mod inspect;
mod rows;
mod worker;

pub use door::routes;
pub use rows::prune;
pub use worker::Worker;
