//! How soon a server answers after it was started, and what it holds in memory.

use crate::report::Row;
use crate::server::{Place, Server};
use crate::yardsticks;
use anyhow::Result;
use std::time::Duration;

/// Starts the server three times, and answers the last one with the figures.
pub async fn measure(place: &Place, quick: bool) -> Result<(Server, Vec<Row>)> {
    let mut times = Vec::new();
    let (server, took) = place.serve(&[]).await?;
    times.push(took);
    // What the door took before is worked off now, so that it is not counted later.
    let database = yardsticks::open(&server, "hearth").await?;
    database.settled(Duration::from_secs(90)).await?;
    // Postgres tidies after itself when it likes; what it would do then is no part of an idle server.
    database.analyse().await?;
    drop(database);
    server.stop()?;
    let (server, took) = place.serve(&[]).await?;
    times.push(took);
    server.stop()?;
    let (mut server, took) = place.serve(&[]).await?;
    times.push(took);
    times.sort_unstable();
    let idle = server.measure_idle(Duration::from_secs(if quick { 2 } else { 6 })).await?;
    let memory = server.memory()?;
    let median = times.get(1).copied().unwrap_or_default();
    Ok((
        server,
        vec![
            Row::new("start to first answer", median.as_secs_f64() * 1e3, "ms")
                .at_most(300.0)
                .note("median of three by the clock, Postgres's start and a look for migrations included"),
            Row::new("memory, idle", memory.rss, "MB")
                .at_most(40.0)
                .note(format!("resident, without Postgres; {:.0} MB of it its own", memory.pss)),
            Row::new("idle", (idle.own + idle.others) * 1e3, "ms/s")
                .note("processor time; taken off all other figures"),
        ],
    ))
}

/// Memory after all that was measured.
pub fn loaded(server: &Server) -> Result<Row> {
    let memory = server.memory()?;
    Ok(Row::new("memory, after all of this", memory.rss, "MB")
        .at_most(40.0)
        .note(format!("resident, without Postgres; {:.0} MB of it its own", memory.pss)))
}
