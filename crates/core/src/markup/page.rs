//! Reads what HTML says apart from its words: where a story links to, and what a page says of itself.

use super::text::to_text;
use super::tokens::{Tag, Token, Tokens};
use std::collections::HashMap;

/// The first link of a story that leads to a page: not to somebody named in it (`is_named`), to a hashtag, or to what
/// it quotes.
#[must_use]
pub fn first_link(html: &str, is_named: impl Fn(&str) -> bool) -> Option<String> {
    let mut quoting: Option<&str> = None;
    for token in Tokens::new(html) {
        match token {
            Token::Open(tag) if quoting.is_none() && has(&tag, "class", &["quote-inline"]) => {
                quoting = Some(tag.name);
            }
            Token::Close(name) if quoting == Some(name) => quoting = None,
            Token::Open(tag) if quoting.is_none() && tag.name.eq_ignore_ascii_case("a") => {
                let apart = has(&tag, "class", &["mention", "hashtag"]) || has(&tag, "rel", &["tag"]);
                let address = tag.value("href").filter(|_| !apart).map(to_text);
                if let Some(address) = address.filter(|address| !is_named(address)) {
                    return Some(address);
                }
            }
            _ => {}
        }
    }
    None
}

fn has(tag: &Tag<'_>, attribute: &str, words: &[&str]) -> bool {
    let value = tag.value(attribute).unwrap_or_default();
    value.split_ascii_whitespace().any(|word| words.contains(&word))
}

/// What a page says of itself: raw values with character references, as they were written.
#[derive(Debug, Default)]
pub struct Head {
    /// The content of `<title>`.
    pub title: String,
    /// The `lang` of the page.
    pub language: String,
    /// Values of `<meta>` by `property`, `name` or `itemprop`, in lower case; the first of each.
    pub metas: HashMap<String, String>,
}

impl Head {
    /// The first of these that says something, as plain text.
    #[must_use]
    pub fn said(&self, names: &[&str]) -> Option<String> {
        let values = names.iter().filter_map(|name| self.metas.get(*name));
        values.map(|value| to_text(value)).find(|text| !text.trim().is_empty())
    }
}

/// More `<meta>` than this of one page are not looked at.
const METAS: usize = 500;

/// Reads the head of a page, wherever its parts stand.
#[must_use]
pub fn head(html: &str) -> Head {
    let mut head = Head::default();
    let mut tokens = Tokens::new(html);
    let mut in_title = false;
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(words) if in_title => head.title.push_str(words),
            Token::Close(name) if name.eq_ignore_ascii_case("title") => in_title = false,
            Token::Open(tag) => match tag.name.to_ascii_lowercase().as_str() {
                // A drawing in the page may have a title too.
                "title" => in_title = head.title.is_empty(),
                "html" => head.language = tag.value("lang").unwrap_or_default().to_owned(),
                "meta" if head.metas.len() < METAS => note(&mut head.metas, &tag),
                raw @ ("script" | "style" | "noscript" | "textarea" | "svg") => tokens.skip_raw(raw),
                _ => {}
            },
            _ => {}
        }
    }
    head
}

fn note(metas: &mut HashMap<String, String>, tag: &Tag<'_>) {
    let Some(content) = tag.value("content") else { return };
    for name in ["property", "name", "itemprop"].into_iter().filter_map(|name| tag.value(name)) {
        metas.entry(name.trim().to_ascii_lowercase()).or_insert_with(|| content.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::{first_link, head};

    #[test]
    fn the_first_link_is_one_to_a_page() {
        let html = r#"<p class="quote-inline">RE: <a href="https://q.example/1">q</a></p>
            <p><span class="h-card"><a href="https://a.example/@ada" class="u-url mention">@ada</a></span>
            <a href="https://b.example/@ben">@ben</a> <a href="https://a.example/tags/x" class="mention hashtag" rel="tag">#x</a>
            <a href="https://page.example/?a=1&amp;b=2#part" target="_blank">page</a> <a href="https://later.example">2</a></p>"#;
        let found = first_link(html, |url| url == "https://b.example/@ben");
        assert_eq!(found.as_deref(), Some("https://page.example/?a=1&b=2#part"));
        assert_eq!(first_link("<p>https://in.words.example <a>no</a></p>", |_| false), None);
    }

    #[test]
    fn a_head_is_read_however_it_is_written() {
        let html = "<!doctype html><HTML lang=de><script>'<title>no</title>'</script><title>Fish &amp; chips</title>\
            <meta property='og:title' content='A \"title\"'><META NAME=description CONTENT=short><meta name=og:title content=second>\
            <body><svg><title>drawing</title></svg>";
        let head = head(html);
        assert_eq!((head.title.as_str(), head.language.as_str()), ("Fish &amp; chips", "de"));
        assert_eq!(head.said(&["og:title"]).as_deref(), Some("A \"title\""));
        assert_eq!(head.said(&["og:description", "description"]).as_deref(), Some("short"));
        assert_eq!(head.said(&["none"]), None);
    }
}
