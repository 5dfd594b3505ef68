//! Notifications as apps show them together: who likes one story, who passed it on, who follows, within half a day.

use super::dismiss;
use super::list::{self, Wanted};
use super::model::{Notification, NotificationKind};
use crate::ids::{AccountId, NotificationId, StoryId};
use crate::page::Page;
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};

/// How long one group gathers.
const HALF_DAY: i64 = 12 * 60 * 60;
/// Notifications that are read at a time until there are enough groups.
const AT_A_TIME: i64 = 80;

/// Notifications that belong together, newest first; never empty.
#[derive(Debug, Clone)]
pub struct Group {
    /// Names the group in requests.
    pub key: String,
    /// What is in it.
    pub all: Vec<Notification>,
}

impl Group {
    /// The newest of them, which says what all of them are.
    #[must_use]
    pub fn newest(&self) -> Option<&Notification> {
        self.all.first()
    }
}

/// The kinds that come together.
pub const GROUPED: [NotificationKind; 3] =
    [NotificationKind::Favourite, NotificationKind::Boost, NotificationKind::Follow];

/// The name of the group in which a notification stands, if its kind is among `together`.
#[must_use]
pub fn key(one: &Notification, together: &[NotificationKind]) -> String {
    Key::of(one, together).to_string()
}

/// A page of groups, each at the place of its newest notification. One that reaches beyond the page goes on in the next.
///
/// # Errors
/// When Postgres fails.
pub async fn groups(
    core: &Core,
    member: AccountId,
    wanted: &Wanted,
    together: &[NotificationKind],
    page: Page,
) -> Result<Vec<Group>> {
    let most = usize::try_from(page.limit).unwrap_or_default();
    let mut found: Vec<Group> = Vec::new();
    let mut part = Page { limit: AT_A_TIME, ..page };
    'reading: loop {
        let mut chunk = list::list(core, member, wanted, part).await?;
        if page.upwards() {
            chunk.reverse();
        }
        let Some(last) = chunk.last().map(|one| one.id.0) else { break };
        for one in chunk {
            let key = key(&one, together);
            match found.iter().position(|group| group.key == key) {
                Some(place) => found[place].all.push(one),
                None if found.len() == most => break 'reading,
                None => found.push(Group { key, all: vec![one] }),
            }
        }
        part =
            if page.upwards() { Page { min: Some(last), ..part } } else { Page { max: Some(last), ..part } };
    }
    if page.upwards() {
        found.iter_mut().for_each(|group| group.all.reverse());
        found.reverse();
    }
    Ok(found)
}

/// The group of this name: of what the list holds, or else of what is kept aside.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn group(core: &Core, member: AccountId, key: &str) -> Result<Group> {
    let missing = || Error::NotFound("notification");
    let (wanted, page) = match key.parse::<Key>().map_err(|()| missing())? {
        Key::Alone(id) => {
            let one = list::show(core, member, id).await?;
            return Ok(Group { key: key.to_owned(), all: vec![one] });
        }
        Key::Together(kind, _, half_day) => {
            let bound = |half_day: i64| (half_day.saturating_mul(HALF_DAY * 1000)).checked_mul(1 << 16);
            let (from, to) = (bound(half_day), bound(half_day.saturating_add(1)));
            let page = Page { max: to, since: from.map(|id| id - 1), min: None, limit: i64::MAX };
            (Wanted { kinds: vec![kind], ..Wanted::default() }, page)
        }
    };
    for kept in [false, true] {
        let wanted = Wanted { kept, ..wanted.clone() };
        let found = groups(core, member, &wanted, &GROUPED, page).await?;
        if let Some(group) = found.into_iter().find(|group| group.key == key) {
            return Ok(group);
        }
    }
    Err(missing())
}

/// Clears a group away.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn dismiss_group(core: &Core, member: AccountId, key: &str) -> Result<()> {
    for one in group(core, member, key).await?.all {
        match dismiss::dismiss(core, member, one.id).await {
            Ok(()) | Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// What a group's name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    /// One that stands alone.
    Alone(NotificationId),
    /// All of a kind, about one story if there is one, within half a day.
    Together(NotificationKind, Option<StoryId>, i64),
}

impl Key {
    fn of(one: &Notification, together: &[NotificationKind]) -> Self {
        if !(GROUPED.contains(&one.kind) && together.contains(&one.kind)) {
            return Self::Alone(one.id);
        }
        let story = one.entry.as_ref().map(|entry| entry.view.story.id);
        Self::Together(one.kind, story, half_day(crate::ids::time_of(one.id.0)))
    }
}

fn half_day(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(HALF_DAY)
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Alone(id) => write!(f, "ungrouped-{}", id.0),
            Self::Together(kind, None, half_day) => write!(f, "{}-{half_day}", *kind as i16),
            Self::Together(kind, Some(story), half_day) => {
                write!(f, "{}-{}-{half_day}", *kind as i16, story.0)
            }
        }
    }
}

impl std::str::FromStr for Key {
    type Err = ();

    fn from_str(text: &str) -> std::result::Result<Self, ()> {
        let number = |text: &str| text.parse::<i64>().map_err(|_| ());
        if let Some(id) = text.strip_prefix("ungrouped-") {
            return Ok(Self::Alone(NotificationId(number(id)?)));
        }
        let mut parts = text.split('-');
        let kind = parts.next().and_then(|text| text.parse::<i16>().ok()).ok_or(())?;
        let kind = GROUPED.into_iter().find(|known| *known as i16 == kind).ok_or(())?;
        let (first, second) = (parts.next().ok_or(())?, parts.next());
        match (second, parts.next()) {
            (None, _) => Ok(Self::Together(kind, None, number(first)?)),
            (Some(half_day), None) => {
                Ok(Self::Together(kind, Some(StoryId(number(first)?)), number(half_day)?))
            }
            _ => Err(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Key;
    use crate::ids::{NotificationId, StoryId};
    use crate::notifications::NotificationKind::{Favourite, Follow};

    #[test]
    fn a_key_is_read_as_it_was_written() {
        for key in [
            Key::Alone(NotificationId(7)),
            Key::Together(Follow, None, 41_000),
            Key::Together(Favourite, Some(StoryId(9)), 41_000),
        ] {
            assert_eq!(key.to_string().parse(), Ok(key));
        }
        for wrong in ["", "0-1-2", "3", "3-a", "3-1-2-3", "ungrouped-", "99-1"] {
            assert_eq!(wrong.parse::<Key>(), Err(()), "{wrong}");
        }
    }
}
