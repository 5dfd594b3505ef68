//! Stories as Notes.

use super::kit::{ben, edited, here, keys, naming_ben, out, text, view};
use crate::objects::context::Context;
use crate::objects::note::{Replies, note};
use hearth_core::accounts::Emoji;
use hearth_core::ids::{AttachmentId, StoryId};
use hearth_core::stories::{Attachment, Audience, Mention, Outward, QuotePolicy, StoryView, Tag};
use std::sync::Arc;

fn picture() -> Attachment {
    Attachment {
        id: AttachmentId(1),
        media_type: "image/webp".to_owned(),
        url: "https://hearth.example/media/rain.webp".to_owned(),
        preview_url: Some("https://hearth.example/media/rain-small.webp".to_owned()),
        description: Some("Rain on a window".to_owned()),
        blurhash: Some("LEHV6nWB2yk8".to_owned()),
        width: Some(800),
        height: Some(600),
        focus: Some((0.5, -0.25)),
        film: None,
    }
}

#[test]
fn the_barest_story() {
    let story = out(view(Audience::Direct));
    insta::assert_snapshot!(text(note(&here(), &story, Replies::Address)));
    assert_eq!(
        keys(note(&here(), &story, Replies::Address), Context::Story)[..3],
        ["@context", "id", "type"]
    );
}

#[test]
fn a_story_with_everything() {
    let mut told = edited(naming_ben(Audience::Public));
    told.story.title = "A <wet> day".to_owned();
    told.story.summary = "weather".to_owned();
    told.story.sensitive = true;
    told.story.language = Some("en".to_owned());
    told.story.source_type = "text/markdown".to_owned();
    told.story.parent_id = Some(StoryId(5));
    told.story.parent_uri = Some("https://other.example/notes/5".to_owned());
    told.story.quote_policy = QuotePolicy::Public;
    told.story.emojis =
        vec![Emoji { shortcode: "rain".to_owned(), url: "https://hearth.example/emoji/rain".to_owned() }];
    told.tags = vec![Tag { tag: "weather".to_owned(), name: "Weather".to_owned() }];
    told.attachments = vec![picture()];
    let items = ["https://third.example/notes/8".to_owned()];
    let replies = Replies::Page { items: &items, next: Some(8) };
    insta::assert_snapshot!(text(note(&here(), &out(told), replies)));
}

#[test]
fn sensitive_only_with_media_to_cover() {
    let covered = |media: Vec<Attachment>| {
        let mut told = StoryView { attachments: media, ..view(Audience::Public) };
        told.story.sensitive = true;
        told.story.summary = "weather".to_owned();
        text(note(&here(), &out(told), Replies::NONE)).contains("\"sensitive\": true")
    };
    assert!(!covered(Vec::new()));
    assert!(covered(vec![picture()]));
}

#[test]
fn who_may_quote_is_always_said() {
    let policy = |quote_policy| {
        let mut told = view(Audience::Public);
        told.story.quote_policy = quote_policy;
        let text = serde_json::to_string(&serde_json::Value::from(note(&here(), &out(told), Replies::NONE)));
        text.unwrap().split_once("\"interactionPolicy\":").unwrap().1.to_owned()
    };
    let everybody = "{\"automaticApproval\":[\"https://www.w3.org/ns/activitystreams#Public\"]}";
    let rest = format!("\"canLike\":{everybody},\"canReply\":{everybody},\"canAnnounce\":{everybody}}}}}");
    let allowing = |who: &str| format!("{{\"canQuote\":{{\"automaticApproval\":[\"{who}\"]}},{rest}");
    assert_eq!(policy(QuotePolicy::Public), allowing("https://www.w3.org/ns/activitystreams#Public"));
    assert_eq!(policy(QuotePolicy::Followers), allowing("https://hearth.example/users/ada/followers"));
    assert_eq!(policy(QuotePolicy::Nobody), allowing("https://hearth.example/users/ada"));
}

#[test]
fn nobody_is_counted_and_nothing_is_null() {
    for audience in [Audience::Public, Audience::Unlisted, Audience::Followers, Audience::Direct] {
        let told = text(note(&here(), &out(naming_ben(audience)), Replies::NONE));
        for word in ["likes", "shares", "totalItems", "null", "bto", "bcc"] {
            assert!(!told.contains(&format!("\"{word}\"")) && !told.contains(": null"), "{word}: {told}");
        }
    }
}

#[test]
fn replies_of_narrow_stories_have_no_address() {
    for (audience, told) in
        [(Audience::Unlisted, true), (Audience::Followers, false), (Audience::Direct, false)]
    {
        let document = note(&here(), &out(view(audience)), Replies::NONE);
        assert_eq!(text(document).contains("\"replies\""), told, "{audience:?}");
    }
}

#[test]
fn who_is_addressed_in_silence_is_not_named() {
    let mut told = view(Audience::Direct);
    told.mentions = vec![Mention { account: Arc::new(ben()), silent: true }];
    let told = text(note(&here(), &out(told), Replies::NONE));
    assert!(told.contains("other.example/users/ben") && !told.contains("Mention"), "{told}");
}

#[test]
fn a_story_for_this_server_has_no_way_out() {
    assert!(Outward::of(Arc::new(view(Audience::Local))).is_none());
}
