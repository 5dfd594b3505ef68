//! Turns what somebody typed into HTML.

use super::link::{is_web_address, linked, opening};
use super::sanitise::{is_override, sanitise_own};
use crate::accounts::Handle;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};
use serde::{Deserialize, Serialize};

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Plain text: paragraphs and lines as typed.
    #[default]
    Plain,
    /// CommonMark with strikethrough; raw HTML in it is shown as text.
    Markdown,
}

impl Format {
    /// Media type of a source in this format.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Plain => "text/plain",
            Self::Markdown => "text/markdown",
        }
    }

    /// The format of a source with this media type.
    #[must_use]
    pub fn of(media_type: &str) -> Self {
        if media_type == "text/markdown" { Self::Markdown } else { Self::Plain }
    }
}

/// What the names in a text lead to.
#[derive(Debug, Clone, Default)]
pub struct Resolved {
    /// Handles with the addresses of their pages. Those left out stay plain text.
    pub mentions: Vec<(Handle, String)>,
    /// Address of hashtag pages, with a slash at the end.
    pub tag_base: String,
}

impl Resolved {
    pub(super) fn mention(&self, handle: &Handle) -> Option<&str> {
        self.mentions
            .iter()
            .find(|(known, _)| known.host == handle.host && known.name.eq_ignore_ascii_case(&handle.name))
            .map(|(_, href)| href.as_str())
    }
}

/// A text as HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// Safe to show.
    pub html: String,
    /// The same as plain words.
    pub plain: String,
}

/// Composes `source`; an empty one is empty.
#[must_use]
pub fn compose(source: &str, format: Format, resolved: &Resolved) -> Composed {
    let source = typed(source);
    let html = match format {
        Format::Plain => plain(source.trim(), resolved),
        Format::Markdown => markdown(source.trim(), resolved),
    };
    Composed { plain: super::text::to_text(&html), html }
}

/// What somebody typed, without what no keyboard gives: control characters and direction overrides.
pub(super) fn typed(source: &str) -> String {
    source.replace("\r\n", "\n").chars().filter(|character| !is_override(*character)).collect()
}

fn plain(source: &str, resolved: &Resolved) -> String {
    let mut html = String::with_capacity(source.len() * 2);
    let mut inside = false;
    for line in source.split('\n') {
        if line.trim().is_empty() {
            if std::mem::take(&mut inside) {
                html.push_str("</p>");
            }
            continue;
        }
        html.push_str(if inside { "<br />" } else { "<p>" });
        inside = true;
        linked(line, resolved, &mut html);
    }
    if inside {
        html.push_str("</p>");
    }
    html
}

fn markdown(source: &str, resolved: &Resolved) -> String {
    let mut events = Vec::new();
    // Links do not nest.
    let mut is_linked = false;
    for part in parts(source) {
        events.push(match part {
            Part::Words(words) => {
                let mut html = String::with_capacity(words.len());
                linked(&words, resolved, &mut html);
                Event::InlineHtml(CowStr::from(html))
            }
            Part::Event(Event::Start(Tag::Link { dest_url, .. })) => {
                is_linked = is_web_address(&dest_url);
                Event::InlineHtml(CowStr::from(if is_linked { opening(&dest_url) } else { String::new() }))
            }
            Part::Event(Event::End(TagEnd::Link)) => {
                Event::InlineHtml(CowStr::from(if is_linked { "</a>" } else { "" }))
            }
            // A single newline is a line break to those who type stories.
            Part::Event(Event::SoftBreak) => Event::HardBreak,
            Part::Event(Event::Html(raw) | Event::InlineHtml(raw)) => Event::Text(raw),
            Part::Event(other) => other,
        });
    }
    let mut html = String::with_capacity(source.len() * 2);
    pulldown_cmark::html::push_html(&mut html, events.into_iter());
    sanitise_own(&html).trim().to_owned()
}

/// A part of a Markdown text.
enum Part<'a> {
    /// Words in which people, hashtags and addresses are looked for.
    Words(String),
    /// All else.
    Event(Event<'a>),
}

/// The parts of a Markdown text. The parser cuts words at characters that might have been markup; here they are whole.
fn parts(source: &str) -> Vec<Part<'_>> {
    let mut depth = 0_usize;
    let mut words = String::new();
    let mut parts = Vec::new();
    for event in Parser::new_ext(source, Options::ENABLE_STRIKETHROUGH) {
        match &event {
            Event::Text(part) if depth == 0 => {
                words.push_str(part);
                continue;
            }
            Event::Start(Tag::Link { .. } | Tag::CodeBlock(_) | Tag::Image { .. }) => depth += 1,
            Event::End(TagEnd::Link | TagEnd::CodeBlock | TagEnd::Image) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if !words.is_empty() {
            parts.push(Part::Words(std::mem::take(&mut words)));
        }
        parts.push(Part::Event(event));
    }
    if !words.is_empty() {
        parts.push(Part::Words(words));
    }
    parts
}

/// The texts in which people, hashtags and addresses are looked for.
pub(super) fn linkable(source: &str, format: Format) -> Vec<String> {
    match format {
        Format::Plain => vec![source.to_owned()],
        Format::Markdown => parts(source.trim())
            .into_iter()
            .filter_map(|part| match part {
                Part::Words(words) => Some(words),
                Part::Event(_) => None,
            })
            .collect(),
    }
}
