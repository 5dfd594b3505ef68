//! A story as other servers read it: a Note.

use super::audience::{Addressing, followers_of};
use super::collection::{self, Order};
use super::context::PUBLIC;
use super::{Document, forum, question, tag};
use hearth_core::here::Here;
use hearth_core::kindness::Kindness;
use hearth_core::stories::{Attachment, Audience, Outward, QuotePolicy, StoryView, Wish};
use serde_json::{Map, Value, json};

/// How the `replies` of a story are told.
#[derive(Debug, Clone, Copy, Default)]
pub enum Replies<'a> {
    /// By their address alone.
    #[default]
    Address,
    /// With the first page inside, so that readers who find it complete need not ask again.
    Page {
        /// Ids of the first replies.
        items: &'a [String],
        /// Id after which the next page begins.
        next: Option<i64>,
    },
}

impl Replies<'_> {
    /// Nobody has answered yet.
    pub const NONE: Self = Replies::Page { items: &[], next: None };
}

/// The Note. There are no `likes` and no `shares`: nobody counts them here, so nobody is told to elsewhere.
#[must_use]
pub fn note(here: &Here, story: &Outward, replies: Replies<'_>) -> Document {
    let view = story.view();
    let story = &view.story;
    let content = view.html();
    let document = Document::named(&story.uri, question::kind(view))
        .set("url", story.url.as_str())
        .set("attributedTo", view.author.uri.as_str())
        .moment("published", story.published_at);
    let document = match story.edited_at {
        // To the millisecond: an edit is only believed if it is newer than the last one.
        Some(at) => document.moment("updated", at),
        None => document,
    };
    let document = Addressing::of_story(view)
        .write(document)
        .maybe("audience", view.community.as_ref().map(|community| community.uri.as_str()))
        .maybe("inReplyTo", story.parent_uri.as_deref())
        .maybe("inspiredBy", view.inspired.as_ref().map(|inspired| inspired.uri.as_str()))
        .maybe("context", story.context_uri.as_deref())
        .maybe("conversation", story.context_uri.as_deref())
        .text("name", &forum::name(view))
        .text("summary", &story.summary)
        // Only with media that a note covers: some sites delete every post that says so.
        .flag("sensitive", story.sensitive && !view.attachments.is_empty())
        .set("content", content.as_str())
        .maybe("contentMap", story.language.as_ref().map(|language| in_language(language, &content)));
    question::asked(view, document)
        .maybe("source", forum::source(view))
        .list("attachment", view.attachments.iter().map(attachment))
        .list("tag", tag::of_story(here, view))
        .maybe("replies", told_replies(view, replies))
        .set("interactionPolicy", interaction_policy(view))
        .maybe("kindness", view.kindness.map(Kindness::name))
}

fn in_language(language: &str, content: &str) -> Value {
    Value::Object(Map::from_iter([(language.to_owned(), Value::from(content))]))
}

/// Only of stories everybody may read: the collection lists nothing else.
fn told_replies(view: &StoryView, replies: Replies<'_>) -> Option<Value> {
    if !view.story.audience.is_open() {
        return None;
    }
    let id = format!("{}/replies", view.story.uri);
    Some(match replies {
        Replies::Address => id.into(),
        Replies::Page { items, next } => {
            let next = next.map(|after| format!("{id}?after={after}"));
            let items = items.iter().map(|item| Value::from(item.as_str())).collect();
            let page = collection::page(&format!("{id}?after=0"), Order::Loose, &id, next, items);
            collection::paged(&id, Order::Loose, page).into()
        }
    })
}

/// Who may quote, like, answer and pass on. To Mastodon silence on quotes means nobody; to GoToSocial what is said is what
/// is kept to here, and what is not said is for whoever may read the story: of a narrow one only what is asked for
/// stands there, since `Public` is no word for its readers. Whoever is named may always answer.
fn interaction_policy(view: &StoryView) -> Value {
    let (author, open) = (view.author.uri.as_str(), view.story.audience.is_open());
    let quoters = match view.story.quote_policy {
        QuotePolicy::Public => PUBLIC.to_owned(),
        QuotePolicy::Followers => followers_of(&view.author),
        QuotePolicy::Nobody => author.to_owned(),
    };
    let mut policy = json!({ "canQuote": { "automaticApproval": [quoters] } });
    if open {
        policy["canLike"] = json!({ "automaticApproval": [PUBLIC] });
        policy["canReply"] = json!({ "automaticApproval": [PUBLIC] });
    }
    let named = view.mentions.iter().filter(|one| !one.silent).map(|one| one.account.uri.as_str());
    match view.telling.as_ref().map_or(Wish::Open, |telling| telling.wish) {
        Wish::Circle => {
            let following = format!("{author}/following");
            let at_once: Vec<&str> = [author, &following].into_iter().chain(named).collect();
            policy["canReply"] = json!({ "automaticApproval": at_once, "manualApproval": readers(view) });
        }
        Wish::NoReplies => {
            let at_once: Vec<&str> = std::iter::once(author).chain(named).collect();
            policy["canReply"] = json!({ "automaticApproval": at_once });
        }
        Wish::Open | Wish::JustHearMe | Wish::Relate | Wish::AdviceWelcome => {}
    }
    let passed_on = open && view.telling.as_ref().is_none_or(|telling| telling.boosts);
    policy["canAnnounce"] = json!({ "automaticApproval": [if passed_on { PUBLIC } else { author }] });
    policy
}

/// Those whom a story is for, as a policy names them.
fn readers(view: &StoryView) -> Vec<String> {
    match view.story.audience {
        Audience::Public | Audience::Unlisted => vec![PUBLIC.to_owned()],
        Audience::Followers => vec![followers_of(&view.author)],
        _ => view.mentions.iter().map(|one| one.account.uri.clone()).collect(),
    }
}

fn attachment(media: &Attachment) -> Document {
    Document::new("Document")
        .set("mediaType", media.media_type.as_str())
        .set("url", media.url.as_str())
        .maybe("name", media.description.as_deref())
        .maybe("blurhash", media.blurhash.as_deref())
        .maybe("width", media.width)
        .maybe("height", media.height)
        .maybe("focalPoint", media.focus.map(|(x, y)| json!([x, y])))
        .maybe("icon", media.preview_url.as_deref().map(|url| Document::new("Image").set("url", url)))
}
