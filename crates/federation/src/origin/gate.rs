//! The one origin gate: a remote document becomes a trusted value here and nowhere else.
//!
//! What is believed (FEP-fe34): a document that was fetched from the address that is its id, and an object that its
//! own author sent under their signature. Nothing else: not what a third server says, not what stands inside an
//! Announce, not an LD signature. Known terms are read as plain JSON; what an `@context` renames keeps no meaning.

use super::url::{document_of, normalise_id, same_origin};
use super::{is_activity_json, json, reading};
use crate::client::Fetched;
use crate::{Error, Result};
use hearth_core::here::Here;
use serde_json::Value;
use url::Url;

/// A document that the server named by its id says.
#[derive(Debug, Clone)]
pub struct Trusted {
    id: Url,
    value: Value,
}

impl Trusted {
    /// Its id, in normal form.
    pub fn id(&self) -> &Url {
        &self.id
    }

    /// The document.
    pub fn value(&self) -> &Value {
        &self.value
    }
}

/// What an answer turned out to be.
#[derive(Debug)]
pub enum Opened {
    /// The document that was asked for.
    Trusted(Trusted),
    /// A document that says its id is another one: to be fetched there, once.
    Elsewhere(Url),
}

/// Opens the answer to a fetch.
///
/// # Errors
/// [`Error::Untrusted`] for another content type, for what is not JSON or no ActivityStreams, and for documents that
/// claim to be ours.
pub fn open(here: &Here, fetched: &Fetched) -> Result<Opened> {
    if !fetched.content_type.as_deref().is_some_and(is_activity_json) {
        return Err(Error::Untrusted("the answer is not an ActivityPub document"));
    }
    let value = json::read(&fetched.body).map_err(|_| Error::Untrusted("the answer is not JSON we read"))?;
    if !speaks_activitystreams(&value) {
        return Err(Error::Untrusted("the answer is not ActivityStreams"));
    }
    let id = named(here, &value)?;
    if document_of(&id) == document_of(&fetched.final_url) {
        return Ok(Opened::Trusted(Trusted { id, value }));
    }
    Ok(Opened::Elsewhere(id))
}

/// Believes an object that stands in an activity, if whoever signed the request is its author and shares its origin.
pub fn spoken(here: &Here, signer: &Url, object: &Value) -> Option<Trusted> {
    let id = named(here, object).ok()?;
    let author = reading::id(object, "attributedTo")?;
    (author == signer.as_str() && same_origin(&id, signer)).then(|| Trusted { id, value: object.clone() })
}

fn named(here: &Here, value: &Value) -> Result<Url> {
    let id = reading::text(value, "id").ok_or(Error::Untrusted("the document has no id"))?;
    let id = normalise_id(id).map_err(|_| Error::Untrusted("the document's id is not an address"))?;
    if here.owns(id.as_str()) {
        return Err(Error::Untrusted("the document claims to be ours"));
    }
    Ok(id)
}

fn speaks_activitystreams(value: &Value) -> bool {
    const NAMES: [&str; 2] =
        ["https://www.w3.org/ns/activitystreams", "http://www.w3.org/ns/activitystreams"];
    reading::many(value, "@context").iter().any(|one| one.as_str().is_some_and(|name| NAMES.contains(&name)))
}
