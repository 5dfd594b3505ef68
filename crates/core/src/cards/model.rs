//! What a card holds.

use crate::ids::CardId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A page that is still to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Its card.
    pub card: CardId,
    /// A story from here links to it: nobody else's server has it yet, so there is no rush to part.
    pub first_hand: bool,
}

/// A page as it is shown below a story.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// As the story links it.
    pub url: String,
    /// What it says.
    pub page: Page,
}

/// What a page says of itself, as plain text and addresses of the web.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Page {
    /// Never empty.
    pub title: String,
    /// One sentence or some; may be empty.
    pub description: String,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// The name of the site.
    pub site: String,
    /// Who wrote it, in words: no claim to be anybody's account.
    pub author: Option<Author>,
    /// A picture.
    pub image: Option<Image>,
    /// When it was published, by its own word.
    pub published_at: Option<DateTime<Utc>>,
}

/// Who wrote a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Author {
    /// In words.
    pub name: String,
    /// Page about them; may be empty.
    pub url: String,
}

/// The picture of a page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Image {
    /// At its origin.
    pub url: String,
    /// For those who cannot see it.
    pub description: String,
    /// What to show while it loads, once it was looked at here.
    pub blurhash: Option<String>,
    /// Pixels, once it was looked at here.
    pub size: Option<(i32, i32)>,
}
