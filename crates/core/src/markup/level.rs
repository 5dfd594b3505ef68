//! Levels HTML before it is parsed: known tags only, properly nested and not deep.
//!
//! A parser that mends broken HTML as browsers do walks its stack of open tags for many an end tag, so what is deep
//! or crooked enough takes it the square of its length. What leaves here is neither. Whether it is safe is not decided
//! here but by the sanitiser, which reads it next.

use super::link::is_web_address;
use super::sanitise::{ATTRIBUTES, TAGS};
use super::tokens::{Tag, Token, Tokens};

/// Tags may be nested this deep; deeper ones are left out and their words kept.
const DEEPEST: usize = 100;

/// A text is parted after this many bytes. The serialiser looks through all that is left of a text for each character
/// that it may have to escape, so one long text would take the square of its length.
const LONGEST_TEXT: usize = 1_024;
/// Longer attributes are left out, for the same reason; in bytes.
const LONGEST_VALUE: usize = 2_048;
/// No named character reference is longer than this, in bytes.
const LONGEST_REFERENCE: usize = 64;

/// Nothing in these is markup, and nothing in them is meant to be read.
const RAW: [&str; 9] =
    ["script", "style", "iframe", "noscript", "title", "textarea", "xmp", "noembed", "noframes"];
/// These are dropped with all that is inside.
const SILENT: [&str; 4] = ["object", "template", "math", "svg"];
/// Known tags that begin a line of their own.
const BLOCKS: [&str; 12] = ["blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "pre", "ul"];
/// Unknown tags that begin a line of their own: their words must not run into their neighbours'.
const UNKNOWN_BLOCKS: [&str; 26] = [
    "address",
    "article",
    "aside",
    "caption",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hr",
    "legend",
    "main",
    "menu",
    "nav",
    "section",
    "summary",
    "table",
    "tr",
];
const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// The same HTML, level. Pictures become links with their description, formulas their TeX.
pub(super) fn level(html: &str) -> String {
    let mut page = Page { html: String::with_capacity(html.len() + 64), ..Page::default() };
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => page.text(text),
            Token::Open(tag) => page.open(&tag, &mut tokens),
            Token::Close(name) => page.close(&name.to_ascii_lowercase()),
        }
    }
    page.close_down_to(0);
    page.html
}

#[derive(Debug, Default)]
struct Page {
    html: String,
    open: Vec<&'static str>,
    /// Whether words stand on this line already.
    words: bool,
    /// Whether the next words belong on another line.
    parted: bool,
    /// Bytes of text since the last tag.
    run: usize,
    /// Bytes of text since the last `&`.
    since_reference: usize,
}

impl Page {
    fn text(&mut self, text: &str) {
        if !text.trim().is_empty() {
            if self.words && self.parted {
                self.html.push_str("<br>");
            }
            self.words = true;
            self.parted = false;
        }
        // Character references are kept: the parser reads them.
        for character in text.chars() {
            self.part_before(character);
            match character {
                '<' => self.html.push_str("&lt;"),
                '>' => self.html.push_str("&gt;"),
                other => self.html.push(other),
            }
        }
    }

    /// Parts a long text where no character reference can be: by a tag that the sanitiser drops.
    fn part_before(&mut self, character: char) {
        let apart = matches!(character, '&' | ' ' | '\n')
            || !character.is_ascii()
            || self.since_reference > LONGEST_REFERENCE;
        if self.run >= LONGEST_TEXT && apart {
            self.html.push_str("<wbr>");
            self.run = 0;
        }
        self.run += character.len_utf8();
        self.since_reference = if character == '&' { 0 } else { self.since_reference.saturating_add(1) };
    }

    fn open(&mut self, tag: &Tag<'_>, tokens: &mut Tokens<'_>) {
        let name = tag.name.to_ascii_lowercase();
        match name.as_str() {
            "br" => {
                self.html.push_str("<br>");
                self.new_line();
            }
            "img" => self.picture(tag),
            "math" if !tag.alone => self.formula(tag, tokens),
            "td" | "th" => {
                if self.words && !self.parted {
                    self.html.push(' ');
                }
            }
            raw if RAW.contains(&raw) => tokens.skip_raw(raw),
            silent if SILENT.contains(&silent) && !tag.alone => {
                let _ = skip(silent, tokens);
            }
            other => match TAGS.into_iter().find(|known| *known == other) {
                Some(known) => self.open_known(known, tag),
                None => self.parted |= UNKNOWN_BLOCKS.contains(&other),
            },
        }
    }

    /// Opens a tag, after the end of those that it ends.
    fn open_known(&mut self, name: &'static str, tag: &Tag<'_>) {
        if BLOCKS.contains(&name) {
            self.end(&["p"], &[]);
            self.new_line();
        }
        match name {
            "li" => self.end(&["li"], &["blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "pre", "ul"]),
            "a" => self.end(&["a"], &[]),
            "rt" | "rp" => self.end(&["rt", "rp"], &["ruby"]),
            heading if HEADINGS.contains(&heading) => self.end(&HEADINGS, &[]),
            _ => {}
        }
        if self.open.len() >= DEEPEST {
            return;
        }
        self.html.push('<');
        self.html.push_str(name);
        let known = ATTRIBUTES.iter().find(|(of, _)| *of == name).map_or(&[][..], |(_, names)| *names);
        let ours: &[&str] = if name == "a" { &["rel", "target"] } else { &[] };
        for attribute in known.iter().chain(ours) {
            if let Some(value) = tag.value(attribute).filter(|value| value.len() <= LONGEST_VALUE) {
                self.attribute(attribute, value);
            }
        }
        self.html.push('>');
        self.open.push(name);
    }

    /// Writes an attribute; character references in its value are kept.
    fn attribute(&mut self, name: &str, value: &str) {
        self.html.push(' ');
        self.html.push_str(name);
        self.html.push_str("=\"");
        for character in value.chars() {
            match character {
                '"' => self.html.push_str("&quot;"),
                other => self.html.push(other),
            }
        }
        self.html.push('"');
    }

    /// Closes the innermost open tag of `names`, and what is open inside it, unless one of `within` is in between.
    fn end(&mut self, names: &[&str], within: &[&str]) {
        let found = self.open.iter().rposition(|open| names.contains(open) || within.contains(open));
        if let Some(at) = found.filter(|at| self.open.get(*at).is_some_and(|open| names.contains(open))) {
            self.close_down_to(at);
        }
    }

    fn close(&mut self, name: &str) {
        if let Some(at) = self.open.iter().rposition(|open| *open == name) {
            self.close_down_to(at);
        } else {
            self.parted |= name == "p" || UNKNOWN_BLOCKS.contains(&name);
        }
    }

    fn close_down_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            let Some(name) = self.open.pop() else { break };
            self.html.push_str("</");
            self.html.push_str(name);
            self.html.push('>');
            if BLOCKS.contains(&name) {
                self.new_line();
            }
        }
    }

    fn new_line(&mut self) {
        self.words = false;
        self.parted = false;
    }

    /// A link to the picture; just its description inside another link, or where it lies at no web address.
    fn picture(&mut self, tag: &Tag<'_>) {
        let words = tag.value("alt").unwrap_or_default().trim();
        let source = tag
            .value("src")
            .filter(|source| source.len() <= LONGEST_VALUE && is_web_address(source))
            .filter(|_| !self.open.contains(&"a"));
        if let Some(source) = source {
            self.html.push_str("<a");
            self.attribute("href", source);
            self.attribute("rel", "nofollow noopener");
            self.attribute("target", "_blank");
            self.html.push('>');
            self.text(if words.is_empty() { "🖼" } else { words });
            self.html.push_str("</a>");
        } else {
            self.text(words);
        }
    }

    /// The TeX that a formula carries as its annotation (FEP-dc88).
    fn formula(&mut self, tag: &Tag<'_>, tokens: &mut Tokens<'_>) {
        let Some(tex) = skip("math", tokens) else { return };
        let mark = if tag.value("display") == Some("block") { "$$" } else { "$" };
        let mut words = String::with_capacity(tex.len() + 4);
        words.push_str(mark);
        words.push_str(tex.trim());
        words.push_str(mark);
        self.text(&words);
    }
}

/// Passes over all that is inside the tag `name`, and gives the TeX that stands there, if any.
fn skip<'a>(name: &str, tokens: &mut Tokens<'a>) -> Option<&'a str> {
    let mut depth = 1_usize;
    let mut tex = None;
    let mut is_tex = false;
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) if is_tex && tex.is_none() => tex = Some(text),
            Token::Text(_) => {}
            Token::Open(tag) => {
                is_tex = tag.name.eq_ignore_ascii_case("annotation")
                    && tag
                        .value("encoding")
                        .is_some_and(|kind| kind.eq_ignore_ascii_case("application/x-tex"));
                if tag.name.eq_ignore_ascii_case(name) && !tag.alone {
                    depth += 1;
                } else if let Some(raw) = RAW.into_iter().find(|raw| tag.name.eq_ignore_ascii_case(raw)) {
                    tokens.skip_raw(raw);
                }
            }
            Token::Close(closed) => {
                is_tex = false;
                depth -= usize::from(closed.eq_ignore_ascii_case(name));
            }
        }
        if depth == 0 {
            break;
        }
    }
    tex
}
