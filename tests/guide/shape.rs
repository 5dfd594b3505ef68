//! The document of the API, and whether an answer is as it says: every part is named there, and none that must be is missing.

use hearth_testkit::{TestHearth, person};
use serde_json::Value;

/// The document that a Hearth gives of its own API.
pub struct Document(Value);

impl Document {
    /// Reads it.
    pub async fn of(hearth: &TestHearth) -> Self {
        let request = person::http().get(format!("{}/api/hearth/v1/openapi.json", hearth.base));
        Self(person::exchange(request).await.ok())
    }

    /// Whether an answer is as the document says; other APIs have documents of their own.
    pub fn check(&self, method: &str, path: &str, status: u16, answer: &Value) {
        if !path.starts_with("/api/hearth/v1/") {
            return;
        }
        let path = path.split('?').next().unwrap_or_default();
        let paths = self.0["paths"].as_object().unwrap();
        // Where a word and a name both fit (`/drafts/waiting`, `/drafts/{id}`), the word is meant.
        let fitting = paths.iter().filter(|(template, _)| fits(template, path));
        let (template, item) =
            fitting.min_by_key(|(template, _)| template.matches('{').count()).unwrap_or_else(|| {
                panic!("the document does not know {path}");
            });
        let shape = &item[method.to_lowercase()]["responses"][status.to_string()];
        let shape = &shape["content"]["application/json"]["schema"];
        assert!(shape.is_object(), "the document does not know a {status} of {method} {template}");
        if let Err(problem) = self.is(answer, shape) {
            panic!("{method} {template} is not as its document says: {problem}\n{answer:#}");
        }
    }

    fn is(&self, value: &Value, shape: &Value) -> Result<(), String> {
        if let Some(at) = shape["$ref"].as_str() {
            let (_, name) = at.rsplit_once('/').unwrap();
            let shape = &self.0["components"]["schemas"][name];
            return self.is(value, shape).map_err(|problem| format!("{name}: {problem}"));
        }
        if let Some(some) = shape["oneOf"].as_array() {
            let fits = some.iter().any(|shape| self.is(value, shape).is_ok());
            return if fits { Ok(()) } else { Err(format!("{value} is none of {some:?}")) };
        }
        if let Some(words) = shape["enum"].as_array() {
            return if words.contains(value) { Ok(()) } else { Err(format!("{value} is not of {words:?}")) };
        }
        if shape["allOf"].is_array() || shape["properties"].is_object() {
            return self.is_object(value, shape);
        }
        if !has_type(value, &shape["type"]) {
            return Err(format!("{value} is not {}", shape["type"]));
        }
        match value {
            Value::Array(items) => items.iter().try_for_each(|item| self.is(item, &shape["items"])),
            _ => Ok(()),
        }
    }

    fn is_object(&self, value: &Value, shape: &Value) -> Result<(), String> {
        let Some(object) = value.as_object() else { return Err(format!("{value} is no object")) };
        let parts = self.parts(shape);
        for required in parts.iter().filter_map(|part| part["required"].as_array()).flatten() {
            let name = required.as_str().unwrap_or_default();
            if !object.contains_key(name) {
                return Err(format!("{name} is missing"));
            }
        }
        for (name, value) in object {
            let described = parts.iter().map(|part| &part["properties"][name]).find(|part| !part.is_null());
            match described {
                Some(shape) => self.is(value, shape).map_err(|problem| format!("{name}: {problem}"))?,
                None if parts.iter().any(|part| !part["additionalProperties"].is_null()) => {}
                None => return Err(format!("nobody said what {name} is")),
            }
        }
        Ok(())
    }

    /// What an object is put together from.
    fn parts<'a>(&'a self, shape: &'a Value) -> Vec<&'a Value> {
        if let Some(at) = shape["$ref"].as_str() {
            let (_, name) = at.rsplit_once('/').unwrap();
            return self.parts(&self.0["components"]["schemas"][name]);
        }
        match shape["allOf"].as_array() {
            Some(all) => all.iter().flat_map(|part| self.parts(part)).collect(),
            None => vec![shape],
        }
    }
}

fn fits(template: &str, path: &str) -> bool {
    let (mut one, mut two) = (template.split('/'), path.split('/'));
    loop {
        match (one.next(), two.next()) {
            (None, None) => return true,
            (Some(word), Some(given)) if word == given || word.starts_with('{') => {}
            _ => return false,
        }
    }
}

fn has_type(value: &Value, types: &Value) -> bool {
    let is = |name: &Value| match name.as_str().unwrap_or_default() {
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => false,
    };
    match types {
        Value::Null => true,
        Value::Array(several) => several.iter().any(is),
        one => is(one),
    }
}
