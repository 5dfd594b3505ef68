//! Answers that are final, inboxes that are gone, signatures that are not taken.

use super::sink::Sink;
use super::stage::{Row, Stage};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use chrono::TimeDelta;
use hearth_core::peers::rules::{self, Rule};
use hearth_federation::{Mode, Settings, delivery};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_refused_is_not_sent_again_and_the_host_is_well() {
    for status in [403, 405, 409, 413, 415, 422, 501] {
        let (stage, sink) = (Stage::new().await, Sink::new().await);
        stage.queue(&sink.host, "/inbox", 3, Row::default()).await;
        sink.says(status);
        assert_eq!(stage.send().await, 3, "{status}");
        let peer = stage.peer(&sink.host).await;
        assert_eq!((stage.waiting().await, peer.state, peer.failures, peer.ready), (0, 0, 0, 0));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_inbox_that_is_gone_gets_nothing_more_and_the_others_do() {
    for status in [404, 410] {
        let (stage, sink) = (Stage::new().await, Sink::new().await);
        sink.answers(move |post| match post.path.as_str() {
            "/users/ben/inbox" => StatusCode::from_u16(status).unwrap().into_response(),
            _ => StatusCode::ACCEPTED.into_response(),
        });
        stage.queue(&sink.host, "/users/ben/inbox", 100, Row { lane: 3, ..Row::default() }).await;
        stage.queue(&sink.host, "/users/cleo/inbox", 10, Row { lane: 3, ..Row::default() }).await;
        assert_eq!(stage.send().await, 11);
        assert_eq!((stage.waiting().await, stage.peer(&sink.host).await.state), (0, 0));
        stage.queue(&sink.host, "/users/ben/inbox", 1, Row::default()).await;
        assert_eq!((stage.send().await, stage.waiting().await), (0, 0));
        // A day later it may be worth a try, if its server speaks to us.
        stage.step(TimeDelta::hours(25));
        delivery::revive(&stage.federation, &sink.host).await.unwrap();
        stage.queue(&sink.host, "/users/ben/inbox", 1, Row::default()).await;
        assert_eq!(stage.send().await, 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_other_signature_is_tried_and_remembered_and_left_again() {
    let (stage, sink) = (Stage::new().await, Sink::new().await);
    let only = |modern: bool| {
        move |post: &super::sink::Post| match post.modern() == modern {
            true => StatusCode::ACCEPTED.into_response(),
            false => StatusCode::UNAUTHORIZED.into_response(),
        }
    };
    for (modern, first_knocks) in [(true, 2), (false, 2), (false, 1)] {
        sink.answers(only(modern));
        stage.queue(&sink.host, "/inbox", 1, Row::default()).await;
        assert_eq!(stage.send().await, 1);
        assert_eq!(sink.posts().len(), first_knocks);
        assert_eq!(stage.peer(&sink.host).await.signature_scheme, i16::from(modern));
    }
    assert_eq!(stage.waiting().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signature_that_nobody_takes_is_trouble_and_a_bad_request_is_final() {
    for (status, waiting) in [(401, 1), (400, 0)] {
        let (stage, sink) = (Stage::new().await, Sink::new().await);
        stage.queue(&sink.host, "/inbox", 1, Row::default()).await;
        sink.says(status);
        assert_eq!(stage.send().await, 1);
        assert_eq!((sink.posts().len(), stage.waiting().await), (2, waiting));
        assert_eq!(stage.peer(&sink.host).await.signature_scheme, 0);
        if waiting > 0 {
            sink.says(200);
            assert_eq!(stage.next_attempt(&sink.host).await, 1);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_for_a_host_that_is_blocked_is_thrown_away() {
    let (stage, sink) = (Stage::new().await, Sink::new().await);
    stage.queue(&sink.host, "/inbox", 100, Row::default()).await;
    rules::set_rule(&stage.world.core, "127.0.0.1", Some(Rule::Blocked), "").await.unwrap();
    assert_eq!((stage.send().await, stage.waiting().await), (0, 0));
    assert_eq!(stage.peer(&sink.host).await.ready, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_an_allow_list_or_no_federation_nobody_else_gets_anything() {
    for (mode, sent) in [(Mode::Off, 0), (Mode::AllowList, 4)] {
        let stage = Stage::with(Settings { mode, ..Settings::for_testing() }).await;
        let sink = Sink::new().await;
        rules::set_rule(&stage.world.core, &sink.host, Some(Rule::Allowed), "").await.unwrap();
        stage.queue(&sink.host, "/inbox", 4, Row::default()).await;
        stage.queue("localhost:1", "/inbox", 4, Row::default()).await;
        assert_eq!((stage.send().await, stage.waiting().await), (sent, 0), "{mode:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_too_old_is_not_sent() {
    let (stage, sink) = (Stage::new().await, Sink::new().await);
    stage.queue(&sink.host, "/inbox", 80, Row { expires: TimeDelta::hours(1), ..Row::default() }).await;
    let fresh = stage.queue(&sink.host, "/inbox", 1, Row::default()).await;
    stage.step(TimeDelta::hours(2));
    assert_eq!(stage.send().await, 1);
    assert_eq!((sink.numbers(), stage.waiting().await), (vec![fresh], 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn old_activities_go_once_nobody_waits_for_them() {
    let (stage, sink) = (Stage::new().await, Sink::new().await);
    stage.queue(&sink.host, "/inbox", 3, Row { expires: TimeDelta::days(15), ..Row::default() }).await;
    stage.step(TimeDelta::days(14) + TimeDelta::hours(1));
    delivery::prune(&stage.federation).await.unwrap();
    assert_eq!((stage.activities().await, stage.waiting().await), (3, 3));
    stage.step(TimeDelta::days(1));
    delivery::prune(&stage.federation).await.unwrap();
    assert_eq!((stage.activities().await, stage.waiting().await), (0, 0));
}
