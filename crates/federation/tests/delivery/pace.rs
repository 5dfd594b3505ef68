//! How fast a host far away is served.

use super::sink::Sink;
use super::stage::{Row, Stage};
use std::time::Duration;
use tokio::time::Instant;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_way_is_made_up_for() {
    let (stage, sink) = (Stage::new().await, Sink::new().await);
    sink.takes(Duration::from_millis(300));
    stage.queue(&sink.host, "/inbox", 1_000, Row::default()).await;
    let start = Instant::now();
    assert_eq!(stage.send().await, 1_000);
    let rate = 1_000.0 / start.elapsed().as_secs_f64();
    println!("{rate:.0} deliveries a second, {} at a time", sink.most());
    assert!(rate > 100.0, "{rate} a second");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_nearby_gets_no_more_than_eight_at_a_time() {
    let (stage, sink) = (Stage::new().await, Sink::new().await);
    sink.takes(Duration::from_millis(10));
    stage.queue(&sink.host, "/inbox", 300, Row::default()).await;
    assert_eq!(stage.send().await, 300);
    assert!((4..=8).contains(&sink.most()), "{}", sink.most());
}
