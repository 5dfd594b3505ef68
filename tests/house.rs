//! Keeps the habits of the house: files that say why they exist, names a stranger can guess, nothing too long.

use std::path::{Path, PathBuf};

/// The checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Every Rust file under a folder, with its path from the root and its text.
pub fn sources(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.sort();
    found
}

fn walk(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            if entry.file_name() != "target" {
                walk(&path, found);
            }
        } else if path.extension().is_some_and(|end| end == "rs") {
            let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
            found.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

fn everything() -> Vec<(String, String)> {
    ["crates", "tests", "benches"].into_iter().flat_map(sources).collect()
}

#[test]
fn every_file_says_why_it_exists() {
    let silent: Vec<_> = everything()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(path, _)| path)
        .collect();
    assert!(silent.is_empty(), "these do not begin with a sentence: {silent:#?}");
}

#[test]
fn no_file_is_too_long() {
    // schema.rs is a list of columns: it is looked up, not read.
    let long: Vec<_> = everything()
        .into_iter()
        .filter(|(path, text)| text.lines().count() > 400 && path != "crates/core/src/schema.rs")
        .map(|(path, text)| format!("{path}: {}", text.lines().count()))
        .collect();
    assert!(long.is_empty(), "split these where a reader would: {long:#?}");
}

#[test]
fn no_name_says_nothing() {
    const EMPTY: [&str; 7] = ["utils", "util", "helpers", "helper", "common", "manager", "service"];
    for (path, _) in everything() {
        for part in path.split('/').map(|part| part.trim_end_matches(".rs")) {
            assert!(!EMPTY.contains(&part), "{path}: name it for what it does");
        }
    }
}

#[test]
fn unsafe_code_lives_in_one_room() {
    for (path, text) in sources("crates") {
        let is_root = path.ends_with("src/lib.rs") || path.ends_with("src/main.rs");
        if is_root && !path.starts_with("crates/embedded-postgres/") {
            assert!(text.contains("#![forbid(unsafe_code)]"), "{path} must forbid unsafe code");
        }
    }
}

#[test]
fn lints_are_expected_with_a_reason_never_allowed() {
    for (path, text) in everything() {
        let silenced = text.lines().find(|line| {
            line.trim_start().starts_with("#[allow(") || line.trim_start().starts_with("#![allow(")
        });
        assert_eq!(silenced, None, "{path}: use #[expect(…, reason = \"…\")]");
    }
}

#[test]
fn the_example_settings_are_the_defaults() {
    let text = std::fs::read_to_string(root().join("config/example.toml")).unwrap();
    let (example, default) = (hearth::config::parse(&text).unwrap(), hearth::Config::default());
    assert_eq!(toml::Value::try_from(example).unwrap(), toml::Value::try_from(&default).unwrap());
    // And every key is shown.
    let (shown, all): (toml::Value, _) =
        (toml::from_str(&text).unwrap(), toml::Value::try_from(&default).unwrap());
    for (section, keys) in all.as_table().unwrap() {
        for key in keys.as_table().unwrap().keys() {
            assert!(
                shown.get(section).and_then(|part| part.get(key)).is_some(),
                "example.toml does not show {section}.{key}"
            );
        }
    }
    hearth::config::parse(&std::fs::read_to_string(root().join("config/development.toml")).unwrap()).unwrap();
}

#[test]
fn a_mistyped_setting_is_named_with_the_nearest_known_one() {
    let error = hearth::config::parse("[server]\ndomian = \"x\"").unwrap_err().to_string();
    assert!(error.contains("server.domian") && error.contains("server.domain"), "{error}");
}
