//! Finds the known key that a mistyped one most resembles.

/// The candidate with the fewest single-letter changes to `word`, if any comes near.
pub(super) fn nearest<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    candidates
        .iter()
        .map(|candidate| (distance(word, candidate), *candidate))
        .filter(|(distance, candidate)| *distance <= candidate.len().max(word.len()) / 2)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance, one row at a time.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let cost = if x == *y { diagonal } else { diagonal.min(*cell).min(left) + 1 };
            diagonal = *cell;
            *cell = cost;
            left = cost;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn counts_changes() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("domain", "domain"), 0);
        assert_eq!(distance("domian", "domain"), 2);
    }

    #[test]
    fn names_the_nearest_key_or_none() {
        assert_eq!(nearest("domian", &["listen", "domain", "data_dir"]), Some("domain"));
        assert_eq!(nearest("zzzzzzzz", &["listen", "domain"]), None);
    }
}
