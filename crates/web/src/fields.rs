//! The fields of a form or a query, each at most once.

use std::collections::HashMap;

/// Fields by name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(HashMap<String, String>);

impl Fields {
    /// Reads `a=b&c=d`. `None` when a field comes twice, since two readers could take it for two things (RFC 6749, 3.1),
    /// or holds a NUL, which nobody types.
    pub(crate) fn read(text: &[u8]) -> Option<Self> {
        let mut fields = HashMap::new();
        for (name, value) in url::form_urlencoded::parse(text) {
            if value.contains('\0') || fields.insert(name.into_owned(), value.into_owned()).is_some() {
                return None;
            }
        }
        Some(Self(fields))
    }

    /// A field; empty when it is not there.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// A field that has something in it.
    pub(crate) fn some(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|text| !text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::Fields;

    #[test]
    fn a_field_comes_once() {
        let fields = Fields::read(b"a=1&b=x%20y&c=").unwrap();
        assert_eq!(
            (fields.get("a"), fields.get("b"), fields.some("c"), fields.get("d")),
            ("1", "x y", None, "")
        );
        assert!(Fields::read(b"a=1&a=1").is_none());
        assert!(Fields::read(b"a=%00").is_none());
    }
}
