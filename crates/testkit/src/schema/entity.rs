//! What an entity holds.

use super::kinds;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::LazyLock;

struct Field {
    /// The names that lead to it.
    path: Vec<&'static str>,
    kind: &'static str,
    may_be_null: bool,
    may_be_missing: bool,
}

/// Entities that hold all that another one holds.
const EXTEND: [(&str, &str); 3] =
    [("CredentialAccount", "Account"), ("MutedAccount", "Account"), ("CredentialApplication", "Application")];

static ENTITIES: LazyLock<HashMap<&str, Vec<Field>>> = LazyLock::new(|| {
    let mut entities: HashMap<_, Vec<Field>> = HashMap::new();
    for line in include_str!("entities.tsv").lines() {
        let parts: Vec<&str> = line.split('\t').collect();
        let &[entity, name, kind, flags] = &parts[..] else { panic!("{line}") };
        let path = name.split('[').map(|part| part.trim_end_matches(']')).collect();
        let (may_be_null, may_be_missing) = (flags.contains('n'), flags.contains('m'));
        entities.entry(entity).or_default().push(Field { path, kind, may_be_null, may_be_missing });
    }
    entities
});

/// Notes what is missing in `value`, or not what it should be.
pub(super) fn check(entity: &str, value: &Value, place: &str, wrong: &mut Vec<String>) {
    if !value.is_object() {
        wrong.push(format!("{place} is no {entity}: {value}"));
        return;
    }
    if let Some((_, base)) = EXTEND.iter().find(|(name, _)| *name == entity) {
        check(base, value, place, wrong);
    }
    for field in ENTITIES.get(entity).unwrap_or_else(|| panic!("no entity is called {entity}")) {
        follow(field, &field.path, value, &format!("{place} {entity}"), wrong);
    }
}

/// Goes down to the field. What it lies in is checked as a field of its own.
fn follow(field: &Field, path: &[&str], value: &Value, place: &str, wrong: &mut Vec<String>) {
    let Some((name, rest)) = path.split_first() else {
        if !(value.is_null() && field.may_be_null) {
            kinds::check(field.kind, value, place, wrong);
        }
        return;
    };
    if name.is_empty() {
        for item in value.as_array().into_iter().flatten() {
            follow(field, rest, item, place, wrong);
        }
        return;
    }
    let place = format!("{place}.{name}");
    match value.get(name) {
        Some(inner) => follow(field, rest, inner, &place, wrong),
        None if value.is_object() && rest.is_empty() && !field.may_be_missing => {
            wrong.push(format!("{place} is missing"));
        }
        None => {}
    }
}
