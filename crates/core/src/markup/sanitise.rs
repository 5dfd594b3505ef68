//! Makes HTML from elsewhere safe: an allow-list of tags, attributes, classes and schemes.

use ammonia::Builder;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// As much HTML as is looked at; more is cut, at a character.
const LONGEST: usize = 512 * 1_024;
/// Tags may be nested this deep; what is deeper loses its tags. Keeps the parser's tree, and its destructor, shallow.
const DEEPEST: usize = 200;

const TAGS: [&str; 31] = [
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "i",
    "li",
    "ol",
    "p",
    "pre",
    "rp",
    "rt",
    "ruby",
    "s",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
    "ul",
    "cite",
    "q",
];

/// What the parser drops with all that is inside.
const SILENT: [&str; 10] =
    ["script", "style", "iframe", "object", "noscript", "template", "title", "textarea", "math", "svg"];

fn builder() -> Builder<'static> {
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.into_iter().collect())
        .clean_content_tags(SILENT.into_iter().collect())
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "class", "translate"])),
            ("span", HashSet::from(["class", "translate"])),
            ("p", HashSet::from(["class"])),
            ("abbr", HashSet::from(["title"])),
            ("ol", HashSet::from(["start", "reversed"])),
            ("li", HashSet::from(["value"])),
        ]))
        .url_schemes(HashSet::from(["http", "https"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .attribute_filter(filter)
        .strip_comments(true);
    builder
}

fn filter<'u>(_element: &str, attribute: &str, value: &'u str) -> Option<Cow<'u, str>> {
    match attribute {
        "class" => {
            let kept: Vec<&str> =
                value.split_ascii_whitespace().filter(|class| is_known_class(class)).collect();
            (!kept.is_empty()).then(|| Cow::Owned(kept.join(" ")))
        }
        "translate" => (value == "no").then_some(Cow::Borrowed(value)),
        "start" | "value" => value.parse::<i32>().is_ok().then_some(Cow::Borrowed(value)),
        _ => Some(Cow::Borrowed(value)),
    }
}

/// Classes that mean something in the field (microformats, mentions, hidden ends of addresses).
fn is_known_class(class: &str) -> bool {
    matches!(class, "mention" | "hashtag" | "ellipsis" | "invisible" | "quote-inline")
        || ["h-", "p-", "u-", "dt-", "e-"].iter().any(|start| class.starts_with(start))
}

static PEERS: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = builder();
    builder
        .link_rel(Some("nofollow noopener noreferrer"))
        .add_tag_attributes("a", ["target"])
        .set_tag_attribute_value("a", "target", "_blank");
    builder
});

static OWN: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = builder();
    builder.link_rel(None).add_tag_attributes("a", ["rel", "target"]);
    builder
});

/// Makes HTML that a peer sent safe to show. Pictures become links with their description; direction overrides are
/// removed. Linear in its input; the same again for what it gave.
#[must_use]
pub fn sanitise(html: &str) -> String {
    clean(&PEERS, html)
}

/// Makes HTML that our own Markdown gave safe, and keeps the `rel` and `target` our links carry.
pub(super) fn sanitise_own(html: &str) -> String {
    clean(&OWN, html)
}

fn clean(builder: &Builder<'_>, html: &str) -> String {
    let end = (0..=LONGEST.min(html.len())).rev().find(|at| html.is_char_boundary(*at)).unwrap_or(0);
    let cut = html.get(..end).unwrap_or_default();
    let visible: String = cut.chars().filter(|character| !is_override(*character)).collect();
    let visible = if is_deep(&visible) { escaped(&super::text::to_text_flat(&visible)) } else { visible };
    builder.clean(&super::images::as_links(&visible)).to_string()
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    super::link::escape(text, &mut html);
    html
}

/// Characters that reorder what follows them, or are not text at all.
pub(super) fn is_override(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
        || (character.is_control() && !matches!(character, '\n' | '\t'))
}

/// Whether tags are nested deeper than any honest text does, told by counting.
fn is_deep(html: &str) -> bool {
    let mut depth = 0_usize;
    let mut deepest = 0;
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        if after.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if after.starts_with(|first: char| first.is_ascii_alphabetic())
            && !["br", "img", "hr", "wbr"]
                .iter()
                .any(|void| after.get(..void.len()).is_some_and(|start| start.eq_ignore_ascii_case(void)))
        {
            depth += 1;
            deepest = deepest.max(depth);
        }
        rest = after;
    }
    deepest > DEEPEST
}

/// Whether a tag may stand.
#[cfg(test)]
pub(super) fn allows(name: &str) -> bool {
    TAGS.contains(&name)
}
