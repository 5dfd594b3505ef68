//! Writes down what was handed out and asked for back: many servers in one statement, beside the one that takes finished
//! deliveries off their table.

use super::State;
use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, BigInt, SmallInt, Timestamptz};
use diesel_async::RunQueryDsl;
use hearth_core::Error;
use hearth_core::db::Conn;
use hearth_core::ids::StoryId;
use hearth_core::sql::sql;
use std::collections::BTreeMap;

/// The story of ours that an activity hands out or asks for back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct About {
    pub(crate) story: i64,
    takes_back: bool,
}

impl About {
    /// Of an activity of this kind about `story`.
    pub(crate) fn of(story: i64, kind: &str) -> Option<Self> {
        let takes_back = match kind {
            // Whoever is asked about a story by an Offer fetches it, as whoever is told that it was passed on.
            "creates" | "updates" | "announces" | "offers" => false,
            "deletes" => true,
            _ => return None,
        };
        Some(Self { story, takes_back })
    }

    /// What is known of a server that took it, or refused it.
    pub(crate) fn after(self, taken: bool) -> Option<State> {
        match (self.takes_back, taken) {
            (false, true) => Some(State::Has),
            (false, false) => None,
            (true, true) => Some(State::Accepted),
            (true, false) => Some(State::Refused),
        }
    }
}

/// What came of one delivery.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Handed {
    pub(crate) story: i64,
    pub(crate) peer: i64,
    pub(crate) inbox: i64,
    pub(crate) state: State,
}

/// Writes down what came of deliveries, in the transaction that takes them off their table. Whoever was asked for a
/// story back does not have it again because an earlier word is written down later.
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn write_down(tx: &mut Conn, now: DateTime<Utc>, handed: &[Handed]) -> Result<(), Error> {
    // One row per story and server, the last word of each; in order, so that two of these wait for each other.
    let last: BTreeMap<(i64, i64), &Handed> =
        handed.iter().map(|handed| ((handed.story, handed.peer), handed)).collect();
    sql("INSERT INTO handed AS h (story_id, peer_id, inbox_id, state, first_sent_at, answered_at) \
         SELECT k.story, k.peer, k.inbox, k.state, $5, $5 FROM unnest($1, $2, $3, $4) AS k(story, peer, inbox, state) \
         ON CONFLICT (story_id, peer_id) DO UPDATE \
         SET state = excluded.state, inbox_id = excluded.inbox_id, answered_at = excluded.answered_at \
         WHERE h.state <> excluded.state AND NOT (excluded.state = 0 AND h.state IN (1, 2, 3, 4))")
    .bind::<Array<BigInt>, _>(last.keys().map(|(story, _)| *story).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(last.keys().map(|(_, peer)| *peer).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(last.values().map(|handed| handed.inbox).collect::<Vec<_>>())
    .bind::<Array<SmallInt>, _>(last.values().map(|handed| handed.state as i16).collect::<Vec<_>>())
    .bind::<Timestamptz, _>(now)
    .execute(tx)
    .await?;
    Ok(())
}

/// Notes who may have a story whose deliveries are about to be taken back: servers that are being sent to at this
/// moment, and those that failed on the way, which may have taken it nonetheless.
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn may_have(tx: &mut Conn, now: DateTime<Utc>, story: StoryId) -> Result<(), Error> {
    sql("INSERT INTO handed (story_id, peer_id, inbox_id, state, first_sent_at) \
         SELECT DISTINCT ON (d.peer_id) $1, d.peer_id, d.inbox_id, 5::smallint, $2 \
         FROM activities a JOIN deliveries d ON d.activity_id = a.id JOIN peers p ON p.id = d.peer_id \
         WHERE a.story_id = $1 AND a.kind IN ('creates', 'updates') \
         AND (p.lease_until > $2 OR d.attempts > 0 OR p.failures > 0) ORDER BY d.peer_id \
         ON CONFLICT DO NOTHING")
    .bind::<BigInt, _>(story)
    .bind::<Timestamptz, _>(now)
    .execute(tx)
    .await?;
    Ok(())
}

/// Notes whom the activity `delete` asks for the story; if it is for everybody, also who has it and cannot be reached.
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn asked(
    tx: &mut Conn,
    now: DateTime<Utc>,
    story: StoryId,
    delete: i64,
    everybody: bool,
) -> Result<(), Error> {
    sql("INSERT INTO handed AS h (story_id, peer_id, inbox_id, state, first_sent_at, asked_at, tried_at) \
         SELECT DISTINCT ON (d.peer_id) $1, d.peer_id, d.inbox_id, 1::smallint, $3, $3, $3 \
         FROM deliveries d WHERE d.activity_id = $2 ORDER BY d.peer_id \
         ON CONFLICT (story_id, peer_id) DO UPDATE \
         SET state = 1, asked_at = coalesce(h.asked_at, excluded.asked_at), tried_at = excluded.tried_at, \
             answered_at = NULL")
    .bind::<BigInt, _>(story)
    .bind::<BigInt, _>(delete)
    .bind::<Timestamptz, _>(now)
    .execute(tx)
    .await?;
    if !everybody {
        return Ok(());
    }
    sql("UPDATE handed h SET state = 4, tried_at = $2, asked_at = coalesce(h.asked_at, $2) \
         WHERE h.story_id = $1 AND h.state IN (0, 5)")
    .bind::<BigInt, _>(story)
    .bind::<Timestamptz, _>(now)
    .execute(tx)
    .await?;
    Ok(())
}

/// Forgets that servers were asked for a story which the activity `create` hands to them again.
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn forgotten(tx: &mut Conn, story: StoryId, create: i64) -> Result<(), Error> {
    sql("DELETE FROM handed h WHERE h.story_id = $1 AND h.state <> 0 \
         AND h.peer_id IN (SELECT d.peer_id FROM deliveries d WHERE d.activity_id = $2)")
    .bind::<BigInt, _>(story)
    .bind::<BigInt, _>(create)
    .execute(tx)
    .await?;
    Ok(())
}
