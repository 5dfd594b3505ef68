//! Checks and cleans an account that another server describes, before it is stored.

use super::handle::is_name;
use super::keys::RemoteKey;
use super::receive::RemoteAccount;
use crate::accounts::{AccountKind, Emoji, Endpoints, Field, Profile};
use crate::here::host_of;
use crate::markup;
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};

/// As many and as long as Mastodon keeps of other servers' accounts.
const FIELDS: usize = 50;
const FIELD: usize = 2_047;
const NOTE: usize = 20 * 1024;
const ALIASES: usize = 256;
const EMOJIS: usize = 256;
const KEYS: usize = 10;
/// Longest address we keep, in bytes; what a b-tree page can index bounds it.
const ADDRESS: usize = 2_048;

/// What may be stored.
#[derive(Debug)]
pub(super) struct Arriving {
    pub uri: String,
    /// Host of the id, which is who we deliver to.
    pub peer: String,
    pub name: String,
    pub host: String,
    pub kind: AccountKind,
    pub url: String,
    pub display_name: String,
    pub note_html: String,
    pub profile: serde_json::Value,
    pub inbox_url: String,
    pub endpoints: Endpoints,
    pub locked: bool,
    pub discoverable: bool,
    pub indexable: bool,
    pub also_known_as: Vec<String>,
    pub moved_to: Option<String>,
    pub published_at: Option<DateTime<Utc>>,
    pub keys: Vec<RemoteKey>,
}

/// Whatever is on another host than the id is refused (the inbox) or dropped (everything else): a document must not
/// make us send its followers' posts to a third party, nor speak for one.
pub(super) fn checked(core: &Core, remote: RemoteAccount) -> Result<Arriving> {
    let refused = |what: &'static str| Error::invalid(what);
    let peer = host_of(&remote.uri)
        .filter(|_| remote.uri.len() <= ADDRESS)
        .ok_or_else(|| refused("the id of an account must be a web address"))?;
    let host = remote.host.trim_end_matches('.').to_ascii_lowercase();
    if core.here.owns(&remote.uri) || peer == core.here.domain() || host == core.here.domain() {
        return Err(refused("accounts of this server are not taken from other servers"));
    }
    if host.is_empty() || !is_name(&remote.name) {
        return Err(refused("the account has no usable name"));
    }
    let near = |address: &str| is_near(&remote.uri, &peer, address);
    if !near(&remote.inbox_url) {
        return Err(refused("the inbox of an account must be on the host of its id"));
    }
    let keep = |address: Option<String>| address.filter(|address| near(address));
    let endpoints = remote.endpoints;
    Ok(Arriving {
        endpoints: Endpoints {
            shared_inbox: keep(endpoints.shared_inbox),
            outbox: keep(endpoints.outbox),
            followers: keep(endpoints.followers),
            following: keep(endpoints.following),
            featured: keep(endpoints.featured),
        },
        url: if near(&remote.url) { remote.url } else { remote.uri.clone() },
        name: remote.name,
        host,
        kind: remote.kind,
        display_name: markup::clean_name(&remote.display_name),
        note_html: html(&remote.note_html, NOTE),
        profile: serde_json::to_value(profile(remote.profile)).map_err(Error::internal)?,
        locked: remote.locked,
        discoverable: remote.discoverable,
        indexable: remote.indexable,
        also_known_as: remote.also_known_as.into_iter().filter(|uri| is_web(uri)).take(ALIASES).collect(),
        moved_to: remote.moved_to.filter(|target| *target != remote.uri),
        published_at: remote.published_at,
        keys: remote
            .keys
            .into_iter()
            .filter(|key| is_near(&remote.uri, &peer, &key.uri))
            .take(KEYS)
            .collect(),
        inbox_url: remote.inbox_url,
        uri: remote.uri,
        peer,
    })
}

/// On the same host by the same scheme, so that https is never left for http.
fn is_near(uri: &str, peer: &str, address: &str) -> bool {
    address.len() <= ADDRESS
        && host_of(address).as_deref() == Some(peer)
        && scheme(address).is_some_and(|found| scheme(uri).is_some_and(|own| own.eq_ignore_ascii_case(found)))
}

fn scheme(address: &str) -> Option<&str> {
    address.split_once("://").map(|(scheme, _)| scheme)
}

fn is_web(address: &str) -> bool {
    address.len() <= ADDRESS && markup::is_web_address(address)
}

/// Cut before it is cleaned: the sanitiser closes what the cut left open.
fn html(text: &str, most: usize) -> String {
    let end = text.floor_char_boundary(most.min(text.len()));
    markup::sanitise(&text[..end])
}

fn profile(told: Profile) -> Profile {
    let fields = told.fields.into_iter().take(FIELDS).map(|field| Field {
        name: markup::clean_name(&field.name.chars().take(FIELD).collect::<String>()),
        value: html(&field.value, FIELD),
    });
    let emojis = told.emojis.into_iter().filter(|emoji| is_shortcode(&emoji.shortcode) && is_web(&emoji.url));
    Profile {
        fields: fields.collect(),
        emojis: emojis.take(EMOJIS).collect::<Vec<Emoji>>(),
        avatar: told.avatar.filter(|address| is_web(address)),
        header: told.header.filter(|address| is_web(address)),
    }
}

fn is_shortcode(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 128
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-+.".contains(&byte))
}
