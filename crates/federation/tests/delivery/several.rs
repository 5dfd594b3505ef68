//! Several senders on one database, senders that are killed, and senders that are told to stop.

use super::sink::Sink;
use super::stage::{Row, Stage};
use chrono::TimeDelta;
use diesel_async::SimpleAsyncConnection as _;
use std::collections::HashSet;
use std::time::Duration;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_senders_send_everything_exactly_once() {
    let stage = Stage::new().await;
    let mut sinks = Vec::new();
    for _ in 0..20 {
        let sink = Sink::new().await;
        stage.queue(&sink.host, "/inbox", 100, Row::default()).await;
        sinks.push(sink);
    }
    let senders: Vec<_> = (0..3).map(|_| stage.another().1).collect();
    let counts =
        futures::future::join_all(senders.iter().map(hearth_federation::delivery::Sender::run_until_idle))
            .await;
    let total: u64 = counts.into_iter().map(Result::unwrap).sum();
    assert_eq!((total, stage.waiting().await), (2_000, 0));
    for sink in sinks {
        let numbers = sink.numbers();
        assert_eq!((numbers.len(), numbers.iter().collect::<HashSet<_>>().len()), (100, 100));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn senders_that_are_killed_lose_nothing_and_repeat_little() {
    let stage = Stage::new().await;
    let mut sinks = Vec::new();
    for _ in 0..5 {
        let sink = Sink::new().await;
        sink.takes(Duration::from_millis(10));
        stage.queue(&sink.host, "/inbox", 400, Row::default()).await;
        sinks.push(sink);
    }
    for _ in 0..10 {
        let before = sinks[0].count();
        let running = tokio::spawn(stage.another().1.run(CancellationToken::new()));
        sinks[0].until(before + 8).await;
        running.abort();
        let _ = running.await;
        // Its leases still hold.
        assert_eq!(stage.send().await, 0);
        stage.step(TimeDelta::seconds(31));
    }
    sinks.iter().for_each(|sink| sink.takes(Duration::ZERO));
    stage.send().await;
    assert_eq!(stage.waiting().await, 0);
    for sink in sinks {
        let numbers = sink.numbers();
        assert_eq!(numbers.iter().collect::<HashSet<_>>().len(), 400);
        // Of each killed sender what was under way, and what had been answered within the last moments.
        assert!(numbers.len() <= 400 + 10 * 40, "{} requests", numbers.len());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_to_stop_it_finishes_what_is_under_way_and_gives_everything_back() {
    let (stage, sink) = (Stage::new().await, Sink::new().await);
    sink.takes(Duration::from_millis(50));
    stage.queue(&sink.host, "/inbox", 500, Row::default()).await;
    let mut sent = HashSet::new();
    let mut requests = 0;
    for _ in 0..5 {
        let stop = CancellationToken::new();
        let running = tokio::spawn(stage.another().1.run(stop.clone()));
        sink.until(20).await;
        stop.cancel();
        timeout(Duration::from_secs(5), running).await.unwrap().unwrap();
        let numbers = sink.numbers();
        requests += numbers.len();
        sent.extend(numbers);
        let peer = stage.peer(&sink.host).await;
        assert_eq!((peer.leased, peer.ready, peer.state), (0, 1, 0));
        assert_eq!(stage.waiting().await, 500 - i64::try_from(sent.len()).unwrap());
    }
    assert_eq!(requests, sent.len(), "nothing is sent twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sender_outlives_its_database() {
    let (stage, sink) = (Stage::new().await, Sink::new().await);
    sink.takes(Duration::from_millis(5));
    stage.queue(&sink.host, "/inbox", 600, Row::default()).await;
    let stop = CancellationToken::new();
    let (_, sender) = stage.another();
    let running = tokio::spawn(sender.run(stop.clone()));
    sink.until(50).await;
    // Every connection is cut, and for a while there are no new ones.
    let database = stage.database().await;
    let elsewhere = stage.world.core.db.url().replace(&format!("/{database}?"), "/postgres?");
    let elsewhere = hearth_core::db::Db::new(&elsewhere, 1).unwrap();
    let run =
        async |statement: String| elsewhere.conn().await.unwrap().batch_execute(&statement).await.unwrap();
    run(format!("ALTER DATABASE {database} ALLOW_CONNECTIONS false")).await;
    run(format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")).await;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    run(format!("ALTER DATABASE {database} ALLOW_CONNECTIONS true")).await;
    sink.until(600).await;
    let deadline = Instant::now() + Duration::from_secs(10);
    while stage.waiting().await > 0 {
        assert!(Instant::now() < deadline);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    stop.cancel();
    running.await.unwrap();
    let numbers = sink.numbers();
    assert_eq!(numbers.iter().collect::<HashSet<_>>().len(), 600);
    assert_eq!(numbers.len(), 600, "the leases were still held, so nothing is sent twice");
}
