//! What a list is, and which there are.

use crate::ids::AccountId;
use crate::sql::sql;
use crate::{Core, Error, Result};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Bool, SmallInt, Text};
use diesel_async::RunQueryDsl;

/// A list of a member.
#[derive(Debug, Clone, QueryableByName)]
pub struct List {
    /// Id here.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// What its owner calls it.
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = SmallInt)]
    replies: i16,
    /// Whether what people on it tell is left out of the home timeline.
    #[diesel(sql_type = Bool)]
    pub exclusive: bool,
}

/// Which answers a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(i16)]
pub enum Replies {
    /// To whomever the member follows.
    Followed = 0,
    /// To people on the list.
    #[default]
    List = 1,
    /// None.
    None = 2,
}

impl List {
    /// Which answers it shows.
    #[must_use]
    pub fn replies(&self) -> Replies {
        match self.replies {
            0 => Replies::Followed,
            2 => Replies::None,
            _ => Replies::List,
        }
    }
}

/// The member's lists, oldest first.
///
/// # Errors
/// When Postgres fails.
pub async fn all(core: &Core, member: AccountId) -> Result<Vec<List>> {
    let lists = sql("SELECT id, title, replies, exclusive FROM lists WHERE account_id = $1 ORDER BY id")
        .bind::<BigInt, _>(member)
        .load::<List>(&mut *core.db.conn().await?)
        .await?;
    Ok(lists)
}

/// Those of the member's lists on which an account is.
///
/// # Errors
/// When Postgres fails.
pub async fn with(core: &Core, member: AccountId, account: AccountId) -> Result<Vec<List>> {
    let lists = sql("SELECT l.id, l.title, l.replies, l.exclusive FROM lists l \
                     JOIN list_members x ON x.list_id = l.id AND x.account_id = $2 \
                     WHERE l.account_id = $1 ORDER BY l.id")
    .bind::<BigInt, _>(member)
    .bind::<BigInt, _>(account)
    .load::<List>(&mut *core.db.conn().await?)
    .await?;
    Ok(lists)
}

/// One of the member's lists.
///
/// # Errors
/// [`Error::NotFound`] when it is not theirs.
pub async fn show(core: &Core, member: AccountId, list: i64) -> Result<List> {
    all(core, member).await?.into_iter().find(|one| one.id == list).ok_or(Error::NotFound("list"))
}
