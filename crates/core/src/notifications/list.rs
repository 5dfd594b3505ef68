//! Reads notifications.

use crate::ids::AccountId;
use crate::{Core, Result};
use super::model::{Notification, NotificationKind};
use crate::page::Page;
use crate::ids::NotificationId;

/// Newest first; only of `kinds` if given, never of `without`, only from `from` if given. Those whose story the member may no longer read are left out, as are those of muted or blocked accounts.
pub async fn list(core: &Core, member: AccountId, wanted: &Wanted, page: Page) -> Result<Vec<Notification>> {
    todo!()
}

/// One notification of the member.
pub async fn show(core: &Core, member: AccountId, id: NotificationId) -> Result<Notification> {
    todo!()
}

/// Which notifications.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only these; empty for all.
    pub kinds: Vec<NotificationKind>,
    /// Not these.
    pub without: Vec<NotificationKind>,
    /// Only from this account.
    pub from: Option<AccountId>,
}
