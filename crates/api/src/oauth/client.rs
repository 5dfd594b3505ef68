//! Which app asks, and whether it proves to be it: by HTTP Basic or in the form (RFC 6749, 2.3.1).

use super::error::Refusal;
use crate::State;
use crate::params::Words;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hearth_core::apps::{App, queries};
use http::HeaderMap;
use http::header::AUTHORIZATION;

/// An app that is known.
pub(super) struct Client {
    pub(super) app: App,
    /// Whether it showed its secret. Apps that cannot keep one prove themselves by PKCE instead.
    pub(super) proven: bool,
}

/// The app of a request. A secret that is shown must be right.
pub(super) async fn client(
    state: &State,
    headers: &HeaderMap,
    (id, secret): (&Words, &Words),
) -> Result<Client, Refusal> {
    let shown = |words: &Words| Some(words.0.clone()).filter(|text| !text.is_empty());
    let (id, secret) = basic(headers).unwrap_or_else(|| (id.0.clone(), shown(secret)));
    let app = match &secret {
        Some(secret) => queries::by_secret(&state.core, &id, secret).await?,
        None => queries::by_client(&state.core, &id).await?,
    };
    Ok(Client { app: app.ok_or_else(Refusal::client)?, proven: secret.is_some() })
}

/// As [`client`], for what no app may do without its secret.
pub(super) async fn proven(
    state: &State,
    headers: &HeaderMap,
    form: (&Words, &Words),
) -> Result<App, Refusal> {
    let client = client(state, headers, form).await?;
    if client.proven { Ok(client.app) } else { Err(Refusal::client()) }
}

fn basic(headers: &HeaderMap) -> Option<(String, Option<String>)> {
    let (scheme, rest) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((plain(id), Some(plain(secret)).filter(|text| !text.is_empty())))
}

/// Both halves are form-encoded before they are joined.
fn plain(text: &str) -> String {
    let read = url::form_urlencoded::parse(text.as_bytes()).next();
    read.map(|(name, _)| name.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{basic, plain};
    use http::{HeaderMap, HeaderValue};

    #[test]
    fn basic_holds_two_encoded_halves() {
        let of = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("authorization", HeaderValue::from_str(value).unwrap());
            basic(&headers)
        };
        assert_eq!(of("Basic YTpi"), Some(("a".to_owned(), Some("b".to_owned()))));
        assert_eq!(of("basic YTo="), Some(("a".to_owned(), None)));
        assert_eq!(of("Bearer YTpi"), None);
        assert_eq!(of("Basic !!!"), None);
        assert_eq!(plain("a%3Ab"), "a:b");
    }
}
