//! Settings: a struct beside its user, composed here, read from a file and `HEARTH__SECTION__KEY`.

mod check;
mod nearest;
mod read;
mod sections;

pub use read::{ConfigError, load, parse};
pub use sections::{Config, Database, Log, Server};
