//! What people elsewhere see of what we send: the reading rules of other software as code, for the reach preview and for
//! the tests of every document we make. Nothing here is believed of anybody; it only looks at our own bytes.

mod document;
pub mod gotosocial;
mod html;
pub mod lemmy;
pub mod mastodon;

#[cfg(test)]
mod tests;

use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A server that reads, as far as it matters to what it shows.
#[derive(Debug, Clone, Default)]
pub struct There {
    /// Ids of the actors that somebody there follows.
    pub follows: Vec<String>,
    /// Ids of the people who live there.
    pub people: Vec<String>,
    /// What an address answers to somebody unknown, and what is stored there already.
    pub documents: BTreeMap<String, Value>,
    /// Ids it was asked to delete: none of them comes back.
    pub deleted: Vec<String>,
}

/// What comes of a document there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// A story or an answer that people read.
    Story(Box<Shown>),
    /// A story that is passed on to those who follow `by`.
    Boost {
        /// Who passes it on.
        by: String,
        /// The story.
        of: String,
    },
    /// Something that is there changes or goes, in words.
    Change(String),
    /// Nothing: it is dropped, for this reason.
    Dropped(&'static str),
}

/// A story as it is shown there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// Title that stands above it; empty where there is none.
    pub title: String,
    /// Words that stand for it while it is folded; empty where it is not.
    pub warning: String,
    /// The text as HTML (Lemmy: as Markdown), as it is left there.
    pub body: String,
    /// Who may read it there.
    pub visibility: &'static str,
    /// Who may answer there.
    pub replies: String,
    /// Who may pass it on there.
    pub boosts: String,
    /// Who may quote it there.
    pub quotes: String,
    /// Addresses of pictures, sounds and films that are shown.
    pub media: Vec<String>,
    /// They are covered.
    pub covered: bool,
    /// What it answers.
    pub answers: Option<String>,
}

impl Seen {
    /// The story, if it is one.
    #[must_use]
    pub fn story(&self) -> Option<&Shown> {
        match self {
            Self::Story(shown) => Some(shown),
            _ => None,
        }
    }
}
