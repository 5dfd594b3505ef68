//! The two things that a browser keeps for us: the session, and that it signed in before.

use hearth_core::here::Here;
use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// Who is signed in; random text before anybody is.
    Session,
    /// That somebody signed in with this browser before ([`hearth_core::signin::devices`]).
    Device,
}

/// Longest life that browsers grant, in seconds; how long a session holds, the server decides.
const YEAR: u32 = 34_560_000;

/// What the browser keeps.
pub(crate) fn read(here: &Here, headers: &HeaderMap, kept: Kept) -> Option<String> {
    let name = name(here, kept);
    let all = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned()).filter(|value| is_ours(value))
}

/// Has the browser keep it: for itself, out of reach of scripts, not sent along from other sites but by links.
pub(crate) fn keep(here: &Here, kept: Kept, value: &str) -> Option<HeaderValue> {
    written(here, kept, value, YEAR)
}

/// Has the browser forget it.
pub(crate) fn forget(here: &Here, kept: Kept) -> Option<HeaderValue> {
    written(here, kept, "", 0)
}

fn written(here: &Here, kept: Kept, value: &str, seconds: u32) -> Option<HeaderValue> {
    let secure = if is_secure(here) { "; Secure" } else { "" };
    let name = name(here, kept);
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).ok()
}

/// Behind TLS the name itself keeps other hosts of the domain from planting one (RFC 6265bis, 4.1.3.2). Without it the port
/// is in the name, since browsers do not tell ports of one host apart.
fn name(here: &Here, kept: Kept) -> String {
    let word = if kept == Kept::Session { "session" } else { "device" };
    if is_secure(here) {
        return format!("__Host-hearth-{word}");
    }
    let port = here.domain().rsplit_once(':').map_or("80", |(_, port)| port);
    format!("hearth-{word}-{port}")
}

fn is_secure(here: &Here) -> bool {
    here.base().starts_with("https:")
}

/// 43 characters of base64url, as we hand them out.
fn is_ours(value: &str) -> bool {
    value.len() == 43 && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::{Kept, keep, read};
    use hearth_core::here::Here;
    use http::{HeaderMap, HeaderValue};

    const VALUE: &str = "0123456789abcdefghijklmnopqrstuvwxyz-_ABCDE";

    #[test]
    fn behind_tls_it_is_secure_and_bound_to_the_host() {
        let text = keep(&Here::new("stories.example", false), Kept::Session, VALUE).unwrap();
        let text = text.to_str().unwrap();
        assert!(text.starts_with("__Host-hearth-session=") && text.ends_with("; Secure"), "{text}");
        for part in ["; Path=/;", "; HttpOnly", "; SameSite=Lax"] {
            assert!(text.contains(part), "{text}");
        }
        assert!(!text.contains("Domain"), "{text}");
        let plain = keep(&Here::new("localhost:8080", true), Kept::Session, VALUE).unwrap();
        assert!(!plain.to_str().unwrap().contains("Secure"));
    }

    #[test]
    fn what_we_kept_is_read_and_nothing_else() {
        let here = Here::new("localhost:8080", true);
        let of = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("cookie", HeaderValue::from_str(text).unwrap());
            read(&here, &headers, Kept::Session)
        };
        assert_eq!(of(&format!("a=b; hearth-session-8080={VALUE}; c=d")).as_deref(), Some(VALUE));
        assert_eq!(of(&format!("hearth-session-8081={VALUE}")), None);
        assert_eq!(of("hearth-session-8080=short"), None);
        assert_eq!(of(&format!("hearth-device-8080={VALUE}")), None);
    }
}
