//! ActivityPub in and out: documents, signatures, inbox, delivery.
#![forbid(unsafe_code)]

pub mod activities;
pub mod cards;
pub mod client;
pub mod context;
pub mod delivery;
pub mod error;
pub mod inbox;
pub mod keyring;
pub mod ledger;
pub mod objects;
pub mod origin;
pub mod outbound;
pub mod peers;
pub mod readers;
pub mod resolve;
pub mod routes;
pub mod settings;
pub mod signatures;

pub use context::Federation;
pub use error::{Error, Result};
pub use settings::{Mode, Settings};
