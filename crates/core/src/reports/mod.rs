//! Reports: somebody asks the people who run this server to look.

mod create;
mod receive;
mod routes;

pub use create::{Category, Told, create};
pub use receive::receive;
pub use routes::{Route, routes};

use crate::accounts::{Account, queries};
use crate::ids::{AccountId, ReportId};
use crate::schema::reports;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Longest comment, in characters; longer ones of other servers are cut.
pub const MAX_COMMENT: usize = 5_000;

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

/// A report, for the activity that forwards it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn by_id(core: &Core, id: ReportId) -> Result<Report> {
    let mut conn = core.db.conn().await?;
    let row = reports::table
        .find(id)
        .select((reports::uri, reports::target_id, reports::story_uris, reports::comment, reports::forwarded))
        .first::<(String, AccountId, Vec<String>, String, bool)>(&mut conn)
        .await
        .optional()?;
    drop(conn);
    let (uri, target, story_uris, comment, forwarded) = row.ok_or(Error::NotFound("report"))?;
    Ok(Report { id, uri, target: queries::by_id(core, target).await?, story_uris, comment, forwarded })
}
