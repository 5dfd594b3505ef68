//! What a draft would reach and be, before it is told: the same documents by the same hands.

use super::reached::{self, reached};
use super::stories;
use crate::{Federation, Mode, Result};
use diesel::QueryableByName;
use diesel::sql_types::{Bool, Nullable, Text};
use diesel_async::RunQueryDsl;
use hearth_core::Error;
use hearth_core::accounts::Account;
use hearth_core::stories::{Draft, Outward, StoryView, preview as told};
use std::sync::Arc;

/// What a draft would be.
#[derive(Debug)]
pub struct Preview {
    /// The story as it would stand here. Its id, its address and its time are made up anew when it is told.
    pub view: Arc<StoryView>,
    /// Servers it would be sent to, by host.
    pub servers: Vec<Reached>,
    /// What would be sent; `None` for a story that stays here.
    pub body: Option<Vec<u8>>,
    /// What would be sent to servers that take a titled Note for a vote (snac), where that differs.
    pub nameless: Option<Vec<u8>>,
}

/// A server that would be sent it.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Reached {
    /// Its host.
    #[diesel(sql_type = Text)]
    pub host: String,
    /// What it runs, where that is known.
    #[diesel(sql_type = Nullable<Text>)]
    pub software: Option<String>,
    /// It has been silent lately.
    #[diesel(sql_type = Bool)]
    pub silent: bool,
}

const SERVERS: &str =
    concat!("SELECT DISTINCT p.host, p.software, p.failures > 0 AS silent ", reached!(), " ORDER BY p.host");

/// Tells `draft`, looks at what would be sent and to whom, and takes all of it back: nothing is kept.
///
/// # Errors
/// Those of telling it.
pub async fn preview(federation: &Federation, author: &Account, draft: Draft) -> Result<Preview> {
    let view = told::preview(&federation.core, author, draft).await?;
    let Some(story) = Outward::of(view.clone()).filter(|_| federation.settings.mode != Mode::Off) else {
        return Ok(Preview { view, servers: Vec::new(), body: None, nameless: None });
    };
    let sending = stories::creation(federation, &story);
    let allow_list = federation.settings.mode == Mode::AllowList;
    let mut conn = federation.core.db.conn().await?;
    let servers = reached::bound(SERVERS, &sending.reach, allow_list)
        .load::<Reached>(&mut conn)
        .await
        .map_err(Error::from)?;
    Ok(Preview { view, servers, body: Some(sending.body), nameless: sending.nameless })
}
