//! `ScheduledStatus`: what is to be told later, and drafts, which apps know as what is planned for a time that never comes.

use super::attachment::Media;
use super::time::Stamp;
use super::words;
use chrono::{DateTime, Utc};
use hearth_core::drafts::Kept;
use hearth_core::here::Here;
use hearth_core::ids::{AttachmentId, StoryId};
use hearth_core::polls::Asked;
use hearth_core::stories::{Attachment, Audience};
use serde::Serialize;

/// The first second of the year 5000: when apps show it, it is a draft.
const NEVER: i64 = 95_617_584_000;

/// A planned story.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ScheduledStatus<'a> {
    id: String,
    scheduled_at: Stamp,
    params: Told<'a>,
    media_attachments: Vec<Media<'a>>,
}

/// What was sent to tell it.
#[derive(Debug, Clone, Serialize)]
struct Told<'a> {
    text: &'a str,
    poll: Option<Asking<'a>>,
    media_ids: Option<&'a [AttachmentId]>,
    sensitive: bool,
    spoiler_text: String,
    visibility: &'static str,
    in_reply_to_id: Option<i64>,
    language: Option<&'a str>,
    /// Which app it came from is not kept, so it is none's.
    application_id: i64,
    /// As in Mastodon: when it is told, nothing is planned any more.
    scheduled_at: (),
    idempotency: Option<&'a str>,
    with_rate_limit: bool,
    /// Hearth's own.
    title: &'a str,
    content_type: &'static str,
}

#[derive(Debug, Clone, Serialize)]
struct Asking<'a> {
    options: &'a [String],
    expires_in: i64,
    multiple: bool,
    hide_totals: bool,
}

impl<'a> ScheduledStatus<'a> {
    /// A draft with those of its files that are there; `usual` is the audience of the member's stories that name none.
    pub(crate) fn of(here: &'a Here, kept: &'a Kept, files: &'a [Attachment], usual: Audience) -> Self {
        let draft = &kept.draft;
        let never = || DateTime::<Utc>::from_timestamp(NEVER, 0).unwrap_or(DateTime::<Utc>::MAX_UTC);
        let files = files.iter().filter(|file| draft.media_ids.contains(&file.id));
        Self {
            id: kept.id.to_string(),
            scheduled_at: Stamp(kept.scheduled_at.unwrap_or_else(never)),
            params: Told {
                text: &draft.text,
                poll: draft.poll.as_ref().map(Asking::of),
                media_ids: Some(draft.media_ids.as_slice()).filter(|ids| !ids.is_empty()),
                sensitive: draft.sensitive,
                spoiler_text: draft.words_of_warning(),
                visibility: words::sent_back(draft.audience.unwrap_or(usual)),
                in_reply_to_id: draft.parent.map(|StoryId(id)| id),
                language: draft.language.as_deref(),
                application_id: 0,
                scheduled_at: (),
                idempotency: draft.idempotency_key.as_deref(),
                with_rate_limit: false,
                title: &draft.title,
                content_type: draft.format.media_type(),
            },
            media_attachments: files.map(|file| Media::of(here, file)).collect(),
        }
    }
}

impl<'a> Asking<'a> {
    fn of(asked: &'a Asked) -> Self {
        let Asked { options, expires_in, multiple, hide_totals } = asked;
        Self { options, expires_in: *expires_in, multiple: *multiple, hide_totals: *hide_totals }
    }
}
