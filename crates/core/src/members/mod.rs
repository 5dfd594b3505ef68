//! Members: accounts with a login here, and their tokens.

pub mod appoint;
pub mod held;
pub mod model;
mod scopes;
pub mod seen;
pub mod tokens;

pub use model::{Member, Role};
pub use tokens::{Scopes, Session};
