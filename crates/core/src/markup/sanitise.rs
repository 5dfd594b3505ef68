//! Makes HTML from elsewhere safe: an allow-list of tags, attributes, classes and schemes.

use super::level::level;
use ammonia::Builder;
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

/// As much HTML as is looked at; more is cut, at a character.
const LONGEST: usize = 512 * 1_024;
/// Tags that may stand.
pub(super) const TAGS: [&str; 31] = [
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

/// Attributes that may stand on them; of a link's `rel` and `target` it is decided below.
pub(super) const ATTRIBUTES: [(&str, &[&str]); 6] = [
    ("a", &["href", "class", "translate"]),
    ("span", &["class", "translate"]),
    ("p", &["class"]),
    ("abbr", &["title"]),
    ("ol", &["start", "reversed"]),
    ("li", &["value"]),
];

/// What the parser drops with all that is inside, should any reach it.
const SILENT: [&str; 10] =
    ["script", "style", "iframe", "object", "noscript", "template", "title", "textarea", "math", "svg"];

fn builder() -> Builder<'static> {
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.into_iter().collect())
        .clean_content_tags(SILENT.into_iter().collect())
        .tag_attributes(
            ATTRIBUTES.into_iter().map(|(tag, names)| (tag, names.iter().copied().collect())).collect(),
        )
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
/// removed. Takes time in proportion to its input; cleaning twice changes nothing more. Looks at the first 512 KiB.
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
    let clean = builder.clean(&level(html.get(..end).unwrap_or_default())).to_string();
    // Only now, since they may have been written as character references. Markup is ASCII, so taking them out of
    // HTML that is escaped already makes none.
    let clean: String = clean.chars().filter(|character| !is_override(*character)).collect();
    without_first_newlines(clean)
}

/// A parser drops a newline that follows `<pre>`; without any, reading the result again changes nothing.
fn without_first_newlines(html: String) -> String {
    if !html.contains("<pre>\n") {
        return html;
    }
    let mut parts = html.split("<pre>");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str("<pre>");
        kept.push_str(part.trim_start_matches('\n'));
    }
    kept
}

/// Characters that reorder what stands around them, or are not text at all. Marks that only lend a direction to the
/// place where they stand are text to those who write from right to left.
pub(super) fn is_override(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{206a}'..='\u{206f}')
        || (character.is_control() && !matches!(character, '\n' | '\t'))
}
