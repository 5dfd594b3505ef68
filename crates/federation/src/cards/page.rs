//! Asks one page and reads what it says: `OpenGraph`, title and description. Its scripts and its markup stay where they are.

use super::charset;
use crate::client::{Bounds, Fetched};
use crate::origin::host_of;
use crate::resolve::{Budget, plain_within};
use crate::{Error, Federation, Result, peers};
use chrono::{DateTime, Utc};
use hearth_core::cards::{Author, Image, Page};
use hearth_core::markup::{Head, excerpt, head, is_web_address};
use std::time::Duration;
use url::Url;

/// As much of a page as is read: its head stands at its beginning.
const BOUNDS: Bounds = Bounds { body: 512 << 10, timeout: Duration::from_secs(10), cut: true };
/// Most characters of a title, a description, a name.
const LONGEST: (usize, usize, usize) = (300, 1_000, 120);

/// What the page at `url` says of itself; nothing where it is no page, or says nothing.
///
/// # Errors
/// When we do not deal with the host, or it cannot be asked now.
pub async fn page(federation: &Federation, url: &Url) -> Result<Option<Page>> {
    let fetched = match plain_within(federation, url, "text/html", &Budget::for_page(), BOUNDS).await {
        Err(error) if !error.passes() && !matches!(error, Error::Core(_)) => return Ok(None),
        fetched => fetched?,
    };
    // A redirect may lead to somebody we do not deal with.
    let host = host_of(&fetched.final_url).unwrap_or_default();
    if !peers::deals_with(federation, &host).await? {
        return Ok(None);
    }
    Ok(read(&fetched))
}

fn read(fetched: &Fetched) -> Option<Page> {
    let content_type = fetched.content_type.as_deref()?;
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if kind != "text/html" {
        return None;
    }
    Some(told(&head(&charset::text(&fetched.body, content_type)), &fetched.final_url))
        .filter(|page| !page.title.is_empty())
}

fn told(head: &Head, base: &Url) -> Page {
    let words = |names: &[&str], most| head.said(names).map(|text| short(&text, most)).unwrap_or_default();
    let title = words(&["og:title", "twitter:title"], LONGEST.0);
    let name = words(&["author", "article:author:name", "dc.creator"], LONGEST.2);
    let published = head.said(&["article:published_time", "datepublished", "date"]);
    Page {
        title: if title.is_empty() { excerpt(&head.title, LONGEST.0) } else { title },
        description: words(&["og:description", "twitter:description", "description"], LONGEST.1),
        language: language(head),
        site: words(&["og:site_name", "application-name"], LONGEST.2),
        author: (!name.is_empty()).then(|| Author { name, url: link(head, &["article:author"], base) }),
        image: image(head, base),
        published_at: published.and_then(|text| text.trim().parse::<DateTime<Utc>>().ok()),
    }
}

/// Plain text was read already: only its length is left to look after.
fn short(text: &str, most: usize) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default().trim_end()),
        None => words,
    }
}

fn language(head: &Head) -> Option<String> {
    let tag = head.language.trim();
    let fits = (2..=35).contains(&tag.len())
        && tag.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    fits.then(|| tag.to_owned())
}

fn image(head: &Head, base: &Url) -> Option<Image> {
    let url = link(head, &["og:image:secure_url", "og:image:url", "og:image", "twitter:image"], base);
    let description = head.said(&["og:image:alt", "twitter:image:alt"]).unwrap_or_default();
    (!url.is_empty()).then(|| Image { url, description: short(&description, LONGEST.1), ..Image::default() })
}

/// An address of the web, or nothing.
fn link(head: &Head, names: &[&str], base: &Url) -> String {
    let address = head.said(names).and_then(|text| base.join(text.trim()).ok()).map(String::from);
    address.filter(|address| address.len() <= 2_048 && is_web_address(address)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::told;
    use hearth_core::markup::head;
    use url::Url;

    #[test]
    fn a_page_says_what_it_is() {
        let html = r#"<html lang="en"><title>x</title><meta property="og:title" content="The lighthouse &lt;b&gt;">
            <meta property="og:image" content="/a.png"><meta property="og:site_name" content="Shore">
            <meta name="author" content="Ada"><meta property="article:author" content="javascript:alert(1)">
            <meta property="article:published_time" content="2026-11-03T07:08:09+01:00">"#;
        let page = told(&head(html), &Url::parse("https://page.example/story").unwrap());
        assert_eq!((page.title.as_str(), page.site.as_str()), ("The lighthouse <b>", "Shore"));
        assert_eq!(page.image.unwrap().url, "https://page.example/a.png");
        let author = page.author.unwrap();
        assert_eq!((author.name.as_str(), author.url.as_str()), ("Ada", ""));
        assert_eq!((page.language.as_deref(), page.published_at.is_some()), (Some("en"), true));
    }

    #[test]
    fn nothing_that_runs_is_an_address() {
        for address in ["javascript:1", "data:text/html,x", "ftp://a.example/x", "https://"] {
            let html = format!("<title>t</title><meta property=og:image content=\"{address}\">");
            let page = told(&head(&html), &Url::parse("https://page.example/").unwrap());
            assert_eq!(page.image, None, "{address}");
        }
    }
}
