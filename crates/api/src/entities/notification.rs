//! `Notification`.

use super::time::Stamp;
use super::{Account, Status, words};
use hearth_core::here::Here;
use hearth_core::ids::{AccountId, NotificationId};
use hearth_core::notifications::{self, groups};
use serde::Serialize;

/// Something a member should hear about.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Notification<'a> {
    id: NotificationId,
    r#type: &'static str,
    created_at: Stamp,
    group_key: String,
    account: Account<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status<'a>>,
}

impl<'a> Notification<'a> {
    /// A notification of `member`.
    pub(crate) fn of(here: &'a Here, one: &'a notifications::Notification, member: AccountId) -> Self {
        Self {
            id: one.id,
            r#type: words::kind(one.kind),
            created_at: Stamp(one.created_at),
            group_key: groups::key(one, &groups::GROUPED),
            account: Account::of(here, &one.from),
            status: one.entry.as_ref().map(|entry| Status::of(here, entry, member)),
        }
    }
}
