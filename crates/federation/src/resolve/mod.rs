//! Finds accounts and stories elsewhere and brings them here, within a budget of fetches.

mod account;
mod alternate;
mod budget;
mod by_url;
mod fetch;
mod memory;
mod outbox;
mod picture;
mod signer;
mod story;
mod thread;
mod webfinger;

pub use account::{Freshness, account, account_by_uri, account_within};
pub use budget::Budget;
pub use by_url::{Found, by_url};
pub(crate) use fetch::{document, plain_within};
pub use memory::Memory;
pub use outbox::backfill;
pub use picture::picture;
pub use signer::{Speaker, signer};
pub(crate) use story::{keep, whole};
pub use story::{story, story_within};
pub use thread::{ancestors, thread};
