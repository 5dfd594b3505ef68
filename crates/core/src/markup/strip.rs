//! The words of HTML that was sanitised before, in one walk: for what looks at every story of a page.

use super::text::unescape;
use super::tokens::{Token, Tokens};

/// What stands in a line of its own.
const BLOCKS: [&str; 12] = ["p", "li", "ul", "ol", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"];

/// The words of sanitised HTML; blocks stand apart by an empty line.
#[must_use]
pub fn stripped(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for token in Tokens::new(html) {
        match token {
            Token::Text(words) => text.push_str(words),
            Token::Open(tag) if tag.name == "br" => text.push('\n'),
            Token::Open(tag) if BLOCKS.contains(&tag.name) => text.push_str("\n\n"),
            Token::Close(name) if BLOCKS.contains(&name) => text.push_str("\n\n"),
            Token::Open(_) | Token::Close(_) => {}
        }
    }
    if text.contains('&') { unescape(&text) } else { text }
}

#[cfg(test)]
mod tests {
    use super::stripped;

    #[test]
    fn words_stay_and_blocks_part() {
        let html = r#"<p>Fish &amp; <a href="https://a.example/?b=%3E" title="a > b">chi<b>ps</b></a></p><p>to<br>day</p>"#;
        assert_eq!(
            stripped(html).split_whitespace().collect::<Vec<_>>(),
            ["Fish", "&", "chips", "to", "day"]
        );
        assert_eq!(stripped("plain"), "plain");
    }
}
