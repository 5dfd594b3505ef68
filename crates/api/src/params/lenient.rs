//! Values as apps send them: numbers as text, truth as `1` or `on`, one where many are meant. They are never sent; that
//! they could be is what the document of the API asks of whatever has a default.

use serde::Serialize;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};
use serde_json::Value;

/// True or false: `true`, `"true"`, `"1"`, `1`, `"on"`, `"t"` and their opposites. An empty text is absent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Flag(pub(crate) Option<bool>);

impl Flag {
    /// Whether it is there and true.
    pub(crate) fn on(self) -> bool {
        self.0 == Some(true)
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let text = match &value {
            Value::Bool(truth) => return Ok(Self(Some(*truth))),
            Value::Number(number) => number.to_string(),
            Value::String(text) => text.trim().to_lowercase(),
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Int(pub(crate) Option<i64>);

impl<'de> Deserialize<'de> for Int {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wrong = || D::Error::custom("a number is expected");
        match Value::deserialize(deserializer)? {
            Value::Null => Ok(Self(None)),
            Value::String(text) if text.trim().is_empty() => Ok(Self(None)),
            Value::String(text) => text.trim().parse().map(|number| Self(Some(number))).map_err(|_| wrong()),
            Value::Number(number) => number.as_i64().map(|number| Self(Some(number))).ok_or_else(wrong),
            _ => Err(wrong()),
        }
    }
}

/// An id, written as text or as a number. An empty text is absent; what is no number is the id of nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Ref(pub(crate) Option<i64>);

/// No account or story has this id.
const NOTHING: i64 = -1;

impl<'de> Deserialize<'de> for Ref {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Value::deserialize(deserializer)? {
            Value::Null => Self(None),
            Value::String(text) if text.trim().is_empty() => Self(None),
            Value::String(text) => Self(Some(text.trim().parse().unwrap_or(NOTHING))),
            Value::Number(number) => Self(Some(number.as_i64().unwrap_or(NOTHING))),
            _ => Self(Some(NOTHING)),
        })
    }
}

/// Text, maybe written as a number or a truth.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Words(pub(crate) String);

impl Words {
    /// The text, unless there is none.
    pub(crate) fn some(self) -> Option<String> {
        Some(self.0).filter(|text| !text.is_empty())
    }
}

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct List<T>(pub(crate) Vec<T>);

impl List<Ref> {
    /// The ids in it, at most so many.
    pub(crate) fn ids(&self, most: usize) -> impl Iterator<Item = i64> {
        self.0.iter().filter_map(|id| id.0).take(most)
    }
}

impl List<Words> {
    /// The texts in it.
    pub(crate) fn texts(self) -> Vec<String> {
        self.0.into_iter().filter_map(Words::some).collect()
    }
}

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

/// Whether a parameter that is not served was given with something in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Given(pub(crate) bool);

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(holds(&Value::deserialize(deserializer)?)))
    }
}

fn holds(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => items.iter().any(holds),
        Value::Object(object) => object.values().any(holds),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{Flag, Given, Int, List, Ref, Words};
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};

    fn read<T: DeserializeOwned>(value: &Value) -> T {
        serde_json::from_value(value.clone()).unwrap()
    }

    #[test]
    fn truth_has_many_spellings() {
        for yes in [json!(true), json!("true"), json!("True"), json!("1"), json!(1), json!("on"), json!("t")]
        {
            assert_eq!(read::<Flag>(&yes), Flag(Some(true)), "{yes}");
        }
        for no in
            [json!(false), json!("false"), json!("FALSE"), json!("0"), json!(0), json!("off"), json!("f")]
        {
            assert_eq!(read::<Flag>(&no), Flag(Some(false)), "{no}");
        }
        for absent in [json!(""), json!(null)] {
            assert_eq!(read::<Flag>(&absent), Flag(None), "{absent}");
        }
    }

    #[test]
    fn numbers_may_be_text_and_text_numbers() {
        assert_eq!(read::<Int>(&json!("20")), Int(Some(20)));
        assert_eq!(read::<Int>(&json!(20)), Int(Some(20)));
        assert_eq!(read::<Int>(&json!("")), Int(None));
        assert!(serde_json::from_value::<Int>(json!("twenty")).is_err());
        assert!(serde_json::from_value::<Int>(json!(1.5)).is_err());
        assert_eq!(read::<Words>(&json!(7)), Words("7".to_owned()));
        assert_eq!(read::<Words>(&json!(null)), Words(String::new()));
    }

    #[test]
    fn an_id_that_cannot_be_read_is_nothings() {
        assert_eq!(read::<Ref>(&json!("115000000000000000")), Ref(Some(115_000_000_000_000_000)));
        assert_eq!(read::<Ref>(&json!(115_000_000_000_000_000_i64)), Ref(Some(115_000_000_000_000_000)));
        for nothing in [json!("me"), json!("99999999999999999999"), json!(1.5), json!(true), json!({"a": 1})]
        {
            assert_eq!(read::<Ref>(&nothing), Ref(Some(-1)), "{nothing}");
        }
        assert_eq!(read::<Ref>(&json!("")), Ref(None));
    }

    #[test]
    fn one_alone_is_a_list_and_so_is_an_object_of_places() {
        assert_eq!(read::<List<Int>>(&json!("3")).0, [Int(Some(3))]);
        assert_eq!(read::<List<Int>>(&json!([3, "4"])).0, [Int(Some(3)), Int(Some(4))]);
        assert_eq!(read::<List<Words>>(&json!({"10": "c", "2": "b", "0": "a"})).texts(), ["a", "b", "c"]);
        assert_eq!(read::<List<Int>>(&json!(null)).0, []);
    }

    #[test]
    fn empty_is_not_given() {
        for empty in [json!(null), json!(""), json!([]), json!([""]), json!({}), json!({"options": []})] {
            assert_eq!(read::<Given>(&empty), Given(false), "{empty}");
        }
        for given in [json!("1"), json!(["1"]), json!({"options": ["a"]}), json!(false)] {
            assert_eq!(read::<Given>(&given), Given(true), "{given}");
        }
    }
}
