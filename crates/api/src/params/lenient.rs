//! Values as apps send them: numbers as text, truth as `1` or `on`, one where many are meant.

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};
use serde_json::Value;

/// True or false: `true`, `"true"`, `"1"`, `1`, `"on"`, `"t"` and their opposites. An empty text is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Flag(pub(crate) Option<bool>);

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let text = match &value {
            Value::Bool(truth) => return Ok(Self(Some(*truth))),
            Value::Number(number) => number.to_string(),
            Value::String(text) => text.to_lowercase(),
            _ => String::new(),
        };
        match text.as_str() {
            "" => Ok(Self(None)),
            "0" | "f" | "false" | "off" => Ok(Self(Some(false))),
            _ => Ok(Self(Some(true))),
        }
    }
}

/// A whole number, maybe written as text. An empty text is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Int(pub(crate) Option<i64>);

impl<'de> Deserialize<'de> for Int {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Null => Ok(Self(None)),
            Value::String(text) if text.trim().is_empty() => Ok(Self(None)),
            Value::String(text) => text
                .trim()
                .parse()
                .map(|number| Self(Some(number)))
                .map_err(|_| D::Error::custom("a number is expected")),
            Value::Number(number) => Ok(Self(number.as_i64())),
            _ => Err(D::Error::custom("a number is expected")),
        }
    }
}

/// Text, maybe written as a number or a truth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words(pub(crate) String);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(text) => Ok(Self(text)),
            Value::Number(number) => Ok(Self(number.to_string())),
            Value::Bool(truth) => Ok(Self(truth.to_string())),
            Value::Null => Ok(Self(String::new())),
            _ => Err(D::Error::custom("text is expected")),
        }
    }
}

/// Many values: a list, one alone, or an object whose keys are places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct List<T>(pub(crate) Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let items = match Value::deserialize(deserializer)? {
            Value::Null => Vec::new(),
            Value::Array(items) => items,
            Value::Object(object) if object.keys().all(|key| key.parse::<u32>().is_ok()) => {
                let mut places: Vec<_> = object.into_iter().collect();
                places.sort_by_key(|(key, _)| key.parse::<u32>().unwrap_or_default());
                places.into_iter().map(|(_, value)| value).collect()
            }
            one => vec![one],
        };
        let read = items.into_iter().map(serde_json::from_value).collect::<Result<_, _>>();
        read.map(Self).map_err(D::Error::custom)
    }
}
