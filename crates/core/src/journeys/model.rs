//! What a journey is.

use crate::accounts::Account;
use crate::ids::AccountId;
use crate::schema::journeys;
use crate::{Error, Result, markup};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// Longest description and closing words together, in characters: both stand in the profile.
pub const MAX_WORDS: usize = 1_900;

/// A series of stories by one author.
#[derive(Debug, Clone)]
pub struct Journey {
    /// The account of the journey itself, which others follow.
    pub account: Account,
    /// Whose it is.
    pub author: AccountId,
    /// What it is about, as typed.
    pub description: String,
    /// Last words, as typed.
    pub closing: String,
    /// When it ended; it may go on again.
    pub ended_at: Option<DateTime<Utc>>,
    /// When it began.
    pub created_at: DateTime<Utc>,
}

/// A row of `journeys`.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = journeys)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub(super) struct JourneyRow {
    pub(super) account_id: AccountId,
    author_id: AccountId,
    description: String,
    closing: String,
    ended_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

impl JourneyRow {
    pub(super) fn has_ended(&self) -> bool {
        self.ended_at.is_some()
    }

    pub(super) fn with(self, account: Account) -> Journey {
        Journey {
            account,
            author: self.author_id,
            description: self.description,
            closing: self.closing,
            ended_at: self.ended_at,
            created_at: self.created_at,
        }
    }
}

/// Cleans both texts.
///
/// # Errors
/// [`Error::Invalid`] when they are too long.
pub(super) fn checked(description: &str, closing: &str) -> Result<(String, String)> {
    if markup::count(description) + markup::count(closing) > MAX_WORDS {
        return Err(Error::invalid(format!(
            "description and closing words may have {MAX_WORDS} characters together"
        )));
    }
    let clean = |text: &str| text.replace('\0', "").trim().to_owned();
    Ok((clean(description), clean(closing)))
}

/// What its profile says: those who follow from elsewhere read of the end there.
pub(super) fn note(description: &str, closing: &str, ended: bool) -> String {
    let end = if ended { format!("This journey has come to its end. {closing}") } else { String::new() };
    [description, end.trim()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}
