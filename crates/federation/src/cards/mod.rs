//! Asks the pages that stories link to what they say of themselves.

mod charset;
mod page;

pub use page::page;
