//! What goes first, and what must not overtake what.

use super::sink::Sink;
use super::stage::{Row, Stage};
use std::time::Duration;

fn lane(lane: i32, priority: i16) -> Row {
    Row { lane, priority, ..Row::default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_arrives_once_and_signed() {
    let (stage, sink) = (Stage::new().await, Sink::new().await);
    stage.queue(&sink.host, "/inbox", 200, Row::default()).await;
    assert_eq!(stage.send().await, 200);
    let mut posts = sink.posts();
    let first = &posts[0];
    assert!(
        first.headers["signature"]
            .to_str()
            .unwrap()
            .contains("keyId=\"https://hearth.example/users/ada#main-key\"")
    );
    assert_eq!(first.headers["content-type"], "application/activity+json");
    assert!(first.headers["digest"].to_str().unwrap().starts_with("SHA-256="));
    assert_eq!(first.path, "/inbox");
    posts.sort_by_key(|post| post.number);
    assert!(posts.iter().map(|post| post.number).eq(1..=200));
    let peer = stage.peer(&sink.host).await;
    assert_eq!((stage.waiting().await, peer.ready, peer.leased, peer.state), (0, 0, 0, 0));
    assert_eq!(stage.send().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lane_keeps_its_order_however_slow_and_however_urgent() {
    let (stage, sink) = (Stage::new().await, Sink::new().await);
    sink.takes(Duration::from_millis(3));
    let slow = stage.queue(&sink.host, "/inbox", 10, lane(7, 2)).await;
    stage.queue(&sink.host, "/inbox", 100, Row::default()).await;
    // Urgent, of the same lane, and further than a batch before its forerunners.
    let urgent = stage.queue(&sink.host, "/inbox", 5, lane(7, 0)).await;
    assert_eq!(stage.send().await, 115);
    let order = sink.numbers();
    let of_lane: Vec<_> = order.iter().filter(|n| **n < slow + 10 || **n >= urgent).copied().collect();
    assert!(of_lane.is_sorted(), "{of_lane:?}");
    assert!(sink.most() > 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_urgent_goes_before_what_waits_longer() {
    let (stage, sink) = (Stage::new().await, Sink::new().await);
    stage.queue(&sink.host, "/inbox", 300, lane(0, 3)).await;
    let urgent = stage.queue(&sink.host, "/inbox", 1, lane(0, 0)).await;
    stage.send().await;
    let place = sink.numbers().iter().position(|number| *number == urgent).unwrap();
    assert!(place < 2, "{place}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_activity_goes_to_many_inboxes_side_by_side_and_the_next_waits_for_all() {
    let (stage, sink) = (Stage::new().await, Sink::new().await);
    sink.takes(Duration::from_millis(20));
    let create = stage.queue(&sink.host, "/users/a/inbox", 1, lane(7, 1)).await;
    for name in ["b", "c", "d", "e"] {
        stage.address(&sink.host, &format!("/users/{name}/inbox"), create..create + 1, lane(7, 1)).await;
    }
    let delete = stage.queue(&sink.host, "/users/a/inbox", 1, lane(7, 0)).await;
    stage.send().await;
    assert_eq!(sink.numbers(), [create, create, create, create, create, delete]);
    assert!(sink.most() > 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_queued_while_a_host_is_drained_is_not_forgotten() {
    let (stage, sink) = (Stage::new().await, Sink::new().await);
    let mut queued = 0;
    let stop = tokio_util::sync::CancellationToken::new();
    let (federation, sender) = stage.another();
    let running = tokio::spawn(sender.run(stop.clone()));
    for round in 0..60 {
        let count = 1 + round % 3;
        stage.queue(&sink.host, "/inbox", count, lane(9, 1)).await;
        federation.outgoing.notify_one();
        queued += usize::try_from(count).unwrap();
    }
    // Long before the next poll of hosts, or right after it.
    sink.until(queued).await;
    stop.cancel();
    running.await.unwrap();
    assert_eq!(stage.waiting().await, 0);
    assert!(sink.numbers().is_sorted());
}
