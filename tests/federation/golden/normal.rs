//! Takes out of a document what differs from run to run, and compares it with the one that is kept.

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Compares `document`, in which hosts have their names in `names`, with `documents/{name}.json`.
#[track_caller]
pub(super) fn compare(name: &str, document: &Value, names: &[(&str, &str)]) {
    let mut drawn = BTreeMap::new();
    let normal = normal(document, names, &mut drawn);
    let text = serde_json::to_string_pretty(&normal).unwrap() + "\n";
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("federation/golden/documents")
        .join(format!("{name}.json"));
    if std::env::var_os("HEARTH_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path)
        .unwrap_or_else(|_| panic!("{name} is not kept yet: HEARTH_GOLDEN=write writes it"));
    assert_eq!(kept, text, "{name} is sent otherwise than it is kept");
}

fn normal(value: &Value, names: &[(&str, &str)], drawn: &mut BTreeMap<String, usize>) -> Value {
    match value {
        Value::Object(object) => Value::Object(
            object
                .iter()
                .map(|(key, value)| match (key.as_str(), value) {
                    ("published" | "updated" | "endTime", Value::String(at)) => {
                        (key.clone(), Value::from(digits(at)))
                    }
                    // Kept once, apart: every document of a kind has the same.
                    ("@context", Value::Array(list)) => {
                        (key.clone(), Value::from(format!("{} and terms", list[0].as_str().unwrap())))
                    }
                    ("publicKeyPem" | "publicKeyMultibase", _) => (key.clone(), Value::from("KEY")),
                    _ => (key.clone(), normal(value, names, drawn)),
                })
                .collect(),
        ),
        Value::Array(list) => Value::Array(list.iter().map(|one| normal(one, names, drawn)).collect()),
        Value::String(text) => Value::from(words(text, names, drawn)),
        other => other.clone(),
    }
}

/// A time with its digits taken out: its shape stays.
fn digits(at: &str) -> String {
    at.chars().map(|character| if character.is_ascii_digit() { '0' } else { character }).collect()
}

fn words(text: &str, names: &[(&str, &str)], drawn: &mut BTreeMap<String, usize>) -> String {
    let mut text = text.to_owned();
    for (from, to) in names {
        text = text.replace(from, to);
    }
    let mut shown = String::with_capacity(text.len());
    let mut run = String::new();
    for character in text.chars().chain(std::iter::once('\0')) {
        if character.is_ascii_hexdigit() && !character.is_ascii_uppercase() {
            run.push(character);
            continue;
        }
        match run.len() {
            // Slugs that were drawn get numbers in the order in which they come.
            32 => {
                let next = drawn.len() + 1;
                shown.push_str(&format!("slug{}", drawn.entry(run.clone()).or_insert(next)));
            }
            // Parts of addresses that follow from the time.
            13.. if run.bytes().all(|byte| byte.is_ascii_digit()) => shown.push_str("TIME"),
            _ => shown.push_str(&run),
        }
        run.clear();
        if character != '\0' {
            shown.push(character);
        }
    }
    shown
}
