//! Fetching, with redirects followed here so that each hop is checked and signed anew.

use bytes::Bytes;
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{ACCEPT, CONTENT_TYPE, LOCATION},
};
use tokio::time::timeout;
use url::Url;

use super::{Client, ClientError, Refusal, body, target};

/// How many redirects are followed; Mastodon follows as many.
const MAX_REDIRECTS: usize = 3;
/// Of an answer that is not a success only this much is read, in bytes: enough for a tombstone or an error text.
const MAX_ERROR_BODY: usize = 64 * 1024;

/// Makes the headers that authenticate a `GET` of this URL; called once per hop.
pub type Sign<'a> = &'a (dyn Fn(&Url) -> HeaderMap + Send + Sync);

/// What a `GET` brought, success or not.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// The URL that answered in the end, without fragment.
    pub final_url: Url,
    /// Its status; any, also 3xx when there was no usable `Location`.
    pub status: StatusCode,
    /// The one `Content-Type`; none when there is none, or more than one.
    pub content_type: Option<String>,
    /// All headers.
    pub headers: HeaderMap,
    /// The decompressed body: whole for 2xx, the first 64 kB otherwise.
    pub body: Bytes,
}

impl Client {
    /// Fetches a URL. The `Host` among signed headers has to be the URL's own.
    ///
    /// # Errors
    /// [`ClientError`]; statuses are not errors.
    pub async fn get(&self, url: &Url, accept: &str, sign: Option<Sign<'_>>) -> Result<Fetched, ClientError> {
        let accept = HeaderValue::from_str(accept).map_err(|_| ClientError::Refused(Refusal::Url))?;
        // Boxed: the state of an exchange is several kilobytes, which every caller's future would carry.
        let exchange = Box::pin(self.follow(url.clone(), accept, sign));
        timeout(self.timeout, exchange).await.map_err(|_| ClientError::Timeout)?
    }

    async fn follow(
        &self,
        mut url: Url,
        accept: HeaderValue,
        sign: Option<Sign<'_>>,
    ) -> Result<Fetched, ClientError> {
        for _ in 0..=MAX_REDIRECTS {
            url.set_fragment(None);
            let door = self.towards(&url)?;
            let mut headers = sign.map(|sign| sign(&url)).unwrap_or_default();
            target::unhost(&mut headers, &url)?;
            headers.insert(ACCEPT, accept.clone());
            let response =
                door.get(url.clone()).headers(headers).send().await.map_err(ClientError::sending)?;
            match location(&response, &url) {
                Some(next) => {
                    if is_downgrade(&url, &next, self.allow_http) {
                        return Err(ClientError::Refused(Refusal::Downgrade));
                    }
                    url = next;
                }
                None => return self.read(url, response).await,
            }
        }
        Err(ClientError::TooManyRedirects)
    }

    async fn read(&self, final_url: Url, mut response: reqwest::Response) -> Result<Fetched, ClientError> {
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let content_type = only(&headers);
        let body = match (status.is_success(), self.cut) {
            (true, false) => body::whole(response, self.max_body).await?,
            (true, true) => body::beginning(&mut response, self.max_body).await,
            (false, _) => body::beginning(&mut response, MAX_ERROR_BODY.min(self.max_body)).await,
        };
        Ok(Fetched { final_url, status, content_type, headers, body })
    }
}

/// A signed or private fetch must not continue in the clear because a peer says so.
pub(super) fn is_downgrade(from: &Url, to: &Url, allow_http: bool) -> bool {
    from.scheme() == "https" && to.scheme() == "http" && !allow_http
}

/// Where a redirect leads, resolved against where it came from.
fn location(response: &reqwest::Response, from: &Url) -> Option<Url> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    from.join(location).ok()
}

/// Two types would leave it to the reader which one counts.
fn only(headers: &HeaderMap) -> Option<String> {
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let first = types.next()?.to_str().ok()?.to_owned();
    types.next().is_none().then_some(first)
}
