//! How this server and its accounts are found: WebFinger, host-meta, NodeInfo.

use super::refusal::Refusal;
use super::{actors, reply};
use crate::Federation;
use crate::objects::server::{self, Schema};
use crate::objects::webfinger as jrd;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use hearth_core::accounts::queries;
use hearth_core::here::Here;
use http::StatusCode;
use serde::Deserialize;

/// What WebFinger is asked about.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    resource: Option<String>,
}

/// Whom a resource names.
#[derive(Debug, PartialEq, Eq)]
enum Subject<'a> {
    /// A local account.
    Account(&'a str),
    /// The server.
    Server,
}

/// `GET /.well-known/webfinger?resource=…`: handles with or without `acct:`, ids and pages. Open to everybody in
/// every mode, since it names nothing that its asker did not.
pub(super) async fn webfinger(
    State(federation): State<Federation>,
    Query(Asked { resource }): Query<Asked>,
) -> Result<Response, Refusal> {
    let Some(resource) = resource else { return Ok(StatusCode::BAD_REQUEST.into_response()) };
    let here = &federation.core.here;
    let (handle, account) = match subject(here, &resource).ok_or(Refusal::NotFound)? {
        Subject::Server => (here.host().to_owned(), actors::server_account(&federation).await?),
        Subject::Account(name) => {
            let account = actors::local(&federation, name).await?;
            (account.name.clone(), account)
        }
    };
    Ok(reply::open(jrd::JRD, jrd::descriptor(here, &handle, &account).to_string()))
}

/// `GET /.well-known/host-meta`.
pub(super) async fn host_meta(State(federation): State<Federation>) -> Response {
    reply::open(jrd::XRD, jrd::host_meta(&federation.core.here))
}

/// `GET /.well-known/nodeinfo`.
pub(super) async fn node_info_links(State(federation): State<Federation>) -> Response {
    reply::open("application/json", server::links(&federation.core.here).to_string())
}

/// `GET /nodeinfo/2.0`.
pub(super) async fn node_info_2_0(State(federation): State<Federation>) -> Result<Response, Refusal> {
    node_info(&federation, Schema::V2_0).await
}

/// `GET /nodeinfo/2.1`.
pub(super) async fn node_info_2_1(State(federation): State<Federation>) -> Result<Response, Refusal> {
    node_info(&federation, Schema::V2_1).await
}

async fn node_info(federation: &Federation, schema: Schema) -> Result<Response, Refusal> {
    let accounts = queries::all_local(&federation.core).await?.len();
    let document = server::node_info(&federation.core.here, schema, accounts);
    Ok(reply::open(&schema.media_type(), document.to_string()))
}

/// Reads `acct:name@domain`, `name@domain`, `@name@domain` and the addresses of accounts here.
fn subject<'a>(here: &Here, resource: &'a str) -> Option<Subject<'a>> {
    if let Some(path) = resource.strip_prefix(here.base()) {
        let name = path.strip_prefix("/users/").or_else(|| path.strip_prefix("/@"));
        return match name {
            Some(name) if !name.is_empty() && !name.contains(['/', '?', '#']) => Some(Subject::Account(name)),
            Some(_) => None,
            None => matches!(path, "" | "/" | "/actor").then_some(Subject::Server),
        };
    }
    let handle = resource.strip_prefix("acct:").unwrap_or(resource);
    let (name, domain) = handle.trim_start_matches('@').rsplit_once('@')?;
    if !domain.eq_ignore_ascii_case(here.domain()) {
        return None;
    }
    let server = name.eq_ignore_ascii_case(here.host()) || name.eq_ignore_ascii_case(here.domain());
    Some(if server { Subject::Server } else { Subject::Account(name) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_form_peers_ask_in() {
        let here = Here::new("hearth.example", false);
        for resource in [
            "acct:ada@hearth.example",
            "acct:ada@HEARTH.example",
            "acct:@ada@hearth.example",
            "ada@hearth.example",
            "@ada@hearth.example",
            "https://hearth.example/users/ada",
            "https://hearth.example/@ada",
        ] {
            assert_eq!(subject(&here, resource), Some(Subject::Account("ada")), "{resource}");
        }
        for resource in
            ["acct:hearth.example@hearth.example", "https://hearth.example/actor", "https://hearth.example"]
        {
            assert_eq!(subject(&here, resource), Some(Subject::Server), "{resource}");
        }
    }

    #[test]
    fn knows_nobody_elsewhere() {
        let here = Here::new("hearth.example", false);
        for resource in [
            "",
            "ada",
            "acct:ada",
            "acct:ada@other.example",
            "acct:ada@hearth.example.other.example",
            "https://other.example/users/ada",
            "https://hearth.example.other.example/users/ada",
            "https://hearth.example/users/",
            "https://hearth.example/users/ada/outbox",
            "https://hearth.example/about",
        ] {
            assert_eq!(subject(&here, resource), None, "{resource}");
        }
    }
}
