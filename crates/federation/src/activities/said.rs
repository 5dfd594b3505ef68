//! An activity as its handler sees it: what was said, by whom, and whether they said it themselves.

use crate::origin::{json, reading};
use crate::resolve::Budget;
use serde_json::Value;

/// An activity that was verified and stored.
#[derive(Debug, Clone)]
pub struct Said {
    /// Its id, or a name made of its content.
    pub id: String,
    /// Who did it.
    pub actor: String,
    /// They signed it themselves.
    pub direct: bool,
    /// The whole.
    pub activity: Value,
    /// What it may make us fetch.
    pub budget: Budget,
}

impl Said {
    /// Reads a stored arrival; `None` for what is no activity.
    #[must_use]
    pub fn of(id: &str, actor: &str, signer: &str, body: &[u8]) -> Option<Self> {
        let activity = json::read(body).ok().filter(Value::is_object)?;
        Some(Self {
            id: id.to_owned(),
            actor: actor.to_owned(),
            direct: actor == signer,
            activity,
            budget: Budget::for_activity(),
        })
    }

    /// The object, if it stands in the activity as such.
    #[must_use]
    pub fn embedded(&self) -> Option<&Value> {
        reading::many(&self.activity, "object").into_iter().next().filter(|object| object.is_object())
    }

    /// Id of the object.
    #[must_use]
    pub fn object(&self) -> Option<String> {
        reading::id(&self.activity, "object")
    }
}
