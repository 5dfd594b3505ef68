//! Reads HTML tag by tag in one walk, so that no input costs more than its length.

/// A piece of HTML as it was written; character references are left as they are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// What stands between tags.
    Text(&'a str),
    /// A start tag.
    Open(Tag<'a>),
    /// The name of an end tag.
    Close(&'a str),
}

/// A start tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// As written.
    pub(super) name: &'a str,
    /// Names and values, without quotes, in order; a name may come more than once.
    pub(super) attributes: Vec<(&'a str, &'a str)>,
    /// Whether it ends in `/>`.
    pub(super) alone: bool,
}

impl<'a> Tag<'a> {
    /// The first value of an attribute, which is the one that counts.
    pub(super) fn value(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }
}

/// Walks through HTML. Comments, declarations and a tag that never ends are left out, as browsers do.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Passes over what belongs to a tag in which nothing is markup (`script`, `style`), up to its end tag.
    pub(super) fn skip_raw(&mut self, name: &str) {
        let rest = self.rest();
        let end = rest.match_indices("</").map(|(at, _)| at).find(|at| {
            let after = rest.as_bytes().get(at + 2..).unwrap_or_default();
            after.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
                && after.get(name.len()).is_none_or(|next| ends_name(*next))
        });
        self.at += end.unwrap_or(rest.len());
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Passes over the bytes that `wanted` holds for, which must be all or no bytes beyond ASCII.
    fn take(&mut self, wanted: impl Fn(u8) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.bytes().position(|byte| !wanted(byte)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// Passes over everything up to and with `end`, or all there is.
    fn pass(&mut self, end: &str) {
        let rest = self.rest();
        self.at += rest.find(end).map_or(rest.len(), |at| at + end.len());
    }

    fn comment(&mut self) {
        let rest = self.rest();
        if let Some(short) = ["<!-->", "<!--->"].into_iter().find(|short| rest.starts_with(short)) {
            self.at += short.len();
            return;
        }
        self.at += "<!--".len();
        let rest = self.rest();
        // Both `-->` and `--!>` end it.
        let end = rest.match_indices('>').map(|(at, _)| at).find(|at| {
            let before = rest.get(..*at).unwrap_or_default();
            before.ends_with("--") || before.ends_with("--!")
        });
        self.at += end.map_or(rest.len(), |at| at + 1);
    }

    /// What follows the name of a tag, up to and with `>`; `None` if the text ends before.
    fn attributes(&mut self) -> Option<(Vec<(&'a str, &'a str)>, bool)> {
        let mut attributes = Vec::new();
        loop {
            let between = self.take(|byte| byte.is_ascii_whitespace() || byte == b'/');
            if self.peek()? == b'>' {
                self.at += 1;
                return Some((attributes, between.ends_with('/')));
            }
            attributes.push((self.attribute_name(), self.attribute_value()?));
        }
    }

    fn attribute_name(&mut self) -> &'a str {
        let start = self.at;
        // A name may begin with what otherwise ends it.
        self.at += 1;
        let _ = self.take(|byte| !ends_name(byte) && byte != b'=');
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Empty where there is none; `None` if the text ends inside it.
    fn attribute_value(&mut self) -> Option<&'a str> {
        let after_name = self.at;
        let _ = self.take(|byte| byte.is_ascii_whitespace());
        if self.peek()? != b'=' {
            self.at = after_name;
            return Some("");
        }
        self.at += 1;
        let _ = self.take(|byte| byte.is_ascii_whitespace());
        match self.peek()? {
            quote @ (b'"' | b'\'') => {
                self.at += 1;
                let value = self.take(|byte| byte != quote);
                self.peek()?;
                self.at += 1;
                Some(value)
            }
            b'>' => Some(""),
            _ => Some(self.take(|byte| !byte.is_ascii_whitespace() && byte != b'>')),
        }
    }

    /// A start or end tag whose name begins here; `None` if the text ends inside it.
    fn tag(&mut self, closes: bool) -> Option<Token<'a>> {
        let name = self.take(|byte| !ends_name(byte));
        let Some((attributes, alone)) = self.attributes() else {
            self.at = self.text.len();
            return None;
        };
        Some(if closes { Token::Close(name) } else { Token::Open(Tag { name, attributes, alone }) })
    }
}

fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b'/' || byte == b'>'
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.peek()? != b'<' {
                return Some(Token::Text(self.take(|byte| byte != b'<')));
            }
            let mut after = self.rest().bytes().skip(1);
            match (after.next(), after.next()) {
                (Some(b'!'), _) if self.rest().starts_with("<!--") => self.comment(),
                (Some(b'!' | b'?'), _) => self.pass(">"),
                (Some(b'/'), Some(letter)) if letter.is_ascii_alphabetic() => {
                    self.at += 2;
                    return self.tag(true);
                }
                (Some(b'/'), Some(_)) => self.pass(">"),
                (Some(letter), _) if letter.is_ascii_alphabetic() => {
                    self.at += 1;
                    return self.tag(false);
                }
                _ => {
                    self.at += 1;
                    return Some(Token::Text("<"));
                }
            }
        }
    }
}
