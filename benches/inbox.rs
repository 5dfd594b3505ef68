//! What arrives: new stories, the same ones again, and goodbyes of people nobody here has heard of.

use crate::load;
use crate::report::Row;
use crate::scene::Scene;
use crate::server::{Server, Used};
use crate::yardsticks::{Database, Yardsticks};
use anyhow::Result;
use bytes::Bytes;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// Connections that other servers have open.
const CONNECTIONS: usize = 64;
const LIMIT: Duration = Duration::from_secs(20);

/// What the door alone costs, on a server that only answers (`--only web`): nothing is worked off meanwhile.
pub async fn door(scene: &Scene, server: &Server, best: &Yardsticks) -> Result<Vec<Row>> {
    let count = scene.plan.of(6_000);
    // One of each first: keys and accounts are read once.
    send(scene, server, tellings(scene, scene.followees, "warm")?).await?;
    let new = tellings(scene, count, "new")?;
    let (ingest, load) = send(scene, server, new.clone()).await?;
    let (again, _) = send(scene, server, new).await?;
    let strangers = farewells(scene, count)?;
    let (gone, _) = send(scene, server, strangers).await?;
    let pace = count as f64 / ingest.wall.as_secs_f64();
    Ok(vec![
        Row::new("new stories taken (202) per core-second", count as f64 / ingest.cpu(), "1/s")
            .limit(1e6 / best.arrival(), "POST + verify + JSON + story's rows, 32 a commit")
            .at_least_of_limit(0.6)
            .note(format!(
                "stored before the answer; for each {}; {pace:.0}/s and 99 % within {:.0} ms by the clock, over \
                 {CONNECTIONS} connections",
                ingest.shares(count),
                load.percentile(0.99).as_secs_f64() * 1e3
            )),
        Row::new("the same story again", again.micros(count), "µs").at_most(60.0).note(again.shares(count)),
        Row::new("goodbye of a stranger", gone.micros(count), "µs").at_most(60.0).note(gone.shares(count)),
    ])
}

/// What a new story costs altogether, from the door to the last reader's feed.
pub async fn whole(
    scene: &Scene,
    server: &Server,
    database: &Database,
    best: &Yardsticks,
) -> Result<Vec<Row>> {
    let count = scene.plan.of(4_000);
    send(scene, server, tellings(scene, scene.followees, "warm2")?).await?;
    database.settled(LIMIT).await?;
    let requests = tellings(scene, count, "whole")?;
    let meter = server.meter()?;
    send(scene, server, requests).await?;
    database.settled(Duration::from_secs(60)).await?;
    let used = meter.stop()?;
    // Answers to ada for the measurements of reading.
    let answers = (0..scene.plan.of(100)).map(|number| scene.answering(number, "answer"));
    scene.send(answers.collect::<Result<_>>()?).await?;
    database.settled(Duration::from_secs(60)).await?;
    Ok(vec![
        Row::new("new stories taken and worked off per core-second", count as f64 / used.cpu(), "1/s")
            .limit(1e6 / best.arrival(), "POST + verify + JSON + story's rows, 32 a commit")
            .note(format!("in the feed of one follower here; for each {}", used.shares(count))),
    ])
}

async fn send(scene: &Scene, server: &Server, requests: Vec<Bytes>) -> Result<(Used, load::Load)> {
    let requests: Arc<[Bytes]> = requests.into();
    let meter = server.meter()?;
    let load =
        load::run(scene.place.address, &requests, requests.len(), CONNECTIONS, LIMIT).await?.all(202)?;
    let used = meter.stop()?;
    anyhow::ensure!(load.count() == requests.len(), "only {} were taken in time", load.count());
    Ok((used, load))
}

/// New stories of those ben follows, in turn.
fn tellings(scene: &Scene, count: usize, slug: &str) -> Result<Vec<Bytes>> {
    (0..count).map(|number| scene.telling(number % scene.followees, &format!("{slug}{number}"))).collect()
}

/// Deletes of actors that nobody here has heard of; their keys are gone with them.
fn farewells(scene: &Scene, count: usize) -> Result<Vec<Bytes>> {
    let farewell = |number: usize| {
        let actor = format!("http://{}/users/gone{number}", scene.sinks.host(number % scene.sinks.count()));
        let delete = json!({"@context": "https://www.w3.org/ns/activitystreams", "id": format!("{actor}#delete"),
            "type": "Delete", "actor": actor, "object": actor, "to": ["https://www.w3.org/ns/activitystreams#Public"]});
        scene.key.post(&actor, &scene.place.domain(), "/inbox", &delete.to_string())
    };
    (0..count).map(farewell).collect()
}
