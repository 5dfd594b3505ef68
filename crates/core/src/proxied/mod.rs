//! Pictures of other servers, shown through this one: their owners do not learn who looks, and a server that is slow or
//! gone leaves no holes.

pub mod keep;
mod name;
pub mod room;
pub mod seal;
mod shown;

pub use keep::{Known, known};
pub use name::names;
pub use shown::{Form, Shown};
