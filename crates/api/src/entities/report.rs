//! `Report`.

use super::Account;
use super::time::Stamp;
use chrono::{DateTime, Utc};
use hearth_core::here::Here;
use hearth_core::ids::{ReportId, StoryId};
use hearth_core::reports::{self, Category, Told};
use serde::Serialize;

/// What a member told the people who run this server.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Report<'a> {
    id: ReportId,
    action_taken: bool,
    action_taken_at: Option<Stamp>,
    category: Category,
    comment: &'a str,
    forwarded: bool,
    created_at: Stamp,
    status_ids: &'a [StoryId],
    rule_ids: Option<Vec<String>>,
    collection_ids: Option<[(); 0]>,
    target_account: Account<'a>,
}

impl<'a> Report<'a> {
    /// A report just made, with the stories that were named in it.
    pub(crate) fn of(
        here: &'a Here,
        report: &'a reports::Report,
        stories: &'a [StoryId],
        told: &Told<'_>,
        at: DateTime<Utc>,
    ) -> Self {
        Self {
            id: report.id,
            action_taken: false,
            action_taken_at: None,
            category: told.category,
            comment: &report.comment,
            forwarded: report.forwarded,
            created_at: Stamp(at),
            status_ids: stories,
            rule_ids: Some(told.rules.iter().map(ToString::to_string).collect())
                .filter(|_| told.category == Category::Violation),
            collection_ids: None,
            target_account: Account::of(here, &report.target),
        }
    }
}
