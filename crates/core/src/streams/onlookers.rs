//! Who of those that listen may see a story, and with which marks: one statement for all of them.

use crate::filters::Caught;
use crate::filters::cache as filters;
use crate::ids::{AccountId, BoostId, StoryId};
use crate::sql::sql;
use crate::stories::{Boost, Marks, StoryView, boost, show};
use crate::{Core, Error, Result, listed, visible, wanted};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Bool, Text};
use diesel_async::RunQueryDsl;
use std::sync::Arc;

/// Somebody who listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watcher {
    /// Who; a member.
    pub account: AccountId,
    /// To more than their home.
    pub wide: bool,
}

/// Somebody who listens, and how a story concerns them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Onlooker {
    /// Who.
    pub account: AccountId,
    /// It stands in their home feed.
    pub home: bool,
    /// Those of their lists that show it.
    pub lists: Vec<i64>,
    /// They may see it, and want to meet it in lists.
    pub shown: bool,
    /// Their marks on it.
    pub marks: Marks,
    /// Their filters that hold for it.
    pub filtered: Vec<Caught>,
}

/// A story, and those of the watchers whom it concerns.
#[derive(Debug, Clone)]
pub struct Scene {
    /// The story, as it is now.
    pub view: Arc<StoryView>,
    /// The boost that brought it, if one did.
    pub boost: Option<Boost>,
    /// Each once. Whoever may not see it has it in their feed: it was for them before.
    pub onlookers: Vec<Onlooker>,
}

/// SQL columns and conditions over `stories s` and the watcher `m`, with the id in feeds in `$1` and the watchers in
/// `$3` and `$4`.
macro_rules! onlookers {
    ($from:literal, $also:expr) => {
        concat!(
            "SELECT m.account_id, m.home AND NOT EXISTS (SELECT 1 FROM thread_mutes tm WHERE tm.account_id = m.account_id \
                AND tm.root_id = s.root_id) AS home, \
               CASE WHEN m.fed THEN ARRAY(SELECT l.id FROM feed f JOIN list_members x ON x.account_id = f.author_id \
                 JOIN lists l ON l.id = x.list_id AND l.account_id = m.account_id \
                 LEFT JOIN stories p ON p.id = s.parent_id \
                 WHERE f.account_id = m.account_id AND f.entry_id = $1 \
                   AND (f.boost_id IS NOT NULL OR s.parent_uri IS NULL OR p.author_id = s.author_id OR l.replies = 0 \
                        OR (l.replies = 1 AND EXISTS (SELECT 1 FROM list_members y \
                                                      WHERE y.list_id = l.id AND y.account_id = p.author_id))) \
                   AND NOT EXISTS (SELECT 1 FROM thread_mutes tl WHERE tl.account_id = m.account_id \
                                   AND tl.root_id = s.root_id)) ELSE '{}' END AS lists, ",
            visible!("m.account_id"),
            " AND (s.author_id = m.account_id OR ",
            wanted!("m.account_id", "s.author_id"),
            ") AND ",
            listed!("m.account_id", "ARRAY(SELECT nh.note FROM note_choices nh WHERE nh.account_id = m.account_id AND nh.choice = 2)"),
            $also,
            " AS shown, \
               EXISTS (SELECT 1 FROM favourites v WHERE v.account_id = m.account_id AND v.story_id = s.id) AS favourited, \
               EXISTS (SELECT 1 FROM boosts x WHERE x.account_id = m.account_id AND x.story_id = s.id) AS boosted, \
               m.account_id = s.author_id AND EXISTS (SELECT 1 FROM pins p WHERE p.account_id = m.account_id \
                 AND p.story_id = s.id) AS pinned, \
               EXISTS (SELECT 1 FROM bookmarks k WHERE k.account_id = m.account_id AND k.story_id = s.id) AS bookmarked, \
               EXISTS (SELECT 1 FROM mutes mu WHERE mu.muter_id = m.account_id AND mu.muted_id = s.author_id) \
                 OR EXISTS (SELECT 1 FROM thread_mutes tu WHERE tu.account_id = m.account_id \
                 AND tu.root_id = s.root_id) AS muted, \
               ARRAY(SELECT no.note FROM note_choices no WHERE no.account_id = m.account_id AND no.choice = 1) AS open, \
               (SELECT count(*) FROM stories r WHERE r.parent_id = s.id AND r.audience IN (0, 1) \
                 AND r.deleted_at IS NULL AND r.held_by IS NULL) AS replies, \
               EXISTS (SELECT 1 FROM filters fi WHERE fi.account_id = m.account_id) AS filters, \
               coalesce((SELECT bit_or(1::bigint << vo.choice) FROM poll_votes vo WHERE vo.story_id = s.id \
                 AND vo.account_id = m.account_id), 0) AS chosen FROM ",
            $from,
            " CROSS JOIN LATERAL (SELECT u.account_id, u.wide, EXISTS (SELECT 1 FROM feed f \
                WHERE f.account_id = u.account_id AND f.entry_id = $1) AS fed, EXISTS (SELECT 1 FROM feed f \
                WHERE f.account_id = u.account_id AND f.entry_id = $1 AND NOT EXISTS ( \
                  SELECT 1 FROM lists l JOIN list_members x ON x.list_id = l.id WHERE l.account_id = u.account_id \
                  AND l.exclusive AND x.account_id = f.author_id)) AS home \
                FROM unnest($3, $4) AS u (account_id, wide) OFFSET 0) m \
              WHERE s.id = $2 AND (m.fed OR m.wide)"
        )
    };
}

/// A story that was told or changed; `None` when there is no such story.
///
/// # Errors
/// When Postgres fails.
pub async fn of_story(core: &Core, story: StoryId, watchers: &[Watcher]) -> Result<Option<Scene>> {
    let Some(view) = show::load(core, story).await? else { return Ok(None) };
    let text = onlookers!("stories s", "");
    let onlookers = ask(core, text, story.0, &view, watchers).await?;
    Ok(Some(Scene { view, boost: None, onlookers }))
}

/// A story that was passed on; `None` when that was taken back.
///
/// # Errors
/// When Postgres fails.
pub async fn of_boost(core: &Core, id: BoostId, watchers: &[Watcher]) -> Result<Option<Scene>> {
    let (boost, story) = match boost::by_id(core, id).await {
        Ok(found) => found,
        Err(Error::NotFound(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let Some(view) = show::load(core, story).await? else { return Ok(None) };
    let text = onlookers!(
        "boosts b JOIN stories s ON s.id = b.story_id AND b.id = $1",
        concat!(
            " AND ",
            wanted!("m.account_id", "b.account_id"),
            " AND NOT EXISTS (SELECT 1 FROM accounts ba WHERE ba.id = b.account_id \
               AND (ba.suspended_at IS NOT NULL OR ba.gone_at IS NOT NULL OR ba.barred_at IS NOT NULL)) \
              AND NOT EXISTS (SELECT 1 FROM blocks bb WHERE bb.blocker_id = b.account_id \
               AND bb.blocked_id = m.account_id)"
        )
    );
    let onlookers = ask(core, text, id.0, &view, watchers).await?;
    Ok(Some(Scene { view, boost: Some(boost), onlookers }))
}

async fn ask(
    core: &Core,
    text: &'static str,
    entry: i64,
    view: &StoryView,
    watchers: &[Watcher],
) -> Result<Vec<Onlooker>> {
    let (accounts, wide): (Vec<AccountId>, Vec<bool>) =
        watchers.iter().map(|watcher| (watcher.account, watcher.wide)).unzip();
    let mut conn = core.db.conn().await?;
    let rows = sql(text)
        .bind::<BigInt, _>(entry)
        .bind::<BigInt, _>(view.story.id)
        .bind::<Array<BigInt>, _>(accounts)
        .bind::<Array<Bool>, _>(wide)
        .load::<Row>(&mut conn)
        .await?;
    let mut onlookers = Vec::with_capacity(rows.len());
    for row in rows.into_iter().filter(|row| row.home || row.shown) {
        let filtered = match row.filters && row.shown {
            true => filters::compiled(core, &mut conn, row.account_id).await?.caught(view, core.now()),
            false => Vec::new(),
        };
        onlookers.push(row.onlooker(view, filtered, core.now()));
    }
    Ok(onlookers)
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    account_id: AccountId,
    #[diesel(sql_type = Bool)]
    home: bool,
    #[diesel(sql_type = Array<BigInt>)]
    lists: Vec<i64>,
    #[diesel(sql_type = Bool)]
    shown: bool,
    #[diesel(sql_type = Bool)]
    filters: bool,
    #[diesel(sql_type = Bool)]
    favourited: bool,
    #[diesel(sql_type = Bool)]
    boosted: bool,
    #[diesel(sql_type = Bool)]
    pinned: bool,
    #[diesel(sql_type = Bool)]
    bookmarked: bool,
    #[diesel(sql_type = Bool)]
    muted: bool,
    #[diesel(sql_type = Array<Text>)]
    open: Vec<String>,
    #[diesel(sql_type = BigInt)]
    replies: i64,
    #[diesel(sql_type = BigInt)]
    chosen: i64,
}

impl Row {
    fn onlooker(self, view: &StoryView, filtered: Vec<Caught>, now: DateTime<Utc>) -> Onlooker {
        let marks = Marks {
            favourited: self.favourited,
            boosted: self.boosted,
            pinned: self.pinned,
            bookmarked: self.bookmarked,
            muted: self.muted,
            opened: view.opened_by(&self.open),
            replies: self.replies,
            chosen: self.chosen,
            ended: view.poll.as_ref().is_some_and(|poll| poll.is_over(now)),
        };
        let Self { account_id: account, home, lists, shown, .. } = self;
        Onlooker { account, home, lists, shown, marks, filtered }
    }
}
