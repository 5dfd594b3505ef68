//! Somebody elsewhere asks to quote a story of ours (FEP-044f).

use super::Said;
use crate::origin::reading::id;
use crate::origin::url::same_origin;
use crate::outbound::quotes::{Decided, answer};
use crate::{Federation, Result};
use hearth_core::accounts::Account;
use hearth_core::stories::{queries, quotes};
use url::Url;

pub(super) async fn receive(federation: &Federation, said: &Said, actor: &Account) -> Result<()> {
    let core = &federation.core;
    let (Some(uri), Some(quote_uri)) = (said.object(), id(&said.activity, "instrument")) else {
        return Ok(());
    };
    // One asks for a post of one's own.
    let own = Url::parse(&quote_uri)
        .is_ok_and(|url| Url::parse(&actor.uri).is_ok_and(|actor| same_origin(&url, &actor)));
    let Some(story) = queries::by_uri(core, &uri).await?.filter(|_| own && core.here.owns(&uri)) else {
        return Ok(());
    };
    let stamp = quotes::request(core, actor, story, &quote_uri).await?;
    let decided =
        Decided { request_uri: &said.id, quoter: actor, story, quote_uri: &quote_uri, stamp: stamp.as_ref() };
    answer(federation, decided).await
}
