//! What a device shows: who did what, and of a story the words that stand outside its fold.

use hearth_core::accounts::Account;
use hearth_core::here::Here;
use hearth_core::markup::to_text;
use hearth_core::notifications::{Notification, NotificationKind};
use hearth_core::proxied::{Form, Shown};
use hearth_core::push::Letter;
use hearth_core::stories::StoryView;
use serde_json::{Value, json};

/// As many characters of a story as are shown.
const MOST: usize = 140;
/// The language of what is written here.
const LANGUAGE: &str = "en";

/// The payload as apps made for Mastodon read it.
pub(super) fn of(here: &Here, letter: &Letter) -> Value {
    let of = &letter.of;
    let usual = || format!("{}/static/avatar.png", here.base());
    let avatar = of.from.profile.avatar.as_ref();
    let avatar = avatar.map_or_else(usual, |own| Shown::picture(here, own, Form::Small).to_string());
    json!({
        // Mastodon puts the token itself here. We have kept nothing of it but a hash; the field must be there.
        "access_token": "",
        "preferred_locale": letter.language.as_deref().unwrap_or(LANGUAGE),
        "notification_id": of.id.0,
        "notification_type": word(of.kind),
        "icon": avatar,
        "title": title(of),
        "body": body(of),
    })
}

fn word(kind: NotificationKind) -> &'static str {
    match kind {
        NotificationKind::Mention => "mention",
        NotificationKind::Follow => "follow",
        NotificationKind::FollowRequest => "follow_request",
        NotificationKind::Favourite => "favourite",
        NotificationKind::Boost => "reblog",
        NotificationKind::Story => "status",
        NotificationKind::Edit => "update",
        NotificationKind::Poll => "poll",
    }
}

fn title(of: &Notification) -> String {
    let name = name(&of.from);
    match of.kind {
        NotificationKind::Mention => format!("{name} wrote to you"),
        NotificationKind::Follow => format!("{name} follows you"),
        NotificationKind::FollowRequest => format!("{name} asks to follow you"),
        NotificationKind::Favourite => format!("{name} liked your story"),
        NotificationKind::Boost => format!("{name} passed your story on"),
        NotificationKind::Story => format!("{name} told a story"),
        NotificationKind::Edit => format!("{name} changed a story"),
        NotificationKind::Poll => "A poll is over".to_owned(),
    }
}

fn name(account: &Account) -> &str {
    if account.display_name.is_empty() { &account.name } else { &account.display_name }
}

/// The beginning of the story, or its note alone; else who it was.
fn body(of: &Notification) -> String {
    match &of.entry {
        Some(entry) => cut(&outside(&entry.view)),
        None => cut(&to_text(&of.from.note_html)),
    }
}

fn outside(view: &StoryView) -> String {
    let story = &view.story;
    if !story.summary.is_empty() {
        return story.summary.clone();
    }
    let text = to_text(&story.content_html);
    if story.title.is_empty() { text } else { format!("{}\n{text}", story.title) }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn what_is_long_is_cut_between_letters() {
        assert_eq!(cut("short"), "short");
        let long = "ä".repeat(141);
        assert_eq!(cut(&long), format!("{}…", "ä".repeat(140)));
    }
}
