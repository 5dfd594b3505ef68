//! What is left of an account that is gone: its row, its keys, and tombstones where its stories were.

use crate::db::Conn;
use crate::heard::answer;
use crate::ids::{AccountId, StoryId};
use crate::lineage::withdraw;
use crate::media::drop;
use crate::sql::sql;
use crate::{Core, Result};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::RunQueryDsl;

/// Wipes an account in the caller's transaction. Its row stays, so that nobody gets its name, and so do its keys,
/// which sign its farewell, and blocks *against* it, which must hold if it comes back. Answers its stories.
pub(super) async fn erase(core: &Core, tx: &mut Conn, account: AccountId) -> Result<Vec<StoryId>> {
    #[derive(QueryableByName)]
    struct Id {
        #[diesel(sql_type = BigInt)]
        id: StoryId,
    }
    let now = core.now();
    let stories = sql(BURY).bind::<BigInt, _>(account).bind::<Timestamptz, _>(now).load::<Id>(tx).await?;
    let stories: Vec<StoryId> = stories.into_iter().map(|row| row.id).collect();
    withdraw::ended(core, tx, &stories).await?;
    for statement in PARTS {
        sql(statement).bind::<BigInt, _>(account).execute(tx).await?;
    }
    drop::replaced(tx, account, true, true).await?;
    sql("UPDATE accounts SET display_name = '', note_html = '', note_source = '', profile = '{}', also_known_as = '{}', \
         discoverable = false, indexable = false, gone_at = coalesce(gone_at, $2), updated_at = $2 WHERE id = $1")
    .bind::<BigInt, _>(account)
    .bind::<Timestamptz, _>(now)
    .execute(tx)
    .await?;
    answer::again(tx, &stories).await?;
    Ok(stories)
}

/// Forgets what caches hold of it; after the commit.
pub(super) fn forget(core: &Core, account: AccountId, stories: &[StoryId]) {
    core.accounts.forget(account);
    core.sessions.forget_all();
    for story in stories {
        core.stories.forget(*story);
    }
}

/// Tombstones, and rows without words that hold their threads together.
const BURY: &str = "WITH buried AS (INSERT INTO tombstones (uri, at) \
        SELECT uri, $2 FROM stories WHERE author_id = $1 AND deleted_at IS NULL ON CONFLICT DO NOTHING) \
    UPDATE stories SET title = '', content_html = '', source = '', summary = '', emojis = '[]', sensitive = false, \
        language = NULL, deleted_at = $2 \
    WHERE author_id = $1 AND deleted_at IS NULL RETURNING id";

/// Everything that hangs on its stories, then everything that is its own.
const PARTS: [&str; 28] = [
    "DELETE FROM community_members WHERE account_id = $1",
    "DELETE FROM feed f USING stories s WHERE f.story_id = s.id AND s.author_id = $1",
    "DELETE FROM boosts b USING stories s WHERE b.story_id = s.id AND s.author_id = $1",
    "DELETE FROM favourites v USING stories s WHERE v.story_id = s.id AND s.author_id = $1",
    "DELETE FROM notifications n USING stories s WHERE n.story_id = s.id AND s.author_id = $1",
    "DELETE FROM attachments t USING stories s WHERE t.story_id = s.id AND s.author_id = $1",
    "WITH gone AS (DELETE FROM media WHERE account_id = $1 RETURNING file, preview) INSERT INTO dropped_files (name) \
        SELECT unnest(ARRAY[file, preview]) FROM gone ON CONFLICT DO NOTHING",
    "DELETE FROM story_tags t USING stories s WHERE t.story_id = s.id AND s.author_id = $1",
    "DELETE FROM story_edits e USING stories s WHERE e.story_id = s.id AND s.author_id = $1",
    "DELETE FROM journeys WHERE account_id = $1",
    "DELETE FROM unasked WHERE account_id = $1",
    "DELETE FROM pins WHERE account_id = $1",
    "DELETE FROM boosts WHERE account_id = $1",
    "DELETE FROM favourites WHERE account_id = $1",
    "DELETE FROM follows WHERE follower_id = $1 OR followee_id = $1",
    "DELETE FROM blocks WHERE blocker_id = $1",
    "DELETE FROM mutes WHERE muter_id = $1",
    "DELETE FROM host_blocks WHERE account_id = $1",
    "DELETE FROM notifications WHERE account_id = $1 OR from_id = $1",
    "WITH permitted AS (DELETE FROM notification_permissions WHERE from_id = $1) \
        DELETE FROM notification_requests WHERE from_id = $1",
    "DELETE FROM feed WHERE account_id = $1",
    "DELETE FROM filters WHERE account_id = $1",
    "DELETE FROM grants WHERE account_id = $1",
    "DELETE FROM web_sessions WHERE account_id = $1",
    "DELETE FROM devices WHERE account_id = $1",
    "DELETE FROM recovery_codes WHERE account_id = $1",
    "DELETE FROM tokens WHERE account_id = $1",
    "DELETE FROM members WHERE account_id = $1",
];
