//! Somebody elsewhere likes a story, maybe with an emoji (FEP-c0e0).

use super::Said;
use crate::origin::reading::text;
use crate::{Federation, Result};
use hearth_core::accounts::Account;
use hearth_core::stories::{favourite, queries};

/// Longest emoji (or its shortcode) that is kept, in characters.
const LONGEST: usize = 80;

pub(super) async fn receive(federation: &Federation, said: &Said, actor: &Account) -> Result<()> {
    let Some(uri) = said.object() else { return Ok(()) };
    let Some(story) = queries::by_uri(&federation.core, &uri).await? else { return Ok(()) };
    let content = text(&said.activity, "content").or_else(|| text(&said.activity, "_misskey_reaction"));
    let content: Option<String> =
        content.map(|content| hearth_core::markup::clean_name(content).chars().take(LONGEST).collect());
    let content = content.filter(|content| !content.is_empty());
    Ok(favourite::receive(&federation.core, actor, story, &said.id, content.as_deref()).await?)
}
