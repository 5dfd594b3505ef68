//! Stories and replies: a reply is a story with a parent.

mod adopt;
pub mod anew;
pub mod audience;
pub mod bookmark;
pub mod boost;
pub mod cache;
mod claims;
pub mod context;
pub mod delete;
pub mod draft;
pub mod edit;
pub mod expire;
pub mod favourite;
pub mod fold;
pub mod history;
pub mod hydrate;
mod insert;
mod load;
pub mod model;
pub mod outward;
pub mod pin;
pub mod preview;
pub mod publish;
pub mod queries;
pub mod quotes;
mod readers;
pub mod receive;
pub mod relevance;
mod resolve;
pub mod show;
pub mod telling;
pub mod visibility;

pub use draft::Draft;
pub use model::{
    Attachment, Audience, Boost, Entry, EntryKey, Marks, Mention, QuotePolicy, Story, StoryView, Tag,
};
pub use outward::Outward;
pub use receive::RemoteStory;
pub use telling::{Kind, Telling, Wish};
