//! What a value may be.

use super::entity;
use serde_json::Value;

/// Notes at which place `value` is not of a kind: one by name, a list in brackets, several with strokes between them.
pub(super) fn check(kind: &str, value: &Value, place: &str, wrong: &mut Vec<String>) {
    if kind.contains('|') {
        return either(kind, value, place, wrong);
    }
    if let Some(inner) = kind.strip_prefix('[').and_then(|kind| kind.strip_suffix(']')) {
        match value.as_array() {
            Some(items) => items.iter().for_each(|item| check(inner, item, &format!("{place}[]"), wrong)),
            None => wrong.push(format!("{place} is no list: {value}")),
        }
        return;
    }
    let right = match kind {
        "any" => true,
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "hash" => value.is_object(),
        "null" => value.is_null(),
        "datetime" => value.as_str().is_some_and(is_instant),
        "date" => value.as_str().is_some_and(|text| is_instant(text) || has_form(text, "0000-00-00")),
        entity => return entity::check(entity, value, place, wrong),
    };
    if !right {
        wrong.push(format!("{place} is no {kind}: {value}"));
    }
}

/// It is enough to be one of them.
fn either(kinds: &str, value: &Value, place: &str, wrong: &mut Vec<String>) {
    let mut first = None;
    for kind in kinds.split('|') {
        let mut here = Vec::new();
        check(kind, value, place, &mut here);
        if here.is_empty() {
            return;
        }
        first.get_or_insert(here);
    }
    wrong.extend(first.unwrap_or_default());
}

/// With exactly three digits of a second, and `Z`.
fn is_instant(text: &str) -> bool {
    has_form(text, "0000-00-00T00:00:00.000Z")
}

fn has_form(text: &str, form: &str) -> bool {
    let alike =
        |(letter, form): (u8, u8)| if form == b'0' { letter.is_ascii_digit() } else { letter == form };
    text.len() == form.len() && text.bytes().zip(form.bytes()).all(alike)
}
