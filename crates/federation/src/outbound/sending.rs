//! An activity that is about to be stored, and whom it is for.

use crate::objects::Document;
use crate::objects::context::Context;
use crate::signatures::digest::sha256;
use chrono::TimeDelta;
use hearth_core::ids::{AccountId, StoryId};

/// The most urgent: answers that somebody waits for, and words to somebody by name.
pub(super) const AT_ONCE: i16 = 0;
/// Stories, their edits and deletions.
pub(super) const SOON: i16 = 1;
/// Likes and boosts.
pub(super) const LATER: i16 = 2;
/// Profiles, pins, removals: long lists, no hurry.
pub(super) const LAST: i16 = 3;

/// How long a like or boost is worth delivering.
pub(super) const A_DAY: TimeDelta = TimeDelta::days(1);
/// How long a story is.
pub(super) const A_WEEK: TimeDelta = TimeDelta::days(7);
/// How long what takes something back is: longest, because what it takes back may have arrived.
pub(super) const A_FORTNIGHT: TimeDelta = TimeDelta::days(14);

/// An activity and whom it is for.
#[derive(Debug, Clone)]
pub(super) struct Sending {
    /// Its id.
    pub(super) uri: String,
    /// The word for its kind in its address: `creates`, `follows`, …
    pub(super) kind: &'static str,
    /// Whose it is, and who signs the deliveries.
    pub(super) actor: AccountId,
    /// The story it is about, if that is one of ours.
    pub(super) story: Option<StoryId>,
    /// Anyone may fetch it at its id.
    pub(super) public: bool,
    /// What is sent.
    pub(super) body: Vec<u8>,
    /// What is sent to servers that take a Note with a `name` for a vote.
    pub(super) nameless: Option<Vec<u8>>,
    /// Activities of one lane never overtake each other.
    pub(super) lane: i32,
    /// How long it is worth trying.
    pub(super) lifetime: TimeDelta,
    /// For whom.
    pub(super) reach: Reach,
}

/// For whom an activity is.
#[derive(Debug, Clone, Default)]
pub(super) struct Reach {
    /// Everybody who follows this account.
    pub(super) followers_of: Option<AccountId>,
    /// Everybody who answered this story, passed it on or liked it.
    pub(super) acted_on: Option<StoryId>,
    /// Everybody we know an inbox of.
    pub(super) everybody: bool,
    /// Priority of all those.
    pub(super) wide: i16,
    /// These, by name; local ones among them are passed over.
    pub(super) people: Vec<AccountId>,
    /// Their priority.
    pub(super) close: i16,
    /// Servers that stand in the ledger of this story.
    pub(super) holders_of: Option<StoryId>,
    /// As what they stand there (`handed.state`).
    pub(super) held: &'static [i16],
    /// Only some of all those.
    pub(super) only: Only,
    /// Only servers that speak one dialect.
    pub(super) dialect: Dialect,
    /// Not those whom this account blocked: they may not read it. `None` for what they must hear nonetheless.
    pub(super) unless_blocked_by: Option<AccountId>,
}

/// Which of those an activity reaches it is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Only {
    /// All of them.
    #[default]
    All,
    /// Servers that have the story.
    Holders,
    /// Servers that do not have it.
    Others,
    /// All of them, who may have been asked to delete it before.
    Anew,
    /// Servers that none of the activities queued with this one goes to.
    Rest,
}

/// Which servers an activity is for, by what they run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Dialect {
    /// All of them.
    #[default]
    Any,
    /// Those that read what a community says of its members' activities (FEP-1b12).
    Forums,
    /// Those that take whatever a community passes on for a boost.
    Others,
}

/// Software that reads what a community says of its members' activities, as NodeInfo names it.
pub(super) const FORUMS: &[&str] = &[
    "lemmy",
    "piefed",
    "mbin",
    "kbin",
    "nodebb",
    "discourse",
    "friendica",
    "hubzilla",
    "peertube",
    "lotide",
    "hearth",
];

impl Sending {
    /// An activity for `reach`, about nothing of ours, which only those it is sent to may see.
    pub(super) fn new(
        kind: &'static str,
        actor: AccountId,
        document: Document,
        context: Context,
        reach: Reach,
    ) -> Self {
        Self {
            uri: document.get("id").unwrap_or_default().to_owned(),
            kind,
            actor,
            story: None,
            public: false,
            body: document.into_bytes(context),
            nameless: None,
            lane: 0,
            lifetime: A_WEEK,
            reach,
        }
    }

    /// An activity for one account elsewhere that is waited for.
    pub(super) fn to_one(kind: &'static str, actor: AccountId, to: AccountId, document: Document) -> Self {
        let reach = Reach { people: vec![to], close: AT_ONCE, ..Reach::default() };
        Self::new(kind, actor, document, Context::Plain, reach)
    }

    /// Names the story it is about.
    pub(super) fn about(mut self, story: StoryId, public: bool) -> Self {
        self.story = Some(story);
        self.public = public;
        self
    }

    /// Keeps it in order with whatever else concerns `subject`, for as long as it is worth trying.
    pub(super) fn in_order(mut self, subject: &str, lifetime: TimeDelta) -> Self {
        let [a, b, c, d, ..] = sha256(subject.as_bytes());
        self.lane = i32::from_be_bytes([a, b, c, d]);
        self.lifetime = lifetime;
        self
    }
}

/// A slug that follows from what an activity is about, so that saying it twice is saying it once; as unguessable as
/// its parts are.
pub(super) fn slug_of(parts: &[&str]) -> String {
    use std::fmt::Write as _;
    sha256(parts.join("\n").as_bytes()).iter().take(16).fold(String::with_capacity(32), |mut slug, byte| {
        // Writing to a string does not fail.
        let _ = write!(slug, "{byte:02x}");
        slug
    })
}
