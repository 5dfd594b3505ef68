//! Reads a page of the guide: its words, its requests and the answers it shows.
//!
//! A request is a block of `sh` that begins with `curl`, its answer the next block of `json`. Comments before a request
//! say what readers need not see: `<!-- call /id 1156 -->` (how what stands there is written in this page, from then on; of an
//! address its end alone),
//! `<!-- leave out /account -->` (a part that is too long), `<!-- keep id acct -->` (the only names to show, however deep),
//! `<!-- first 2 -->` (of a list), `<!-- refused 403 -->`, and on its own `<!-- wait 2 -->` (minutes).

/// A page.
pub struct Page {
    /// Its parts in order.
    pub parts: Vec<Part>,
}

/// A part of a page.
pub enum Part {
    /// Lines that are only read.
    Words(String),
    /// Minutes that pass.
    Wait(i64),
    /// A request with its answer.
    Example(Box<Example>),
}

/// A request with its answer.
#[derive(Default)]
pub struct Example {
    /// The line it begins on, counted from 1.
    pub line: usize,
    /// The command.
    pub request: String,
    /// The answer as shown.
    pub answer: String,
    /// Places in the answer, and how what stands there is written in this page.
    pub called: Vec<(String, String)>,
    /// Places in the answer that are left out.
    pub left_out: Vec<String>,
    /// The only names that are shown; empty for all.
    pub kept: Vec<String>,
    /// How many of a list are shown.
    pub first: Option<usize>,
    /// The status, if it is refused.
    pub refused: Option<u16>,
    between: String,
}

impl Page {
    /// Reads a page.
    pub fn read(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut next = Example::default();
        let mut lines = text.lines().enumerate().peekable();
        while let Some((at, line)) = lines.next() {
            if let Some(minutes) = directive(line, "wait") {
                parts.push(Part::Wait(minutes.parse().unwrap_or_else(|_| panic!("wait {minutes}"))));
            }
            note(line, &mut next);
            parts.push(Part::Words(format!("{line}\n")));
            let curl = |(_, line): &(usize, &str)| line.starts_with("curl ");
            if line != "```sh" || !lines.peek().is_some_and(curl) {
                continue;
            }
            let mut example = std::mem::take(&mut next);
            example.line = at + 1;
            example.request = block(&mut lines);
            for (_, line) in lines.by_ref() {
                example.between.push_str(line);
                example.between.push('\n');
                if line == "```json" {
                    break;
                }
            }
            example.answer = block(&mut lines);
            parts.push(Part::Example(Box::new(example)));
        }
        Self { parts }
    }

    /// The page as text.
    pub fn write(&self) -> String {
        let part = |part: &Part| match part {
            Part::Words(text) => text.clone(),
            Part::Wait(_) => String::new(),
            Part::Example(one) => {
                format!("{}\n```\n{}{}\n```\n", one.request, one.between, one.answer)
            }
        };
        self.parts.iter().map(part).collect()
    }
}

/// The lines up to the end of a block.
fn block<'a>(lines: &mut impl Iterator<Item = (usize, &'a str)>) -> String {
    let all: Vec<&str> = lines.map(|(_, line)| line).take_while(|line| *line != "```").collect();
    all.join("\n")
}

fn directive<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    line.strip_prefix("<!-- ")?.strip_suffix(" -->")?.strip_prefix(word)?.strip_prefix(' ')
}

fn note(line: &str, next: &mut Example) {
    if let Some((place, shown)) = directive(line, "call").and_then(|rest| rest.split_once(' ')) {
        next.called.push((place.to_owned(), shown.to_owned()));
    }
    if let Some(places) = directive(line, "leave out") {
        next.left_out.extend(places.split(' ').map(str::to_owned));
    }
    if let Some(names) = directive(line, "keep") {
        next.kept.extend(names.split(' ').map(str::to_owned));
    }
    if let Some(count) = directive(line, "first") {
        next.first = Some(count.parse().unwrap_or_else(|_| panic!("first {count}")));
    }
    if let Some(status) = directive(line, "refused") {
        next.refused = Some(status.parse().unwrap_or_else(|_| panic!("refused {status}")));
    }
}
