//! Pages of lists: which one is asked for, and the `Link` to its neighbours.

use crate::State;
use crate::error::ApiError;
use crate::params::Int;
use crate::render;
use axum::extract::{FromRef, FromRequestParts, OriginalUri, Query};
use axum::response::Response;
use hearth_core::page::Page;
use http::header::LINK;
use http::request::Parts;
use http::{HeaderValue, StatusCode, Uri};
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    max_id: Int,
    since_id: Int,
    min_id: Int,
    limit: Int,
}

/// Which part of a list is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    max: Option<i64>,
    since: Option<i64>,
    min: Option<i64>,
    limit: Option<i64>,
    /// Public address of the list, with the parameters that are not about pages, and what goes before the next one.
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
        // The router cuts off the beginning of the path that it has dealt with.
        let uri =
            parts.extensions.get::<OriginalUri>().map_or_else(|| parts.uri.clone(), |uri| uri.0.clone());
        Self::read(&uri, State::from_ref(state).core.here.base())
    }
}

impl Wanted {
    fn read(uri: &Uri, base: &str) -> Result<Self, ApiError> {
        let wrong = || ApiError::new(StatusCode::BAD_REQUEST, "Pagination values must be numbers");
        let Query(asked) = Query::<Asked>::try_from_uri(uri).map_err(|_| wrong())?;
        check_positive(asked.limit)?;
        let kept =
            url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).filter(|(name, _)| {
                !matches!(&**name, "max_id" | "since_id" | "min_id" | "access_token" | "bearer_token")
            });
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish();
        let address = format!("{base}{}?{query}{}", uri.path(), if query.is_empty() { "" } else { "&" });
        let Asked { max_id, since_id, min_id, limit } = asked;
        Ok(Self { max: max_id.0, since: since_id.0, min: min_id.0, limit: limit.0, address })
    }

    /// The page, with the list's usual length and the most it gives.
    pub(crate) fn page(&self, usual: i64, most: i64) -> Page {
        let limit = self.limit.unwrap_or(usual).clamp(1, most);
        Page { max: self.max, since: self.since, min: self.min, limit }
    }

    /// The answer: the items with `Link`s to the pages beside them. `ends` are the cursors of the first and last item.
    pub(crate) fn answer<T: Serialize>(
        &self,
        items: &[T],
        ends: Option<(i64, i64)>,
        newer: Newer,
    ) -> Response {
        self.linked(render::list(items), ends, newer)
    }

    /// An answer that is no list itself, with the same `Link`s.
    pub(crate) fn linked(&self, mut response: Response, ends: Option<(i64, i64)>, newer: Newer) -> Response {
        let link = ends.map(|(first, last)| self.link(first, last, newer));
        if let Some(Ok(value)) = link.map(HeaderValue::try_from) {
            response.headers_mut().insert(LINK, value);
        }
        response
    }

    /// The answer of a list that starts with the oldest: the next page lies above the last item.
    pub(crate) fn answer_upwards<T: Serialize>(&self, items: &[T], last: Option<i64>) -> Response {
        let mut response = render::list(items);
        let link = last.map(|last| format!("<{}min_id={last}>; rel=\"next\"", self.address));
        if let Some(Ok(value)) = link.map(HeaderValue::try_from) {
            response.headers_mut().insert(LINK, value);
        }
        response
    }

    fn link(&self, first: i64, last: i64, newer: Newer) -> String {
        let before = match newer {
            Newer::MinId => "min_id",
            Newer::SinceId => "since_id",
        };
        let address = &self.address;
        format!("<{address}max_id={last}>; rel=\"next\", <{address}{before}={first}>; rel=\"prev\"")
    }
}

/// Refuses a negative `limit` or `offset`.
pub(crate) fn check_positive(number: Int) -> Result<(), ApiError> {
    if number.0.is_some_and(|number| number < 0) {
        let text = "Pagination values for `offset` and `limit` must be positive";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, text));
    }
    Ok(())
}

/// The limit and offset of a list that is not paged by ids.
pub(crate) fn slice(limit: Int, offset: Int, usual: i64, most: i64) -> Result<(i64, i64), ApiError> {
    check_positive(limit)?;
    check_positive(offset)?;
    Ok((limit.0.unwrap_or(usual).clamp(1, most), offset.0.unwrap_or(0)))
}

/// The cursors of the first and last of a list.
pub(crate) fn ends<T>(items: &[T], id: impl Fn(&T) -> i64) -> Option<(i64, i64)> {
    Some((id(items.first()?), id(items.last()?)))
}

#[cfg(test)]
mod tests {
    use super::{Newer, Wanted, ends, slice};
    use crate::params::Int;
    use axum::response::IntoResponse as _;
    use http::Uri;

    fn wanted(uri: &'static str) -> Result<Wanted, u16> {
        Wanted::read(&Uri::from_static(uri), "https://hearth.example")
            .map_err(|error| error.into_response().status().as_u16())
    }

    #[test]
    fn links_keep_the_other_parameters_and_no_token() {
        let list =
            wanted("/api/v1/timelines/public?local=true&max_id=9&access_token=x&limit=2&min_id=").unwrap();
        assert_eq!(
            list.link(8, 5, Newer::MinId),
            "<https://hearth.example/api/v1/timelines/public?local=true&limit=2&max_id=5>; rel=\"next\", \
             <https://hearth.example/api/v1/timelines/public?local=true&limit=2&min_id=8>; rel=\"prev\""
        );
        let list = wanted("/api/v1/notifications?types[]=mention&types[]=follow").unwrap();
        assert!(list.link(8, 5, Newer::MinId).contains("?types%5B%5D=mention&types%5B%5D=follow&max_id=5>"));
        let list = wanted("/api/v1/blocks").unwrap();
        assert!(
            list.link(8, 5, Newer::SinceId).contains("<https://hearth.example/api/v1/blocks?since_id=8>")
        );
    }

    #[test]
    fn an_empty_list_has_no_link() {
        let list = wanted("/api/v1/blocks").unwrap();
        assert!(
            list.answer::<()>(&[], ends::<i64>(&[], |id| *id), Newer::MinId).headers().get("link").is_none()
        );
        assert!(list.answer(&[1], Some((1, 1)), Newer::MinId).headers().get("link").is_some());
    }

    #[test]
    fn limits_are_clamped_but_not_below_nothing() {
        let page = |uri| wanted(uri).map(|wanted| wanted.page(20, 40).limit);
        assert_eq!(page("/x"), Ok(20));
        assert_eq!(page("/x?limit="), Ok(20));
        assert_eq!(page("/x?limit=7"), Ok(7));
        assert_eq!(page("/x?limit=0"), Ok(1));
        assert_eq!(page("/x?limit=4000"), Ok(40));
        assert_eq!(page("/x?limit=-1"), Err(400));
        assert_eq!(page("/x?max_id=abc"), Err(400));
        assert!(slice(Int(None), Int(Some(-1)), 20, 40).is_err());
        assert_eq!(slice(Int(Some(99)), Int(Some(3)), 20, 40).unwrap(), (40, 3));
    }

    #[test]
    fn bounds_are_read() {
        let page = wanted("/x?max_id=9&since_id=3&min_id=5").unwrap().page(20, 40);
        assert_eq!((page.max, page.since, page.min), (Some(9), Some(3), Some(5)));
    }
}
