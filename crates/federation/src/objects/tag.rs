//! The `tag` list: mentions, hashtags and custom emoji.

use super::Document;
use hearth_core::accounts::{Account, Emoji};
use hearth_core::here::Here;
use hearth_core::stories::StoryView;

/// All tags of a story. Mastodon notifies only those who stand here and among the addressees.
#[must_use]
pub fn of_story(here: &Here, view: &StoryView) -> Vec<Document> {
    let named = view.mentions.iter().filter(|mention| !mention.silent);
    let mentions = named.map(|named| mention(here, &named.account));
    // Answers from servers that know no communities reach only those who are named.
    let community = view.community.as_deref().filter(|community| {
        view.story.audience.is_open()
            && !view.mentions.iter().any(|mention| mention.account.id == community.id)
    });
    let mentions = mentions.chain(community.map(|community| mention(here, community)));
    let hashtags = view.tags.iter().map(|tag| {
        Document::new("Hashtag").set("href", here.tag_url(&tag.tag)).set("name", format!("#{}", tag.name))
    });
    mentions.chain(hashtags).chain(view.story.emojis.iter().map(emoji)).collect()
}

/// A custom emoji.
#[must_use]
pub fn emoji(emoji: &Emoji) -> Document {
    Document::named(&emoji.url, "Emoji")
        .set("name", format!(":{}:", emoji.shortcode))
        .set("icon", Document::new("Image").set("url", emoji.url.as_str()))
}

/// A mention; the name always carries the host, for readers elsewhere.
fn mention(here: &Here, account: &Account) -> Document {
    let host = account.host.as_deref().unwrap_or(here.domain());
    Document::new("Mention")
        .set("href", account.uri.as_str())
        .set("name", format!("@{}@{host}", account.name))
}
