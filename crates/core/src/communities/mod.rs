//! Communities: accounts of kind Group whose members tell one another stories, looked after by stewards of their own.

pub mod abroad;
pub mod agreement;
pub mod ban;
pub mod elsewhere;
pub mod found;
pub mod greet;
pub mod invite;
pub mod join;
pub mod known;
pub mod lists;
pub mod membership;
pub mod model;
pub mod moderate;
pub mod notes;
pub(crate) mod place;
pub mod prompt;
pub mod queries;
pub mod reports;
pub mod requests;
pub mod roles;
pub mod timeline;
pub mod update;

pub use model::{Community, Joining, Member, Role, State, Visibility};
