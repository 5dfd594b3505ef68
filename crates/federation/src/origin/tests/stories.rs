//! Stories as the servers of the field tell them.

use super::trusted;
use crate::origin::documents::story::{author, is_vote, people, read};
use chrono::{DateTime, Utc};
use hearth_core::accounts::{Account, AccountKind, Endpoints, Profile};
use hearth_core::ids::AccountId;
use hearth_core::stories::{Audience, QuotePolicy, RemoteStory};
use serde_json::{Value, json};

const ADA: &str = "https://other.example/users/ada";
const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

fn now() -> DateTime<Utc> {
    "2027-01-15T08:00:00Z".parse().unwrap()
}

fn ada() -> Account {
    Account {
        id: AccountId(7),
        name: "ada".into(),
        host: Some("other.example".into()),
        kind: AccountKind::Person,
        uri: ADA.into(),
        url: ADA.into(),
        display_name: String::new(),
        note_html: String::new(),
        note_source: String::new(),
        profile: Profile::default(),
        inbox_url: format!("{ADA}/inbox"),
        endpoints: Endpoints { followers: Some(format!("{ADA}/followers")), ..Endpoints::default() },
        locked: false,
        bot: false,
        discoverable: true,
        indexable: true,
        also_known_as: Vec::new(),
        moved_to: None,
        moved_at: None,
        suspended_at: None,
        barred_at: None,
        gone_at: None,
        last_story_at: None,
        fetched_at: None,
        created_at: now(),
        updated_at: now(),
    }
}

fn note() -> Value {
    json!({
        "@context": "https://www.w3.org/ns/activitystreams", "id": format!("{ADA}/statuses/1"), "type": "Note",
        "attributedTo": ADA, "to": [PUBLIC], "cc": [format!("{ADA}/followers")], "content": "<p>hi</p>",
        "published": "2027-01-15T07:00:00Z", "url": "https://other.example/@ada/1",
    })
}

fn told(document: &Value) -> RemoteStory {
    read(&trusted(document), &ada(), now()).unwrap()
}

fn with(changes: Value) -> RemoteStory {
    let mut document = note();
    for (key, value) in changes.as_object().unwrap() {
        document[key] = value.clone();
    }
    told(&document)
}

#[test]
fn a_mastodon_note() {
    let story = with(json!({
        "summary": "cw", "sensitive": true, "inReplyTo": "https://third.example/notes/9", "updated": "2027-01-15T07:30:00Z",
        "contentMap": { "de": "<p>hi</p>" }, "conversation": "tag:other.example,2027:1",
        "context": "https://other.example/contexts/1",
        "replies": { "id": format!("{ADA}/statuses/1/replies"), "type": "Collection", "first": {} },
        "interactionPolicy": { "canQuote": { "automaticApproval": [PUBLIC] } },
        "attachment": [{ "type": "Document", "mediaType": "image/jpeg", "url": "https://files.example/1.jpg", "name": "a fire",
            "blurhash": "UBL_:rOpGG-oBUNG", "width": 640, "height": 480, "focalPoint": [0.5, -0.5] }],
        "tag": [
            { "type": "Hashtag", "name": "#Fire", "href": "https://other.example/tags/fire" },
            { "type": "Emoji", "name": ":fire:", "icon": { "type": "Image", "url": "https://files.example/fire.png" } },
        ],
    }));
    assert_eq!((story.audience, story.sensitive, story.summary.as_str()), (Audience::Public, true, "cw"));
    assert_eq!(story.parent_uri.as_deref(), Some("https://third.example/notes/9"));
    assert_eq!(story.language.as_deref(), Some("de"));
    assert_eq!(story.context_uri.as_deref(), Some("https://other.example/contexts/1"));
    assert_eq!(story.replies_uri, Some(format!("{ADA}/statuses/1/replies")));
    assert_eq!(story.quote_policy, QuotePolicy::Public);
    assert!(story.edited_at.is_some());
    let picture = &story.attachments[0];
    assert_eq!(
        (picture.description.as_deref(), picture.width, picture.focus),
        (Some("a fire"), Some(640), Some((0.5, -0.5)))
    );
    assert_eq!((story.tags[0].as_str(), story.emojis[0].shortcode.as_str()), ("Fire", "fire"));
}

#[test]
fn all_three_names_of_everyone_are_read() {
    for public in [PUBLIC, "as:Public", "Public"] {
        assert_eq!(with(json!({ "to": [public], "cc": [] })).audience, Audience::Public);
        assert_eq!(with(json!({ "to": public, "cc": [] })).audience, Audience::Public);
        assert_eq!(with(json!({ "to": [], "cc": [public] })).audience, Audience::Unlisted);
    }
    assert_eq!(with(json!({ "to": [format!("{ADA}/followers")], "cc": [] })).audience, Audience::Followers);
    assert_eq!(
        with(json!({ "to": ["https://other.example/users/ben/followers"], "cc": [] })).audience,
        Audience::Direct
    );
    assert_eq!(with(json!({ "to": null, "cc": null })).audience, Audience::Direct);
    assert_eq!(
        with(json!({ "to": ["https://www.w3.org/ns/activitystreams#public"], "cc": [] })).audience,
        Audience::Direct
    );
}

#[test]
fn a_mention_needs_the_tag_and_the_address() {
    let (ben, cleo, dora) = (
        "https://hearth.example/users/ben",
        "https://hearth.example/users/cleo",
        "https://hearth.example/users/dora",
    );
    let mut document = note();
    document["to"] = json!([ben, cleo]);
    document["tag"] = json!([{ "type": "Mention", "href": ben, "name": "@ben" }, { "type": "Mention", "href": dora, "name": "@dora" }]);
    let people = people(&document);
    assert_eq!(people.named, [ben]);
    assert!(people.addressed.contains(&cleo.to_owned()));
    assert!(!people.named.iter().chain(&people.addressed).any(|uri| uri == dora));
}

#[test]
fn a_lemmy_page_is_its_title_text_and_link() {
    let story = with(json!({
        "type": "Page", "name": "A tale", "content": "<p>text</p>\n", "mediaType": "text/html", "summary": "teaser",
        "source": { "content": "text", "mediaType": "text/markdown" }, "audience": "https://other.example/c/tales",
        "attachment": [{ "type": "Link", "href": "https://third.example/story" }],
        "image": { "type": "Image", "url": "https://files.example/thumb.jpg" }, "language": { "identifier": "fr", "name": "Français" },
    }));
    assert_eq!((story.kind.as_str(), story.title.as_str(), story.summary.as_str()), ("Page", "A tale", ""));
    assert!(
        story.content_html.contains("text") && story.content_html.contains("https://third.example/story")
    );
    assert_eq!((story.source.as_str(), story.source_type.as_str()), ("text", "text/markdown"));
    assert_eq!((story.language.as_deref(), story.attachments.len()), (Some("fr"), 1));
}

#[test]
fn an_article_without_content_has_its_teaser() {
    let story = with(json!({ "type": "Article", "name": "T", "content": null, "summary": "<p>short</p>" }));
    assert_eq!(story.content_html, "<p>short</p>");
    assert_eq!(with(json!({ "type": "Article", "summary": "short" })).content_html, "<p>hi</p>");
}

#[test]
fn a_question_is_a_poll() {
    let story = with(json!({ "type": "Question", "oneOf": [
        { "type": "Note", "name": "tea", "replies": { "totalItems": 3 } }, { "type": "Note", "name": "<b>x</b>" }], "endTime": "2027-01-20T08:00:00Z" }));
    assert_eq!(story.content_html, "<p>hi</p>");
    let poll = story.poll.unwrap();
    assert_eq!((poll.options, poll.tallies), (vec!["tea".to_owned(), "<b>x</b>".to_owned()], vec![3, 0]));
    assert_eq!(
        (poll.multiple, poll.ends_at.map(|at| at.to_rfc3339())),
        (false, Some("2027-01-20T08:00:00+00:00".to_owned()))
    );
    let any = with(json!({ "type": "Question", "votersCount": 2, "closed": "2027-01-19T08:00:00Z",
        "endTime": "2027-01-20T08:00:00Z", "anyOf": [{ "type": "Note", "name": "tea" }] }))
    .poll
    .unwrap();
    assert_eq!(
        (any.multiple, any.voters, any.ends_at.map(|at| at.to_rfc3339())),
        (true, Some(2), Some("2027-01-19T08:00:00+00:00".to_owned()))
    );
    assert!(with(json!({ "type": "Question", "oneOf": [] })).poll.is_none());
    assert!(with(json!({ "oneOf": [{ "name": "no question" }] })).poll.is_none());
}

#[test]
fn an_event_says_when_and_where() {
    let story = with(json!({ "type": "Event", "name": "Reading", "startTime": "2027-02-01T18:00:00Z",
        "location": { "type": "Place", "name": "The <old> mill" } }));
    assert!(
        story.content_html.contains("1 February 2027, 18:00 UTC")
            && story.content_html.contains("The &lt;old&gt; mill")
    );
}

#[test]
fn a_peertube_video_is_words_a_film_and_a_link() {
    let story = with(json!({
        "type": "Video", "name": "Film", "content": "**bold** <script>", "mediaType": "text/markdown",
        "attributedTo": [{ "type": "Person", "id": ADA }, { "type": "Group", "id": "https://other.example/c/films" }],
        "url": [
            { "type": "Link", "mediaType": "text/html", "href": "https://other.example/w/1" },
            { "type": "Link", "mediaType": "video/mp4", "href": "https://other.example/1.mp4", "width": 1280, "height": 720 },
        ],
        "icon": [{ "type": "Image", "url": "https://other.example/1.jpg", "mediaType": "image/jpeg" }],
    }));
    assert_eq!(story.url, "https://other.example/w/1");
    assert!(story.content_html.contains("<strong>bold</strong>") && !story.content_html.contains("<script>"));
    assert!(story.content_html.contains("href=\"https://other.example/w/1\""));
    let film = &story.attachments[0];
    assert_eq!(
        (film.media_type.as_str(), film.url.as_str(), film.width),
        ("video/mp4", "https://other.example/1.mp4", Some(1280))
    );
    assert_eq!(film.preview_url.as_deref(), Some("https://other.example/1.jpg"));
}

#[test]
fn a_misskey_note_with_a_quote_keeps_the_link() {
    let quoted = "https://third.example/notes/5";
    for key in ["quote", "quoteUrl", "quoteUri", "_misskey_quote"] {
        let story = with(
            json!({ key: quoted, "source": { "content": "$[x2 hi]", "mediaType": "text/x.misskeymarkdown" } }),
        );
        assert_eq!(story.content_html.matches(quoted).count(), 2, "{key}: {}", story.content_html);
        assert_eq!(story.source_type, "text/plain");
    }
    let said =
        with(json!({ "quoteUrl": quoted, "content": format!("<p>RE: <a href=\"{quoted}\">there</a></p>") }));
    assert_eq!(said.content_html.matches(quoted).count(), 1);
}

#[test]
fn a_pleroma_note_has_its_source_as_text() {
    let story = with(
        json!({ "source": "hi", "context": "https://other.example/contexts/9", "emoji": {}, "actor": ADA }),
    );
    assert_eq!((story.content_html.as_str(), story.source.as_str()), ("<p>hi</p>", ""));
}

#[test]
fn votes_are_no_stories() {
    let mut vote = note();
    vote["name"] = json!("tea");
    vote["inReplyTo"] = json!("https://hearth.example/users/ben/stories/1");
    vote.as_object_mut().unwrap().remove("content");
    assert!(is_vote(&vote));
    assert!(read(&trusted(&vote), &ada(), now()).is_err());
    vote["content"] = json!("<p>words</p>");
    assert!(!is_vote(&vote));
}

#[test]
fn the_author_lives_where_the_story_does() {
    let at = |author: Value| {
        let mut document = note();
        document["attributedTo"] = author;
        super::super::documents::story::author(&trusted(&document)).ok()
    };
    assert_eq!(author(&trusted(&note())).unwrap(), ADA);
    assert_eq!(
        at(json!([{ "type": "Organization", "id": "https://third.example/o" }, ADA])).as_deref(),
        Some(ADA)
    );
    assert_eq!(at(json!("https://third.example/users/ada")), None);
    assert_eq!(at(json!(null)), None);
}

#[test]
fn times_and_pages_are_kept_honest() {
    let story = with(
        json!({ "published": "2999-01-01T00:00:00Z", "updated": "2026-01-01T00:00:00Z", "url": "https://mallory.example/login" }),
    );
    assert_eq!((story.published_at, story.edited_at), (now(), None));
    assert_eq!(story.url, format!("{ADA}/statuses/1"));
    assert_eq!(with(json!({ "replies": "https://third.example/replies" })).replies_uri, None);
    let quoted = with(
        json!({ "interactionPolicy": { "canQuote": { "automaticApproval": [format!("{ADA}/followers")] } } }),
    );
    assert_eq!(quoted.quote_policy, QuotePolicy::Followers);
    assert_eq!(with(json!({})).quote_policy, QuotePolicy::Nobody);
}

#[test]
fn what_is_of_the_wrong_kind_is_passed_over() {
    let story = with(json!({
        "content": { "x": 1 }, "tag": "x", "attachment": [1, null, { "type": "Document" }, { "type": "Document", "url": 7 }],
        "sensitive": "yes", "summary": ["x"], "inReplyTo": 5, "published": "yesterday", "url": { "type": "Link" }, "name": 9,
    }));
    assert_eq!((story.content_html.as_str(), story.attachments.len(), story.sensitive), ("", 0, false));
    assert_eq!(story.published_at, now());
}
