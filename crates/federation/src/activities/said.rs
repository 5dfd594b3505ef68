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
    /// Reads a stored arrival, kept under `name`; `None` for what is no activity.
    #[must_use]
    pub fn of(name: &str, actor: &str, signer: &str, body: &[u8]) -> Option<Self> {
        let activity = json::read(body).ok().filter(Value::is_object)?;
        Some(Self {
            id: reading::text(&activity, "id").and_then(reading::normal).unwrap_or_else(|| name.to_owned()),
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

    /// Everything it is about or for, by id: what it does, what that answers, and whom either addresses or names.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            ["object", "to", "cc"].iter().flat_map(|key| reading::ids(&self.activity, key)).collect();
        if let Some(object) = self.embedded() {
            names
                .extend(["object", "inReplyTo", "to", "cc"].iter().flat_map(|key| reading::ids(object, key)));
        }
        names.retain(|name| !reading::is_public(name));
        names
    }

    /// Id of the object.
    #[must_use]
    pub fn object(&self) -> Option<String> {
        reading::id(&self.activity, "object")
    }
}
