//! Sends what is due: the unit is the host.
//!
//! A sender leases hosts that have deliveries waiting, sends their next rows and gives them back. Back-off,
//! `Retry-After`, death and revival are properties of the host. Any number of senders may share one database.

mod bodies;
mod engine;
mod give_back;
mod health;
mod host;
pub mod inspect;
mod lanes;
mod link;
mod post;
mod probe;
mod prune;
mod revive;
mod rota;
mod row;
mod sender;
mod signers;
mod slots;
mod state;
mod statements;
mod tempo;
mod trouble;
mod turn;

pub use probe::probe_dead;
pub use prune::prune;
pub use revive::{Heard, revive};
pub use sender::Sender;
pub use state::State;
