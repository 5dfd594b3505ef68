//! Timelines: lists of stories, newest first.

pub mod account;
pub mod feed;
pub mod home;
pub mod public;
mod rebuild;
pub mod tag;

use crate::page::Page;
use crate::stories::EntryKey;
use crate::stories::queries::Place;

/// Places as a query sorted them for `page`, turned so that the newest stands first.
fn newest_first(page: Page, places: Vec<Place>) -> Vec<EntryKey> {
    let mut keys: Vec<EntryKey> = places.into_iter().map(EntryKey::from).collect();
    if page.upwards() {
        keys.reverse();
    }
    keys
}
