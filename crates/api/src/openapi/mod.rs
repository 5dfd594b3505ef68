//! Says what this server answers to, as OpenAPI: made from the code, so that it cannot say anything else.
//!
//! Each room of the API lists its own handlers (`Api`, beside its `routes()`); a test compares both. Mastodon's API joins as
//! a second part below `/api`, with a document of its own address.

pub(crate) mod draft;
mod parameters;
pub(crate) mod shapes;
pub(crate) mod story;
pub(crate) mod words;

#[cfg(test)]
mod tests;

use crate::{State, hearth};
use axum::routing::get;
use axum::{Json, Router};
use shapes::Refusal;
use std::sync::LazyLock;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{
    Components, ContactBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, OpenApiVersion,
};
use utoipa::{OpenApi as _, PartialSchema as _, ToSchema as _};

/// Where Hearth's own API begins.
pub(crate) const OWN: &str = "/api/hearth/v1";

static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(own);

/// The document's own address.
pub(crate) fn routes() -> Router<State> {
    Router::new().route("/openapi.json", get(show))
}

/// This document.
#[utoipa::path(get, path = "/openapi.json", tag = "About",
    responses((status = 200, description = "OpenAPI 3.1", body = serde_json::Value)))]
async fn show() -> Json<&'static OpenApi> {
    Json(&DOCUMENT)
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(show))]
struct About;

/// What stands under [`OWN`].
fn own() -> OpenApi {
    let parts = hearth::documented().into_iter().chain([About::openapi()]);
    let parts = parts.fold(OpenApi::default(), OpenApi::merge_from);
    let mut document = base().nest(OWN, parts);
    parameters::name_all(&mut document);
    parameters::forget_empty_defaults(&mut document);
    document
}

fn base() -> OpenApi {
    let licence = LicenseBuilder::new().name("AGPL-3.0-or-later").identifier(Some("AGPL-3.0-or-later"));
    let info = InfoBuilder::new()
        .title("Hearth's own API")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(include_str!("about.md")))
        .contact(Some(ContactBuilder::new().name(Some("whoever runs this server")).build()))
        .license(Some(licence.build()));
    let token = "A token as apps get it. Which scopes a request needs stands beside it.";
    let mut bearer = Http::new(HttpAuthScheme::Bearer);
    bearer.description = Some(token.to_owned());
    let mut components = Components::new();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    components.schemas.insert(Refusal::name().into_owned(), Refusal::schema());
    OpenApiBuilder::new()
        .openapi(OpenApiVersion::Version31)
        .info(info.build())
        .components(Some(components))
        .build()
}
