//! Pages of lists: which one is asked for, and the `Link` to its neighbours.

use crate::State;
use crate::error::ApiError;
use crate::params::Int;
use axum::Json;
use axum::extract::{FromRef, FromRequestParts, Query};
use axum::response::{IntoResponse, Response};
use hearth_core::page::Page;
use http::header::LINK;
use http::request::Parts;
use http::{HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    max_id: Option<Int>,
    since_id: Option<Int>,
    min_id: Option<Int>,
    limit: Option<Int>,
}

/// Which part of a list is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    max: Option<i64>,
    since: Option<i64>,
    min: Option<i64>,
    limit: Option<i64>,
    /// Public address of the list, with the parameters that are not about pages.
    address: String,
}

/// How a list's newer page is named in its `Link`.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Newer {
    /// Timelines and notifications.
    MinId,
    /// People: followers, blocks, mutes.
    SinceId,
}

impl<S: Send + Sync> FromRequestParts<S> for Wanted
where
    State: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let wrong = || ApiError::new(StatusCode::BAD_REQUEST, "Pagination values must be numbers");
        let Query(asked) = Query::<Asked>::from_request_parts(parts, state).await.map_err(|_| wrong())?;
        let number = |value: Option<Int>| value.and_then(|Int(number)| number);
        let limit = number(asked.limit);
        if limit.is_some_and(|limit| limit < 0) {
            let text = "Pagination values for `offset` and `limit` must be positive";
            return Err(ApiError::new(StatusCode::BAD_REQUEST, text));
        }
        let kept = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes())
            .filter(|(name, _)| !matches!(&**name, "max_id" | "since_id" | "min_id" | "access_token"))
            .collect::<Vec<_>>();
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish();
        let base = State::from_ref(state).core.here.base().to_owned();
        let address =
            format!("{base}{}?{query}{}", parts.uri.path(), if query.is_empty() { "" } else { "&" });
        Ok(Self {
            max: number(asked.max_id),
            since: number(asked.since_id),
            min: number(asked.min_id),
            limit,
            address,
        })
    }
}

impl Wanted {
    /// The page, with the list's usual length and the most it gives.
    pub(crate) fn page(&self, usual: i64, most: i64) -> Page {
        let limit = self.limit.unwrap_or(usual).clamp(1, most);
        Page { max: self.max, since: self.since, min: self.min, limit }
    }

    /// The answer: the items with `Link`s to the pages beside them. `ids` are the cursors of the first and last item.
    pub(crate) fn answer<T: Serialize>(
        &self,
        items: &[T],
        ids: Option<(i64, i64)>,
        newer: Newer,
    ) -> Response {
        let mut response = Json(items).into_response();
        if let Some((first, last)) = ids {
            let before = match newer {
                Newer::MinId => "min_id",
                Newer::SinceId => "since_id",
            };
            let address = &self.address;
            let link =
                format!("<{address}max_id={last}>; rel=\"next\", <{address}{before}={first}>; rel=\"prev\"");
            if let Ok(value) = HeaderValue::try_from(link) {
                response.headers_mut().insert(LINK, value);
            }
        }
        response
    }
}

/// The cursors of the first and last of a list.
pub(crate) fn ends<T>(items: &[T], id: impl Fn(&T) -> i64) -> Option<(i64, i64)> {
    Some((id(items.first()?), id(items.last()?)))
}
