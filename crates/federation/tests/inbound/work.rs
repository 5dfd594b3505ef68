//! The worker: what fails waits, what never ends is parked, and nothing holds up the rest.

use crate::kit::Kit;
use crate::remote::Remote;
use axum::http::StatusCode;
use chrono::TimeDelta;
use hearth_federation::inbox;
use serde_json::json;
use tokio_util::sync::CancellationToken;

#[tokio::test(flavor = "multi_thread")]
async fn what_may_heal_is_tried_again_and_the_rest_goes_on() {
    let (kit, remote, away) = (Kit::new().await, Remote::start().await, Remote::start().await);
    let ben = kit.world.member("ben").await;
    let ada = remote.actor("ada", 0);
    kit.followed(&ben, &ada).await;
    let cleo = away.actor("cleo", 1);
    let note = cleo.note("1", "<p>far</p>");
    away.put("/users/cleo/notes/1", 503, "text/plain", "");
    assert_eq!(kit.send(&ada, &ada.does("Announce", &note["id"])).await, StatusCode::ACCEPTED);
    assert_eq!(
        kit.send(&ada, &ada.does("Create", &ada.note("2", "<p>near</p>"))).await,
        StatusCode::ACCEPTED
    );
    kit.work().await;
    assert_eq!(
        (kit.count("stories").await, kit.count("arrivals WHERE done_at IS NULL AND error IS NOT NULL").await),
        (1, 1)
    );
    away.publish(&note);
    assert_eq!(kit.work().await, 0, "not yet");
    kit.world.clock.step(TimeDelta::minutes(1));
    assert_eq!((kit.work().await, kit.count("boosts").await), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_never_heals_is_parked_with_its_reason() {
    let (kit, remote, away) = (Kit::new().await, Remote::start().await, Remote::start().await);
    let ben = kit.world.member("ben").await;
    let ada = remote.actor("ada", 0);
    kit.followed(&ben, &ada).await;
    away.put("/note", 503, "text/plain", "");
    assert_eq!(kit.send(&ada, &ada.does("Announce", &json!(away.at("/note")))).await, StatusCode::ACCEPTED);
    for _ in 0..20 {
        kit.work().await;
        kit.world.clock.step(TimeDelta::hours(6));
    }
    let parked = inbox::inspect::parked(&kit.world.core, 10).await.unwrap();
    assert_eq!(parked.len(), 1);
    assert!(parked[0].error.as_deref().unwrap().contains("503"));
    assert_eq!((away.asked("/note"), inbox::inspect::waiting(&kit.world.core).await.unwrap()), (8, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_dead_worker_held_is_taken_up_when_its_lease_is_over() {
    let (kit, remote) = (Kit::new().await, Remote::start().await);
    let ben = kit.world.member("ben").await;
    let ada = remote.actor("ada", 0);
    assert_eq!(kit.send(&ada, &ada.does("Follow", &json!(ben.uri))).await, StatusCode::ACCEPTED);
    let held = kit.world.core.now() + TimeDelta::seconds(60);
    kit.world.sql(&format!("UPDATE arrivals SET lease_until = '{held}', attempts = 1")).await;
    assert_eq!(kit.work().await, 0);
    kit.world.clock.step(TimeDelta::seconds(61));
    assert_eq!((kit.work().await, kit.count("follows").await), (1, 1));
    // One that took its process with it each time is not begun again.
    assert_eq!(kit.send(&ada, &ada.does("Block", &json!(ben.uri))).await, StatusCode::ACCEPTED);
    kit.world.sql("UPDATE arrivals SET attempts = 8 WHERE done_at IS NULL").await;
    kit.work().await;
    assert_eq!((kit.count("blocks").await, kit.count("arrivals WHERE parked_at IS NOT NULL").await), (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_worker_takes_what_comes_and_stops_when_told() {
    let (kit, remote) = (Kit::new().await, Remote::start().await);
    let ben = kit.world.member("ben").await;
    let cancel = CancellationToken::new();
    let working = tokio::spawn(inbox::Worker::new(kit.federation.clone()).run(cancel.clone()));
    for number in 0..30 {
        let actor = remote.actor(&format!("a{number}"), number % 4);
        assert_eq!(kit.send(&actor, &actor.does("Follow", &json!(ben.uri))).await, StatusCode::ACCEPTED);
    }
    for _ in 0..200 {
        if kit.count("follows").await == 30 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(kit.count("follows").await, 30);
    cancel.cancel();
    working.await.unwrap();
    assert_eq!(kit.count("arrivals WHERE done_at IS NULL").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn old_ids_are_forgotten_after_a_month() {
    let (kit, remote) = (Kit::new().await, Remote::start().await);
    let ben = kit.world.member("ben").await;
    let ada = remote.actor("ada", 0);
    kit.hear(&ada, &ada.does("Follow", &json!(ben.uri))).await;
    kit.world.clock.step(TimeDelta::days(29));
    inbox::prune(&kit.federation).await.unwrap();
    assert_eq!(kit.count("arrivals").await, 1);
    kit.world.clock.step(TimeDelta::days(2));
    inbox::prune(&kit.federation).await.unwrap();
    assert_eq!(kit.count("arrivals").await, 0);
}
