//! What apps send to tell a story or to change one.

use crate::State;
use crate::entities::words;
use crate::error::ApiError;
use crate::media::Said;
use crate::params::{Flag, Given, Instant, Int, List, Ref, Words};
use chrono::{DateTime, Utc};
use hearth_core::ids::{AttachmentId, StoryId};
use hearth_core::markup::Format;
use hearth_core::media::Described;
use hearth_core::polls;
use hearth_core::stories::{Audience, Draft, QuotePolicy, StoryView, publish};
use hearth_federation::resolve;
use serde::Deserialize;

/// As many people of one story as are looked up before it is told.
const MOST_LOOKUPS: usize = 20;

/// A story as it comes in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    status: Words,
    /// Hearth's own.
    title: Option<Words>,
    spoiler_text: Words,
    sensitive: Flag,
    visibility: Words,
    language: Words,
    in_reply_to_id: Ref,
    content_type: Option<Words>,
    quote_approval_policy: Words,
    /// Hearth's and some others' own.
    local_only: Flag,
    media_ids: Option<List<Ref>>,
    media_attributes: List<Attributes>,
    poll: Option<Asked>,
    scheduled_at: Instant,
    quoted_status_id: Given,
    quote_id: Given,
}

impl Form {
    /// When it is to be told, if not now.
    pub(super) fn plan(&self) -> Option<DateTime<Utc>> {
        self.scheduled_at.0
    }

    /// The draft of a new story.
    pub(super) fn draft(self) -> Result<Draft, ApiError> {
        self.check_served()?;
        let format = self.content_type.map(|kind| Format::of(&kind.0)).unwrap_or_default();
        Ok(Draft {
            title: self.title.unwrap_or_default().0,
            text: self.status.0,
            format,
            summary: self.spoiler_text.0,
            sensitive: self.sensitive.on(),
            audience: match self.local_only.on() {
                true => Some(Audience::Local),
                false => words::audience_asked(&self.visibility.0)?,
            },
            language: self.language.some(),
            parent: self.in_reply_to_id.0.map(StoryId),
            quote_policy: quote_policy(&self.quote_approval_policy.0),
            poll: self.poll.map(Asked::into),
            media_ids: ids(self.media_ids.unwrap_or_default()),
            described: self.media_attributes.0.iter().map(Attributes::said).collect::<Result<_, _>>()?,
            ..Draft::default()
        })
    }

    /// The draft of a new version of `old`. What most apps know nothing of stays as it was.
    pub(super) fn change(mut self, old: &StoryView) -> Result<Draft, ApiError> {
        if self.plan().is_some() {
            return Err(ApiError::invalid("Validation failed: An edit cannot be scheduled"));
        }
        self.title.get_or_insert_with(|| Words(old.story.title.clone()));
        self.content_type.get_or_insert_with(|| Words(old.story.source_type.clone()));
        self.in_reply_to_id = Ref(None);
        let keeps_media = self.media_ids.is_none();
        let mut new = self.draft()?;
        let old = Draft::of(old).warned(new.summary);
        if keeps_media {
            new.media_ids.clone_from(&old.media_ids);
        }
        let Draft { summary, notes, own_words, kind, wish, boosts, .. } = old;
        Ok(Draft { summary, notes, own_words, kind, wish, boosts, ..new })
    }

    /// Better refused than told without.
    fn check_served(&self) -> Result<(), ApiError> {
        let refusals = [
            (self.quoted_status_id, "Validation failed: Posts cannot be quoted here yet"),
            (self.quote_id, "Validation failed: Posts cannot be quoted here yet"),
        ];
        match refusals.into_iter().find(|(given, _)| given.0) {
            Some((_, text)) => Err(ApiError::invalid(text)),
            None => Ok(()),
        }
    }
}

/// What a story asks. Without options it asks nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    options: List<Words>,
    expires_in: Int,
    multiple: Flag,
    hide_totals: Flag,
}

impl From<Asked> for polls::Asked {
    fn from(asked: Asked) -> Self {
        Self {
            options: asked.options.texts(),
            expires_in: asked.expires_in.0.unwrap_or_default(),
            multiple: asked.multiple.on(),
            hide_totals: asked.hide_totals.on(),
        }
    }
}

/// What an edit says of a file that stands in the story.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Attributes {
    id: Ref,
    #[serde(flatten)]
    said: Said,
}

impl Attributes {
    fn said(&self) -> Result<Described, ApiError> {
        let id = AttachmentId(self.id.0.unwrap_or(-1));
        let description = self.said.description.as_ref().map(|words| words.0.clone());
        Ok(Described { id, description, focus: self.said.focus()? })
    }
}

fn ids(list: List<Ref>) -> Vec<AttachmentId> {
    list.0.into_iter().filter_map(|id| id.0).map(AttachmentId).collect()
}

fn quote_policy(word: &str) -> Option<QuotePolicy> {
    match word {
        "public" => Some(QuotePolicy::Public),
        "followers" => Some(QuotePolicy::Followers),
        "nobody" => Some(QuotePolicy::Nobody),
        _ => None,
    }
}

/// Looks up the people a draft names who are not known here yet. Whoever cannot be found stays plain text.
pub(crate) async fn meet(state: &State, draft: &Draft) {
    let mut lookups = tokio::task::JoinSet::new();
    let named = publish::mentioned(&state.core, draft).into_iter().filter(|handle| handle.host.is_some());
    for handle in named.take(MOST_LOOKUPS) {
        let federation = state.federation.clone();
        lookups.spawn(async move {
            if let Err(error) = resolve::account(&federation, &handle).await {
                tracing::debug!(%error, %handle, "named, but not found");
            }
        });
    }
    while lookups.join_next().await.is_some() {}
}

#[cfg(test)]
mod tests {
    use super::Form;
    use hearth_core::stories::{Audience, QuotePolicy};
    use serde_json::{Value, json};

    fn form(value: Value) -> Form {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn a_draft_holds_what_was_sent() {
        let draft = form(json!({
            "status": "words", "title": "A title", "spoiler_text": "note", "sensitive": "1", "visibility": "private",
            "language": "de", "in_reply_to_id": "7", "content_type": "text/markdown",
            "quote_approval_policy": "followers", "media_ids": [], "poll": null, "scheduled_at": "",
        }));
        let draft = draft.draft().unwrap();
        assert_eq!(
            (draft.text.as_str(), draft.title.as_str(), draft.summary.as_str()),
            ("words", "A title", "note")
        );
        assert_eq!((draft.sensitive, draft.audience), (true, Some(Audience::Followers)));
        assert_eq!(draft.parent.unwrap().0, 7);
        assert_eq!(
            (draft.language.as_deref(), draft.quote_policy),
            (Some("de"), Some(QuotePolicy::Followers))
        );
        assert_eq!(draft.format.media_type(), "text/markdown");
    }

    #[test]
    fn what_is_to_stay_here_stays_here_whatever_else_is_asked() {
        let draft = form(json!({"status": "a", "visibility": "public", "local_only": true})).draft().unwrap();
        assert_eq!(draft.audience, Some(Audience::Local));
        assert_eq!(form(json!({"status": "a"})).draft().unwrap().audience, None);
        assert!(form(json!({"status": "a", "visibility": "everyone"})).draft().is_err());
    }

    #[test]
    fn what_is_not_served_is_refused_instead_of_left_out() {
        for part in [json!({"quote_id": "7"}), json!({"quoted_status_id": "7"})] {
            assert!(form(part.clone()).draft().is_err(), "{part}");
        }
    }

    #[test]
    fn a_reply_to_nothing_is_no_story_of_its_own() {
        assert_eq!(form(json!({"in_reply_to_id": "me"})).draft().unwrap().parent.unwrap().0, -1);
    }
}
