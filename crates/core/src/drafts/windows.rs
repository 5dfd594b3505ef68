//! For how long a member can take back what they let go.

use crate::ids::AccountId;
use crate::schema::windows;
use crate::stories::Draft;
use crate::{Core, Error, Result};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// The longest window.
pub const LONGEST: TimeDelta = TimeDelta::hours(24);

/// A member's undo windows. Zero tells at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Windows {
    /// Of a story without content notes.
    pub plain: TimeDelta,
    /// Of a story with content notes.
    pub noted: TimeDelta,
    /// Of a story told with an app made for Mastodon, which expects a sent story to be sent.
    pub apps: TimeDelta,
}

impl Default for Windows {
    fn default() -> Self {
        Self { plain: TimeDelta::minutes(2), noted: TimeDelta::minutes(10), apps: TimeDelta::zero() }
    }
}

impl Windows {
    /// The window of a draft.
    #[must_use]
    pub fn for_draft(&self, draft: &Draft) -> TimeDelta {
        if draft.words_of_warning().is_empty() { self.plain } else { self.noted }
    }
}

/// What the member chose, or the defaults.
///
/// # Errors
/// When Postgres fails.
pub async fn of(core: &Core, account: AccountId) -> Result<Windows> {
    let mut conn = core.db.conn().await?;
    let row = windows::table
        .find(account.0)
        .select((windows::plain, windows::noted, windows::apps))
        .first::<(i32, i32, i32)>(&mut conn)
        .await
        .optional()?;
    let seconds = |count: i32| TimeDelta::seconds(count.into());
    Ok(row.map_or_else(Windows::default, |(plain, noted, apps)| Windows {
        plain: seconds(plain),
        noted: seconds(noted),
        apps: seconds(apps),
    }))
}

/// Remembers what the member chose.
///
/// # Errors
/// [`Error::Invalid`] for a window below nothing or above [`LONGEST`].
pub async fn choose(core: &Core, account: AccountId, chosen: Windows) -> Result<()> {
    let seconds = |window: TimeDelta| {
        checked(window).map(|window| i32::try_from(window.num_seconds()).unwrap_or(i32::MAX))
    };
    let row = (
        windows::plain.eq(seconds(chosen.plain)?),
        windows::noted.eq(seconds(chosen.noted)?),
        windows::apps.eq(seconds(chosen.apps)?),
    );
    let mut conn = core.db.conn().await?;
    diesel::insert_into(windows::table)
        .values((windows::account_id.eq(account.0), row))
        .on_conflict(windows::account_id)
        .do_update()
        .set(row)
        .execute(&mut conn)
        .await?;
    Ok(())
}

/// A window that may be chosen.
///
/// # Errors
/// [`Error::Invalid`] for one below nothing or above [`LONGEST`].
pub(super) fn checked(window: TimeDelta) -> Result<TimeDelta> {
    if (TimeDelta::zero()..=LONGEST).contains(&window) {
        Ok(window)
    } else {
        Err(Error::invalid("Validation failed: An undo window lasts between nothing and 24 hours"))
    }
}
