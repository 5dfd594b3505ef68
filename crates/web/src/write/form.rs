//! The composer's fields: read into a draft, and filled in again from one.

use crate::fields::Fields;
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::markup::Format;
use hearth_core::notes;
use hearth_core::stories::{Audience, Draft, Kind, Wish};

/// A choice among several, as the page shows it.
pub(super) struct Choice {
    /// What the form sends.
    pub(super) value: &'static str,
    pub(super) chosen: bool,
}

/// A content note that may be ticked.
pub(super) struct Tick {
    pub(super) note: &'static notes::Note,
    pub(super) ticked: bool,
}

const KINDS: [(&str, Kind); 7] = [
    ("story", Kind::Story),
    ("small_step", Kind::SmallStep),
    ("milestone", Kind::Milestone),
    ("coping_idea", Kind::CopingIdea),
    ("resource", Kind::Resource),
    ("quote", Kind::Quote),
    ("question", Kind::Question),
];
const WISHES: [(&str, Wish); 6] = [
    ("just_hear_me", Wish::JustHearMe),
    ("relate", Wish::Relate),
    ("advice_welcome", Wish::AdviceWelcome),
    ("circle", Wish::Circle),
    ("no_replies", Wish::NoReplies),
    ("none", Wish::Open),
];
const AUDIENCES: [(&str, Audience); 5] = [
    ("followers", Audience::Followers),
    ("public", Audience::Public),
    ("unlisted", Audience::Unlisted),
    ("local", Audience::Local),
    ("only_me", Audience::OnlyMe),
];

/// What was typed. What is in no list is as if it had not been chosen.
pub(super) fn read(fields: &Fields) -> Draft {
    let parent = fields.get("answers").parse().ok().map(StoryId);
    let answers = parent.is_some();
    Draft {
        title: fields.get("title").trim().to_owned(),
        text: fields.get("text").replace("\r\n", "\n"),
        format: Format::Markdown,
        audience: named(&AUDIENCES, fields.get("audience")),
        language: fields.some("language").map(str::to_owned),
        parent,
        community: fields.get("community").parse().ok().map(AccountId),
        kind: named(&KINDS, fields.get("kind")).filter(|_| !answers),
        wish: named(&WISHES, fields.get("wish")).filter(|_| !answers),
        notes: ticked(fields),
        own_words: fields.get("own_words").trim().to_owned(),
        boosts: (!answers).then(|| fields.get("boosts") == "yes"),
        inspired_by: fields.get("inspired_by").trim().to_owned(),
        ..Draft::default()
    }
}

fn ticked(fields: &Fields) -> Vec<String> {
    let ids = notes::VOCABULARY.iter().map(|note| note.id);
    ids.filter(|id| fields.get(&format!("note-{id}")) == "yes").map(str::to_owned).collect()
}

pub(super) fn ticks(draft: &Draft) -> Vec<Tick> {
    let tick = |note: &'static notes::Note| Tick { note, ticked: draft.notes.iter().any(|id| id == note.id) };
    notes::VOCABULARY.iter().map(tick).collect()
}

pub(super) fn kinds(draft: &Draft) -> Vec<Choice> {
    choices(&KINDS, Some(draft.kind.unwrap_or_default()))
}

pub(super) fn wishes(draft: &Draft) -> Vec<Choice> {
    choices(&WISHES, Some(draft.wish.unwrap_or_else(|| draft.kind.unwrap_or_default().wish())))
}

/// Those that may be chosen; what is already chosen otherwise (a circle, those named) stays what it is.
pub(super) fn audiences(draft: &Draft, usual: Audience) -> Vec<Choice> {
    choices(&AUDIENCES, Some(draft.audience.unwrap_or(usual)))
}

fn named<T: Copy>(list: &[(&'static str, T)], name: &str) -> Option<T> {
    list.iter().find(|(word, _)| *word == name).map(|(_, value)| *value)
}

fn choices<T: Copy + PartialEq>(list: &[(&'static str, T)], chosen: Option<T>) -> Vec<Choice> {
    list.iter().map(|(value, one)| Choice { value, chosen: chosen == Some(*one) }).collect()
}

#[cfg(test)]
mod tests {
    use super::{audiences, read, ticks, wishes};
    use crate::fields::Fields;
    use hearth_core::stories::{Audience, Kind, Wish};

    #[test]
    fn what_is_typed_is_read_and_filled_in_again() {
        let typed = b"title=+Rain+&text=It+rained%0D%0Aagain&audience=public&kind=small_step&wish=relate\
            &note-death=yes&note-nonsense=yes&own_words=a+flood&boosts=yes";
        let draft = read(&Fields::read(typed).unwrap());
        assert_eq!((draft.title.as_str(), draft.text.as_str()), ("Rain", "It rained\nagain"));
        assert_eq!((draft.audience, draft.kind), (Some(Audience::Public), Some(Kind::SmallStep)));
        assert_eq!((draft.wish, draft.boosts), (Some(Wish::Relate), Some(true)));
        assert_eq!(draft.notes, ["death"]);
        let chosen: Vec<_> =
            wishes(&draft).into_iter().filter(|one| one.chosen).map(|one| one.value).collect();
        assert_eq!(chosen, ["relate"]);
        assert_eq!(ticks(&draft).iter().filter(|tick| tick.ticked).count(), 1);
    }

    #[test]
    fn an_answer_has_no_wish_of_its_own_and_nonsense_chooses_nothing() {
        let draft =
            read(&Fields::read(b"answers=7&text=a&wish=relate&kind=story&audience=everyone").unwrap());
        assert_eq!(
            (draft.parent.map(|id| id.0), draft.wish, draft.kind, draft.audience),
            (Some(7), None, None, None)
        );
        let usual = audiences(&draft, Audience::Followers).into_iter().find(|one| one.chosen).unwrap();
        assert_eq!(usual.value, "followers");
    }
}
