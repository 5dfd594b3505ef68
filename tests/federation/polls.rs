//! Polls across servers: two Hearths, and a server that speaks Mastodon's Questions.

use super::scene::Scene;
use chrono::TimeDelta;
use hearth_core::polls::{Asked, vote};
use hearth_core::stories::{Audience, Draft, StoryView, publish, show};
use hearth_testkit::remote::{PUBLIC, fetch};
use hearth_testkit::{Actor, TestHearth, settle};
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::Arc;

fn votes(poll: &Value) -> Vec<i64> {
    poll["options"].as_array().unwrap().iter().map(|option| option["votes_count"].as_i64().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn between_hearths_a_poll_is_asked_answered_and_over() {
    let (one, two) = TestHearth::pair().await;
    let (ada, ben) = (one.person("ada").await, two.person("ben").await);
    ben.follow(&ada.handle).await;
    settle(&[&one, &two]).await;
    let poll = json!({"options": ["tea", "a walk", "<b>sleep</b>"], "expires_in": 3600, "multiple": true});
    let form = json!({"status": "What helps?", "visibility": "public", "poll": poll});
    let told = ada.post("/api/v1/statuses", form).await;
    settle(&[&one, &two]).await;
    let here = ben.status_id(told["uri"].as_str().unwrap()).await;
    let read = ben.get(&format!("/api/v1/statuses/{here}")).await;
    assert_eq!(read["content"], "<p>What helps?</p>");
    assert_eq!((&read["poll"]["multiple"], &read["poll"]["expired"]), (&json!(true), &json!(false)));
    assert_eq!(
        read["poll"]["expires_at"].as_str().unwrap()[..19],
        told["poll"]["expires_at"].as_str().unwrap()[..19]
    );

    let path = format!("/api/v1/polls/{here}/votes");
    ben.ask(Method::POST, &path, Some(json!({"choices": [0, 2]}))).await.is(200);
    settle(&[&one, &two]).await;
    let asked = format!("/api/v1/polls/{}", told["id"].as_str().unwrap());
    let counted = ada.get(&asked).await;
    assert_eq!((votes(&counted), &counted["voters_count"]), (vec![1, 0, 1], &json!(1)));
    // A vote is no words: nobody is told of a story.
    assert_eq!(ada.notified().await, ["follow"]);

    // Somebody votes at home; the others hear of it once votes have gathered, and of the end.
    let cleo = one.person("cleo").await;
    cleo.ask(Method::POST, &format!("{asked}/votes"), Some(json!({"choices": [1]}))).await.is(200);
    one.clock.step(TimeDelta::minutes(4));
    settle(&[&one, &two]).await;
    let read = ben.get(&format!("/api/v1/polls/{here}")).await;
    assert_eq!((votes(&read), &read["own_votes"]), (vec![1, 1, 1], &json!([0, 2])));
    assert!(ben.get(&format!("/api/v1/statuses/{here}")).await["edited_at"].is_null());
    one.clock.step(TimeDelta::hours(1));
    settle(&[&one, &two]).await;
    assert_eq!(ben.get(&format!("/api/v1/polls/{here}")).await["expired"], true);
    assert_eq!(ben.notified().await, ["poll"]);
    assert_eq!(ada.notified().await, ["poll", "follow"]);
    let document = fetch(told["uri"].as_str().unwrap()).await.ok();
    assert_eq!((&document["type"], &document["votersCount"]), (&json!("Question"), &json!(2)));
    assert_eq!(
        document["anyOf"][1],
        json!({"type": "Note", "name": "a walk", "replies": {"type": "Collection", "totalItems": 1}})
    );
    assert_eq!(document["closed"], document["endTime"]);
}

/// Ada asks who comes.
async fn ask(scene: &Scene, multiple: bool) -> Arc<StoryView> {
    let options = ["yes", "no"].map(str::to_owned).to_vec();
    let poll = Asked { options, expires_in: 3600, multiple, hide_totals: false };
    let draft = Draft { audience: Some(Audience::Public), poll: Some(poll), ..Draft::plain("Who comes?") };
    let id = publish::publish(&scene.hearth.core, &scene.ada, draft).await.unwrap();
    scene.hearth.settle().await;
    show::load(&scene.hearth.core, id).await.unwrap().unwrap()
}

/// A vote as Mastodon sends it.
fn ballot(voter: &Actor, poll: &StoryView, option: &str, number: usize) -> Value {
    let note = json!({
        "id": voter.uri(&format!("votes/{number}")), "type": "Note", "attributedTo": voter.id,
        "to": poll.author.uri, "inReplyTo": poll.story.uri, "name": option,
    });
    let mut create = voter.activity("Create", &note);
    create["id"] = json!(voter.uri(&format!("votes/{number}/activity")));
    create
}

async fn standing(scene: &Scene, poll: &StoryView) -> (Vec<i64>, Option<i64>) {
    let view = show::load(&scene.hearth.core, poll.story.id).await.unwrap().unwrap();
    let poll = view.poll.clone().unwrap();
    (poll.choices.iter().map(|choice| choice.votes).collect(), poll.voters)
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_39_nobody_stuffs_a_poll() {
    let scene = Scene::acquainted().await;
    let poll = ask(&scene, false).await;
    for number in 0..100 {
        let option = if number % 2 == 0 { "yes" } else { "no" };
        scene.mallory.send(&scene.inbox(), &ballot(&scene.mallory, &poll, option, number)).await;
    }
    scene.hearth.settle().await;
    assert_eq!(standing(&scene, &poll).await.1, Some(1));
    // In another's name, for what is not asked, and with counts of their own.
    let mut stolen = ballot(&scene.mallory, &poll, "yes", 200);
    stolen["object"]["attributedTo"] = json!(scene.alice.id);
    scene.say(&scene.mallory, &stolen).await;
    scene.say(&scene.mallory, &ballot(&scene.mallory, &poll, "perhaps", 201)).await;
    let mut counts = fetch(&poll.story.uri).await.ok();
    counts["oneOf"][0]["replies"]["totalItems"] = json!(1000);
    scene.say(&scene.mallory, &scene.mallory.activity("Update", &counts)).await;
    assert_eq!(standing(&scene, &poll).await.1, Some(1));
    // An honest vote counts, until the end.
    let before = standing(&scene, &poll).await.0[0];
    scene.say(&scene.alice, &ballot(&scene.alice, &poll, "yes", 1)).await;
    assert_eq!(standing(&scene, &poll).await.0[0], before + 1);
    let bob = scene.home.actor("bob", 2);
    scene.meet(&bob).await;
    scene.hearth.step(TimeDelta::hours(1)).await;
    scene.say(&bob, &ballot(&bob, &poll, "yes", 1)).await;
    assert_eq!(standing(&scene, &poll).await.1, Some(2));
    // Where several may be chosen each counts once.
    let poll = ask(&scene, true).await;
    for (number, option) in ["yes", "no", "yes"].into_iter().enumerate() {
        scene.say(&scene.alice, &ballot(&scene.alice, &poll, option, 300 + number)).await;
    }
    assert_eq!(standing(&scene, &poll).await, (vec![1, 1], Some(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_of_mastodon_is_a_poll_here() {
    let scene = Scene::acquainted().await;
    let mut question = scene.letter(&scene.alice, "asks", "<p>What helps?</p>");
    let option = |name: &str, votes: i64| json!({"type": "Note", "name": name, "replies": {"type": "Collection", "totalItems": votes}});
    question["type"] = json!("Question");
    question["to"] = json!([PUBLIC]);
    question["oneOf"] = json!([option("tea", 3), option("<script>x</script>rest", -4)]);
    question["votersCount"] = json!(3);
    question["endTime"] = json!("2099-01-01T00:00:00Z");
    scene.alice.publish(&question);
    scene.say(&scene.alice, &scene.alice.activity("Create", &question)).await;
    let view = scene.story(question["id"].as_str().unwrap()).await.unwrap();
    assert_eq!(view.story.content_html, "<p>What helps?</p>");
    let poll = view.poll.clone().unwrap();
    assert_eq!((poll.choices[0].votes, poll.choices[1].votes, poll.multiple), (3, 0, false));
    // An option is plain text, which apps and pages escape.
    assert_eq!(poll.choices[1].title, "<script>x</script>rest");

    scene.home.forget();
    vote::vote(&scene.hearth.core, &scene.ada, view.story.id, &[0]).await.unwrap();
    scene.hearth.settle().await;
    let sent = scene.home.activities_of("Create");
    assert_eq!(sent.len(), 1, "{sent:?}");
    let note = &sent[0]["object"];
    assert_eq!(
        (&note["type"], &note["name"], &note["inReplyTo"]),
        (&json!("Note"), &json!("tea"), &question["id"])
    );
    assert!(note.get("content").is_none(), "{note}");
    assert_eq!(sent[0]["to"], json!(scene.alice.id));
    // How it stands is told without the story being newer; others' words on it count nothing.
    question["oneOf"][0]["replies"]["totalItems"] = json!(7);
    question["votersCount"] = json!(7);
    scene.say(&scene.mallory, &scene.mallory.activity("Update", &question)).await;
    assert_eq!(standing(&scene, &view).await, (vec![4, 0], Some(4)));
    scene.say(&scene.alice, &scene.alice.activity("Update", &question)).await;
    assert_eq!(standing(&scene, &view).await, (vec![7, 0], Some(7)));
    assert!(scene.story(question["id"].as_str().unwrap()).await.unwrap().story.edited_at.is_none());
}
