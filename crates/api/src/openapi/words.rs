//! The few words that some fields hold, and what each of them means. A test compares them with those that core knows.

use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

macro_rules! words {
    ($($(#[doc = $doc:literal])+ $name:ident { $($word:literal: $means:literal,)+ })+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug)]
        pub(crate) struct $name;

        impl $name {
            const WORDS: &[(&str, &str)] = &[$(($word, $means),)+];
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let each = |(word, means): &(&'static str, &'static str)| {
                    ObjectBuilder::new()
                        .schema_type(Type::String)
                        .enum_values(Some([*word]))
                        .description(Some(*means))
                };
                let all = OneOfBuilder::new().description(Some(concat!($($doc),+).trim()));
                Self::WORDS.iter().map(each).fold(all, OneOfBuilder::item).into()
            }
        }

        impl ToSchema for $name {}
    )+};
}

words! {
    /// Who may read a story.
    Audience {
        "public": "Anyone, and it stands in public timelines.",
        "unlisted": "Anyone who comes across it; it stands in no public timeline (quietly public).",
        "followers": "Those who follow you, and those it names.",
        "direct": "Those it names.",
        "local": "Members of this server; it never leaves.",
        "only_me": "You alone; it never leaves.",
        "circle": "Those who are in one of your circles when it is told.",
        "members": "Members of the community it is told in.",
    }
    /// Who may quote a story.
    QuotePolicy {
        "nobody": "You alone.",
        "followers": "Those who follow you.",
        "public": "Anyone.",
    }
    /// What somebody tells.
    Kind {
        "story": "What you lived through.",
        "small_step": "Something small that went forward.",
        "milestone": "Something reached.",
        "resource": "Something that helps, made by others.",
        "coping_idea": "Something that helped you.",
        "quote": "Words of somebody.",
        "question": "Something you ask.",
    }
    /// Which answers you hope for. Answers against it wait for your yes.
    Wish {
        "none": "Nothing said.",
        "just_hear_me": "To be heard, without advice.",
        "relate": "To hear from those who have been there.",
        "advice_welcome": "Ideas.",
        "circle": "Answers of people you follow or have in a circle; others wait for your yes.",
        "no_replies": "None; what comes waits for your yes.",
    }
    /// What somebody gives whoever told a story.
    Kindness {
        "thank": "A thank-you.",
        "relate": "That they have been there too.",
    }
    /// How you want to meet stories with a content note.
    Choice {
        "fold": "Folded, with the note in front.",
        "open": "Open, with the note as a first line.",
        "hide": "In no list.",
    }
    /// How a text is written.
    Format {
        "plain": "As typed: paragraphs and lines.",
        "markdown": "Markdown (CommonMark with strikethrough); HTML in it is shown as text.",
    }
    /// Who may read the stories of a community.
    Visibility {
        "public": "Anyone.",
        "unlisted": "Anyone; they stand in no public timeline.",
        "server": "Members of this server; nothing of it leaves.",
        "members": "Its members.",
        "invite": "Its members; nobody else learns that it is there.",
    }
    /// How one becomes a member of a community.
    Joining {
        "open": "Anyone joins.",
        "request": "Anyone asks, and is let in or not.",
        "invite": "By invitation.",
    }
    /// What a member of a community looks after; each may do what those before it may.
    Role {
        "member": "Nothing in particular.",
        "greeter": "Newcomers.",
        "steward": "The community.",
        "founder": "The community, and who its stewards are.",
    }
    /// How somebody stands to a community.
    State {
        "pending": "Asked to join.",
        "member": "In.",
        "banned": "Kept out.",
        "invited": "Invited, by name.",
    }
}

#[cfg(test)]
mod tests {
    use hearth_core::{communities, markup, stories};
    use serde::Serialize;
    use serde_json::Value;
    use std::collections::BTreeSet;

    #[track_caller]
    fn same<T: Serialize>(described: &[(&str, &str)], known: impl Fn(i16) -> T) {
        let word = |number| match serde_json::to_value(known(number)).unwrap() {
            Value::String(word) => word,
            other => panic!("no word: {other}"),
        };
        let known: BTreeSet<String> = (0..64).map(word).collect();
        let described: BTreeSet<String> = described.iter().map(|(word, _)| (*word).to_owned()).collect();
        assert_eq!(known, described);
    }

    #[test]
    fn every_word_is_described_and_no_other() {
        same(super::Audience::WORDS, stories::Audience::from_i16);
        same(super::QuotePolicy::WORDS, stories::QuotePolicy::from_i16);
        same(super::Kind::WORDS, stories::Kind::from_i16);
        same(super::Wish::WORDS, stories::Wish::from_i16);
        same(super::Visibility::WORDS, communities::Visibility::from_i16);
        same(super::Joining::WORDS, communities::Joining::from_i16);
        same(super::Role::WORDS, communities::Role::from_i16);
        same(super::State::WORDS, communities::State::from_i16);
        same(super::Kindness::WORDS, hearth_core::kindness::Kindness::from_i16);
        let formats = [markup::Format::Plain, markup::Format::Markdown];
        same(super::Format::WORDS, |number| formats[usize::from(number > 0)]);
    }
}
