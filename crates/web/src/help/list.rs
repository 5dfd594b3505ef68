//! The list of lines, as it is shipped.

use serde::Deserialize;
use std::sync::LazyLock;

/// Who answers in a country.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Country {
    /// ISO 3166-1, two letters.
    pub(super) code: String,
    /// As people there call it.
    pub(super) name: String,
    /// For a life in danger.
    pub(super) emergency: String,
    pub(super) lines: Vec<Line>,
}

/// A telephone that people answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    pub(super) name: String,
    pub(super) number: String,
    pub(super) site: String,
}

impl Line {
    /// As a telephone dials it.
    pub(super) fn dialled(&self) -> String {
        self.number.chars().filter(char::is_ascii_digit).collect()
    }
}

/// All of them, and of when they are.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    /// A day, as in 2026-11-24.
    pub(super) as_of: String,
    pub(super) countries: Vec<Country>,
}

const TEXT: &str = include_str!("../../assets/help.toml");

/// The list; a test reads it, so it can be read.
pub(super) static LIST: LazyLock<List> = LazyLock::new(|| toml::from_str(TEXT).unwrap_or_default());

#[cfg(test)]
mod tests {
    use super::{List, TEXT};
    use chrono::NaiveDate;
    use std::collections::BTreeSet;

    #[test]
    fn the_list_can_be_read_and_says_all_that_is_shown() {
        let list: List = toml::from_str(TEXT).unwrap();
        list.as_of.parse::<NaiveDate>().unwrap();
        let codes: BTreeSet<_> = list.countries.iter().map(|country| &country.code).collect();
        assert!(codes.len() == list.countries.len() && codes.len() > 10);
        for country in &list.countries {
            assert!(country.code.len() == 2 && !country.name.is_empty() && !country.lines.is_empty());
            assert!(country.emergency.bytes().all(|one| one.is_ascii_digit()), "{}", country.name);
            for line in &country.lines {
                assert!(line.site.starts_with("https://") && line.dialled().len() >= 3, "{}", line.name);
            }
        }
    }
}
