//! People and stories in memory, as the tests of documents need them.

use crate::objects::Document;
use crate::objects::context::Context;
use chrono::{DateTime, TimeDelta, Utc};
use hearth_core::accounts::{Account, AccountKind, Endpoints, Profile};
use hearth_core::here::Here;
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::stories::{Audience, Mention, Outward, QuotePolicy, Story, StoryView};
use serde_json::Value;
use std::sync::Arc;

pub(super) fn here() -> Here {
    Here::new("hearth.example", false)
}

pub(super) fn noon() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-11-23T12:00:00.250Z").unwrap().into()
}

pub(super) fn account(id: i64, name: &str, host: Option<&str>) -> Account {
    let base = format!("https://{}", host.unwrap_or("hearth.example"));
    Account {
        id: AccountId(id),
        name: name.to_owned(),
        host: host.map(str::to_owned),
        kind: AccountKind::Person,
        uri: format!("{base}/users/{name}"),
        url: format!("{base}/@{name}"),
        display_name: String::new(),
        note_html: String::new(),
        note_source: String::new(),
        profile: Profile::default(),
        inbox_url: format!("{base}/users/{name}/inbox"),
        endpoints: Endpoints::default(),
        locked: false,
        bot: false,
        discoverable: false,
        indexable: false,
        also_known_as: Vec::new(),
        moved_to: None,
        moved_at: None,
        suspended_at: None,
        barred_at: None,
        gone_at: None,
        last_story_at: None,
        fetched_at: None,
        created_at: noon(),
        updated_at: noon(),
    }
}

pub(super) fn ada() -> Account {
    account(1, "ada", None)
}

pub(super) fn ben() -> Account {
    account(2, "ben", Some("other.example"))
}

/// A bare story by ada.
pub(super) fn view(audience: Audience) -> StoryView {
    let here = here();
    StoryView {
        story: Story {
            id: StoryId(7),
            uri: here.story_uri("ada", "s1"),
            url: here.story_url("ada", "s1"),
            slug: Some("s1".to_owned()),
            author_id: AccountId(1),
            local: true,
            kind: "Note".to_owned(),
            audience,
            title: String::new(),
            content_html: "<p>Rain.</p>".to_owned(),
            source: "Rain.".to_owned(),
            source_type: "text/plain".to_owned(),
            summary: String::new(),
            sensitive: false,
            language: None,
            emojis: Vec::new(),
            parent_id: None,
            parent_uri: None,
            root_id: StoryId(7),
            context_uri: Some(here.context_uri("s1")),
            quote_policy: QuotePolicy::Nobody,
            replies_uri: None,
            replies_fetched_at: None,
            published_at: noon(),
            edited_at: None,
            deleted_at: None,
            held_by: None,
        },
        author: Arc::new(ada()),
        mentions: Vec::new(),
        tags: Vec::new(),
        attachments: Vec::new(),
        community: None,
        telling: None,
        kindness: None,
        inspired: None,
        poll: None,
        card: None,
        parent_author: None,
    }
}

/// With ben named in it.
pub(super) fn naming_ben(audience: Audience) -> StoryView {
    StoryView { mentions: vec![Mention { account: Arc::new(ben()), silent: false }], ..view(audience) }
}

pub(super) fn edited(mut view: StoryView) -> StoryView {
    view.story.edited_at = Some(noon() + TimeDelta::milliseconds(1_500));
    view
}

pub(super) fn out(view: StoryView) -> Outward {
    Outward::of(Arc::new(view)).unwrap()
}

/// The document as text, a line per property, so that a failure shows where.
pub(super) fn text(document: Document) -> String {
    serde_json::to_string_pretty(&Value::from(document)).unwrap()
}

/// What is sent: the keys of the document in order.
pub(super) fn keys(document: Document, context: Context) -> Vec<String> {
    let value: Value = serde_json::from_slice(&document.into_bytes(context)).unwrap();
    value.as_object().unwrap().keys().cloned().collect()
}
