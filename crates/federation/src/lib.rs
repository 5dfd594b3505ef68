//! ActivityPub in and out: documents, signatures, inbox, delivery.
#![forbid(unsafe_code)]

pub mod client;
pub mod origin;
pub mod signatures;
