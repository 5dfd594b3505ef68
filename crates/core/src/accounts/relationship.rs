//! How the reader stands to other accounts.

use crate::ids::AccountId;
use crate::sql::sql;
use crate::{Core, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;

/// One row for each of `others` that exists, in the given order.
///
/// # Errors
/// When Postgres fails.
pub async fn relationships(
    core: &Core,
    viewer: AccountId,
    others: &[AccountId],
) -> Result<Vec<Relationship>> {
    let mut conn = core.db.conn().await?;
    Ok(sql(RELATIONSHIPS)
        .bind::<BigInt, _>(viewer)
        .bind::<Array<BigInt>, _>(others.to_vec())
        .bind::<Timestamptz, _>(core.now())
        .load(&mut conn)
        .await?)
}

const RELATIONSHIPS: &str = "SELECT a.id, \
        coalesce(f.accepted_at IS NOT NULL, false) AS following, \
        coalesce(f.show_boosts, false) AS showing_boosts, coalesce(f.notify, false) AS notifying, \
        coalesce(f.languages, '{}') AS languages, f.id IS NOT NULL AND f.accepted_at IS NULL AS requested, \
        coalesce(b.accepted_at IS NOT NULL, false) AS followed_by, \
        b.id IS NOT NULL AND b.accepted_at IS NULL AS requested_by, \
        m.id IS NOT NULL AS muting, coalesce(m.notifications, false) AS muting_notifications, \
        m.expires_at AS muting_expires_at, \
        EXISTS (SELECT 1 FROM blocks WHERE blocker_id = $1 AND blocked_id = a.id) AS blocking, \
        EXISTS (SELECT 1 FROM blocks WHERE blocker_id = a.id AND blocked_id = $1) AS blocked_by, \
        EXISTS (SELECT 1 FROM host_blocks WHERE account_id = $1 AND host = a.host) AS host_blocking, \
        EXISTS (SELECT 1 FROM endorsements WHERE account_id = $1 AND endorsed_id = a.id) AS endorsed, \
        coalesce((SELECT n.note FROM account_notes n WHERE n.account_id = $1 AND n.about_id = a.id), '') AS note \
    FROM unnest($2) WITH ORDINALITY o (id, place) JOIN accounts a ON a.id = o.id \
    LEFT JOIN follows f ON f.follower_id = $1 AND f.followee_id = a.id \
    LEFT JOIN follows b ON b.follower_id = a.id AND b.followee_id = $1 \
    LEFT JOIN mutes m ON m.muter_id = $1 AND m.muted_id = a.id AND (m.expires_at IS NULL OR m.expires_at > $3) \
    ORDER BY o.place";

/// How one account stands to another.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
#[expect(clippy::struct_excessive_bools, reason = "each is one fact that clients ask for by name")]
pub struct Relationship {
    /// The other one.
    #[diesel(sql_type = BigInt)]
    pub id: AccountId,
    /// The reader follows.
    #[diesel(sql_type = Bool)]
    pub following: bool,
    /// The reader sees the other's boosts.
    #[diesel(sql_type = Bool)]
    pub showing_boosts: bool,
    /// The reader is told of each story.
    #[diesel(sql_type = Bool)]
    pub notifying: bool,
    /// Languages the reader limited the follow to.
    #[diesel(sql_type = Array<Text>)]
    pub languages: Vec<String>,
    /// The other follows the reader.
    #[diesel(sql_type = Bool)]
    pub followed_by: bool,
    /// The reader blocks.
    #[diesel(sql_type = Bool)]
    pub blocking: bool,
    /// The other blocks.
    #[diesel(sql_type = Bool)]
    pub blocked_by: bool,
    /// The reader mutes.
    #[diesel(sql_type = Bool)]
    pub muting: bool,
    /// … notifications too.
    #[diesel(sql_type = Bool)]
    pub muting_notifications: bool,
    /// When the mute ends.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub muting_expires_at: Option<DateTime<Utc>>,
    /// The reader asked to follow.
    #[diesel(sql_type = Bool)]
    pub requested: bool,
    /// The other asked to follow.
    #[diesel(sql_type = Bool)]
    pub requested_by: bool,
    /// The reader blocks the other's server.
    #[diesel(sql_type = Bool)]
    pub host_blocking: bool,
    /// The reader features the other on their profile.
    #[diesel(sql_type = Bool)]
    pub endorsed: bool,
    /// What the reader wrote down about the other.
    #[diesel(sql_type = Text)]
    pub note: String,
}
