//! Finds the document behind a page for people: its `<link rel="alternate">`.

use super::Budget;
use super::fetch::plain;
use crate::origin::{is_activity_json, normalise_id};
use crate::{Federation, Result};
use url::Url;

/// As many links of one page as are looked at.
const MOST: usize = 200;

/// The address of the document that a page names as another form of itself.
///
/// # Errors
/// When the page cannot be had.
pub(super) async fn alternate(federation: &Federation, page: &Url, budget: &Budget) -> Result<Option<Url>> {
    let fetched = plain(federation, page, "text/html", budget).await?;
    Ok(named(&String::from_utf8_lossy(&fetched.body), &fetched.final_url))
}

fn named(html: &str, page: &Url) -> Option<Url> {
    let links = html.split("<link").skip(1).take(MOST).filter_map(|rest| rest.split('>').next());
    links
        .filter(|link| {
            attribute(link, "rel").is_some_and(|rel| rel.split_whitespace().any(|one| one == "alternate"))
        })
        .filter(|link| attribute(link, "type").is_some_and(|kind| is_activity_json(&kind)))
        .find_map(|link| normalise_id(page.join(&attribute(link, "href")?).ok()?.as_str()).ok())
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag;
    loop {
        let (before, after) = rest.split_once(name)?;
        rest = after;
        let value = after.trim_start().strip_prefix('=').map(str::trim_start);
        let Some(value) = value.filter(|_| before.ends_with(char::is_whitespace)) else { continue };
        let quote = value.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
        return value
            .get(1..)?
            .split(quote)
            .next()
            .map(|text| text.replace("&quot;", "\"").replace("&amp;", "&"));
    }
}

#[cfg(test)]
mod tests {
    use super::named;
    use url::Url;

    fn find(html: &str) -> Option<String> {
        named(html, &Url::parse("https://other.example/@ada/1").unwrap()).map(String::from)
    }

    #[test]
    fn the_link_to_the_document_is_found() {
        let html = "<html><head><link rel=\"stylesheet\" href=\"/x.css\"><link href='/notes/1?a=1&amp;b=2' rel='alternate' \
                    type='application/activity+json'></head>";
        assert_eq!(find(html).as_deref(), Some("https://other.example/notes/1?a=1&b=2"));
        let long = "<link rel=\"alternate nofollow\" type=\"application/ld+json; profile=&quot;https://www.w3.org/ns/activitystreams&quot;\" \
                    href=\"https://other.example/2\"/>";
        assert_eq!(find(long).as_deref(), Some("https://other.example/2"));
    }

    #[test]
    fn other_links_are_passed_over() {
        for html in [
            "",
            "<link",
            "<link rel=alternate type=application/activity+json href=/x>",
            "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"/feed\">",
            "<link rel=\"alternates\" type=\"application/activity+json\" href=\"/x\">",
            "<link rel=\"alternate\" type=\"application/activity+json\" data-href=\"/x\">",
            "<link rel=\"alternate\" type=\"application/activity+json\" href=\"javascript:1\">",
        ] {
            assert_eq!(find(html), None, "{html}");
        }
    }
}
