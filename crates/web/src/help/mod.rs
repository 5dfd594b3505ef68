//! The help page: who answers the telephone, for the country that somebody chooses. Nobody is located.

mod list;
pub(crate) mod page;
