//! Each kind of document as it is sent, built from values in memory. The expected texts lie in `snapshots/`.

mod accounts;
mod activities;
mod audience;
mod collections;
mod kit;
mod stories;
