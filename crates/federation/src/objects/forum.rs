//! What a story in a community says to forums: they show `name` and `source` and look at neither `summary` nor `content`,
//! so the content note and the reply wish have to stand where they read.

use hearth_core::notes::unlabelled;
use hearth_core::stories::StoryView;
use serde_json::{Value, json};

/// What stands before the title of a story with a content note.
#[must_use]
pub fn mark(summary: &str) -> String {
    format!("[Content note: {}]", unlabelled(summary))
}

/// The `name`: the title; of a noted story that starts a thread in a community the note first.
#[must_use]
pub fn name(view: &StoryView) -> String {
    let story = &view.story;
    if story.summary.is_empty() || view.community.is_none() || story.parent_uri.is_some() {
        return story.title.clone();
    }
    format!("{} {}", mark(&story.summary), story.title).trim_end().to_owned()
}

/// The title of a `name` that may hold a mark.
#[must_use]
pub fn title<'a>(name: &'a str, summary: &str) -> &'a str {
    match name.strip_prefix(&mark(summary)) {
        Some(title) if !summary.is_empty() => title.trim_start(),
        _ => name,
    }
}

/// The `source`, as typed; in a community as Markdown, with a noted text inside a fold and the reply wish below.
#[must_use]
pub fn source(view: &StoryView) -> Option<Value> {
    let story = &view.story;
    if view.community.is_none() {
        return (!story.source.is_empty())
            .then(|| json!({ "content": story.source, "mediaType": story.source_type }));
    }
    let typed = match story.source_type.as_str() {
        "text/markdown" => story.source.clone(),
        _ => as_markdown(&story.source),
    };
    let folded = match story.summary.as_str() {
        "" => typed,
        note => format!("::: spoiler Content note: {}\n{typed}\n:::", unlabelled(note)),
    };
    let wish = view.telling.as_ref().map_or("", |telling| telling.wish.words());
    let content = match (folded.is_empty(), wish) {
        (true, "") => return None,
        (false, "") => folded,
        (true, wish) => format!("Reply wish: {wish}"),
        (false, wish) => format!("{folded}\n\nReply wish: {wish}"),
    };
    Some(json!({ "content": content, "mediaType": "text/markdown" }))
}

/// Plain text that Markdown shows as it was typed.
fn as_markdown(plain: &str) -> String {
    let mut markdown = String::with_capacity(plain.len() + 16);
    for character in plain.chars() {
        match character {
            '\n' => markdown.push_str("  \n"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '~' | '|' => {
                markdown.push('\\');
                markdown.push(character);
            }
            _ => markdown.push(character),
        }
    }
    markdown
}
