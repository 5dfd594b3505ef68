//! Sends what is due: the unit is the host.
//!
//! A sender leases hosts that have deliveries waiting, sends their next rows and gives them back. Back-off,
//! `Retry-After`, death and revival are properties of the host. Any number of senders may share one database.

pub mod inspect;
mod probe;
mod prune;
mod revive;
mod sender;
mod state;

pub use probe::probe_dead;
pub use prune::prune;
pub use revive::{Heard, revive};
pub use sender::Sender;
pub use state::State;
