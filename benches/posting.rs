//! What telling a story costs the one who tells it, and the server.

use crate::load::Connection;
use crate::report::Row;
use crate::scene::{CLEO, Scene};
use crate::server::Server;
use crate::yardsticks::{Database, Yardsticks};
use anyhow::Result;
use std::time::{Duration, Instant};

/// Measures: one story after the other, of somebody whom nobody follows, so that no delivery is counted.
pub async fn measure(
    scene: &Scene,
    server: &Server,
    database: &Database,
    best: &Yardsticks,
) -> Result<Vec<Row>> {
    let count = scene.plan.of(400);
    let request = |number: usize| {
        scene.publishing(CLEO, &format!("Day {number}. The river rose again, and the cat with it."))
    };
    let mut connection = Connection::open(scene.place.address).await?;
    let mut times = Vec::with_capacity(count);
    for number in 0..20 {
        connection.exchange(&request(number)).await?;
    }
    let requests: Vec<_> = (20..count + 20).map(request).collect();
    let meter = server.meter()?;
    for request in requests {
        let start = Instant::now();
        let answer = connection.exchange(&request).await?;
        times.push(start.elapsed());
        anyhow::ensure!(answer.status == 200, "publishing answers {}", answer.status);
    }
    database.settled(Duration::from_secs(30)).await?;
    let used = meter.stop()?;
    times.sort_unstable();
    let within = |share: f64| {
        let place = (times.len() as f64 * share) as usize;
        times.get(place.min(times.len() - 1)).copied().unwrap_or_default().as_secs_f64() * 1e3
    };
    Ok(vec![
        Row::new("telling a story, half within", within(0.5), "ms")
            .limit(best.commit, "one commit, half within")
            .at_most_of_limit(2.0)
            .note("by the clock, until 200; the story is on disk then"),
        Row::new("telling a story, 99 % within", within(0.99), "ms")
            .limit(best.slow_commit, "one commit, 99 % within")
            .at_most_of_limit(2.0)
            .note("by the clock"),
        Row::new("telling a story, with all that follows", used.micros(count) / 1e3, "ms")
            .note(format!("processor time; {}", used.shares(count))),
    ])
}
