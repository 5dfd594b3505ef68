//! Reads JSON from strangers into one meaning: no key twice, no depth without end, stray bytes replaced.

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// As many members as an object or list may have; honest documents stay far below.
const MOST: usize = 5_000;

/// Reads a document.
///
/// A key that stands twice is refused: two readers could take different ones. Bytes that are not UTF-8 are replaced,
/// because a server in the field leaves some behind its keys.
///
/// # Errors
/// When it is not JSON, nested deeper than 128 levels, or holds a key twice or too many members.
pub fn read(bytes: &[u8]) -> Result<Value, serde_json::Error> {
    serde_json::from_str::<Once>(&String::from_utf8_lossy(bytes)).map(|once| once.0)
}

struct Once(Value);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OnceVisitor).map(Self)
    }
}

struct OnceVisitor;

impl<'de> Visitor<'de> for OnceVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON without a doubled key")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        // Postgres refuses NUL in texts, and nobody means it.
        Ok(Value::String(if value.contains('\0') { value.replace('\0', "") } else { value.to_owned() }))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Once(item)) = list.next_element()? {
            if items.len() == MOST {
                return Err(A::Error::custom("a list with too many members"));
            }
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some((key, Once(value))) = object.next_entry::<String, Once>()? {
            if members.len() == MOST {
                return Err(A::Error::custom("an object with too many members"));
            }
            if members.insert(key, value).is_some() {
                return Err(A::Error::custom("a key stands twice"));
            }
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use serde_json::json;

    #[test]
    fn reads_what_is_plain() {
        assert_eq!(
            read(br#"{"a":[1,-2,1.5,null,true,"x"]}"#).unwrap(),
            json!({"a": [1, -2, 1.5, null, true, "x"]})
        );
        assert_eq!(read(b"{\"a\":\"x\xff\"}").unwrap(), json!({"a": "x\u{fffd}"}));
        assert_eq!(read(br#"{"a":"x\u0000y"}"#).unwrap(), json!({"a": "xy"}));
    }

    #[test]
    fn refuses_what_two_readers_could_read_differently() {
        assert!(read(br#"{"actor":"a","actor":"b"}"#).is_err());
        assert!(read(br#"{"x":{"id":1,"id":1}}"#).is_err());
    }

    #[test]
    fn refuses_depth_and_length_without_end() {
        assert!(read("[".repeat(100_000).as_bytes()).is_err());
        assert!(read(format!("[{}1]", "1,".repeat(1_000_000)).as_bytes()).is_err());
    }
}
