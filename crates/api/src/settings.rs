//! The `[instance]` section: what this server says of itself.

use serde::{Deserialize, Serialize};

/// What this server says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Its name.
    pub title: String,
    /// One sentence or two, as plain text.
    pub description: String,
    /// What it is for, at length, as Markdown; may be empty.
    pub about: String,
    /// What becomes of what people tell it, as Markdown; may be empty.
    pub privacy_policy: String,
    /// Where people write to those who run it; may be empty.
    pub contact_email: String,
    /// Where the source code of what runs here can be had, as its licence asks; may be empty.
    pub source_url: String,
    /// Languages spoken here (BCP 47).
    pub languages: Vec<String>,
    /// Rules, one sentence each.
    pub rules: Vec<String>,
    /// Who may read which servers are blocked here, and why.
    pub domain_blocks: Shown,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            title: "Hearth".to_owned(),
            description: "A place to tell personal stories and be answered.".to_owned(),
            about: String::new(),
            privacy_policy: String::new(),
            contact_email: String::new(),
            source_url: String::new(),
            languages: vec!["en".to_owned()],
            rules: Vec::new(),
            domain_blocks: Shown::default(),
        }
    }
}

/// Who may read which servers are blocked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// Nobody.
    #[default]
    Disabled,
    /// Members.
    Users,
    /// Everybody.
    All,
}
