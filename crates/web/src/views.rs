//! What templates show of accounts and stories.

use hearth_core::Core;
use hearth_core::accounts::Account;
use hearth_core::notes;
use hearth_core::stories::{Attachment, Audience, Entry};

/// An account as a page shows it.
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) handle: String,
    pub(crate) url: String,
}

impl Person {
    pub(crate) fn of(core: &Core, account: &Account) -> Self {
        let host = account.host.as_deref().unwrap_or_else(|| core.here.domain());
        let shown = account.display_name.trim();
        Self {
            name: if shown.is_empty() { account.name.clone() } else { shown.to_owned() },
            handle: format!("@{}@{host}", account.name),
            url: account.url.clone(),
        }
    }
}

/// A story as a page shows it.
pub(crate) struct Telling {
    pub(crate) author: Person,
    /// Who passed it on, if it stands here because of that.
    pub(crate) passed_on_by: Option<Person>,
    pub(crate) url: String,
    pub(crate) title: String,
    pub(crate) notes: String,
    pub(crate) html: String,
    pub(crate) language: String,
    /// For machines (RFC 3339) and for people.
    pub(crate) machine_time: String,
    pub(crate) time: String,
    pub(crate) edited: bool,
    pub(crate) audience: &'static str,
    pub(crate) replies: i64,
    pub(crate) is_reply: bool,
    pub(crate) media: Vec<Medium>,
}

/// A picture, sound or film, as a link: it lies on another server, which would learn who reads.
pub(crate) struct Medium {
    pub(crate) url: String,
    pub(crate) words: String,
}

impl Telling {
    pub(crate) fn of(core: &Core, entry: &Entry) -> Self {
        let story = &entry.view.story;
        Self {
            author: Person::of(core, &entry.view.author),
            passed_on_by: entry.boost.as_ref().map(|boost| Person::of(core, &boost.booster)),
            url: story.url.clone(),
            title: story.title.clone(),
            notes: notes::unlabelled(&story.summary).to_owned(),
            html: story.content_html.clone(),
            language: story.language.clone().unwrap_or_default(),
            machine_time: story.published_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            time: story.published_at.format("%-d %B %Y, %H:%M UTC").to_string(),
            edited: story.edited_at.is_some(),
            audience: audience(story.audience),
            replies: entry.marks.replies,
            is_reply: story.parent_uri.is_some(),
            media: entry.view.attachments.iter().map(medium).collect(),
        }
    }
}

fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "public",
        Audience::Unlisted => "quietly public",
        Audience::Followers => "for followers",
        Audience::Direct => "for those named",
        Audience::Local => "for this server",
        Audience::OnlyMe => "for its author alone",
        Audience::Circle => "for a circle",
        Audience::Members => "for members of its community",
    }
}

fn medium(attachment: &Attachment) -> Medium {
    let kind = match attachment.media_type.split('/').next() {
        Some("image") => "picture",
        Some("video") => "film",
        Some("audio") => "sound",
        _ => "file",
    };
    let words = attachment.description.as_deref().map(str::trim).filter(|words| !words.is_empty());
    Medium {
        url: attachment.url.clone(),
        words: words
            .map_or_else(|| format!("{kind} without a description"), |words| format!("{kind}: {words}")),
    }
}
