//! Turns the bytes of a page into text, in whatever letters it was written.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// How far into a page its own word for its letters is looked for (HTML, 13.2.3.2).
const PRESCAN: usize = 1_024;

/// The text of a page: a byte order mark counts most, then `Content-Type`, then the page's own word. Without any of
/// them it is UTF-8 where it can be, and what browsers take such pages for otherwise.
pub(super) fn text(bytes: &[u8], content_type: &str) -> String {
    let named = named(content_type).or_else(|| named(&beginning(bytes)));
    let encoding = named.unwrap_or_else(|| if is_utf8(bytes) { UTF_8 } else { WINDOWS_1252 });
    encoding.decode(bytes).0.into_owned()
}

/// What follows the first `charset=`, quoted or not.
fn named(text: &str) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    let (_, after) = lower.split_once("charset")?;
    let label = after.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = label.find(|letter: char| !(letter.is_ascii_alphanumeric() || "-_:.".contains(letter)));
    Encoding::for_label(label.get(..end.unwrap_or(label.len()))?.as_bytes())
}

fn beginning(bytes: &[u8]) -> String {
    bytes.iter().take(PRESCAN).map(|byte| char::from(*byte)).collect()
}

/// The last letter may have been cut through.
fn is_utf8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).map_or_else(|error| error.error_len().is_none(), |_| true)
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn letters_are_read_as_they_were_written() {
        let latin = b"<title>Caf\xe9</title>";
        assert_eq!(text(latin, "text/html"), "<title>Café</title>");
        assert_eq!(text(latin, "text/html; charset=ISO-8859-1"), "<title>Café</title>");
        assert_eq!(text("Café".as_bytes(), "text/html"), "Café");
        assert_eq!(
            text(b"<meta charset=\"koi8-r\"><p>\xf7\xc5\xde\xc5\xd2", "text/html"),
            "<meta charset=\"koi8-r\"><p>Вечер"
        );
        assert_eq!(text(b"\x83\x8a\x83\x93\x83N", "text/html; charset=\"Shift_JIS\""), "リンク");
        assert_eq!(text(b"\xef\xbb\xbfok", "text/html; charset=latin1"), "ok");
        assert_eq!(text(b"cut \xc3", "text/html"), "cut \u{fffd}");
    }
}
