//! Which answers count as ActivityPub documents: an upload served under a looser type must never become one.

/// The profile that makes JSON-LD an ActivityStreams document (ActivityPub §3.2).
const ACTIVITY_STREAMS: &str = "https://www.w3.org/ns/activitystreams";

/// True for `application/activity+json` with any parameters, and for `application/ld+json` whose one `profile`
/// parameter names ActivityStreams.
pub fn is_activity_json(content_type: &str) -> bool {
    let (essence, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
    let essence = essence.trim_matches([' ', '\t']);
    let Some(parameters) = read(parameters) else { return false };
    if essence.eq_ignore_ascii_case("application/activity+json") {
        return true;
    }
    let mut profiles = parameters.iter().filter(|(name, _)| name.eq_ignore_ascii_case("profile"));
    essence.eq_ignore_ascii_case("application/ld+json")
        && profiles
            .next()
            .is_some_and(|(_, value)| value.split(' ').any(|profile| profile == ACTIVITY_STREAMS))
        && profiles.next().is_none()
}

/// `name=value; name="value"` (RFC 9110 §5.6.6), or nothing if it is not that.
fn read(mut rest: &str) -> Option<Vec<(&str, String)>> {
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start_matches([' ', '\t', ';']);
        if rest.is_empty() {
            return Some(found);
        }
        let (name, after) = rest.split_once('=')?;
        if name.is_empty() || !name.bytes().all(is_token) {
            return None;
        }
        let (value, tail) = match after.strip_prefix('"') {
            Some(quoted) => unquote(quoted)?,
            None => {
                let end = after.bytes().position(|byte| !is_token(byte)).unwrap_or(after.len());
                (after[..end].to_owned(), &after[end..])
            }
        };
        rest = tail.trim_start_matches([' ', '\t']);
        if !(rest.is_empty() || rest.starts_with(';')) {
            return None;
        }
        found.push((name, value));
    }
}

fn unquote(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => value.push(characters.next()?.1),
            _ => value.push(character),
        }
    }
    None
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::is_activity_json;

    #[test]
    fn takes_the_two_types_and_their_parameters() {
        for good in [
            "application/activity+json",
            "Application/Activity+JSON",
            "application/activity+json; charset=utf-8",
            "application/activity+json;charset=\"utf-8\"",
            "application/activity+json; profile=\"https://www.w3.org/ns/activitystreams\"",
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
            "application/ld+json;profile=\"https://www.w3.org/ns/activitystreams\"; charset=utf-8",
            "application/ld+json; charset=utf-8; Profile=\"https://www.w3.org/ns/activitystreams\"",
            "application/ld+json; profile=\"https://w3id.org/security https://www.w3.org/ns/activitystreams\"",
        ] {
            assert!(is_activity_json(good), "{good}");
        }
    }

    #[test]
    fn refuses_everything_that_an_upload_could_be_served_as() {
        for bad in [
            "",
            "text/html",
            "image/png",
            "application/json",
            "application/octet-stream",
            "application/ld+json",
            "application/ld+json; charset=utf-8",
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams#evil\"",
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams.evil.example\"",
            "application/ld+json; x=\"profile=https://www.w3.org/ns/activitystreams\"",
            "application/ld+json; profile=\"x\"; profile=\"https://www.w3.org/ns/activitystreams\"",
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"; profile=\"x\"",
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams",
            "application/ld+json, application/activity+json",
            "text/html, application/activity+json",
            "text/html; x=application/activity+json",
            "text/html; profile=\"https://www.w3.org/ns/activitystreams\"",
            "application/activity+json, text/html",
            "application/activity+jsonx",
            "xapplication/activity+json",
            "application/activity+json; =x",
            "application/activity+json; charset=utf-8 text/html",
            "application/activity+json\u{0}",
        ] {
            assert!(!is_activity_json(bad), "{bad}");
        }
    }
}
