//! Tells everybody who listens to their home of announcements while they are made, changed, withdrawn and reacted to.

use super::handed::Payload;
use super::hub::Hub;
use super::stream::Stream;
use crate::entities::{Announcement, Reaction};
use hearth_core::announcements::{list, model, react};
use hearth_core::streams::Said;
use hearth_core::{Core, Error, Result};
use std::sync::Arc;

/// Hands what was said of an announcement to all: it is for everybody here.
pub(super) async fn tell(core: &Core, hub: &Hub, said: Said) -> Result<()> {
    match said {
        Said::Announced(id) => match list::shown(core, id, model::EVERYBODY).await {
            Ok(one) => {
                let payload = Payload::json(&Announcement::of(&core.here, &one, false));
                hand(hub, "announcement", &payload.map_err(Error::internal)?);
            }
            Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        },
        Said::Unannounced(id) => hand(hub, "announcement.delete", &Payload::of(id.to_string())),
        Said::Reacted(id) => {
            if let Some((announcement, reaction)) = react::told(core, id).await? {
                let payload = Payload::json(&Reaction::told(announcement, &reaction));
                hand(hub, "announcement.reaction", &payload.map_err(Error::internal)?);
            }
        }
        _ => {}
    }
    Ok(())
}

fn hand(hub: &Hub, event: &'static str, payload: &Arc<Payload>) {
    hub.each(|open| {
        for (_, name) in open.streams.iter().filter(|(stream, _)| matches!(stream, Stream::User)) {
            open.hand(name, event, Some(payload));
        }
    });
}
