//! What a draft would reach and be, before it is told: the same documents by the same hands.

use super::apart::{self, Copy};
use super::communities::{Told, passed_on};
use super::reached::{self, reached};
use super::sending::{FORUMS, Reach, Sending};
use super::stories;
use crate::readers::{Seen, There, gotosocial, lemmy, mastodon};
use crate::{Federation, Mode, Result};
use diesel::QueryableByName;
use diesel::sql_types::{Bool, Nullable, Text};
use diesel_async::RunQueryDsl;
use hearth_core::Error;
use hearth_core::accounts::Account;
use hearth_core::stories::{Draft, Outward, StoryView, preview as told};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a draft would be.
#[derive(Debug)]
pub struct Preview {
    /// The story as it would stand here. Its time, and the address of a draft that is not kept, are made up anew when it
    /// is told.
    pub view: Arc<StoryView>,
    /// Servers it would be sent to, by host.
    pub servers: Vec<Reached>,
    /// What would be sent; `None` for a story that stays here.
    pub body: Option<Vec<u8>>,
    /// What would be sent to servers that take a titled Note for a vote (snac), where that differs.
    pub nameless: Option<Vec<u8>>,
    /// What its community would send to forums.
    pub announced: Option<Vec<u8>>,
    /// What each server would be sent of a story that is told to each apart: its host, and the bytes.
    pub apart: Vec<(String, Vec<u8>)>,
    /// What people would see elsewhere; `None` for a story that stays here.
    pub seen: Option<SeenAs>,
}

/// What people would see, by what their server runs.
#[derive(Debug)]
pub struct SeenAs {
    /// Mastodon, by those who follow the author, are named, or belong to the circle or community.
    pub mastodon: Seen,
    /// GoToSocial, by the same.
    pub gotosocial: Seen,
    /// Lemmy, by members of the community.
    pub lemmy: Seen,
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

impl Reached {
    /// Whether it reads what communities say of their members.
    #[must_use]
    pub fn is_forum(&self) -> bool {
        self.software.as_deref().is_some_and(|software| FORUMS.contains(&software))
    }
}

const SERVERS: &str =
    concat!("SELECT DISTINCT p.host, p.software, p.failures > 0 AS silent ", reached!(), " ORDER BY p.host");

/// Tells `draft` (under the address of a kept one), looks at what would be sent and to whom, and takes all of it back:
/// nothing is kept.
///
/// # Errors
/// Those of telling it.
pub async fn preview(
    federation: &Federation,
    author: &Account,
    draft: Draft,
    slug: Option<String>,
) -> Result<Preview> {
    let view = told::preview_under(&federation.core, author, draft, slug).await?;
    let Some(story) = Outward::of(view.clone()).filter(|_| federation.settings.mode != Mode::Off) else {
        return Ok(stays(view));
    };
    let sending = stories::creation(federation, &story);
    if apart::is_told_apart(&story) {
        let copies = apart::copies(federation, &story).await?;
        return told_apart(federation, view, &copies).await;
    }
    let announced = announcement(federation, &story, &sending);
    let mut reaches = vec![sending.reach.clone()];
    // To whoever follows the community it is passed on, in one form or the other.
    reaches.extend(announced.as_ref().map(|sending| sending.reach.clone()));
    let seen = seen(&story, &sending.body, announced.as_ref().map(|sending| sending.body.as_slice()));
    Ok(Preview {
        servers: servers(federation, &reaches).await?,
        body: Some(sending.body),
        nameless: sending.nameless,
        announced: announced.map(|sending| sending.body),
        apart: Vec::new(),
        seen: Some(seen),
        view,
    })
}

fn stays(view: Arc<StoryView>) -> Preview {
    Preview {
        view,
        servers: Vec::new(),
        body: None,
        nameless: None,
        announced: None,
        apart: Vec::new(),
        seen: None,
    }
}

async fn told_apart(federation: &Federation, view: Arc<StoryView>, copies: &[Copy]) -> Result<Preview> {
    let sendings: Vec<(&str, Sending)> = copies
        .iter()
        .map(|copy| (copy.host.as_str(), copy.sent(stories::creation(federation, &copy.story))))
        .collect();
    let reaches: Vec<Reach> = sendings.iter().map(|(_, sending)| sending.reach.clone()).collect();
    let first = copies.iter().zip(sendings.iter()).next();
    let seen = first.map(|(copy, (_, sending))| seen(&copy.story, &sending.body, None));
    let apart = sendings.into_iter().map(|(host, sending)| (host.to_owned(), sending.body));
    let apart: Vec<(String, Vec<u8>)> = apart.collect();
    let body = apart.as_slice().first().map(|(_, body)| body.clone());
    Ok(Preview { servers: servers(federation, &reaches).await?, body, apart, seen, ..stays(view) })
}

/// What a community of ours would tell forums of it.
fn announcement(federation: &Federation, story: &Outward, sending: &Sending) -> Option<Sending> {
    let view = story.view();
    let community = view.community.as_deref().filter(|community| community.is_local())?;
    let open = view.story.audience.is_open();
    open.then(|| passed_on(federation, community, story, &sending.uri, Told::Now))
}

async fn servers(federation: &Federation, reaches: &[Reach]) -> Result<Vec<Reached>> {
    let allow_list = federation.settings.mode == Mode::AllowList;
    let mut conn = federation.core.db.conn().await?;
    let mut found = BTreeMap::new();
    for reach in reaches {
        let servers = reached::bound(SERVERS, reach, allow_list)
            .load::<Reached>(&mut conn)
            .await
            .map_err(Error::from)?;
        found.extend(servers.into_iter().map(|server| (server.host.clone(), server)));
    }
    Ok(found.into_values().collect())
}

/// What those see whom it reaches.
fn seen(story: &Outward, body: &[u8], announced: Option<&[u8]>) -> SeenAs {
    let view = story.view();
    let community = view.community.iter().map(|community| community.uri.clone());
    let elsewhere = view.mentions.iter().filter(|mention| !mention.account.is_local());
    let mut there = There {
        follows: std::iter::once(view.author.uri.clone()).chain(community).collect(),
        people: elsewhere.map(|mention| mention.account.uri.clone()).collect(),
        ..There::default()
    };
    // A forum shows an answer below what it answers, which is there by then.
    there.documents.extend(view.story.parent_uri.iter().map(|uri| (uri.clone(), serde_json::Value::Null)));
    SeenAs {
        mastodon: mastodon::read(body, &there),
        gotosocial: gotosocial::read(body, &there),
        lemmy: lemmy::read(announced.unwrap_or(body), &there, true),
    }
}
