//! `PreviewCard`: what a page says of itself, in words. Nothing of a page is ever run or embedded.

use super::time::Stamp;
use hearth_core::cards::{self, Image};
use hearth_core::here::Here;
use hearth_core::proxied::{Form, Shown};
use serde::Serialize;

/// A page that a story links to.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PreviewCard<'a> {
    url: &'a str,
    title: &'a str,
    description: &'a str,
    language: Option<&'a str>,
    r#type: &'static str,
    author_name: &'a str,
    author_url: &'a str,
    provider_name: &'a str,
    provider_url: &'static str,
    html: &'static str,
    width: i32,
    height: i32,
    image: Option<Shown<'a>>,
    image_description: &'a str,
    embed_url: &'static str,
    blurhash: Option<&'a str>,
    published_at: Option<Stamp>,
    authors: Vec<Author<'a>>,
    missing_attribution: Option<bool>,
}

/// Who wrote it: never an account, since nobody here checked that it is theirs.
#[derive(Debug, Clone, Copy, Serialize)]
struct Author<'a> {
    name: &'a str,
    url: &'a str,
    account: Option<()>,
}

impl<'a> PreviewCard<'a> {
    /// A card as apps get it.
    pub(crate) fn of(here: &'a Here, card: &'a cards::Card) -> Self {
        let page = &card.page;
        let image = page.image.as_ref();
        let author = page.author.as_ref();
        let (width, height) = image.and_then(|image| image.size).unwrap_or_default();
        Self {
            url: &card.url,
            title: &page.title,
            description: &page.description,
            language: page.language.as_deref(),
            r#type: "link",
            author_name: author.map_or("", |author| &author.name),
            author_url: author.map_or("", |author| &author.url),
            provider_name: &page.site,
            provider_url: "",
            html: "",
            width,
            height,
            image: image.map(|image| Shown::picture(here, &image.url, Form::Small)),
            image_description: image.map_or("", |image: &Image| &image.description),
            embed_url: "",
            blurhash: image.and_then(|image| image.blurhash.as_deref()),
            published_at: page.published_at.map(Stamp),
            authors: author
                .map(|author| Author { name: &author.name, url: &author.url, account: None })
                .into_iter()
                .collect(),
            missing_attribution: None,
        }
    }
}
