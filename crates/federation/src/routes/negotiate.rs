//! Whether somebody asks for the document or for the page, and how they read it.

use http::HeaderMap;
use http::header::{ACCEPT, USER_AGENT};

/// Whether the client wants ActivityPub rather than a page: it names one of the two media types and likes `text/html`
/// no better. A browser never does.
#[must_use]
pub fn wants_activity(headers: &HeaderMap) -> bool {
    let (mut activity, mut page) = (0_u16, 0_u16);
    let ranges = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    for range in ranges.flat_map(|value| value.split(',')) {
        let (essence, parameters) = range.split_once(';').unwrap_or((range, ""));
        let liked = quality(parameters);
        match essence.trim().to_ascii_lowercase().as_str() {
            "application/activity+json" | "application/ld+json" => activity = activity.max(liked),
            "text/html" | "application/xhtml+xml" => page = page.max(liked),
            _ => {}
        }
    }
    activity > 0 && activity >= page
}

/// Whether the client is snac, which takes a Note with a `name` for a vote in a poll and shows nothing of it.
pub(super) fn takes_names_for_votes(headers: &HeaderMap) -> bool {
    headers.get(USER_AGENT).is_some_and(|agent| agent.as_bytes().starts_with(b"snac/"))
}

/// `q` in thousandths (RFC 9110 §12.4.2); 1,000 where there is none or it cannot be read.
fn quality(parameters: &str) -> u16 {
    let value = parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then_some(value.trim())
    });
    let thousandths =
        value.and_then(|value| value.parse::<f32>().ok()).unwrap_or(1.0).clamp(0.0, 1.0) * 1_000.0;
    // Between 0 and 1,000 by now.
    thousandths.round() as u16
}

#[cfg(test)]
mod tests {
    use super::wants_activity;
    use http::HeaderMap;
    use http::header::ACCEPT;

    fn wants(accept: &str) -> bool {
        wants_activity(&HeaderMap::from_iter([(ACCEPT, accept.parse().unwrap())]))
    }

    #[test]
    fn servers_get_documents() {
        for accept in [
            "application/activity+json",
            "Application/Activity+JSON",
            "application/activity+json, application/ld+json",
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
            "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\", text/html;q=0.1",
            "text/html, application/activity+json",
        ] {
            assert!(wants(accept), "{accept}");
        }
    }

    #[test]
    fn people_get_pages() {
        for accept in [
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "*/*",
            "application/json",
            "text/html, application/activity+json;q=0.5",
            "application/activity+json;q=0",
            "",
        ] {
            assert!(!wants(accept), "{accept}");
        }
        assert!(!wants_activity(&HeaderMap::new()));
    }
}
