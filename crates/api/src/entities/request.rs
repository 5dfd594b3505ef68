//! `NotificationRequest`.

use super::time::Stamp;
use super::{Account, Status};
use hearth_core::here::Here;
use hearth_core::ids::AccountId;
use hearth_core::notifications::Request;
use serde::Serialize;

/// Somebody whose mentions are kept aside. The count is of the reader's own inbox, up to a hundred.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NotificationRequest<'a> {
    id: String,
    created_at: Stamp,
    updated_at: Stamp,
    account: Account<'a>,
    notifications_count: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_status: Option<Status<'a>>,
}

impl<'a> NotificationRequest<'a> {
    /// A request to `member`.
    pub(crate) fn of(here: &'a Here, one: &'a Request, member: AccountId) -> Self {
        Self {
            id: one.id.to_string(),
            created_at: Stamp(one.created_at),
            updated_at: Stamp(one.updated_at),
            account: Account::of(here, &one.from),
            notifications_count: one.kept.to_string(),
            last_status: one.last.as_ref().map(|entry| Status::of(here, entry, member)),
        }
    }
}
