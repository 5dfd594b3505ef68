//! Nested names as Rails reads them: `a[]=1`, `a[b]=1`, `a[0][b]=1`, `a[][b]=1`.

use serde_json::{Map, Value};

/// Deeper names are taken as they stand.
const DEEPEST: usize = 8;

/// Puts a value where its name says.
pub(super) fn insert(all: &mut Map<String, Value>, name: &str, value: String) {
    let steps = steps(name);
    let Some((first, rest)) = steps.split_first() else { return };
    let place = all.entry((*first).to_owned()).or_insert(Value::Null);
    put(place, rest, Value::String(value));
}

/// `a[b][]` is `a`, `b`, and the empty step.
fn steps(name: &str) -> Vec<&str> {
    let Some((first, mut rest)) = name.split_once('[') else { return vec![name] };
    let mut steps = vec![first];
    loop {
        let Some((step, after)) = rest.split_once(']') else { return vec![name] };
        steps.push(step);
        match after.strip_prefix('[') {
            Some(next) if steps.len() <= DEEPEST => rest = next,
            None if after.is_empty() => return steps,
            _ => return vec![name],
        }
    }
}

fn put(place: &mut Value, steps: &[&str], value: Value) {
    match steps.split_first() {
        None => *place = value,
        Some((&"", rest)) => push(place, rest, value),
        Some((key, rest)) => {
            if !place.is_object() {
                *place = Value::Object(Map::new());
            }
            if let Some(object) = place.as_object_mut() {
                put(object.entry((*key).to_owned()).or_insert(Value::Null), rest, value);
            }
        }
    }
}

fn push(place: &mut Value, rest: &[&str], value: Value) {
    if !place.is_array() {
        *place = Value::Array(Vec::new());
    }
    let Some(list) = place.as_array_mut() else { return };
    // `a[][b]=1&a[][c]=2` fills one object; a key that stands already begins the next.
    let joins = rest.first().is_some_and(|key| {
        list.last().and_then(Value::as_object).is_some_and(|object| !object.contains_key(*key))
    });
    if !joins {
        list.push(Value::Null);
    }
    if let Some(last) = list.last_mut() {
        put(last, rest, value);
    }
}

#[cfg(test)]
mod tests {
    use super::insert;
    use serde_json::{Map, Value, json};

    fn read(pairs: &[(&str, &str)]) -> Value {
        let mut all = Map::new();
        for (name, value) in pairs {
            insert(&mut all, name, (*value).to_owned());
        }
        Value::Object(all)
    }

    #[test]
    fn names_are_read_as_rails_reads_them() {
        assert_eq!(read(&[("a", "1"), ("a", "2")]), json!({"a": "2"}));
        assert_eq!(read(&[("a[]", "1"), ("a[]", "2")]), json!({"a": ["1", "2"]}));
        assert_eq!(
            read(&[("poll[options][]", "x"), ("poll[expires_in]", "60")]),
            json!({"poll": {"options": ["x"], "expires_in": "60"}})
        );
        assert_eq!(
            read(&[("f[0][name]", "x"), ("f[1][name]", "y")]),
            json!({"f": {"0": {"name": "x"}, "1": {"name": "y"}}})
        );
        assert_eq!(
            read(&[("k[][a]", "1"), ("k[][b]", "2"), ("k[][a]", "3")]),
            json!({"k": [{"a": "1", "b": "2"}, {"a": "3"}]})
        );
    }

    #[test]
    fn crooked_names_harm_nobody() {
        for name in ["", "[", "a[", "a]b", "a[b", "a[]]", "[]", "a[b]c", &"a[b]".repeat(50)] {
            let _ = read(&[(name, "x"), (name, "y")]);
        }
        assert_eq!(read(&[("a", "1"), ("a[b]", "2")]), json!({"a": {"b": "2"}}));
    }
}
