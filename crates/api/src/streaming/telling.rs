//! Tells those who listen what happened: core says whom it concerns, each sees it as their own request would show it.

use super::announcing;
use super::handed::Payload;
use super::hub::Hub;
use super::stream::Stream;
use crate::conversations::Shown as Talk;
use crate::entities::{Notification, Status};
use chrono::TimeDelta;
use hearth_core::conversations;
use hearth_core::ids::{AccountId, NotificationId, StoryId};
use hearth_core::notifications::list;
use hearth_core::stories::{Audience, Entry, Marks, StoryView};
use hearth_core::streams::onlookers::{self, Onlooker, Scene, Watcher};
use hearth_core::streams::{Said, endings};
use hearth_core::{Core, Error, Result};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What was told longer ago arrives late, or was fetched for its thread: it is in its place, but it is no news.
const NEWS: TimeDelta = TimeDelta::hours(6);

/// Hands what was said to all whom it concerns.
pub(super) async fn tell(core: &Core, hub: &Hub, said: Said) -> Result<()> {
    match said {
        Said::Told(story) => {
            let Some(scene) = onlookers::of_story(core, story, &watchers(hub)).await? else { return Ok(()) };
            if core.now() - scene.view.story.published_at < NEWS {
                Shown::of(core, &scene)?.hand(hub, "update", false);
                if scene.view.story.audience == Audience::Direct {
                    spoken(core, hub, &scene.view).await?;
                }
            }
        }
        Said::Boosted(boost) => {
            let Some(scene) = onlookers::of_boost(core, boost, &watchers(hub)).await? else { return Ok(()) };
            let at = scene.boost.as_ref().map_or(scene.view.story.published_at, |boost| boost.published_at);
            if core.now() - at < NEWS {
                Shown::of(core, &scene)?.hand(hub, "update", false);
            }
        }
        Said::Changed(story) => {
            let Some(scene) = onlookers::of_story(core, story, &watchers(hub)).await? else { return Ok(()) };
            Shown::of(core, &scene)?.hand(hub, "status.update", true);
        }
        Said::Withdrawn(story) => withdrawn(core, hub, story).await?,
        Said::Deleted(story) => deleted(core, hub, story).await?,
        Said::Notified(id) => notified(core, hub, id).await?,
        Said::Filtered(account) => hub.each(|open| {
            for (_, name) in open.streams.iter().filter(|(stream, _)| matches!(stream, Stream::User)) {
                if open.account == account {
                    open.hand(name, "filters_changed", None);
                }
            }
        }),
        Said::Merged(account) => merged(hub, account),
        Said::Announced(_) | Said::Unannounced(_) | Said::Reacted(_) => {
            announcing::tell(core, hub, said).await?;
        }
        Said::Ending => {}
    }
    Ok(())
}

/// Those who listen to stories, each once.
fn watchers(hub: &Hub) -> Vec<Watcher> {
    let mut wide: HashMap<AccountId, bool> = HashMap::new();
    hub.each(|open| {
        for (stream, _) in &open.streams {
            if stream.is_fed() || stream.is_wide() {
                *wide.entry(open.account).or_default() |= stream.is_wide();
            }
        }
    });
    wide.into_iter().map(|(account, wide)| Watcher { account, wide }).collect()
}

/// A story as each onlooker sees it.
struct Shown<'a> {
    scene: &'a Scene,
    /// For whom it is in the feed, and how they see it; nothing if they may not any more.
    seen: HashMap<AccountId, (&'a Onlooker, Option<Arc<Payload>>)>,
}

impl<'a> Shown<'a> {
    /// Written once for all who have the same marks on it; for whom a filter holds, on their own.
    fn of(core: &Core, scene: &'a Scene) -> Result<Self> {
        let mut written: Vec<((Marks, bool), Arc<Payload>)> = Vec::new();
        let mut seen = HashMap::new();
        for one in &scene.onlookers {
            let alike = (one.marks, one.account == scene.view.author.id);
            let alone = !one.filtered.is_empty();
            let known = written.iter().find(|(kind, _)| !alone && *kind == alike);
            let known = known.map(|(_, payload)| Arc::clone(payload));
            let payload = match (one.shown, known) {
                (false, _) => None,
                (true, Some(payload)) => Some(payload),
                (true, None) => {
                    let (view, boost) = (Arc::clone(&scene.view), scene.boost.clone());
                    let entry = Entry { view, boost, marks: one.marks, filtered: one.filtered.clone() };
                    let status = Status::of(&core.here, &entry, one.account);
                    let payload = Payload::json(&status).map_err(Error::internal)?;
                    if !alone {
                        written.push((alike, Arc::clone(&payload)));
                    }
                    Some(payload)
                }
            };
            seen.insert(one.account, (one, payload));
        }
        Ok(Self { scene, seen })
    }

    /// To each stream that holds it. Whoever has it and may not see it any more is told that it is gone.
    fn hand(&self, hub: &Hub, event: &'static str, takes_back: bool) {
        let gone = Payload::of(self.scene.view.story.id.to_string());
        let public = self.scene.boost.is_none();
        hub.each(|open| {
            let Some((onlooker, payload)) = self.seen.get(&open.account) else { return };
            for (stream, name) in &open.streams {
                let holds = match stream {
                    Stream::User => onlooker.home,
                    Stream::List(list) => onlooker.lists.contains(list),
                    _ => public && stream.holds(&self.scene.view),
                };
                match payload {
                    Some(payload) if holds => open.hand(name, event, Some(payload)),
                    None if holds && takes_back && stream.is_fed() => {
                        open.hand(name, "delete", Some(&gone));
                    }
                    _ => {}
                }
            }
        });
    }
}

/// Public streams lose it for all who do not see it there any more.
async fn withdrawn(core: &Core, hub: &Hub, story: StoryId) -> Result<()> {
    let watchers = watchers(hub);
    let Some(scene) = onlookers::of_story(core, story, &watchers).await? else { return Ok(()) };
    let accounts: Vec<AccountId> = watchers.iter().map(|one| one.account).collect();
    let witnesses = endings::witnesses(core, story, &accounts).await?;
    let witnesses: HashSet<AccountId> = witnesses.iter().map(|one| one.account).collect();
    let seen: HashSet<AccountId> =
        scene.onlookers.iter().filter(|one| one.shown).map(|one| one.account).collect();
    let gone = Payload::of(story.to_string());
    hub.each(|open| {
        for (stream, name) in open.streams.iter().filter(|(stream, _)| stream.is_wide()) {
            let keeps = seen.contains(&open.account) && stream.holds(&scene.view);
            if witnesses.contains(&open.account) && !keeps {
                open.hand(name, "delete", Some(&gone));
            }
        }
    });
    Ok(())
}

async fn deleted(core: &Core, hub: &Hub, story: StoryId) -> Result<()> {
    let accounts: Vec<AccountId> = watchers(hub).iter().map(|one| one.account).collect();
    let witnesses = endings::witnesses(core, story, &accounts).await?;
    let public: HashMap<AccountId, bool> = witnesses.iter().map(|one| (one.account, one.public)).collect();
    let gone = Payload::of(story.to_string());
    hub.each(|open| {
        let Some(public) = public.get(&open.account) else { return };
        for (stream, name) in &open.streams {
            if stream.is_fed() || (*public && stream.is_wide()) {
                open.hand(name, "delete", Some(&gone));
            }
        }
    });
    Ok(())
}

/// Those named in it, and whoever told it, have a conversation that goes on.
async fn spoken(core: &Core, hub: &Hub, view: &StoryView) -> Result<()> {
    let named = view.mentions.iter().map(|mention| mention.account.id);
    let named: HashSet<AccountId> = named.chain([view.author.id]).collect();
    let mut listen = HashSet::new();
    hub.each(|open| {
        if named.contains(&open.account) && open.streams.iter().any(|(stream, _)| *stream == Stream::Direct) {
            listen.insert(open.account);
        }
    });
    for account in listen {
        let one = match conversations::show(core, account, view.story.root_id).await {
            Ok(one) => one,
            Err(Error::NotFound(_)) => continue,
            Err(error) => return Err(error),
        };
        let payload = Payload::json(&Talk::of(&core.here, &one, account)).map_err(Error::internal)?;
        hub.each(|open| {
            for (_, name) in open.streams.iter().filter(|(stream, _)| *stream == Stream::Direct) {
                if open.account == account {
                    open.hand(name, "conversation", Some(&payload));
                }
            }
        });
    }
    Ok(())
}

/// What was kept aside is in the list now: apps read it again.
fn merged(hub: &Hub, account: AccountId) {
    let payload = Payload::of("1".to_owned());
    hub.each(|open| {
        if open.account == account && open.hears_notifications() {
            for (_, name) in open.streams.iter().filter(|(stream, _)| hears(stream)) {
                open.hand(name, "notifications_merged", Some(&payload));
            }
        }
    });
}

fn hears(stream: &Stream) -> bool {
    matches!(stream, Stream::User | Stream::Notifications)
}

async fn notified(core: &Core, hub: &Hub, id: NotificationId) -> Result<()> {
    let Some(account) = list::whose(core, id).await? else { return Ok(()) };
    let mut listens = false;
    hub.each(|open| listens |= open.account == account && open.hears_notifications());
    if !listens {
        return Ok(());
    }
    let one = match list::show(core, account, id).await {
        Ok(one) => one,
        Err(Error::NotFound(_)) => return Ok(()),
        Err(error) => return Err(error),
    };
    let payload = Payload::json(&Notification::of(&core.here, &one, account)).map_err(Error::internal)?;
    hub.each(|open| {
        if open.account == account && open.hears_notifications() {
            for (_, name) in open.streams.iter().filter(|(stream, _)| hears(stream)) {
                open.hand(name, "notification", Some(&payload));
            }
        }
    });
    Ok(())
}
