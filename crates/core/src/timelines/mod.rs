//! Timelines: lists of stories, newest first.

pub mod account;
pub mod feed;
pub mod home;
pub mod kept;
pub mod public;
mod rebuild;
pub mod tag;

use crate::db::Conn;
use crate::page::Page;
use crate::restrictions::standing::Standing;
use crate::stories::hydrate::{Facts, hydrate_with};
use crate::stories::queries::Place;
use crate::stories::{Entry, EntryKey};
use crate::{Core, Result};
use diesel::QueryableByName;

/// Places as a query sorted them for `page`, turned so that the newest stands first.
fn newest_first(page: Page, places: Vec<Place>) -> Vec<EntryKey> {
    let mut keys: Vec<EntryKey> = places.into_iter().map(EntryKey::from).collect();
    if page.upwards() {
        keys.reverse();
    }
    keys
}

/// A place in a timeline and all that is asked anew each time.
#[derive(QueryableByName)]
pub(crate) struct Row {
    #[diesel(embed)]
    place: Place,
    #[diesel(embed)]
    facts: Facts,
}

/// The entries of rows that stand in the order in which they are to be shown.
pub(crate) async fn entries(
    core: &Core,
    conn: &mut Conn,
    standing: &Standing,
    rows: Vec<Row>,
) -> Result<Vec<Entry>> {
    let (keys, facts): (Vec<_>, Vec<_>) =
        rows.into_iter().map(|row| (EntryKey::from(row.place), row.facts)).unzip();
    hydrate_with(core, conn, standing, &keys, &facts).await
}
