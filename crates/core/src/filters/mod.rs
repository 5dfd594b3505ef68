//! Filters: what a member wants to be warned of, or not to meet. Nobody else knows of them.

pub mod cache;
mod change;
mod keywords;
mod model;
mod old;
mod sieve;
mod stories;

pub use change::{KeywordWish, Wish, create, delete, update};
pub use keywords::{add_keyword, change_keyword, remove_keyword, show_keyword};
pub use model::{Action, Context, Contexts, Detailed, Filter, FilteredStory, Keyword, all, show};
pub use old::{Old, OldWish, all_old, create_old, show_old, update_old};
pub use sieve::Caught;
pub use stories::{add_story, remove_story, show_story};
