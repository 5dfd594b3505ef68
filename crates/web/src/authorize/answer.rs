//! The member has decided.

use super::ask::again;
use super::asked::Asked;
use crate::State;
use crate::error::PageError;
use crate::signin::towards;
use crate::visitor::Posted;
use axum::extract;
use axum::response::{IntoResponse as _, Redirect, Response};
use hearth_core::Error;
use hearth_core::apps::App;
use hearth_core::grants;
use http::header::{CACHE_CONTROL, LOCATION};
use http::{HeaderValue, StatusCode};
use url::Url;

/// `POST /oauth/authorize`
pub(crate) async fn answer(
    extract::State(state): extract::State<State>,
    Posted { visitor, fields }: Posted,
) -> Result<Response, PageError> {
    let asked = Asked::read(&state.core, &fields).await?;
    let Some(session) = visitor.member() else {
        return Ok(towards("/signin", &again(&fields)).into_response());
    };
    let shown = App::is_shown(&asked.redirect_uri);
    if fields.get("decision") != "allow" {
        return if shown {
            Ok(Redirect::to("/access").into_response())
        } else {
            back(&asked, "error", "access_denied")
        };
    }
    let code = grants::issue(&state.core, session.account.id, &asked.wish()).await?;
    if shown {
        return Ok(Redirect::to(&format!("/oauth/authorize/native?code={code}")).into_response());
    }
    back(&asked, "code", &code)
}

/// Sends the browser back to the app. 303, so that no form goes along.
fn back(asked: &Asked, name: &str, value: &str) -> Result<Response, PageError> {
    let address = asked.back(name, value);
    let location = HeaderValue::from_str(&address).or_else(|_| {
        // Letters outside of ASCII are escaped.
        let url = Url::parse(&address).map_err(Error::internal)?;
        HeaderValue::from_str(url.as_str()).map_err(Error::internal)
    })?;
    let headers = [(LOCATION, location), (CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}
