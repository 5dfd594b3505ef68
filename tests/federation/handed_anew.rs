//! What was asked back and handed out again: under an id that nobody deleted, with its answers; and what the author is
//! told of servers that say one thing and do another.

use chrono::TimeDelta;
use hearth_federation::ledger;
use hearth_testkit::person::{exchange, http};
use hearth_testkit::{Person, Remote, TestHearth, settle};
use serde_json::{Value, json};

async fn receipts(person: &Person, story: &str) -> Vec<String> {
    let answer = person.get(&format!("/api/hearth/v1/stories/{story}/receipts")).await;
    let servers = answer["servers"].as_array().unwrap();
    servers.iter().map(|server| server["standing"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn folded_away_and_unfolded_it_is_back_with_its_answers() {
    let (one, two) = TestHearth::pair().await;
    let (ada, ben) = (one.person("ada").await, two.person("ben").await);
    ada.follow(&ben.handle).await;
    settle(&[&one, &two]).await;
    let story = ben.tell("The lighthouse").await;
    let (id, uri) = (story["id"].as_str().unwrap(), story["uri"].as_str().unwrap());
    settle(&[&one, &two]).await;
    let copy = ada.status_id(uri).await;
    ada.reply(&copy, "it shone").await;
    settle(&[&one, &two]).await;
    one.clock.step(TimeDelta::minutes(1));
    let own = format!("/api/hearth/v1/stories/{id}");
    ben.post(&format!("{own}/fold"), json!({})).await;
    settle(&[&one, &two]).await;
    assert_eq!(ada.home().await, ["it shone"], "her own words stay");
    assert_eq!(receipts(&ben, id).await, ["accepted"]);
    one.clock.step(TimeDelta::minutes(1));
    ben.post(&format!("{own}/unfold"), json!({})).await;
    settle(&[&one, &two]).await;
    let mut home = ada.home().await;
    home.sort();
    assert_eq!(home, ["The lighthouse", "it shone"]);
    assert_eq!(receipts(&ben, id).await, ["has it"]);
    assert_eq!(ben.answers(id).await, ["it shone"], "its answers never left it");
    let again = ben.get(&format!("/api/v1/statuses/{id}")).await;
    assert_ne!(again["uri"], story["uri"]);
    // There too, once somebody opens the thread.
    let copy = ada.status_id(again["uri"].as_str().unwrap()).await;
    let there = hearth_core::ids::StoryId(copy.parse().unwrap());
    hearth_federation::resolve::thread(&one.federation, there).await.unwrap();
    assert_eq!(ada.answers(&copy).await, ["it shone"]);
    // Links to its page lead on; the document stays gone, so that copies are still taken away.
    let page = exchange(http().get(story["url"].as_str().unwrap())).await;
    assert_eq!(
        (page.status.as_u16(), page.headers["location"].to_str().unwrap()),
        (308, again["url"].as_str().unwrap())
    );
    let document = exchange(http().get(uri).header("accept", "application/activity+json")).await;
    document.is(404);
    // Somebody elsewhere who knows the former id alone still answers it.
    let remote = Remote::start(one.clock.clone()).await;
    let cleo = remote.actor("cleo", 0);
    let mut note = cleo.note("late", "late");
    note["inReplyTo"] = json!(uri);
    assert_eq!(cleo.send(&format!("{}/inbox", two.base), &cleo.activity("Create", &note)).await.status, 202);
    settle(&[&one, &two]).await;
    assert_eq!(ben.answers(id).await, ["it shone", "late"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn narrowed_and_widened_it_reaches_those_again_who_were_asked() {
    let (one, two) = TestHearth::pair().await;
    let third = TestHearth::at(two.clock.clone(), |_| {}).await;
    let (ada, ben, cleo) = (one.person("ada").await, two.person("ben").await, third.person("cleo").await);
    ada.follow(&ben.handle).await;
    cleo.follow(&ben.handle).await;
    let all = [&one, &two, &third];
    settle(&all).await;
    let story = ben.tell(&format!("@{} the lighthouse", ada.handle)).await;
    let id = story["id"].as_str().unwrap();
    settle(&all).await;
    let audience = async |audience: &str| {
        two.clock.step(TimeDelta::minutes(1));
        ben.post(&format!("/api/hearth/v1/stories/{id}/audience"), json!({"audience": audience})).await;
        settle(&all).await;
        (ada.home().await.len(), cleo.home().await.len())
    };
    assert_eq!(audience("direct").await, (1, 0));
    assert_eq!(audience("followers").await, (1, 1), "once each, and nobody twice");
    let mut standings = receipts(&ben, id).await;
    standings.dedup();
    assert_eq!(standings, ["has it"]);
    assert_eq!(audience("only_me").await, (0, 0));
    assert_eq!(audience("public").await, (1, 1));
}

/// Ben with a follower on a server that answers `status` to whatever it is asked.
async fn followed(status: u16) -> (TestHearth, Person, Remote, String) {
    let hearth = TestHearth::start().await;
    let ben = hearth.person("ben").await;
    let remote = Remote::start(hearth.clock.clone()).await;
    let dora = remote.actor("dora", 0);
    let follow = dora.activity("Follow", &json!(ben.account.uri));
    assert_eq!(dora.send(&format!("{}/inbox", hearth.base), &follow).await.status, 202);
    hearth.settle().await;
    let story = ben.tell("The lighthouse").await;
    hearth.settle().await;
    remote.answer_always(Some((status, &[])));
    let id = story["id"].as_str().unwrap().to_owned();
    ben.post(&format!("/api/hearth/v1/stories/{id}/fold"), json!({})).await;
    hearth.settle().await;
    (hearth, ben, remote, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_server_that_lies_no_more_is_said_than_is_known() {
    let (hearth, ben, remote, id) = followed(202).await;
    // It took the request with thanks, and goes on showing the story to everybody.
    let kept = remote.activities_of("Create")[0]["object"].clone();
    remote.put("/copies/1", &kept);
    assert_eq!(receipts(&ben, &id).await, ["accepted"]);
    hearth.clock.step(TimeDelta::days(8));
    ledger::again(&hearth.federation).await.unwrap();
    hearth.settle().await;
    let answer = ben.get(&format!("/api/hearth/v1/stories/{id}/receipts")).await;
    assert_eq!(answer["servers"][0]["standing"], "accepted");
    let words = answer.to_string().to_lowercase();
    for claim in ["deleted", "removed", "erased", "is gone"] {
        assert!(!words.contains(claim), "{claim}: {words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_is_asked_for_seven_days_and_then_said_not_to_have_answered() {
    let (hearth, ben, remote, id) = followed(503).await;
    assert_eq!(receipts(&ben, &id).await, ["asked"]);
    let mut asked = remote.activities_of("Delete").len();
    for _ in 0..6 {
        hearth.clock.step(TimeDelta::days(1));
        ledger::again(&hearth.federation).await.unwrap();
        hearth.settle().await;
        let now = remote.activities_of("Delete").len();
        assert!(now > asked, "it is asked again each day");
        asked = now;
        assert_eq!(receipts(&ben, &id).await, ["asked"]);
    }
    hearth.clock.step(TimeDelta::hours(25));
    assert_eq!(receipts(&ben, &id).await, ["no answer"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_comes_back_in_time_has_accepted() {
    let (hearth, ben, remote, id) = followed(503).await;
    remote.answer_always(None);
    hearth.clock.step(TimeDelta::days(2));
    hearth.settle().await;
    assert_eq!(receipts(&ben, &id).await, ["accepted"]);
    let delete: Value = remote.activities_of("Delete").pop().unwrap();
    assert_eq!(delete["object"]["type"], "Tombstone");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_remembered_for_as_long_as_it_matters_who_deleted_it() {
    let (hearth, ben, remote, id) = followed(202).await;
    hearth.clock.step(TimeDelta::days(200));
    ledger::prune(&hearth.federation).await.unwrap();
    assert_eq!(receipts(&ben, &id).await, ["accepted"]);
    remote.forget();
    ben.post(&format!("/api/hearth/v1/stories/{id}/unfold"), json!({})).await;
    hearth.settle().await;
    let create = remote.activities_of("Create")[0].clone();
    ben.ask(reqwest::Method::DELETE, &format!("/api/v1/statuses/{id}"), None).await.ok();
    hearth.settle().await;
    let deletes = remote.activities_of("Delete");
    assert_eq!(deletes[0]["object"]["id"], create["object"]["id"], "the last id it had there");
    hearth.clock.step(TimeDelta::days(91));
    ledger::prune(&hearth.federation).await.unwrap();
    assert!(receipts(&ben, &id).await.is_empty());
}
