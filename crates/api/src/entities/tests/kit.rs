//! One of each for the tests of entities, and what "complete" means of them.

use chrono::{DateTime, Utc};
use hearth_core::accounts::{self, AccountKind, Emoji, Endpoints, Field, Profile};
use hearth_core::here::Here;
use hearth_core::ids::{AccountId, AttachmentId, BoostId, StoryId};
use hearth_core::stories::{
    self, Attachment, Audience, Boost, Entry, Marks, Mention, QuotePolicy, Story, StoryView,
};
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;

pub(super) const ACCOUNT: &str = "id username acct url uri display_name note avatar avatar_static header header_static locked \
    fields emojis bot group discoverable indexable created_at statuses_count followers_count following_count \
    hide_collections roles";
pub(super) const STATUS: &str = "id uri created_at account content visibility sensitive spoiler_text media_attachments mentions \
    tags emojis reblogs_count favourites_count quotes_count replies_count quote_approval url";
/// Fields of a status that are there, if only as null.
pub(super) const MAYBE: &str =
    "in_reply_to_id in_reply_to_account_id reblog poll card language edited_at quote";
/// Fields of a status that are there for a member and not for somebody unknown.
pub(super) const OWN: &str = "favourited reblogged muted bookmarked filtered";

pub(super) fn here() -> Here {
    Here::new("hearth.example", false)
}

pub(super) fn at() -> DateTime<Utc> {
    "2026-11-23T10:20:30.4Z".parse().unwrap()
}

pub(super) fn account(id: i64, name: &str, host: Option<&str>) -> accounts::Account {
    let base = format!("https://{}", host.unwrap_or("hearth.example"));
    accounts::Account {
        id: AccountId(id),
        name: name.to_owned(),
        host: host.map(str::to_owned),
        kind: AccountKind::Person,
        uri: format!("{base}/users/{name}"),
        url: format!("{base}/@{name}"),
        display_name: format!("{name} :wave:"),
        note_html: "<p>Hello</p>".to_owned(),
        note_source: "Hello".to_owned(),
        profile: Profile {
            fields: vec![Field {
                name: "Web".to_owned(),
                value: "<a href=\"https://a.example\">a</a>".to_owned(),
            }],
            emojis: vec![emoji()],
            avatar: None,
            header: Some(format!("{base}/header.jpg")),
        },
        inbox_url: String::new(),
        endpoints: Endpoints::default(),
        locked: false,
        bot: false,
        discoverable: true,
        indexable: false,
        also_known_as: Vec::new(),
        moved_to: None,
        moved_at: None,
        suspended_at: None,
        barred_at: None,
        gone_at: None,
        last_story_at: Some(at()),
        fetched_at: None,
        created_at: at(),
        updated_at: at(),
    }
}

pub(super) fn emoji() -> Emoji {
    Emoji { shortcode: "wave".to_owned(), url: "https://hearth.example/emoji/wave".to_owned() }
}

pub(super) fn story(audience: Audience) -> Story {
    Story {
        id: StoryId(7_600_000_000_000_000),
        uri: "https://hearth.example/users/ada/stories/x".to_owned(),
        url: "https://hearth.example/@ada/x".to_owned(),
        slug: Some("x".to_owned()),
        author_id: AccountId(1),
        local: true,
        kind: "Note".to_owned(),
        audience,
        title: "A & B".to_owned(),
        content_html: "<p>Words</p>".to_owned(),
        source: "Words".to_owned(),
        source_type: "text/plain".to_owned(),
        summary: String::new(),
        sensitive: false,
        language: None,
        emojis: vec![emoji()],
        parent_id: Some(StoryId(6)),
        parent_uri: None,
        root_id: StoryId(6),
        context_uri: None,
        quote_policy: QuotePolicy::Public,
        replies_uri: None,
        replies_fetched_at: None,
        published_at: at(),
        edited_at: Some(at()),
        deleted_at: None,
        held_by: None,
    }
}

pub(super) fn entry(audience: Audience) -> Entry {
    let mention =
        |id, silent| Mention { account: Arc::new(account(id, "ben", Some("other.example"))), silent };
    let view = StoryView {
        story: story(audience),
        author: Arc::new(account(1, "ada", None)),
        mentions: vec![mention(2, false), mention(3, true)],
        tags: vec![stories::Tag { tag: "rain".to_owned(), name: "Rain".to_owned() }],
        attachments: vec![picture()],
        community: None,
        telling: None,
        kindness: None,
        inspired: None,
        poll: None,
        card: None,
        parent_author: Some(AccountId(2)),
    };
    Entry {
        view: Arc::new(view),
        boost: None,
        marks: Marks { favourited: true, replies: 3, ..Marks::default() },
        filtered: Vec::new(),
    }
}

pub(super) fn picture() -> Attachment {
    Attachment {
        id: AttachmentId(9),
        media_type: "image/jpeg".to_owned(),
        url: "https://other.example/a.jpg".to_owned(),
        preview_url: None,
        description: Some("A cat".to_owned()),
        blurhash: None,
        width: Some(640),
        height: Some(480),
        focus: Some((0.5, -0.25)),
        film: None,
    }
}

pub(super) fn boosted() -> Entry {
    let boost = Boost {
        id: BoostId(8),
        booster: Arc::new(account(4, "cleo", Some("other.example"))),
        uri: "https://other.example/boosts/8".to_owned(),
        audience: Audience::Unlisted,
        published_at: at(),
    };
    Entry { boost: Some(boost), ..entry(Audience::Public) }
}

pub(super) fn as_json<T: Serialize>(entity: &T) -> Value {
    serde_json::from_slice(&serde_json::to_vec(entity).unwrap()).unwrap()
}

#[track_caller]
pub(super) fn has(entity: &Value, fields: &str) {
    for field in fields.split_whitespace() {
        assert!(entity.get(field).is_some_and(|value| !value.is_null()), "`{field}` of {entity:#}");
    }
}

#[track_caller]
pub(super) fn complete(status: &Value) {
    has(status, STATUS);
    has(&status["account"], ACCOUNT);
    for field in MAYBE.split_whitespace() {
        assert!(status.get(field).is_some(), "`{field}` of {status:#}");
    }
}
