//! Devices that are told of notifications while their app is closed (Web Push).

mod key;
mod letter;
mod model;
mod ring;
mod subscribe;

pub(crate) use key::KeyCell;
pub use key::{SenderKey, key};
pub use letter::{Letter, letter};
pub use model::{Alerts, Device, From, Subscription};
pub(crate) use ring::ring;
pub use subscribe::{change, gone, show, subscribe, unsubscribe};
