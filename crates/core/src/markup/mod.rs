//! Text in and out (stub until the real one lands).
/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format { /// Plain text.
 Plain, /// Markdown.
 Markdown }
/// Length.
#[must_use]
pub fn count(text: &str) -> usize { text.chars().count() }
