//! Reports, told to the server of whoever is reported and to those who look after the community it is about.

use super::account;
use super::sending::{A_FORTNIGHT, Reach, SOON, Sending, slug_of};
use crate::objects::activity;
use crate::objects::context::Context;
use crate::{Federation, Result};
use hearth_core::Error as CoreError;
use hearth_core::accounts::{Account, register};
use hearth_core::ids::{AccountId, ReportId};
use hearth_core::reports::{self, Report};

/// `Flag`, in the name of this server: who reported stays here.
pub(super) async fn reported(federation: &Federation, id: ReportId) -> Result<Vec<Sending>> {
    let report = match reports::by_id(&federation.core, id).await {
        Ok(report) => report,
        Err(CoreError::NotFound(_)) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let server = register::instance_actor(&federation.core).await?;
    let mut all = Vec::new();
    if report.forwarded && !report.target.is_local() {
        all.push(flag(&server, &report, &report.uri, &report.target, report.target.id));
    }
    for route in reports::routes(&federation.core, id).await? {
        let Some(community) = account(federation, route.community).await? else { continue };
        // One for each reader: to forums it is addressed to the community, and a server hears of it once.
        let slug = slug_of(&[&report.uri, &community.uri, &route.to.to_string()]);
        let uri = federation.core.here.activity_uri("flags", &slug);
        all.push(flag(&server, &report, &uri, &community, route.to));
    }
    Ok(all)
}

fn flag(server: &Account, report: &Report, uri: &str, to: &Account, reader: AccountId) -> Sending {
    let document = activity::flag(uri, server, to, &report.target, &report.story_uris, &report.comment);
    let reach = Reach { people: vec![reader], close: SOON, ..Reach::default() };
    Sending::new("flags", server.id, document, Context::Plain, reach).in_order(&report.uri, A_FORTNIGHT)
}
