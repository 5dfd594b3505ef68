//! `GroupedNotificationsResults`: notifications together, with everybody and every story in them once.

use super::time::Stamp;
use super::{Account, Status, words};
use hearth_core::accounts;
use hearth_core::here::Here;
use hearth_core::ids::{AccountId, NotificationId, StoryId};
use hearth_core::notifications::groups::Group;
use serde::Serialize;
use std::collections::HashSet;

/// Accounts that a group names; its own list has all of them.
const SAMPLES: usize = 8;

/// A page of groups.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Grouped<'a> {
    accounts: Vec<Account<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    partial_accounts: Option<Vec<super::account::Partial<'a>>>,
    statuses: Vec<Status<'a>>,
    notification_groups: Vec<NotificationGroup<'a>>,
}

#[derive(Debug, Clone, Serialize)]
struct NotificationGroup<'a> {
    group_key: &'a str,
    notifications_count: usize,
    r#type: &'static str,
    most_recent_notification_id: NotificationId,
    page_min_id: NotificationId,
    page_max_id: NotificationId,
    latest_page_notification_at: Stamp,
    sample_account_ids: Vec<AccountId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_id: Option<StoryId>,
}

impl<'a> Grouped<'a> {
    /// Groups as `member` is told of them; with `partial` only the newest of each group is described in full.
    pub(crate) fn of(here: &'a Here, groups: &'a [Group], member: AccountId, partial: bool) -> Self {
        let (mut known, mut stories) = (HashSet::new(), HashSet::new());
        let (mut full, mut statuses) = (Vec::new(), Vec::new());
        for newest in groups.iter().filter_map(Group::newest) {
            if known.insert(newest.from.id) {
                full.push(Account::of(here, &newest.from));
            }
            if let Some(entry) = newest.entry.as_ref().filter(|entry| stories.insert(entry.view.story.id)) {
                statuses.push(Status::of(here, entry, member));
            }
        }
        let others = groups.iter().flat_map(|group| group.all.iter().take(SAMPLES).map(|one| &*one.from));
        let others: Vec<&accounts::Account> = others.filter(|account| known.insert(account.id)).collect();
        if !partial {
            full.extend(others.iter().map(|account| Account::of(here, account)));
        }
        Self {
            accounts: full,
            partial_accounts: partial
                .then(|| others.iter().map(|account| Account::of(here, account).part()).collect()),
            statuses,
            notification_groups: groups.iter().filter_map(NotificationGroup::of).collect(),
        }
    }
}

impl<'a> NotificationGroup<'a> {
    fn of(group: &'a Group) -> Option<Self> {
        let (newest, oldest) = (group.all.first()?, group.all.last()?);
        Some(Self {
            group_key: &group.key,
            notifications_count: group.all.len(),
            r#type: words::kind(newest.kind),
            most_recent_notification_id: newest.id,
            page_min_id: oldest.id,
            page_max_id: newest.id,
            latest_page_notification_at: Stamp(newest.created_at),
            sample_account_ids: group.all.iter().take(SAMPLES).map(|one| one.from.id).collect(),
            status_id: newest.entry.as_ref().map(|entry| entry.view.story.id),
        })
    }
}
