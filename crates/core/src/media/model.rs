//! What may be said of a file, checked in one place for those not yet in a story and those in one.

use crate::ids::AttachmentId;
use crate::{Error, Result};
use serde::{Deserialize, Serialize};

/// Most files of one story: as many as Mastodon shows of one.
pub const MOST: usize = 4;
/// Longest description, in characters.
pub const MAX_DESCRIPTION: usize = 1_500;

/// What is told of film and sound.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Film {
    /// Seconds.
    pub duration: f64,
    /// Frames a second as a fraction (`25/1`), of film.
    pub frame_rate: Option<String>,
    /// Bits a second.
    pub bitrate: Option<i64>,
}

/// What somebody says of a file of theirs; what is `None` stays as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Described {
    /// Which.
    pub id: AttachmentId,
    /// For those who cannot see or hear it; empty takes it away.
    pub description: Option<String>,
    /// What must stay in sight where it is cut, −1 to 1 each way.
    pub focus: Option<(f32, f32)>,
}

impl Described {
    /// Checks lengths and brings the focus within its bounds.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a description that is too long.
    pub(super) fn checked(&self) -> Result<Self> {
        let description = self.description.as_deref().map(|words| words.trim().replace('\0', ""));
        if description.as_ref().is_some_and(|words| words.chars().count() > MAX_DESCRIPTION) {
            return Err(Error::Invalid(format!(
                "Validation failed: Description is too long (maximum is {MAX_DESCRIPTION} characters)"
            )));
        }
        let focus = self.focus.map(|(x, y)| (x.clamp(-1.0, 1.0), y.clamp(-1.0, 1.0)));
        Ok(Self { id: self.id, description, focus })
    }
}
