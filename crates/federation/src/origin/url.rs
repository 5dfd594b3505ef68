//! When two addresses are the same thing, and when one only looks like the other.

use url::{Host, Url};

/// Why a text is not an id we take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Not an absolute URL, or one that parsers read differently (backslashes, spaces, escapes in the host).
    #[error("not a plain absolute URL")]
    Malformed,
    /// Neither `https` nor `http`.
    #[error("neither https nor http")]
    Scheme,
    /// Carries a user name or password.
    #[error("carries credentials")]
    Credentials,
    /// Longer than 2,048 bytes, which no known server mints and no index of ours could hold.
    #[error("longer than 2,048 bytes")]
    TooLong,
}

const MAX_BYTES: usize = 2048;

/// Reads the id of a remote thing into the one form under which it is stored and compared.
///
/// Unified: case of scheme and host, the scheme's own port, one trailing dot of the host, international names (to
/// punycode), dot segments, escapes of characters that need none, an empty fragment. Kept apart: other fragments
/// (`#main-key` is an id of its own), double slashes, queries, `http` and `https`. Whether plain `http` may be
/// fetched is the client's decision.
///
/// # Errors
/// [`IdError`] for what cannot be an id, and for forms that other parsers would read as another host.
pub fn normalise_id(text: &str) -> Result<Url, IdError> {
    if text.len() > MAX_BYTES {
        return Err(IdError::TooLong);
    }
    if text.chars().any(|c| c == '\\' || c.is_control() || c.is_whitespace()) {
        return Err(IdError::Malformed);
    }
    let (scheme, rest) = text.split_once(':').ok_or(IdError::Malformed)?;
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return Err(IdError::Scheme);
    }
    let rest = rest.strip_prefix("//").ok_or(IdError::Malformed)?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(IdError::Credentials);
    }
    if authority.is_empty() || authority.contains('%') {
        return Err(IdError::Malformed);
    }
    let mut url = Url::parse(text).map_err(|_| IdError::Malformed)?;
    tidy_host(&mut url)?;
    tidy_path(&mut url)?;
    if url.fragment() == Some("") {
        url.set_fragment(None);
    }
    if url.as_str().len() > MAX_BYTES { Err(IdError::TooLong) } else { Ok(url) }
}

/// True where both are `http` or `https` with the same scheme, host and port; a trailing dot of the host is no
/// difference.
pub fn same_origin(a: &Url, b: &Url) -> bool {
    a.scheme() == b.scheme() && host_of(a).is_some_and(|host| host_of(b) == Some(host))
}

/// The host as lower-case punycode, with the port where it is not the scheme's own: the name of a peer. Nothing
/// for other schemes.
pub fn host_of(url: &Url) -> Option<String> {
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let host = url.host_str()?;
    let host = host.strip_suffix('.').unwrap_or(host);
    Some(match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}

/// The address without its fragment: what a fetch of this id asks for.
pub fn document_of(id: &Url) -> Url {
    let mut url = id.clone();
    url.set_fragment(None);
    url
}

fn tidy_host(url: &mut Url) -> Result<(), IdError> {
    let Some(Host::Domain(host)) = url.host() else { return Ok(()) };
    if let Some(bare) = host.strip_suffix('.').map(str::to_owned) {
        url.set_host(Some(&bare)).map_err(|_| IdError::Malformed)?;
    }
    // An empty label is no name, and a second trailing dot would be stripped by the next reader.
    match url.host() {
        Some(Host::Domain(host)) if host.split('.').any(str::is_empty) => Err(IdError::Malformed),
        _ => Ok(()),
    }
}

/// Turns `%7E` into `~` and `%c3` into `%C3` (RFC 3986 §6.2.2). A stray `%` is refused: decoding around it could
/// make a new escape.
fn tidy_path(url: &mut Url) -> Result<(), IdError> {
    if !url.path().contains('%') {
        return Ok(());
    }
    let mut tidy = String::with_capacity(url.path().len());
    let mut rest = url.path();
    while let Some((before, after)) = rest.split_once('%') {
        tidy.push_str(before);
        let (digits, tail) = after.split_at_checked(2).ok_or(IdError::Malformed)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(IdError::Malformed);
        }
        let byte = u8::from_str_radix(digits, 16).map_err(|_| IdError::Malformed)?;
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            tidy.push(char::from(byte));
        } else {
            tidy.push('%');
            tidy.push_str(&digits.to_ascii_uppercase());
        }
        rest = tail;
    }
    tidy.push_str(rest);
    url.set_path(&tidy);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> String {
        normalise_id(text).unwrap_or_else(|error| panic!("{text}: {error}")).into()
    }

    const KNOWN: &str = "https://hearth.example/users/ada";

    #[test]
    fn equal_ids_unify() {
        for same in [
            KNOWN,
            "HTTPS://Hearth.EXAMPLE/users/ada",
            "https://hearth.example:443/users/ada",
            "https://hearth.example./users/ada",
            "https://hearth.example:/users/ada",
            "https://hearth.example/users/x/../ada",
            "https://hearth.example/users/%2e%2E/users/./ada",
            "https://hearth.example/%75sers/%61da",
            "https://hearth.example/users/ada#",
            "https://ｈearth.example/users/ada",
        ] {
            assert_eq!(id(same), KNOWN, "{same}");
        }
        assert_eq!(id("https://h.example/a%2eb"), id("https://h.example/a.b"));
        assert_eq!(id("https://h.example/%c3%a4"), id("https://h.example/ä"));
        assert_eq!(id("https://BÜCHER.example/"), "https://xn--bcher-kva.example/");
        assert_eq!(id("https://h.example"), "https://h.example/");
    }

    #[test]
    fn look_alikes_stay_apart() {
        for other in [
            "http://hearth.example/users/ada",
            "https://hearth.example:8443/users/ada",
            "https://hearth.example:80/users/ada",
            "https://hearth.example//users/ada",
            "https://hearth.example/users/ada/",
            "https://hearth.example/users/Ada",
            "https://hearth.example/users/ada?",
            "https://hearth.example/users/ada?x=1",
            "https://hearth.example/users/ada#main-key",
            "https://hearth.example/users%2Fada",
            "https://hearth.example/users/ada%00",
            "https://hearth.example.other.example/users/ada",
            "https://heаrth.example/users/ada",
        ] {
            assert_ne!(id(other), KNOWN, "{other}");
        }
    }

    #[test]
    fn forms_that_readers_disagree_about_are_refused() {
        for (bad, why) in [
            ("https://ada@hearth.example/users/ada", IdError::Credentials),
            ("https://@hearth.example/users/ada", IdError::Credentials),
            ("https://hearth.example@other.example/", IdError::Credentials),
            ("https://hearth.example\\@other.example/", IdError::Malformed),
            ("https:\\\\hearth.example/users/ada", IdError::Malformed),
            ("https://hearth.example\\users\\ada", IdError::Malformed),
            ("https:/hearth.example/users/ada", IdError::Malformed),
            ("https:hearth.example/users/ada", IdError::Malformed),
            ("https:///hearth.example/users/ada", IdError::Malformed),
            ("//hearth.example/users/ada", IdError::Malformed),
            ("/users/ada", IdError::Malformed),
            ("hearth%2eexample", IdError::Malformed),
            ("https://hearth%2eexample/users/ada", IdError::Malformed),
            ("https://hearth.example../users/ada", IdError::Malformed),
            ("https://hearth..example/users/ada", IdError::Malformed),
            (" https://hearth.example/users/ada", IdError::Malformed),
            ("https://hearth.example/users/ada\n", IdError::Malformed),
            ("https://hearth.exa\tmple/users/ada", IdError::Malformed),
            ("https://hearth.example/users\u{a0}/ada", IdError::Malformed),
            ("https://hearth.example:99999/", IdError::Malformed),
            ("https://hearth.example/%2%65", IdError::Malformed),
            ("https://hearth.example/%+5", IdError::Malformed),
            ("https://hearth.example/%", IdError::Malformed),
            ("file:///etc/passwd", IdError::Scheme),
            ("javascript:alert(1)", IdError::Scheme),
            ("acct:ada@hearth.example", IdError::Scheme),
            ("", IdError::Malformed),
        ] {
            assert_eq!(normalise_id(bad), Err(why), "{bad}");
        }
        let long = format!("https://hearth.example/{}", "a".repeat(2048));
        assert_eq!(normalise_id(&long), Err(IdError::TooLong));
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        let url = |text: &str| Url::parse(text).expect("a URL");
        let known = url(KNOWN);
        for same in ["https://hearth.example:443/x", "https://HEARTH.example./y#z"] {
            assert!(same_origin(&known, &url(same)), "{same}");
        }
        for other in [
            "http://hearth.example/",
            "https://hearth.example:444/",
            "https://www.hearth.example/",
            "https://hearth.example.other.example/",
            "ftp://hearth.example/",
            "data:text/plain,x",
        ] {
            assert!(!same_origin(&known, &url(other)), "{other}");
        }
        assert!(!same_origin(&url("data:,a"), &url("data:,a")));
        assert_eq!(
            host_of(&url("https://Bücher.example.:8443/")).as_deref(),
            Some("xn--bcher-kva.example:8443")
        );
        assert_eq!(host_of(&url("https://[2001:DB8::1]/")).as_deref(), Some("[2001:db8::1]"));
        assert_eq!(host_of(&url("https://0x7f.1/")).as_deref(), Some("127.0.0.1"));
        assert_eq!(host_of(&url("mailto:ada@hearth.example")), None);
    }

    #[test]
    fn normalising_twice_changes_nothing() {
        for text in [
            KNOWN,
            "https://h.example/%25%32e/%2565",
            "https://h.example/a%2e%2e/b",
            "https://h.example/%252e%252e/x",
        ] {
            let once = id(text);
            assert_eq!(id(&once), once, "{text}");
        }
    }
}
