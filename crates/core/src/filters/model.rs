//! What a filter is, and which there are.

use crate::db::Conn;
use crate::ids::{AccountId, StoryId};
use crate::sql::sql;
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Bool, Nullable, SmallInt, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use std::collections::HashMap;

/// A filter of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Id here.
    pub id: i64,
    /// What its owner calls it.
    pub title: String,
    /// Where it holds.
    pub contexts: Contexts,
    /// What is done with what it catches.
    pub action: Action,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Where a filter holds; in the database a bit of one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i16)]
pub enum Context {
    /// The home timeline and lists.
    Home = 1,
    /// Notifications.
    Notifications = 2,
    /// Public timelines, those of hashtags too.
    Public = 4,
    /// Threads.
    Thread = 8,
    /// What one account told.
    Account = 16,
}

impl Context {
    /// All there are.
    pub const ALL: [Self; 5] = [Self::Home, Self::Notifications, Self::Public, Self::Thread, Self::Account];
}

/// Several of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Contexts(pub(super) i16);

impl Contexts {
    /// One after the other.
    pub fn each(self) -> impl Iterator<Item = Context> {
        Context::ALL.into_iter().filter(move |context| self.0 & *context as i16 != 0)
    }
}

impl FromIterator<Context> for Contexts {
    fn from_iter<T: IntoIterator<Item = Context>>(contexts: T) -> Self {
        Self(contexts.into_iter().fold(0, |bits, context| bits | context as i16))
    }
}

/// What is done with a story that a filter catches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(i16)]
pub enum Action {
    /// It is covered with a warning.
    #[default]
    Warn = 0,
    /// It is not shown.
    Hide = 1,
    /// Its media are covered.
    Blur = 2,
}

impl Action {
    /// From the number in the database.
    fn from_i16(number: i16) -> Self {
        match number {
            1 => Self::Hide,
            2 => Self::Blur,
            _ => Self::Warn,
        }
    }
}

/// Words that a filter looks for.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Keyword {
    /// Id here.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// Its filter.
    #[diesel(sql_type = BigInt)]
    pub filter_id: i64,
    /// The words.
    #[diesel(sql_type = Text)]
    pub keyword: String,
    /// They are not found inside of longer words.
    #[diesel(sql_type = Bool)]
    pub whole_word: bool,
}

/// A single story that a filter holds for.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct FilteredStory {
    /// Id here.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// Its filter.
    #[diesel(sql_type = BigInt)]
    pub filter_id: i64,
    /// The story.
    #[diesel(sql_type = BigInt)]
    pub story_id: StoryId,
}

/// A filter with all it looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detailed {
    /// The filter.
    pub filter: Filter,
    /// Words, in the order in which they came.
    pub keywords: Vec<Keyword>,
    /// Stories, in the order in which they came.
    pub stories: Vec<FilteredStory>,
}

/// The member's filters, oldest first; those that ended too.
///
/// # Errors
/// When Postgres fails.
pub async fn all(core: &Core, member: AccountId) -> Result<Vec<Detailed>> {
    load(&mut *core.db.conn().await?, member, 0).await
}

/// One of the member's filters.
///
/// # Errors
/// [`Error::NotFound`] when it is not theirs.
pub async fn show(core: &Core, member: AccountId, filter: i64) -> Result<Detailed> {
    one(&mut *core.db.conn().await?, member, filter).await
}

/// [`show`] inside of a transaction.
pub(super) async fn one(conn: &mut Conn, member: AccountId, filter: i64) -> Result<Detailed> {
    if filter <= 0 {
        return Err(Error::NotFound("filter"));
    }
    load(conn, member, filter).await?.pop().ok_or(Error::NotFound("filter"))
}

#[derive(QueryableByName)]
pub(super) struct FilterRow {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = SmallInt)]
    contexts: i16,
    #[diesel(sql_type = SmallInt)]
    action: i16,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    expires_at: Option<DateTime<Utc>>,
}

impl From<FilterRow> for Filter {
    fn from(row: FilterRow) -> Self {
        Self {
            id: row.id,
            title: row.title,
            contexts: Contexts(row.contexts),
            action: Action::from_i16(row.action),
            expires_at: row.expires_at,
        }
    }
}

/// The member's filters, or the one that is named.
pub(super) async fn load(conn: &mut Conn, member: AccountId, only: i64) -> Result<Vec<Detailed>> {
    let filters = sql("SELECT f.id, f.title, f.contexts, f.action, f.expires_at FROM filters f \
                       WHERE f.account_id = $1 AND ($2 = 0 OR f.id = $2) ORDER BY f.id")
    .bind::<BigInt, _>(member)
    .bind::<BigInt, _>(only)
    .load::<FilterRow>(conn)
    .await?;
    if filters.is_empty() {
        return Ok(Vec::new());
    }
    let keywords = sql("SELECT k.id, k.filter_id, k.keyword, k.whole_word FROM filters f \
                        JOIN filter_keywords k ON k.filter_id = f.id \
                        WHERE f.account_id = $1 AND ($2 = 0 OR f.id = $2) ORDER BY k.id")
    .bind::<BigInt, _>(member)
    .bind::<BigInt, _>(only)
    .load::<Keyword>(conn)
    .await?;
    let stories = sql("SELECT t.id, t.filter_id, t.story_id FROM filters f \
                       JOIN filter_stories t ON t.filter_id = f.id \
                       WHERE f.account_id = $1 AND ($2 = 0 OR f.id = $2) ORDER BY t.id")
    .bind::<BigInt, _>(member)
    .bind::<BigInt, _>(only)
    .load::<FilteredStory>(conn)
    .await?;
    let mut keywords = grouped(keywords, |one| one.filter_id);
    let mut stories = grouped(stories, |one| one.filter_id);
    let detailed = |row: FilterRow| Detailed {
        keywords: keywords.remove(&row.id).unwrap_or_default(),
        stories: stories.remove(&row.id).unwrap_or_default(),
        filter: row.into(),
    };
    Ok(filters.into_iter().map(detailed).collect())
}

fn grouped<T>(rows: Vec<T>, filter: impl Fn(&T) -> i64) -> HashMap<i64, Vec<T>> {
    let mut groups: HashMap<i64, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(filter(&row)).or_default().push(row);
    }
    groups
}
