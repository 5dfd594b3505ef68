//! Somebody elsewhere, mostly a server for one of its people, reports somebody here.

use super::Said;
use crate::origin::reading::{ids, text};
use crate::{Federation, Result};
use hearth_core::accounts::{Account, queries as accounts};
use hearth_core::reports;
use hearth_core::stories::{queries, show};

/// As many stories as one report names.
const MOST: usize = 100;

pub(super) async fn receive(federation: &Federation, said: &Said, actor: &Account) -> Result<()> {
    let core = &federation.core;
    let (mut target, mut stories) = (None, Vec::new());
    for uri in ids(&said.activity, "object").into_iter().take(MOST) {
        if let Some(account) = accounts::by_uri(core, &uri).await? {
            target.get_or_insert(account);
        } else if let Some(story) = queries::by_uri(core, &uri).await? {
            if let Some(view) = show::load(core, story).await? {
                target.get_or_insert_with(|| view.author.as_ref().clone());
            }
            stories.push(uri);
        }
    }
    let Some(target) = target else { return Ok(()) };
    let comment =
        text(&said.activity, "content").or_else(|| text(&said.activity, "summary")).unwrap_or_default();
    Ok(reports::receive(core, &said.id, actor, &target, stories, comment).await?)
}
