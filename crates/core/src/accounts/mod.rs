//! Accounts: anyone who can be named `@name@host`, here or elsewhere.

mod arriving;
pub mod cache;
pub mod delete;
pub mod endorse;
mod erase;
mod gone;
pub mod handle;
pub mod keygen;
pub mod keys;
pub(crate) mod listed;
pub mod model;
pub mod moving;
pub mod queries;
pub mod receive;
pub mod register;
pub mod relationship;
pub mod remark;
pub mod suspend;
pub mod update;

pub use handle::Handle;
pub use model::{Account, AccountKind, Emoji, Endpoints, Field, Profile};
