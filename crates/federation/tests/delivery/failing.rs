//! Hosts in trouble: left alone, asked one thing at a time, given up on after seven bad days.

use super::sink::Sink;
use super::stage::{Row, Stage};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use chrono::TimeDelta;
use hearth_federation::delivery;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_in_trouble_is_asked_one_thing_at_a_time_and_then_gets_everything() {
    let (stage, sink) = (Stage::new().await, Sink::new().await);
    stage.queue(&sink.host, "/inbox", 50, Row { lane: 5, ..Row::default() }).await;
    sink.says(503);
    assert_eq!(stage.send().await, 1);
    for failures in 1..=9 {
        let peer = stage.peer(&sink.host).await;
        assert_eq!((peer.state, peer.failures, peer.ready, peer.leased), (1, failures, 1, 0));
        assert_eq!(peer.last_error.as_deref(), Some("503"));
        assert_eq!(stage.send().await, 0, "it is left alone until its time has come");
        assert_eq!(stage.next_attempt(&sink.host).await, 1);
    }
    assert_eq!(stage.waiting().await, 50);
    sink.posts();
    sink.says(202);
    assert_eq!(stage.next_attempt(&sink.host).await, 50);
    assert!(sink.numbers().into_iter().eq(1..=50));
    let peer = stage.peer(&sink.host).await;
    assert_eq!((peer.state, peer.failures, peer.bad_days, peer.last_error), (0, 0, 0, None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn back_off_grows_from_half_a_minute_to_half_a_day() {
    let (stage, sink) = (Stage::new().await, Sink::new().await);
    stage.queue(&sink.host, "/inbox", 1, Row::default()).await;
    sink.says(502);
    stage.send().await;
    for longest in [30, 120, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 43_200] {
        let now = stage.world.core.now();
        let delay = stage.peer(&sink.host).await.next_attempt_at.unwrap() - now;
        assert!(delay > TimeDelta::zero() && delay <= TimeDelta::seconds(longest), "{delay} of {longest}");
        stage.next_attempt(&sink.host).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_host_asks_for_is_obeyed() {
    for (status, kind) in [(503, "seconds"), (429, "seconds"), (503, "date"), (429, "too long")] {
        let (stage, sink) = (Stage::new().await, Sink::new().await);
        let now = stage.world.core.now();
        let (text, length) = match kind {
            "seconds" => ("7200".to_owned(), TimeDelta::hours(2)),
            "date" => (
                (now + TimeDelta::hours(5)).format("%a, %d %b %Y %H:%M:%S GMT").to_string(),
                TimeDelta::hours(5),
            ),
            _ => ("999999".to_owned(), TimeDelta::hours(24)),
        };
        let status = StatusCode::from_u16(status).unwrap();
        sink.answers(move |_| (status, [("retry-after", text.clone())]).into_response());
        stage.queue(&sink.host, "/inbox", 5, Row::default()).await;
        stage.send().await;
        assert_eq!(stage.peer(&sink.host).await.next_attempt_at, Some(now + length), "{status} {kind}");
        sink.says(202);
        // Hearing from it does not shorten what it asked for.
        delivery::revive(&stage.federation, &sink.host).await.unwrap();
        stage.step(length - TimeDelta::seconds(1));
        assert_eq!(stage.send().await, 0);
        stage.step(TimeDelta::seconds(1));
        assert_eq!(stage.send().await, 5);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn seven_bad_days_are_the_end_and_a_word_from_the_host_a_new_beginning() {
    let (stage, sink) = (Stage::new().await, Sink::new().await);
    stage.queue(&sink.host, "/inbox", 20, Row::default()).await;
    sink.says(503);
    stage.send().await;
    for day in 1..7 {
        assert_eq!(stage.peer(&sink.host).await.bad_days, day);
        stage.step(TimeDelta::days(1));
        assert_eq!(stage.send().await, 1);
    }
    let peer = stage.peer(&sink.host).await;
    assert_eq!((peer.state, peer.ready, stage.waiting().await), (2, 0, 0));
    // What slipped in meanwhile goes too, unsent.
    stage.queue(&sink.host, "/inbox", 3, Row::default()).await;
    stage.step(TimeDelta::days(8));
    assert_eq!((stage.send().await, stage.waiting().await), (0, 0));

    sink.says(202);
    delivery::revive(&stage.federation, &sink.host).await.unwrap();
    assert_eq!(stage.peer(&sink.host).await.state, 0);
    stage.queue(&sink.host, "/inbox", 2, Row::default()).await;
    assert_eq!(stage.send().await, 2);
    assert_eq!(stage.peer(&sink.host).await.bad_days, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_dead_are_asked_once_a_week() {
    let (stage, sink) = (Stage::new().await, Sink::new().await);
    stage.queue(&sink.host, "/inbox", 1, Row::default()).await;
    stage.world.sql("UPDATE peers SET state = 2, ready = false, bad_days = 7, next_attempt_at = '2027-01-16T08:00:00Z'").await;
    delivery::probe_dead(&stage.federation).await.unwrap();
    assert_eq!(sink.count(), 0);
    stage.step(TimeDelta::days(1));
    sink.says(502);
    for _ in 0..2 {
        delivery::probe_dead(&stage.federation).await.unwrap();
        assert_eq!((sink.count(), stage.peer(&sink.host).await.state), (1, 2));
    }
    stage.step(TimeDelta::days(7));
    sink.says(200);
    delivery::probe_dead(&stage.federation).await.unwrap();
    let peer = stage.peer(&sink.host).await;
    assert_eq!((peer.state, peer.bad_days), (0, 0));
    assert!(sink.posts().iter().all(|post| post.path == "/.well-known/nodeinfo"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn silence_refusal_and_nonsense_are_trouble_that_may_pass() {
    let stage = Stage::new().await;
    let closed = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap().to_string()
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let hangs_up = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            drop(socket);
        }
    });
    for host in [closed.as_str(), hangs_up.as_str(), "nowhere.invalid:8080"] {
        stage.queue(host, "/inbox", 3, Row::default()).await;
    }
    stage.send().await;
    assert_eq!(stage.waiting().await, 9);
    for host in [closed.as_str(), hangs_up.as_str(), "nowhere.invalid:8080"] {
        let peer = stage.peer(host).await;
        assert_eq!((peer.state, peer.failures, peer.bad_days), (1, 1, 1), "{host} {peer:?}");
        assert!(peer.last_error.is_some());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_bad_delivery_does_not_hold_up_the_others() {
    let (stage, sink) = (Stage::new().await, Sink::new().await);
    let bad = stage.queue(&sink.host, "/inbox", 1, Row { priority: 0, ..Row::default() }).await;
    stage.queue(&sink.host, "/inbox", 20, Row::default()).await;
    sink.answers(move |post| match post.number == bad {
        true => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        false => StatusCode::ACCEPTED.into_response(),
    });
    stage.send().await;
    for _ in 0..4 {
        stage.next_attempt(&sink.host).await;
    }
    assert_eq!(stage.waiting().await, 1);
    // And what comes later waits minutes at most, not half a day.
    for _ in 0..12 {
        stage.next_attempt(&sink.host).await;
        let delay = stage.peer(&sink.host).await.next_attempt_at.unwrap() - stage.world.core.now();
        assert!(delay <= TimeDelta::minutes(10), "{delay}");
    }
    sink.posts();
    let later = stage.queue(&sink.host, "/inbox", 1, Row::default()).await;
    stage.next_attempt(&sink.host).await;
    assert_eq!(sink.numbers()[0], later);
}
