//! Looks communities up, and how somebody stands to them.

use super::model::{Community, Joining, Member, Role, State, Visibility};
use crate::accounts::Account;
use crate::accounts::model::AccountRow;
use crate::db::Conn;
use crate::ids::{AccountId, StoryId};
use crate::sql::sql;
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, SmallInt, Text, Timestamptz};
use diesel_async::RunQueryDsl;

/// A row of `communities` with its account.
#[derive(QueryableByName)]
pub(super) struct CommunityRow {
    #[diesel(embed)]
    account: AccountRow,
    #[diesel(sql_type = Text)]
    welcome: String,
    #[diesel(sql_type = SmallInt)]
    visibility: i16,
    #[diesel(sql_type = SmallInt)]
    joining: i16,
    #[diesel(sql_type = Text)]
    question: String,
    #[diesel(sql_type = Integer)]
    agreement: i32,
    #[diesel(sql_type = Timestamptz)]
    founded_at: DateTime<Utc>,
}

impl From<CommunityRow> for Community {
    fn from(row: CommunityRow) -> Self {
        Self {
            account: row.account.into(),
            welcome: row.welcome,
            visibility: Visibility::from_i16(row.visibility),
            joining: Joining::from_i16(row.joining),
            question: row.question,
            agreement: row.agreement,
            created_at: row.founded_at,
        }
    }
}

/// A row of `community_members` with its account.
#[derive(QueryableByName)]
pub(super) struct MemberRow {
    #[diesel(embed)]
    account: AccountRow,
    #[diesel(sql_type = SmallInt)]
    state: i16,
    #[diesel(sql_type = SmallInt)]
    role: i16,
    #[diesel(sql_type = Text)]
    answer: String,
    #[diesel(sql_type = Integer)]
    agreement: i32,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    banned_until: Option<DateTime<Utc>>,
    #[diesel(sql_type = Text)]
    reason: String,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    joined_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<BigInt>)]
    greeted_by: Option<AccountId>,
    #[diesel(sql_type = Nullable<Text>)]
    greeter: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    greeted_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = BigInt)]
    cursor: i64,
    #[diesel(sql_type = Timestamptz)]
    asked_at: DateTime<Utc>,
}

impl From<MemberRow> for Member {
    fn from(row: MemberRow) -> Self {
        Self {
            account: row.account.into(),
            state: State::from_i16(row.state),
            role: Role::from_i16(row.role),
            answer: row.answer,
            agreement: row.agreement,
            banned_until: row.banned_until,
            reason: row.reason,
            joined_at: row.joined_at,
            greeted_by: row.greeted_by,
            greeter: row.greeter,
            greeted_at: row.greeted_at,
            id: row.cursor,
            created_at: row.asked_at,
        }
    }
}

/// Columns of [`CommunityRow`], from `accounts a` and `communities c`.
macro_rules! community_columns {
    () => {
        "a.*, c.welcome, c.visibility, c.joining, c.question, c.agreement, c.created_at AS founded_at"
    };
}
pub(super) use community_columns;

/// Columns of [`MemberRow`], from `accounts a` and `community_members m`.
macro_rules! member_columns {
    () => {
        "a.*, m.state, m.role, m.answer, m.agreement, m.banned_until, m.reason, m.joined_at, m.greeted_by, \
         m.greeted_at, m.id AS cursor, m.created_at AS asked_at, \
         (SELECT g.name || coalesce('@' || g.host, '') FROM accounts g WHERE g.id = m.greeted_by) AS greeter"
    };
}
pub(super) use member_columns;

/// SQL condition over `communities c`, true when the account `$1` may know of it: one that invites is known to its
/// members and to those it invited, one for this server to those who live here.
macro_rules! known {
    () => {
        "(c.visibility IN (0, 1, 3) \
          OR (c.visibility = 2 AND EXISTS (SELECT 1 FROM members kl WHERE kl.account_id = $1)) \
          OR EXISTS (SELECT 1 FROM community_members km WHERE km.community_id = c.account_id \
                     AND km.account_id = $1 AND km.state IN (1, 3)))"
    };
}
pub(super) use known;

/// The community of this server with this name, if the reader may know of it; 0 is somebody unknown.
///
/// # Errors
/// [`Error::NotFound`], whether it is missing or hidden.
pub async fn named(core: &Core, viewer: AccountId, name: &str) -> Result<Community> {
    const TEXT: &str = concat!(
        "SELECT ",
        community_columns!(),
        " FROM accounts a JOIN communities c ON c.account_id = a.id \
         WHERE lower(a.name) = lower($2) AND a.host IS NULL AND a.suspended_at IS NULL AND a.gone_at IS NULL AND ",
        known!()
    );
    let row = sql(TEXT)
        .bind::<BigInt, _>(viewer)
        .bind::<Text, _>(name)
        .get_result::<CommunityRow>(&mut *core.db.conn().await?)
        .await
        .optional()?;
    row.map(Community::from).ok_or(Error::NotFound("community"))
}

/// A community of this server as lists of its stories need it: read more often than all else of it.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub struct Spot {
    /// Its account.
    #[diesel(sql_type = BigInt)]
    pub id: AccountId,
    /// Whether the reader is in.
    #[diesel(sql_type = Bool)]
    pub inside: bool,
}

/// As [`named`], where no more is asked.
///
/// # Errors
/// As [`named`].
pub async fn spot(core: &Core, viewer: AccountId, name: &str) -> Result<Spot> {
    const TEXT: &str = concat!(
        "SELECT a.id, EXISTS (SELECT 1 FROM community_members i \
                              WHERE i.community_id = a.id AND i.account_id = $1 AND i.state = 1) AS inside \
         FROM accounts a JOIN communities c ON c.account_id = a.id \
         WHERE lower(a.name) = lower($2) AND a.host IS NULL AND a.suspended_at IS NULL AND a.gone_at IS NULL AND ",
        known!()
    );
    let found = sql(TEXT)
        .bind::<BigInt, _>(viewer)
        .bind::<Text, _>(name)
        .get_result::<Spot>(&mut *core.db.conn().await?)
        .await
        .optional()?;
    found.ok_or(Error::NotFound("community"))
}

/// The community of this server whose account this is, whoever asks.
///
/// # Errors
/// When Postgres fails.
pub async fn by_id(core: &Core, account: AccountId) -> Result<Option<Community>> {
    find(&mut *core.db.conn().await?, account).await
}

pub(super) async fn find(conn: &mut Conn, account: AccountId) -> Result<Option<Community>> {
    const TEXT: &str = concat!(
        "SELECT ",
        community_columns!(),
        " FROM accounts a JOIN communities c ON c.account_id = a.id \
         WHERE a.id = $1 AND a.suspended_at IS NULL AND a.gone_at IS NULL"
    );
    let row = sql(TEXT).bind::<BigInt, _>(account).get_result::<CommunityRow>(conn).await.optional()?;
    Ok(row.map(Community::from))
}

/// How somebody stands to a community.
///
/// # Errors
/// When Postgres fails.
pub async fn member(core: &Core, community: AccountId, account: AccountId) -> Result<Option<Member>> {
    standing(&mut *core.db.conn().await?, community, account).await
}

pub(super) async fn standing(
    conn: &mut Conn,
    community: AccountId,
    account: AccountId,
) -> Result<Option<Member>> {
    const TEXT: &str = concat!(
        "SELECT ",
        member_columns!(),
        " FROM community_members m JOIN accounts a ON a.id = m.account_id \
         WHERE m.community_id = $1 AND m.account_id = $2"
    );
    let row = sql(TEXT)
        .bind::<BigInt, _>(community)
        .bind::<BigInt, _>(account)
        .get_result::<MemberRow>(conn)
        .await
        .optional()?;
    Ok(row.map(Member::from))
}

/// The caller's standing, if they are in and have at least this role.
///
/// # Errors
/// [`Error::Forbidden`] otherwise.
pub(crate) async fn require(
    conn: &mut Conn,
    community: AccountId,
    account: AccountId,
    role: Role,
) -> Result<Member> {
    let member = standing(conn, community, account).await?;
    match member.filter(|member| member.state == State::Member) {
        Some(member) if member.role >= role => Ok(member),
        Some(_) => Err(Error::Forbidden(match role {
            Role::Founder => "only the founder may do this",
            _ => "only those who look after the community may do this",
        })),
        None => Err(Error::Forbidden("only members of the community may do this")),
    }
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: AccountId,
}

/// The first of these accounts that is a community, of any server.
///
/// # Errors
/// When Postgres fails.
pub async fn among(core: &Core, accounts: &[AccountId]) -> Result<Option<AccountId>> {
    if accounts.is_empty() {
        return Ok(None);
    }
    among_in(&mut *core.db.conn().await?, accounts).await
}

pub(crate) async fn among_in(conn: &mut Conn, accounts: &[AccountId]) -> Result<Option<AccountId>> {
    let found = sql("SELECT a.id FROM unnest($1) WITH ORDINALITY AS w (id, place) JOIN accounts a ON a.id = w.id \
                     WHERE a.kind = 2 AND a.suspended_at IS NULL AND a.gone_at IS NULL ORDER BY w.place LIMIT 1")
    .bind::<Array<BigInt>, _>(accounts)
    .get_result::<Id>(conn)
    .await
    .optional()?;
    Ok(found.map(|row| row.id))
}

/// Those who look after a community of ours: founder and stewards, longest first.
///
/// # Errors
/// When Postgres fails.
pub async fn stewards(core: &Core, community: AccountId) -> Result<Vec<Account>> {
    let rows = sql("SELECT a.* FROM community_members m JOIN accounts a ON a.id = m.account_id \
                    WHERE m.community_id = $1 AND m.state = 1 AND m.role >= 2 \
                    AND a.suspended_at IS NULL AND a.gone_at IS NULL ORDER BY m.id")
    .bind::<BigInt, _>(community)
    .load::<AccountRow>(&mut *core.db.conn().await?)
    .await?;
    Ok(rows.into_iter().map(Account::from).collect())
}

/// Members of a community of ours who live elsewhere.
///
/// # Errors
/// When Postgres fails.
pub async fn members_elsewhere(core: &Core, community: AccountId) -> Result<Vec<Account>> {
    let rows = sql("SELECT a.* FROM community_members m JOIN accounts a ON a.id = m.account_id \
                    WHERE m.community_id = $1 AND m.state = 1 AND a.host IS NOT NULL \
                    AND a.suspended_at IS NULL AND a.gone_at IS NULL ORDER BY a.host, a.id")
    .bind::<BigInt, _>(community)
    .load::<AccountRow>(&mut *core.db.conn().await?)
    .await?;
    Ok(rows.into_iter().map(Account::from).collect())
}

/// The community of a story, where there is one.
///
/// # Errors
/// When Postgres fails.
pub async fn of_story(core: &Core, story: StoryId) -> Result<Option<AccountId>> {
    let found = sql("SELECT community_id AS id FROM stories WHERE id = $1 AND community_id IS NOT NULL")
        .bind::<BigInt, _>(story)
        .get_result::<Id>(&mut *core.db.conn().await?)
        .await
        .optional()?;
    Ok(found.map(|row| row.id))
}

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Bool)]
    removed: bool,
}

/// Whether a story was taken out of its community.
///
/// # Errors
/// When Postgres fails.
pub async fn is_removed(core: &Core, story: StoryId) -> Result<bool> {
    removed_in(&mut *core.db.conn().await?, story).await
}

pub(super) async fn removed_in(conn: &mut Conn, story: StoryId) -> Result<bool> {
    let answer = sql(
        "SELECT EXISTS (SELECT 1 FROM community_stories WHERE story_id = $1 AND removed_at IS NOT NULL) \
                      AS removed",
    )
    .bind::<BigInt, _>(story)
    .get_result::<Answer>(conn)
    .await?;
    Ok(answer.removed)
}

#[derive(QueryableByName)]
struct Reason {
    #[diesel(sql_type = Text)]
    reason: String,
}

/// Why the stewards took a story out, in their words; empty where they gave none.
///
/// # Errors
/// When Postgres fails.
pub async fn reason_of(core: &Core, story: StoryId) -> Result<String> {
    let found = sql("SELECT reason FROM community_stories WHERE story_id = $1")
        .bind::<BigInt, _>(story)
        .get_result::<Reason>(&mut *core.db.conn().await?)
        .await
        .optional()?;
    Ok(found.map(|row| row.reason).unwrap_or_default())
}
