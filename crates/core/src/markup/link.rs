//! Writes links the way the field's clients expect them.

use super::compose::Resolved;
use super::scan::{Piece, fold_tag, pieces};
use url::Url;

/// Whether `address` is one that may stand in a link: `http` or `https` with a host.
#[must_use]
pub fn is_web_address(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// A link that shows its address.
#[must_use]
pub fn web_link(url: &str) -> String {
    let mut html = String::with_capacity(url.len() * 2 + 160);
    address(url, &mut html);
    html
}

/// Escapes text for HTML content and double-quoted attributes.
pub(super) fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
}

/// Writes plain text as HTML, with its people, hashtags and addresses linked.
pub(super) fn linked(text: &str, resolved: &Resolved, out: &mut String) {
    let mut from = 0;
    for (range, piece) in pieces(text) {
        escape(text.get(from..range.start).unwrap_or_default(), out);
        let written = text.get(range.clone()).unwrap_or_default();
        match piece {
            Piece::Mention(handle) => match resolved.mention(&handle) {
                Some(href) => mention(&handle.name, href, out),
                None => escape(written, out),
            },
            Piece::Hashtag(tag) => hashtag(&tag, &resolved.tag_base, out),
            Piece::Url(url) if is_web_address(&url) => address(&url, out),
            Piece::Url(url) => escape(&url, out),
        }
        from = range.end;
    }
    escape(text.get(from..).unwrap_or_default(), out);
}

fn mention(name: &str, href: &str, out: &mut String) {
    out.push_str("<span class=\"h-card\" translate=\"no\"><a href=\"");
    escape(href, out);
    out.push_str("\" class=\"u-url mention\">@<span>");
    escape(name, out);
    out.push_str("</span></a></span>");
}

fn hashtag(tag: &str, base: &str, out: &mut String) {
    out.push_str("<a href=\"");
    escape(base, out);
    escape(&fold_tag(tag), out);
    out.push_str("\" class=\"mention hashtag\" rel=\"tag\">#<span>");
    escape(tag, out);
    out.push_str("</span></a>");
}

/// The start of a link with words of its own.
pub(super) fn opening(address: &str) -> String {
    let mut tag = String::from("<a href=\"");
    escape(address, &mut tag);
    tag.push_str("\" target=\"_blank\" rel=\"nofollow noopener\">");
    tag
}

/// The scheme and the far end of a long address are there for copying, but not shown.
fn address(url: &str, out: &mut String) {
    const SHOWN: usize = 30;
    let scheme = if url.starts_with("https://www.") {
        "https://www."
    } else if url.starts_with("http://www.") {
        "http://www."
    } else if url.starts_with("https://") {
        "https://"
    } else {
        "http://"
    };
    let rest = url.get(scheme.len()..).unwrap_or_default();
    let cut = rest.char_indices().nth(SHOWN).map(|(at, _)| at);
    let (shown, hidden) = rest.split_at(cut.unwrap_or(rest.len()));
    out.push_str("<a href=\"");
    escape(url, out);
    out.push_str(
        "\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">",
    );
    out.push_str(scheme);
    out.push_str(if cut.is_some() { "</span><span class=\"ellipsis\">" } else { "</span><span class=\"\">" });
    escape(shown, out);
    out.push_str("</span><span class=\"invisible\">");
    escape(hidden, out);
    out.push_str("</span></a>");
}
