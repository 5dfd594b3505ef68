//! A host that comes back after a long time, and dead hosts among live ones.

use super::sink::Sink;
use super::stage::{Row, Stage};
use std::time::Duration;
use tokio::time::Instant;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_held_for_a_host_drains_in_order_when_it_is_back() {
    let (stage, sink) = (Stage::new().await, Sink::new().await);
    sink.says(503);
    // Fifty stories with a hundred activities each.
    for lane in 1..=50 {
        stage.queue(&sink.host, "/inbox", 100, Row { lane, ..Row::default() }).await;
    }
    stage.send().await;
    stage.next_attempt(&sink.host).await;
    sink.posts();
    sink.says(202);
    let start = Instant::now();
    assert_eq!(stage.next_attempt(&sink.host).await, 5_000);
    let rate = 5_000.0 / start.elapsed().as_secs_f64();
    let numbers = sink.numbers();
    for lane in 0..50 {
        let of_lane: Vec<_> = numbers.iter().filter(|n| (**n - 1) / 100 == lane).copied().collect();
        assert!(of_lane.len() == 100 && of_lane.is_sorted());
    }
    assert_eq!(stage.waiting().await, 0);
    assert!(rate > 200.0, "{rate} a second");
    println!("{rate:.0} deliveries a second");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hosts_that_swallow_requests_do_not_hold_up_the_others() {
    let stage = Stage::new().await;
    // Accepts and never answers.
    let mut holes = Vec::new();
    for _ in 0..500 {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        stage.queue(&host, "/inbox", 5, Row::default()).await;
        holes.push(listener);
    }
    let mut sinks = Vec::new();
    for _ in 0..20 {
        let sink = Sink::new().await;
        stage.queue(&sink.host, "/inbox", 10, Row::default()).await;
        sinks.push(sink);
    }
    let stop = tokio_util::sync::CancellationToken::new();
    let running = tokio::spawn(stage.another().1.run(stop));
    let start = Instant::now();
    for sink in &sinks {
        sink.until(10).await;
    }
    // A request may be waited for ten seconds; none of these is.
    assert!(start.elapsed() < Duration::from_secs(7), "{:?}", start.elapsed());
    running.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_put_right_leaves_no_host_behind() {
    let (stage, sink) = (Stage::new().await, Sink::new().await);
    stage.queue(&sink.host, "/inbox", 3, Row::default()).await;
    // Leased and given back by a process whose clock was an hour ahead.
    stage
        .world
        .sql(
            "UPDATE peers SET lease_until = '2027-01-15T09:00:30Z', next_attempt_at = '2027-01-15T09:00:00Z'",
        )
        .await;
    assert_eq!(stage.send().await, 0);
    hearth_federation::delivery::prune(&stage.federation).await.unwrap();
    assert_eq!(stage.send().await, 3);
}
