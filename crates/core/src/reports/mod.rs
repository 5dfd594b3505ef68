//! Reports: somebody asks the people who run this server to look.

use crate::accounts::Account;
use crate::ids::ReportId;
use crate::{Core, Result};

/// A report.
#[derive(Debug, Clone)]
pub struct Report {
    /// Id here.
    pub id: ReportId,
    /// Id of the Flag.
    pub uri: String,
    /// Who is reported.
    pub target: Account,
    /// Which stories.
    pub story_uris: Vec<String>,
    /// Words.
    pub comment: String,
    /// To be told to the target's server.
    pub forwarded: bool,
}

/// A member reports an account, maybe with stories of it. Records `Reported`.
pub async fn create(core: &Core, reporter: &Account, target: &Account, stories: &[crate::ids::StoryId], comment: &str, forward: bool) -> Result<Report> {
    todo!()
}

/// Another server reports a local account (stored once by `uri`; comment cut to 5,000 characters).
pub async fn receive(core: &Core, uri: &str, reporter: &Account, target: &Account, story_uris: Vec<String>, comment: &str) -> Result<()> {
    todo!()
}

/// A report, for the activity that forwards it.
pub async fn by_id(core: &Core, id: ReportId) -> Result<Report> {
    todo!()
}
