//! What was undone, so that activities which arrive late, twice or in another order lead to the same state.

use crate::db::Conn;
use crate::schema::undone;
use crate::sql::sql;
use crate::{Core, Result};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text, Timestamptz};
use diesel_async::RunQueryDsl;

/// Notes that `actor_uri` undid `uri`. `met`: the activity itself had arrived.
///
/// Ids of another host than the actor's are not noted, so that nobody can undo ahead for others.
///
/// # Errors
/// When Postgres fails.
pub async fn remember(core: &Core, conn: &mut Conn, uri: &str, actor_uri: &str, met: bool) -> Result<()> {
    if host(uri).is_none() || host(uri) != host(actor_uri) {
        return Ok(());
    }
    // An Undo said twice is still one of something that was known.
    sql("INSERT INTO undone (uri, actor_uri, met, at) VALUES ($1, $2, $3, $4) ON CONFLICT (uri) DO UPDATE \
         SET met = excluded.met OR (undone.met AND undone.at > $5), at = excluded.at, refused_at = NULL \
         WHERE undone.actor_uri = excluded.actor_uri")
    .bind::<Text, _>(uri)
    .bind::<Text, _>(actor_uri)
    .bind::<Bool, _>(met)
    .bind::<Timestamptz, _>(core.now())
    .bind::<Timestamptz, _>(core.now() - in_flight())
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether `actor_uri` undid `uri` before it came, so that it must have no effect now that it arrives.
///
/// What had come before its Undo and comes again is done again: some servers give every act of a kind the same id,
/// so the last word to arrive counts. What was overtaken by its Undo is refused, and its repeats for ten minutes.
///
/// # Errors
/// When Postgres fails.
pub async fn forbids(core: &Core, conn: &mut Conn, uri: &str, actor_uri: &str) -> Result<bool> {
    let now = core.now();
    let hit = diesel::update(
        undone::table
            .filter(undone::uri.eq(uri).and(undone::actor_uri.eq(actor_uri)).and(undone::met.eq(false)))
            .filter(undone::refused_at.is_null().or(undone::refused_at.gt(now - in_flight()))),
    )
    .set(undone::refused_at.eq(now))
    .execute(conn)
    .await?;
    Ok(hit > 0)
}

/// Forgets what was undone more than 30 days ago; clock-driven. Answers how many there were.
///
/// # Errors
/// When Postgres fails.
pub async fn prune(core: &Core) -> Result<usize> {
    let mut conn = core.db.conn().await?;
    let before = core.now() - TimeDelta::days(30);
    Ok(diesel::delete(undone::table.filter(undone::at.lt(before))).execute(&mut conn).await?)
}

/// The ids under which another server holds one and the same claim, such as a follow: newest last.
///
/// A Follow, its Undo and a second Follow can arrive in any order. So a second id does not replace the first at
/// once, and an Undo ends the claim only when it leaves no id over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claim(Vec<String>);

/// What an Undo leaves of a claim.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Left {
    /// Nothing: it ends. `met` says whether the undone id was known.
    Nothing { met: bool },
    /// It goes on under other ids.
    Rest(Claim),
    /// It goes on untouched: the undone activity is one that was overtaken.
    All,
}

/// How many ids one claim may have; a server that sends more is not out of order but out of its mind.
const MOST: usize = 8;

impl Claim {
    /// From its columns.
    pub(crate) fn new(uri: String, earlier: Vec<String>) -> Self {
        let mut all = earlier;
        all.push(uri);
        Self(all)
    }

    /// The newest id, and the earlier ones.
    pub(crate) fn columns(&self) -> (&str, &[String]) {
        match self.0.split_last() {
            Some((newest, earlier)) => (newest, earlier),
            None => ("", &[]),
        }
    }

    /// The claim after it was made again as `uri`, `age` after the time before.
    pub(crate) fn again(mut self, uri: &str, age: TimeDelta) -> Self {
        self.0.retain(|known| known != uri);
        if age > in_flight() {
            self.0.clear();
        } else if self.0.len() >= MOST {
            self.0.remove(0);
        }
        self.0.push(uri.to_owned());
        self
    }

    /// What is left when `uri` is undone, `age` after the claim was last made. Servers exist whose Undo names an id
    /// that the activity never had, so an unknown id undoes whatever there is, unless that is quite new.
    pub(crate) fn undo(mut self, uri: Option<&str>, age: TimeDelta) -> Left {
        let Some(uri) = uri else { return Left::Nothing { met: false } };
        let before = self.0.len();
        self.0.retain(|known| known != uri);
        if self.0.is_empty() {
            Left::Nothing { met: true }
        } else if self.0.len() < before {
            Left::Rest(self)
        } else if age > in_flight() {
            Left::Nothing { met: false }
        } else {
            Left::All
        }
    }
}

/// How long activities of one act may overtake each other.
fn in_flight() -> TimeDelta {
    TimeDelta::minutes(10)
}

fn host(uri: &str) -> Option<String> {
    crate::here::host_of(uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(uris: &[&str]) -> Claim {
        Claim(uris.iter().map(|uri| (*uri).to_owned()).collect())
    }

    #[test]
    fn an_undo_ends_only_what_it_names_while_things_are_in_flight() {
        let soon = TimeDelta::seconds(5);
        assert_eq!(claim(&["a"]).undo(Some("a"), soon), Left::Nothing { met: true });
        assert_eq!(claim(&["b", "a"]).undo(Some("a"), soon), Left::Rest(claim(&["b"])));
        assert_eq!(claim(&["b"]).undo(Some("a"), soon), Left::All);
        assert_eq!(claim(&["b"]).undo(None, soon), Left::Nothing { met: false });
    }

    #[test]
    fn an_undo_that_names_an_unknown_id_later_ends_the_claim() {
        assert_eq!(claim(&["b"]).undo(Some("a"), TimeDelta::hours(1)), Left::Nothing { met: false });
    }

    #[test]
    fn a_claim_made_again_much_later_stands_alone() {
        assert_eq!(claim(&["a"]).again("b", TimeDelta::hours(1)), claim(&["b"]));
        assert_eq!(claim(&["a"]).again("b", TimeDelta::seconds(1)), claim(&["a", "b"]));
        assert_eq!(claim(&["a", "b"]).again("a", TimeDelta::seconds(1)), claim(&["b", "a"]));
    }
}
