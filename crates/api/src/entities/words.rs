//! Words for what the domain knows as values: audiences, kinds of notifications, what filters do and where.

use crate::error::ApiError;
use hearth_core::filters::{Action, Context};
use hearth_core::members::Member;
use hearth_core::notifications::NotificationKind;
use hearth_core::stories::Audience;

/// Mastodon's word for an audience. A story for this server alone is shown as unlisted, which is how apps treat it
/// best; `local_only` beside it tells the truth.
pub(crate) fn visibility(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "public",
        Audience::Unlisted | Audience::Local => "unlisted",
        // Apps know circles by no word; Mastodon calls what it got from one private too.
        Audience::Followers | Audience::Circle | Audience::Members => "private",
        Audience::Direct | Audience::OnlyMe => "direct",
    }
}

/// The audience of a member's stories that name none: with their followers, until they were asked. Apps send this back
/// with each story, so what is to stay here must not read as something that leaves.
pub(crate) fn default_visibility(member: &Member) -> &'static str {
    sent_back(member.default_audience.unwrap_or(Audience::Followers))
}

/// Mastodon's word for an audience where an app will ask for the same again.
pub(crate) fn sent_back(audience: Audience) -> &'static str {
    visibility(if audience == Audience::Local { Audience::Direct } else { audience })
}

/// The audience that a word names.
fn audience(word: &str) -> Option<Audience> {
    match word {
        "public" => Some(Audience::Public),
        "unlisted" => Some(Audience::Unlisted),
        "private" => Some(Audience::Followers),
        "direct" => Some(Audience::Direct),
        "local" => Some(Audience::Local),
        _ => None,
    }
}

/// The audience that a parameter asks for; an empty one asks for none.
pub(crate) fn audience_asked(word: &str) -> Result<Option<Audience>, ApiError> {
    match audience(word) {
        None if !word.is_empty() => {
            Err(ApiError::invalid("Validation failed: Visibility is not included in the list"))
        }
        asked => Ok(asked),
    }
}

/// Mastodon's word for a kind of notification.
pub(crate) fn kind(kind: NotificationKind) -> &'static str {
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

/// The kind that a word names.
pub(crate) fn kind_from(word: &str) -> Option<NotificationKind> {
    [
        NotificationKind::Mention,
        NotificationKind::Follow,
        NotificationKind::FollowRequest,
        NotificationKind::Favourite,
        NotificationKind::Boost,
        NotificationKind::Story,
        NotificationKind::Edit,
        NotificationKind::Poll,
    ]
    .into_iter()
    .find(|candidate| kind(*candidate) == word)
}

/// Mastodon's word for a place where a filter holds.
pub(crate) fn context(context: Context) -> &'static str {
    match context {
        Context::Home => "home",
        Context::Notifications => "notifications",
        Context::Public => "public",
        Context::Thread => "thread",
        Context::Account => "account",
    }
}

/// The place that a word names.
pub(crate) fn context_from(word: &str) -> Option<Context> {
    Context::ALL.into_iter().find(|candidate| context(*candidate) == word)
}

/// Mastodon's word for what a filter does.
pub(crate) fn action(action: Action) -> &'static str {
    match action {
        Action::Warn => "warn",
        Action::Hide => "hide",
        Action::Blur => "blur",
    }
}

/// What a word asks a filter to do.
pub(crate) fn action_from(word: &str) -> Option<Action> {
    [Action::Warn, Action::Hide, Action::Blur].into_iter().find(|candidate| action(*candidate) == word)
}
