//! Asks the member.

use super::asked::{Asked, CARRIED};
use super::words;
use crate::State;
use crate::error::PageError;
use crate::fields::Fields;
use crate::headers;
use crate::html::own;
use crate::signin::towards;
use crate::visitor::Visitor;
use askama::Template;
use axum::extract::{self, RawQuery};
use axum::response::{IntoResponse as _, Response};
use hearth_core::signin::sessions::WebSession;
use http::StatusCode;
use http::header::CONTENT_SECURITY_POLICY;

#[derive(Template)]
#[template(path = "authorize.html")]
struct Consent {
    server: String,
    token: String,
    name: String,
    website: Option<String>,
    handle: String,
    scopes: Vec<String>,
    whither: Option<String>,
    carried: Vec<(&'static str, String)>,
    other: String,
}

/// `GET /oauth/authorize`
pub(crate) async fn ask(
    extract::State(state): extract::State<State>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let fields = Fields::read(query.unwrap_or_default().as_bytes()).ok_or_else(PageError::unreadable)?;
    let asked = Asked::read(&state.core, &fields).await?;
    let forced = !matches!(fields.get("force_login"), "" | "false" | "0" | "f" | "off");
    match visitor.member().filter(|_| !forced) {
        Some(session) => page(&state, &visitor, session, &asked, &fields),
        None => Ok(towards("/signin", &again(&fields)).into_response()),
    }
}

/// This page once more, with what the app asked; but nobody is asked to sign in twice.
pub(super) fn again(fields: &Fields) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in carried(fields) {
        query.append_pair(name, &value);
    }
    format!("/oauth/authorize?{}", query.finish())
}

fn carried(fields: &Fields) -> Vec<(&'static str, String)> {
    CARRIED.into_iter().filter_map(|name| Some((name, fields.some(name)?.to_owned()))).collect()
}

fn page(
    state: &State,
    visitor: &Visitor,
    session: &WebSession,
    asked: &Asked,
    fields: &Fields,
) -> Result<Response, PageError> {
    let next = url::form_urlencoded::byte_serialize(again(fields).as_bytes()).collect::<String>();
    let whither = asked.whither();
    let mut response = own(
        StatusCode::OK,
        &Consent {
            server: state.title.clone(),
            token: visitor.token(),
            name: asked.app.name.clone(),
            website: asked.app.website.clone(),
            handle: format!("@{}@{}", session.account.name, state.core.here.domain()),
            scopes: words::of(&asked.scopes),
            whither: whither.clone(),
            carried: carried(fields),
            other: format!("/signin?next={next}"),
        },
    )?;
    // Browsers hold a form to this even where its answer sends them on.
    if let Some(policy) = whither.and_then(|whither| headers::with_form_to(&whither)) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}
