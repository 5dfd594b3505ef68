//! Which addresses a member may be sent back to.

use super::model::SHOWN;
use crate::{Error, Result};
use url::Url;

/// Schemes that run something, or read from the machine, instead of opening an app.
const NEVER: [&str; 9] =
    ["javascript", "data", "vbscript", "file", "about", "blob", "filesystem", "view-source", "ws"];

/// Checks one address: absolute, without a fragment (RFC 6749, 3.1.2), of a scheme that opens an app or a page.
///
/// # Errors
/// [`Error::Invalid`] that says what is wrong.
pub(super) fn check(address: &str) -> Result<()> {
    if address == SHOWN {
        return Ok(());
    }
    let wrong = |what: &str| Error::invalid(format!("Validation failed: Redirect URI {what}"));
    let url = Url::parse(address).map_err(|_| wrong("must be an absolute URI."))?;
    if address.contains('#') {
        return Err(wrong("cannot contain a fragment."));
    }
    if NEVER.contains(&url.scheme()) || address.chars().any(|one| one.is_control() || one.is_whitespace()) {
        return Err(wrong("is forbidden by the server."));
    }
    if matches!(url.scheme(), "http" | "https") && !url.has_host() {
        return Err(wrong("must be an absolute URI."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn apps_and_pages_can_be_returned_to() {
        for fine in [
            "urn:ietf:wg:oauth:2.0:oob",
            "https://app.example/back?x=1",
            "http://localhost:3000/",
            "oauth2redirect://com.example.app/",
            "icecubesapp://",
            "com.example.app:/back",
        ] {
            assert!(check(fine).is_ok(), "{fine}");
        }
    }

    #[test]
    fn what_runs_or_is_no_address_cannot() {
        for bad in [
            "",
            "/back",
            "app.example/back",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "https://app.example/#token",
            "https://app.example/a b",
            "https://app.example/\nSet-Cookie: x",
            "https://",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
