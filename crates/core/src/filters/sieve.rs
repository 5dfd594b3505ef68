//! A member's filters, made ready to be held against many stories: one walk over the words of each finds all of them.

use super::model::{Detailed, Filter};
use crate::ids::{AccountId, StoryId};
use crate::markup::stripped;
use crate::stories::StoryView;
use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError, MatchKind};
use chrono::{DateTime, Utc};
use regex::Regex;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

/// A filter, and what of a story it caught.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caught {
    /// The filter.
    pub filter: Arc<Filter>,
    /// Words it looks for, as they stand in the story.
    pub keyword: Option<String>,
    /// The story, where it holds for that one.
    pub story: Option<StoryId>,
}

/// All filters of a member.
#[derive(Debug)]
pub(crate) struct Sieve {
    member: AccountId,
    filters: Vec<Arc<Filter>>,
    /// What each pattern of `finder` stands for.
    patterns: Vec<Pattern>,
    finder: Option<AhoCorasick>,
    /// Places in `filters`.
    stories: HashMap<StoryId, Vec<usize>>,
}

/// Words that are looked for.
#[derive(Debug, Clone, Copy)]
struct Pattern {
    /// A place in `filters`.
    filter: usize,
    /// Nothing that belongs to a word may stand before.
    begins: bool,
    /// Nothing that belongs to a word may stand after.
    ends: bool,
}

impl Pattern {
    /// As Mastodon has it, a word's edge is looked for where the keyword itself ends in a letter or a digit.
    fn of(filter: usize, folded: &str, whole_word: bool) -> Self {
        let edge = |character: Option<char>| whole_word && character.is_some_and(is_of_word);
        Self { filter, begins: edge(folded.chars().next()), ends: edge(folded.chars().next_back()) }
    }

    fn holds(self, text: &str, start: usize, end: usize) -> bool {
        let before = || text.get(..start).and_then(|before| before.chars().next_back());
        let after = || text.get(end..).and_then(|after| after.chars().next());
        !(self.begins && before().is_some_and(is_of_word) || self.ends && after().is_some_and(is_of_word))
    }
}

impl Sieve {
    /// Makes them ready.
    pub(super) fn new(member: AccountId, detailed: Vec<Detailed>) -> Result<Self, BuildError> {
        let (mut filters, mut patterns, mut words) = (Vec::new(), Vec::new(), Vec::new());
        let mut stories: HashMap<StoryId, Vec<usize>> = HashMap::new();
        for (place, one) in detailed.into_iter().enumerate() {
            for keyword in &one.keywords {
                let folded = fold(&keyword.keyword);
                patterns.push(Pattern::of(place, &folded, keyword.whole_word));
                words.push(folded);
            }
            for story in &one.stories {
                stories.entry(story.story_id).or_default().push(place);
            }
            filters.push(Arc::new(one.filter));
        }
        // Small, and made fast; a table for each letter would take megabytes for long lists of words.
        let finder = || {
            AhoCorasick::builder()
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .match_kind(MatchKind::Standard)
                .build(&words)
        };
        let finder = if words.is_empty() { None } else { Some(finder()?) };
        Ok(Self { member, filters, patterns, finder, stories })
    }

    /// Memory they take, roughly.
    pub(super) fn bytes(&self) -> usize {
        let titles: usize = self.filters.iter().map(|filter| filter.title.len() + 128).sum();
        let finder = self.finder.as_ref().map_or(0, AhoCorasick::memory_usage);
        finder + titles + self.patterns.len() * size_of::<Pattern>() + self.stories.len() * 64 + 256
    }

    /// The filters that hold for a story now; never for one's own.
    pub(crate) fn caught(&self, view: &StoryView, now: DateTime<Utc>) -> Vec<Caught> {
        let holds = |filter: &Filter| filter.expires_at.is_none_or(|end| end > now);
        if view.story.author_id == self.member || !self.filters.iter().any(|filter| holds(filter)) {
            return Vec::new();
        }
        let mut found: Vec<Option<String>> = vec![None; self.filters.len()];
        if let Some(finder) = &self.finder {
            self.look(finder, &searchable(view), &mut found);
        }
        let singled = self.stories.get(&view.story.id).map_or(&[][..], Vec::as_slice);
        let caught = |(place, keyword): (usize, Option<String>)| {
            let filter = Arc::clone(self.filters.get(place)?);
            let story = singled.contains(&place).then_some(view.story.id);
            (holds(&filter) && (keyword.is_some() || story.is_some())).then_some(Caught {
                filter,
                keyword,
                story,
            })
        };
        found.into_iter().enumerate().filter_map(caught).collect()
    }

    /// Writes the first words that each filter finds.
    fn look(&self, finder: &AhoCorasick, text: &str, found: &mut [Option<String>]) {
        let folded = fold(text);
        for hit in finder.find_overlapping_iter(&folded) {
            let Some(pattern) = self.patterns.get(hit.pattern().as_usize()) else { continue };
            let Some(place) = found.get_mut(pattern.filter).filter(|place| place.is_none()) else { continue };
            if pattern.holds(&folded, hit.start(), hit.end()) {
                // Folding leaves as many characters as there were.
                let before = folded.get(..hit.start()).unwrap_or_default().chars().count();
                let length = folded.get(hit.range()).unwrap_or_default().chars().count();
                *place = Some(text.chars().skip(before).take(length).collect());
            }
        }
    }
}

/// The words of a story that filters look at: all that its readers see, content notes and descriptions too.
fn searchable(view: &StoryView) -> String {
    let story = &view.story;
    let mut text = format!("{}\n\n{}\n\n{}", story.summary, story.title, stripped(&story.content_html));
    let options = view.poll.iter().flat_map(|poll| &poll.choices).map(|choice| choice.title.as_str());
    let descriptions = view.attachments.iter().filter_map(|one| one.description.as_deref());
    for more in options.chain(descriptions) {
        text.push_str("\n\n");
        text.push_str(more);
    }
    text
}

/// Alike for upper and lower case, character by character.
fn fold(text: &str) -> String {
    text.chars().map(fold_one).collect()
}

fn fold_one(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    let mut lower = character.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some('ς'), None) => 'σ',
        (Some('ſ'), None) => 's',
        (Some(one), None) => one,
        _ => character,
    }
}

/// Whether a word goes on with it: letters, digits, marks above letters, and what joins words.
fn is_of_word(character: char) -> bool {
    if character.is_alphanumeric() || character == '_' {
        return true;
    }
    !character.is_ascii()
        && WORD.as_ref().is_some_and(|word| word.is_match(character.encode_utf8(&mut [0; 4])))
}

static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\w").ok());

#[cfg(test)]
mod tests {
    use super::Sieve;
    use crate::filters::{Action, Contexts, Detailed, Filter, Keyword};
    use crate::ids::AccountId;

    fn detailed(id: i64, words: &[(&str, bool)]) -> Detailed {
        let keyword = |(word, whole_word): &(&str, bool)| Keyword {
            id: 1,
            filter_id: id,
            keyword: (*word).to_owned(),
            whole_word: *whole_word,
        };
        let (title, contexts, action) = ("x".to_owned(), Contexts(1), Action::Warn);
        Detailed {
            filter: Filter { id, title, contexts, action, expires_at: None },
            keywords: words.iter().map(keyword).collect(),
            stories: Vec::new(),
        }
    }

    /// What each filter finds in a text.
    fn found(filters: &[&[(&str, bool)]], text: &str) -> Vec<Option<String>> {
        let filters = filters.iter().enumerate();
        let filters = filters.map(|(id, words)| detailed(i64::try_from(id).unwrap(), words)).collect();
        let sieve = Sieve::new(AccountId(1), filters).unwrap();
        let mut found = vec![None; sieve.filters.len()];
        if let Some(finder) = &sieve.finder {
            sieve.look(finder, text, &mut found);
        }
        found
    }

    fn finds(word: &str, whole: bool, text: &str) -> Option<String> {
        found(&[&[(word, whole)]], text).remove(0)
    }

    #[test]
    fn whole_words_end_where_words_end() {
        for (word, text, expected) in [
            ("rain", "Rain.", Some("Rain")),
            ("rain", "(rain)", Some("rain")),
            ("rain", "rain-coat", Some("rain")),
            ("rain", "train, rains, rain_coat, rain1", None),
            ("rain", "train rain", Some("rain")),
            ("#rain", "a#rain", Some("#rain")),
            ("#rain", "#rains", None),
            ("c++", "c++x", Some("c++")),
            ("c++", "abc++", None),
            ("été", "l'ÉTÉ", Some("ÉTÉ")),
            ("été", "répété", None),
            ("cafe", "cafe\u{301}", None),
            ("雨", "今日は雨です", None),
            ("two words", "Two Words!", Some("Two Words")),
        ] {
            assert_eq!(finds(word, true, text).as_deref(), expected, "{word} in {text}");
        }
        assert_eq!(finds("雨", false, "今日は雨です").as_deref(), Some("雨"));
        assert_eq!(finds("rain", false, "trains").as_deref(), Some("rain"));
    }

    #[test]
    fn what_is_found_is_told_as_it_stands() {
        for (word, text, expected) in [
            ("straße", "ẞ STRASSE Straße", Some("Straße")),
            ("ΟΔΟΣ", "η οδος", Some("οδος")),
            ("οδος", "Η ΟΔΌΣ, Η ΟΔΟΣ", Some("ΟΔΟΣ")),
            ("x", "İİİ X", Some("X")),
            (".*", "anything", None),
            (".*", "a.*b", Some(".*")),
        ] {
            assert_eq!(finds(word, false, text).as_deref(), expected, "{word} in {text}");
        }
    }

    #[test]
    fn filters_do_not_stand_in_each_others_way() {
        let filters: [&[(&str, bool)]; 4] =
            [&[("ice", true)], &[("rice", false), ("ice", true)], &[], &[("nice rice", true)]];
        let text = |one: &str| Some(one.to_owned());
        assert_eq!(found(&filters, "nice rice"), [None, text("rice"), None, text("nice rice")]);
        assert_eq!(found(&filters, "price of ice"), [text("ice"), text("rice"), None, None]);
        assert_eq!(found(&[], "ice"), []);
    }
}
