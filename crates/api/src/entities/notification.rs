//! `Notification`.

use super::time::stamp;
use super::{Account, Status, words};
use hearth_core::Core;
use hearth_core::ids::AccountId;
use hearth_core::notifications;
use serde::Serialize;

/// Something a member should hear about.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Notification {
    id: String,
    r#type: &'static str,
    created_at: String,
    group_key: String,
    account: Account,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
}

impl Notification {
    /// A notification of `member`.
    pub(crate) fn of(core: &Core, one: &notifications::Notification, member: AccountId) -> Self {
        Self {
            id: one.id.to_string(),
            r#type: words::kind(one.kind),
            created_at: stamp(one.created_at),
            group_key: format!("ungrouped-{}", one.id),
            account: Account::of(core, &one.from),
            status: one.entry.as_ref().map(|entry| Status::of(core, entry, true, member)),
        }
    }
}
