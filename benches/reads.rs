//! What is read: timelines, threads, documents.

use crate::load;
use crate::report::Row;
use crate::scene::{ADA, BEN, Scene, token};
use crate::server::{Server, Used};
use crate::signing::{ACTIVITY, plain_get};
use crate::yardsticks::{Database, Yardsticks};
use anyhow::Result;
use bytes::Bytes;
use std::sync::Arc;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(6);

/// The least that the first page of a feed can be read with.
const FEED: &str = "SELECT s.id, s.content_html, s.uri, a.id, a.display_name, a.uri FROM feed f \
    JOIN stories s ON s.id = f.story_id JOIN accounts a ON a.id = s.author_id \
    WHERE f.account_id = $1 AND f.entry_id < $2 ORDER BY f.entry_id DESC LIMIT 20";

/// Measures.
pub async fn measure(
    scene: &Scene,
    server: &Server,
    database: &Database,
    best: &Yardsticks,
) -> Result<Vec<Row>> {
    let mut rows = timelines(scene, server, database, best).await?;
    rows.extend(documents(scene, server, best).await?);
    Ok(rows)
}

async fn timelines(
    scene: &Scene,
    server: &Server,
    database: &Database,
    best: &Yardsticks,
) -> Result<Vec<Row>> {
    let (feed, ben, far) = (feed(scene, server, database).await?, token(BEN), scene.plan.of(10));
    let far =
        database.0.query_one("SELECT id FROM accounts WHERE name = $1", &[&format!("far{far}")]).await?;
    let far: i64 = far.get(0);
    let read = async |path: &str, token: &str| {
        let request = plain_get(&scene.place.domain(), path, &format!("authorization: Bearer {token}\r\n"));
        many(scene, server, vec![request], scene.plan.of(8_000)).await
    };
    let home = read("/api/v1/timelines/home?limit=20", &ben).await?;
    let public = read("/api/v1/timelines/public?limit=20", &ben).await?;
    let author = read(&format!("/api/v1/accounts/{far}/statuses?limit=20"), &ben).await?;
    let told = read("/api/v1/notifications?limit=20", &token(ADA)).await?;
    let thread = read(&format!("/api/v1/statuses/{}/context", scene.root.0), &ben).await?;
    Ok(vec![
        row("home timeline, 20 stories", home)
            .limit((feed + best.page) / 1e3, "one query of 20 + HTTP")
            .at_most(0.18)
            .at_most_of_limit(1.5),
        row("public timeline, 20 stories", public).at_most(0.43),
        row("account's stories, 20", author).at_most(0.43),
        row("notifications, 20", told).at_most(0.43),
        row(&format!("thread of {} answers", scene.plan.of(100)), thread).at_most(1.0),
    ])
}

async fn documents(scene: &Scene, server: &Server, best: &Yardsticks) -> Result<Vec<Row>> {
    let (domain, path) = (scene.place.domain(), format!("/users/{ADA}"));
    let signed = (0..scene.followees)
        .map(|number| scene.key.get(&scene.sinks.actor(number), &domain, &path))
        .collect::<Result<Vec<_>>>()?;
    let count = scene.plan.of(20_000);
    let (signed, signed_load) = many(scene, server, signed, count).await?;
    let plain = vec![plain_get(&domain, &path, &format!("accept: {ACTIVITY}\r\n"))];
    let (plain, plain_load) = many(scene, server, plain, count).await?;
    let finger = format!("/.well-known/webfinger?resource=acct:{ADA}@{domain}");
    let (finger, finger_load) = many(scene, server, vec![plain_get(&domain, &finger, "")], count).await?;
    let row = |name: &str, used: &Used, count: usize| {
        Row::new(name, used.micros(count) / 1e3, "ms").at_most(0.07).note(used.shares(count))
    };
    Ok(vec![
        row("actor, signed GET", &signed, signed_load.count())
            .limit((best.verify + best.hello) / 1e3, "verify + HTTP")
            .at_most_of_limit(2.0),
        row("actor, GET", &plain, plain_load.count()).limit(best.hello / 1e3, "HTTP"),
        row("WebFinger", &finger, finger_load.count()).limit(best.hello / 1e3, "HTTP"),
    ])
}

/// What one of many requests cost.
pub fn row(name: &str, (used, load): (Used, load::Load)) -> Row {
    let count = load.count();
    let note = format!(
        "{}; 99 % within {:.1} ms; {} bytes",
        used.shares(count),
        load.percentile(0.99).as_secs_f64() * 1e3,
        load.bytes / count.max(1)
    );
    Row::new(name, used.micros(count) / 1e3, "ms").note(note)
}

/// Asks `count` times, after a tenth of that to warm up.
pub async fn many(
    scene: &Scene,
    server: &Server,
    requests: Vec<Bytes>,
    count: usize,
) -> Result<(Used, load::Load)> {
    let requests: Arc<[Bytes]> = requests.into();
    let warm = (count / 10).max(requests.len());
    load::run(scene.place.address, &requests, warm, scene.plan.connections, LIMIT).await?.all(200)?;
    let meter = server.meter()?;
    let load =
        load::run(scene.place.address, &requests, count, scene.plan.connections, LIMIT).await?.all(200)?;
    Ok((meter.stop()?, load))
}

/// Processor microseconds of the one query.
async fn feed(scene: &Scene, server: &Server, database: &Database) -> Result<f64> {
    let ben: i64 = database
        .0
        .query_one("SELECT id FROM accounts WHERE name = 'ben' AND host IS NULL", &[])
        .await?
        .get(0);
    let statement = database.0.prepare(FEED).await?;
    let count = scene.plan.of(4_000);
    for _ in 0..20 {
        database.0.query(&statement, &[&ben, &i64::MAX]).await?;
    }
    let meter = server.meter()?;
    for _ in 0..count {
        database.0.query(&statement, &[&ben, &i64::MAX]).await?;
    }
    Ok(meter.stop()?.micros(count))
}
