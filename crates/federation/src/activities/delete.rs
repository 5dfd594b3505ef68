//! Somebody elsewhere deleted a story or themselves.

use super::Said;
use crate::origin::reading::kind;
use crate::origin::url::same_origin;
use crate::origin::normalise_id;
use crate::resolve::document;
use crate::{Error, Federation, Result};
use hearth_core::accounts::{Account, receive};
use hearth_core::stories::{delete, queries};
use url::Url;

pub(super) async fn receive(federation: &Federation, said: &Said, actor: &Account) -> Result<()> {
    let Some(uri) = said.object() else { return Ok(()) };
    if uri == actor.uri {
        return Ok(receive::receive_deletion(&federation.core, actor).await?);
    }
    // An id of another server can be neither deleted nor forbidden by this one.
    let own = Url::parse(&uri).is_ok_and(|url| Url::parse(&actor.uri).is_ok_and(|actor| same_origin(&url, &actor)));
    if own { Ok(delete::receive_deletion(&federation.core, actor, &uri).await?) } else { Ok(()) }
}

/// A Delete that somebody forwarded: believed when the story is gone where it lived.
pub(super) async fn look(federation: &Federation, said: &Said, actor: &Account) -> Result<()> {
    let Some(uri) = said.object().filter(|uri| !federation.core.here.owns(uri)) else { return Ok(()) };
    if queries::by_uri(&federation.core, &uri).await?.is_none() {
        return Ok(());
    }
    let id = normalise_id(&uri).map_err(|_| Error::Untrusted("the object's id is not an address"))?;
    let gone = match document(federation, &id, &said.budget).await {
        Ok(trusted) => kind(trusted.value()) == "Tombstone",
        Err(Error::Status(404 | 410)) => true,
        Err(error) => return Err(error),
    };
    if gone { Ok(delete::receive_deletion(&federation.core, actor, &uri).await?) } else { Ok(()) }
}
