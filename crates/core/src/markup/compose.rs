//! Turns what somebody typed into HTML.

use super::link::linked;
use super::sanitise::sanitise_own;
use crate::accounts::Handle;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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
    let source = source.replace("\r\n", "\n").replace('\0', "");
    let html = match format {
        Format::Plain => plain(source.trim(), resolved),
        Format::Markdown => markdown(source.trim(), resolved),
    };
    Composed { plain: super::text::to_text(&html), html }
}

fn plain(source: &str, resolved: &Resolved) -> String {
    let mut html = String::with_capacity(source.len() * 2);
    for paragraph in
        source.split("\n\n").map(|part| part.trim_matches('\n')).filter(|part| !part.trim().is_empty())
    {
        html.push_str("<p>");
        for (number, line) in paragraph.split('\n').enumerate() {
            if number > 0 {
                html.push_str("<br />");
            }
            linked(line, resolved, &mut html);
        }
        html.push_str("</p>");
    }
    html
}

fn markdown(source: &str, resolved: &Resolved) -> String {
    let mut depth = 0_usize;
    let mut text = String::new();
    let mut events = Vec::new();
    for event in Parser::new_ext(source, Options::ENABLE_STRIKETHROUGH) {
        // The parser cuts text at characters that might have been markup; pieces are found in the whole.
        if let Event::Text(part) = &event {
            text.push_str(part);
            continue;
        }
        flush(&mut text, depth, resolved, &mut events);
        match event {
            Event::Start(Tag::Link { .. } | Tag::CodeBlock(_) | Tag::Image { .. }) => depth += 1,
            Event::End(TagEnd::Link | TagEnd::CodeBlock | TagEnd::Image) => depth = depth.saturating_sub(1),
            _ => {}
        }
        events.push(match event {
            // A single newline is a line break to those who type stories.
            Event::SoftBreak => Event::HardBreak,
            Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
            other => other,
        });
    }
    flush(&mut text, depth, resolved, &mut events);
    let mut html = String::with_capacity(source.len() * 2);
    pulldown_cmark::html::push_html(&mut html, events.into_iter());
    sanitise_own(&html).trim().to_owned()
}

fn flush<'a>(text: &mut String, inside: usize, resolved: &Resolved, events: &mut Vec<Event<'a>>) {
    if text.is_empty() {
        return;
    }
    let whole = std::mem::take(text);
    if inside > 0 {
        events.push(Event::Text(CowStr::from(whole)));
        return;
    }
    let mut html = String::with_capacity(whole.len());
    linked(&whole, resolved, &mut html);
    events.push(Event::InlineHtml(CowStr::from(html)));
}
