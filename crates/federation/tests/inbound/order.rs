//! Whatever order things come in, and however often: they end the same.

use crate::kit::Kit;
use crate::remote::{Actor, Remote};
use axum::http::StatusCode;
use hearth_core::stories::Audience;
use serde_json::{Value, json};

/// All orders of a list.
fn orders(acts: &[Value]) -> Vec<Vec<Value>> {
    if acts.len() < 2 {
        return vec![acts.to_vec()];
    }
    (0..acts.len())
        .flat_map(|first| {
            let mut rest = acts.to_vec();
            let one = rest.remove(first);
            orders(&rest).into_iter().map(move |mut order| {
                order.insert(0, one.clone());
                order
            })
        })
        .collect()
}

async fn followed() -> (Kit, Actor) {
    let kit = Kit::new().await;
    let ben = kit.world.member("ben").await;
    let ada = Remote::start().await.actor("ada", 0);
    kit.followed(&ben, &ada).await;
    (kit, ada)
}

fn versions(ada: &Actor, slug: &str) -> [Value; 3] {
    let first = ada.note(slug, "<p>one</p>");
    let edited = |content: &str, minute: u32| {
        let mut note = first.clone();
        note["content"] = json!(content);
        note["updated"] = json!(format!("2027-01-15T07:{minute}:00Z"));
        note
    };
    [first.clone(), edited("<p>two</p>", 10), edited("<p>three</p>", 20)]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_and_its_edits_end_at_the_last_version() {
    let (kit, ada) = followed().await;
    let count = orders(&[json!(1), json!(2), json!(3)]).len();
    for number in 0..count {
        let [one, two, three] = versions(&ada, &format!("e{number}"));
        let acts = [ada.does("Create", &one), ada.does("Update", &two), ada.does("Update", &three)];
        for act in &orders(&acts)[number] {
            kit.hear(&ada, act).await;
            kit.hear(&ada, act).await;
        }
        assert_eq!(kit.content(&one).await.as_deref(), Some("<p>three</p>"), "order {number}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_story_stays_deleted() {
    let (kit, ada) = followed().await;
    let count = orders(&[json!(1), json!(2), json!(3), json!(4)]).len();
    for number in 0..count {
        let [one, two, three] = versions(&ada, &format!("d{number}"));
        let delete = ada.does("Delete", &json!({ "id": one["id"], "type": "Tombstone" }));
        let acts = [ada.does("Create", &one), ada.does("Update", &two), ada.does("Update", &three), delete];
        for act in &orders(&acts)[number] {
            assert_eq!(kit.send(&ada, act).await, StatusCode::ACCEPTED);
        }
        kit.work().await;
        assert_eq!(kit.content(&one).await, None, "order {number}");
    }
    assert_eq!(kit.count("stories WHERE NOT local AND deleted_at IS NULL").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_that_comes_first_still_undoes() {
    let kit = Kit::new().await;
    let ben = kit.world.member("ben").await;
    let told = kit.tell(&ben, "a tale", Audience::Public).await;
    let remote = Remote::start().await;
    for (number, kind) in ["Follow", "Like", "Announce", "Block"].into_iter().enumerate() {
        let actor = remote.actor(&format!("a{number}"), number);
        let object = if matches!(kind, "Follow" | "Block") { &ben.uri } else { &told };
        let mut act = actor.does(kind, &json!(object));
        act["to"] = json!([crate::remote::PUBLIC]);
        let undo = actor.does("Undo", &act);
        for order in [[&undo, &act], [&act, &undo]] {
            for act in order {
                kit.hear(&actor, act).await;
            }
        }
    }
    for table in ["follows", "favourites", "boosts", "blocks"] {
        assert_eq!(kit.count(table).await, 0, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_that_are_used_again_are_acts_of_their_own() {
    // As snac names them: every boost of a story alike, and every Undo of it.
    let kit = Kit::new().await;
    let ben = kit.world.member("ben").await;
    let told = kit.tell(&ben, "a tale", Audience::Public).await;
    let ada = Remote::start().await.actor("ada", 0);
    let mut boost = ada.does("Announce", &json!(told));
    boost["id"] = json!(ada.at("a/1"));
    boost["to"] = json!([crate::remote::PUBLIC]);
    let mut undo = ada.does("Undo", &boost);
    undo["id"] = json!(ada.at("a/1/Undo"));
    for round in 0..3 {
        for worked in [true, false] {
            for act in [&boost, &boost, &undo, &undo] {
                assert_eq!(kit.send(&ada, act).await, StatusCode::ACCEPTED);
                if worked {
                    kit.work().await;
                }
            }
            kit.work().await;
            assert_eq!(kit.count("boosts").await, 0, "round {round}");
            if round > 0 {
                kit.world.clock.step(chrono::TimeDelta::minutes(11));
            }
            kit.hear(&ada, &boost).await;
            assert_eq!(kit.count("boosts").await, 1, "round {round}");
            kit.hear(&ada, &undo).await;
            assert_eq!(kit.count("boosts").await, 0, "round {round}");
            if round > 0 {
                kit.world.clock.step(chrono::TimeDelta::minutes(11));
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bare_id_of_ours_undoes_the_follow() {
    let kit = Kit::new().await;
    let ben = kit.world.member("ben").await;
    let ada = Remote::start().await.actor("ada", 0);
    kit.hear(&ada, &ada.does("Follow", &json!(ben.uri))).await;
    assert_eq!(kit.count("follows").await, 1);
    kit.hear(&ada, &ada.does("Undo", &json!(ben.uri))).await;
    assert_eq!(kit.count("follows").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn likes_boosts_and_follows_taken_back_and_done_again_under_one_id_stand() {
    let kit = Kit::new().await;
    let ben = kit.world.member("ben").await;
    let told = kit.tell(&ben, "a tale", Audience::Public).await;
    let ada = Remote::start().await.actor("ada", 0);
    for (kind, table) in
        [("Like", "favourites"), ("Announce", "boosts"), ("Follow", "follows"), ("Block", "blocks")]
    {
        let object = if matches!(kind, "Follow" | "Block") { &ben.uri } else { &told };
        let mut act = ada.does(kind, &json!(object));
        act["id"] = json!(ada.at(&format!("{kind}/1")));
        act["to"] = json!([crate::remote::PUBLIC]);
        let mut undo = ada.does("Undo", &act);
        undo["id"] = json!(ada.at(&format!("{kind}/1/Undo")));
        for (word, stands) in [(&act, 1), (&undo, 0), (&undo, 0), (&act, 1), (&undo, 0), (&act, 1)] {
            kit.hear(&ada, word).await;
            kit.world.clock.step(chrono::TimeDelta::seconds(1));
            assert_eq!(kit.count(table).await, stands, "{word}");
        }
        // By its bare id, which does not say what it was.
        undo["object"] = act["id"].clone();
        if matches!(kind, "Like" | "Announce") {
            for (word, stands) in [(&undo, 0), (&act, 1)] {
                kit.hear(&ada, word).await;
                assert_eq!(kit.count(table).await, stands, "{word}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follow_heard_again_is_answered_again() {
    let kit = Kit::new().await;
    let ben = kit.world.member("ben").await;
    let ada = Remote::start().await.actor("ada", 0);
    let follow = ada.does("Follow", &json!(ben.uri));
    for round in 1..=3 {
        for echo in 0..2 {
            kit.hear(&ada, &follow).await;
            let asked = kit.count("events WHERE event ? 'follow_requested'").await;
            assert_eq!(asked, round, "echo {echo}");
        }
        kit.world.clock.step(chrono::TimeDelta::minutes(2));
    }
    assert_eq!(kit.count("follows").await, 1);
}
