//! What a filter is asked to be, as forms say it.

use crate::entities::words;
use crate::error::ApiError;
use crate::params::{Flag, Int, List, Ref, Words};
use hearth_core::filters::{Action, Contexts, KeywordWish, OldWish, Wish};
use serde::{Deserialize, Deserializer};

/// `POST /api/v2/filters` and changes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    title: Option<Words>,
    context: Option<List<Words>>,
    filter_action: Words,
    #[serde(deserialize_with = "given")]
    expires_in: Option<Int>,
    keywords_attributes: List<KeywordForm>,
}

/// One of `keywords_attributes`, and a keyword of its own.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct KeywordForm {
    id: Ref,
    pub(super) keyword: Option<Words>,
    pub(super) whole_word: Flag,
    #[serde(rename = "_destroy")]
    gone: Flag,
}

/// The same before version 2.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct OldForm {
    phrase: Option<Words>,
    context: Option<List<Words>>,
    irreversible: Flag,
    whole_word: Flag,
    #[serde(deserialize_with = "given")]
    expires_in: Option<Int>,
}

/// To end never is something else than to leave the end as it is.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Int>, D::Error> {
    Int::deserialize(deserializer).map(Some)
}

impl Form {
    pub(super) fn wish(self) -> Result<Wish, ApiError> {
        Ok(Wish {
            title: self.title.map(|title| title.0),
            contexts: self.context.map(contexts).transpose()?,
            action: self.filter_action.some().map(|word| action(&word)).transpose()?,
            expires_in: self.expires_in.map(|seconds| seconds.0),
            keywords: self.keywords_attributes.0.into_iter().map(KeywordWish::from).collect(),
        })
    }
}

impl OldForm {
    pub(super) fn wish(self) -> Result<OldWish, ApiError> {
        let rest = Wish {
            contexts: self.context.map(contexts).transpose()?,
            action: self.irreversible.0.map(|hides| if hides { Action::Hide } else { Action::Warn }),
            expires_in: self.expires_in.map(|seconds| seconds.0),
            ..Wish::default()
        };
        Ok(OldWish { phrase: self.phrase.map(|words| words.0), whole_word: self.whole_word.0, rest })
    }
}

impl From<KeywordForm> for KeywordWish {
    fn from(form: KeywordForm) -> Self {
        Self {
            id: form.id.0,
            keyword: form.keyword.map(|words| words.0),
            whole_word: form.whole_word.0,
            gone: form.gone.on(),
        }
    }
}

fn contexts(words: List<Words>) -> Result<Contexts, ApiError> {
    let unknown = || ApiError::invalid("Validation failed: Context None or invalid context supplied");
    let words = words.texts();
    let words = words.iter().map(|word| word.trim()).filter(|word| !word.is_empty());
    words.map(|word| words::context_from(word).ok_or_else(unknown)).collect()
}

fn action(word: &str) -> Result<Action, ApiError> {
    let unknown = || ApiError::invalid(format!("'{word}' is not a valid action"));
    words::action_from(word).ok_or_else(unknown)
}
