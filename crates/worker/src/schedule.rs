//! Work that the clock drives rather than an event.

use crate::{Context, files};
use hearth_core::accounts::keys;
use hearth_core::communities::ban;
use hearth_core::drafts;
use hearth_core::polls::end;
use hearth_core::restrictions::{mute, mute_thread};
use hearth_core::stories::expire;
use hearth_core::timelines::feed;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Key pairs kept ready, so that nobody waits for one at sign-up.
const SPARE_KEYS: i64 = 4;

/// How late a story may be told, or end, after its time.
const MOMENT: Duration = Duration::from_secs(2);

/// Runs the clock-driven work until cancelled.
pub async fn run(context: Context, cancel: CancellationToken) {
    let mut moment = tokio::time::interval(MOMENT);
    let mut minute = tokio::time::interval(Duration::from_secs(60));
    let mut rounds = 0_u64;
    loop {
        tokio::select! {
            () = cancel.cancelled() => return,
            _ = moment.tick() => {
                tell("tell what waited", due(&context).await.map(drop));
                continue;
            }
            _ = minute.tick() => {}
        }
        every_minute(&context).await;
        if rounds.is_multiple_of(60) {
            every_hour(&context).await;
        }
        rounds += 1;
    }
}

/// What people gave a time for: stories whose undo window closes, stories that end, and polls. Answers how many there were.
///
/// # Errors
/// When Postgres fails.
pub async fn due(context: &Context) -> hearth_core::Result<u64> {
    let core = &context.core;
    Ok(drafts::release::due(core).await? + expire::due(core).await? + end::due(core).await?)
}

/// What is due each minute. Failures are logged; the next minute tries again.
pub async fn every_minute(context: &Context) {
    tell("lift expired mutes", mute::lift_expired(&context.core).await.map(drop));
    tell("lift expired mutes of threads", mute_thread::lift_expired(&context.core).await.map(drop));
    tell("lift expired bans", ban::lift_expired(&context.core).await.map(drop));
    tell("drop files that stand nowhere", files::drop(context).await);
    tell("make room for pictures of others", files::make_room(context).await);
    tell("make spare keys", keys::stock_up(&context.core, SPARE_KEYS).await);
}

/// What is due each hour.
pub async fn every_hour(context: &Context) {
    tell("forget what was undone", hearth_core::undone::prune(&context.core).await.map(drop));
    tell("forget what was deleted", hearth_core::stories::delete::prune(&context.core).await.map(drop));
    tell("forget codes of apps", hearth_core::grants::issue::prune(&context.core).await.map(drop));
    tell("forget apps that nobody uses", hearth_core::apps::remove::prune(&context.core).await.map(drop));
    tell("forget invitations", hearth_core::signup::prune(&context.core).await.map(drop));
    tell("forget who tried to sign in", hearth_core::signin::prune(&context.core).await);
    tell("drop what waited in vain", hearth_core::replies::drop::due(&context.core).await.map(drop));
    tell(
        "forget pages that no story links to",
        hearth_core::cards::keep::prune(&context.core).await.map(drop),
    );
    tell(
        "forget pictures that were not there",
        hearth_core::proxied::room::forget_missing(&context.core).await.map(drop),
    );
    tell("trim feeds", feed::trim(&context.core).await);
    tell(
        "ask again for what was taken back",
        hearth_federation::ledger::again(&context.federation).await.map(drop),
    );
    tell("prune the ledger", hearth_federation::ledger::prune(&context.federation).await);
    tell("prune arrivals", hearth_federation::inbox::prune(&context.federation).await);
    tell("prune what was delivered", hearth_federation::delivery::prune(&context.federation).await);
    tell("look after silent servers", hearth_federation::delivery::probe_dead(&context.federation).await);
}

fn tell<E: std::fmt::Display>(what: &str, result: Result<(), E>) {
    if let Err(error) = result {
        tracing::warn!(%error, "could not {what}");
    }
}
