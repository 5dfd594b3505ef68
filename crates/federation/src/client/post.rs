//! Delivering: one POST, no redirects, and only as much of the answer as tells how it went.

use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{HeaderMap, StatusCode, header::RETRY_AFTER};
use tokio::time::timeout;
use url::Url;

use super::{Client, ClientError, body, target};

/// What is read of the answer, in bytes: the reason a peer gives, and short answers whole, so that the connection
/// can be used again.
const MAX_ANSWER: usize = 16 * 1024;
/// How long the rest of an answer is waited for once its status is known.
const REST_OF_ANSWER: Duration = Duration::from_secs(2);

/// How a peer answered a `POST`.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its status; a redirect is an answer like any other.
    pub status: StatusCode,
    /// When it asks to be tried again (RFC 9110 §10.2.3).
    pub retry_after: Option<RetryAfter>,
    /// All headers.
    pub headers: HeaderMap,
    /// The beginning of the body, for the log.
    pub body: Bytes,
}

/// The two forms of `Retry-After`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// After this long.
    After(Duration),
    /// At this time.
    At(DateTime<Utc>),
}

impl Client {
    /// Posts a body, with headers signed for exactly this URL (`Host` among them is checked, then left to the
    /// connection).
    ///
    /// # Errors
    /// [`ClientError`]; statuses are not errors, and once a status has come nothing is.
    pub async fn post(&self, url: &Url, headers: HeaderMap, body: Bytes) -> Result<Answer, ClientError> {
        // Boxed: the state of an exchange is several kilobytes, which every caller's future would carry.
        let exchange = Box::pin(self.exchange(url, headers, body));
        let mut response = timeout(self.timeout, exchange).await.map_err(|_| ClientError::Timeout)??;
        let headers = std::mem::take(response.headers_mut());
        let rest = timeout(REST_OF_ANSWER.min(self.timeout), body::beginning(&mut response, MAX_ANSWER));
        let body = rest.await.unwrap_or_default();
        Ok(Answer { status: response.status(), retry_after: retry_after(&headers), headers, body })
    }

    async fn exchange(
        &self,
        url: &Url,
        mut headers: HeaderMap,
        body: Bytes,
    ) -> Result<reqwest::Response, ClientError> {
        let door = self.towards(url)?;
        target::unhost(&mut headers, url)?;
        door.post(url.clone()).headers(headers).body(body).send().await.map_err(ClientError::sending)
    }
}

fn retry_after(headers: &HeaderMap) -> Option<RetryAfter> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    match text.parse() {
        Ok(seconds) => Some(RetryAfter::After(Duration::from_secs(seconds))),
        Err(_) => {
            let date = DateTime::parse_from_rfc2822(text).ok()?;
            Some(RetryAfter::At(date.with_timezone(&Utc)))
        }
    }
}
