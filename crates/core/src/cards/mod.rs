//! Preview cards: what a page says of itself, shown below the stories that link to it.
//!
//! A page is asked once for all stories, by a job; nothing is asked while somebody waits for an answer.

pub mod find;
pub mod keep;
pub(crate) mod load;
mod model;

pub use model::{Author, Card, Image, Page, Wanted};
