//! Reports that a member wants told to the server of whoever is reported.

use super::sending::{A_FORTNIGHT, Reach, SOON, Sending};
use crate::objects::activity;
use crate::objects::context::Context;
use crate::{Federation, Result};
use hearth_core::Error as CoreError;
use hearth_core::accounts::register;
use hearth_core::ids::ReportId;
use hearth_core::reports;

/// `Flag`, in the name of this server: who reported stays here.
pub(super) async fn reported(federation: &Federation, id: ReportId) -> Result<Option<Sending>> {
    let report = match reports::by_id(&federation.core, id).await {
        Ok(report) => report,
        Err(CoreError::NotFound(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    if !report.forwarded || report.target.is_local() {
        return Ok(None);
    }
    let server = register::instance_actor(&federation.core).await?;
    let document = activity::flag(&report.uri, &server, &report.target, &report.story_uris, &report.comment);
    let reach = Reach { people: vec![report.target.id], close: SOON, ..Reach::default() };
    let sending = Sending::new("flags", server.id, document, Context::Plain, reach);
    Ok(Some(sending.in_order(&report.uri, A_FORTNIGHT)))
}
