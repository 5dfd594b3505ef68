//! Addresses as people here are given them: of this server for all pictures, wherever they came from.

use crate::here::Here;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Serialize, Serializer};
use std::fmt;

/// How large.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As it was sent, within the bounds of all pictures.
    Whole,
    /// Small, and standing still.
    Small,
}

impl Form {
    /// As it stands in a path.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Small => "small",
        }
    }

    /// The form of this word.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        [Self::Whole, Self::Small].into_iter().find(|form| form.word() == word)
    }
}

/// A picture's address as it is shown; written when it is needed.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    here: &'a Here,
    url: &'a str,
    form: Option<Form>,
}

impl<'a> Shown<'a> {
    /// A picture in some form: others' through this server, ours as it is.
    #[must_use]
    pub fn picture(here: &'a Here, url: &'a str, form: Form) -> Self {
        Self { here, url, form: Some(form) }
    }

    /// A file that has no other form than its own.
    #[must_use]
    pub fn as_is(here: &'a Here, url: &'a str) -> Self {
        Self { here, url, form: None }
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ours = self.url.strip_prefix(self.here.base()).is_some_and(|rest| rest.starts_with('/'));
        match (self.here.seal(), self.form) {
            (Some(seal), Some(form)) if !ours => {
                let (base, seal) = (self.here.base(), seal.of(self.url));
                write!(f, "{base}/media/proxy/{}/{seal}/{}", form.word(), URL_SAFE_NO_PAD.encode(self.url))
            }
            _ => f.write_str(self.url),
        }
    }
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
