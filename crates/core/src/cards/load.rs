//! Reads the cards of many stories at once.

use super::{Card, Page};
use crate::Result;
use crate::db::Conn;
use crate::ids::{CardId, StoryId};
use crate::schema::cards;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use std::collections::HashMap;
use std::sync::Arc;

/// The cards of stories that have one, as far as its page said something. Asks nothing where none has.
pub(crate) async fn of(conn: &mut Conn, carded: &[(StoryId, CardId)]) -> Result<Vec<(StoryId, Arc<Card>)>> {
    if carded.is_empty() {
        return Ok(Vec::new());
    }
    let rows = cards::table
        .filter(cards::id.eq_any(carded.iter().map(|(_, card)| card.0)).and(cards::page.is_not_null()))
        .select((cards::id, cards::url, cards::page.assume_not_null()))
        .load::<(i64, String, serde_json::Value)>(conn)
        .await?;
    let card = |(id, url, page)| Some((CardId(id), Arc::new(Card { url, page: read(page)? })));
    let known: HashMap<CardId, Arc<Card>> = rows.into_iter().filter_map(card).collect();
    Ok(carded.iter().filter_map(|(story, card)| Some((*story, known.get(card)?.clone()))).collect())
}

/// Written only by us.
fn read(page: serde_json::Value) -> Option<Page> {
    serde_json::from_value(page).ok()
}
