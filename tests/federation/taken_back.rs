//! Who was handed a story, who is asked for it back, and what its author is told of that.

use chrono::TimeDelta;
use hearth_core::stories::{Audience, Draft, show};
use hearth_federation::{ledger, outbound};
use hearth_testkit::{Person, Remote, TestHearth, settle};
use reqwest::Method;
use serde_json::{Value, json};

async fn receipts(person: &Person, story: &str) -> Vec<(String, String)> {
    let answer = person.get(&format!("/api/hearth/v1/stories/{story}/receipts")).await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let servers = answer["servers"].as_array().unwrap();
    servers.iter().map(|server| (text(&server["host"]), text(&server["standing"]))).collect()
}

fn standing(host: &str, words: &str) -> (String, String) {
    (host.to_owned(), words.to_owned())
}

/// Two Hearths, where ada of the first follows ben of the second.
async fn pair() -> (TestHearth, TestHearth, Person, Person) {
    let (one, two) = TestHearth::pair().await;
    let (ada, ben) = (one.person("ada").await, two.person("ben").await);
    ada.follow(&ben.handle).await;
    settle(&[&one, &two]).await;
    (one, two, ada, ben)
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_was_handed_a_story_is_asked_for_it_back() {
    let (one, two, ada, ben) = pair().await;
    let story = ben.tell("The lighthouse").await;
    let id = story["id"].as_str().unwrap();
    settle(&[&one, &two]).await;
    assert_eq!(receipts(&ben, id).await, [standing(&one.domain, "has it")]);
    ada.ask(Method::GET, &format!("/api/hearth/v1/stories/{id}/receipts"), None).await.is(404);
    // Somebody follows afterwards: their server never had it, and never hears of it.
    let late = TestHearth::at(two.clock.clone(), |_| {}).await;
    let cleo = late.person("cleo").await;
    cleo.follow(&ben.handle).await;
    settle(&[&one, &two, &late]).await;
    ben.ask(Method::DELETE, &format!("/api/v1/statuses/{id}"), None).await.ok();
    assert_eq!(receipts(&ben, id).await, [standing(&one.domain, "has it")]);
    settle(&[&one, &two, &late]).await;
    assert_eq!(receipts(&ben, id).await, [standing(&one.domain, "accepted")]);
    assert_eq!(ada.home().await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_refuses_is_asked_again_for_seven_days() {
    let hearth = TestHearth::start().await;
    let ben = hearth.person("ben").await;
    let remote = Remote::start(hearth.clock.clone()).await;
    let dora = remote.actor("dora", 0);
    follow(&hearth, &ben, &remote, &dora.id).await;
    let story = ben.tell("The lighthouse").await;
    let id = story["id"].as_str().unwrap();
    hearth.settle().await;
    assert_eq!(receipts(&ben, id).await, [standing(&remote.domain, "has it")]);
    remote.answer_always(Some((403, &[])));
    ben.ask(Method::DELETE, &format!("/api/v1/statuses/{id}"), None).await.ok();
    hearth.settle().await;
    assert_eq!(receipts(&ben, id).await, [standing(&remote.domain, "refused")]);
    let asked = remote.activities_of("Delete").len();
    hearth.clock.step(TimeDelta::days(1));
    assert_eq!(ledger::again(&hearth.federation).await.unwrap(), 1);
    hearth.settle().await;
    assert!(remote.activities_of("Delete").len() > asked);
    assert_eq!(ledger::again(&hearth.federation).await.unwrap(), 0, "not at once again");
    hearth.clock.step(TimeDelta::days(7));
    assert_eq!(ledger::again(&hearth.federation).await.unwrap(), 0);
    assert_eq!(receipts(&ben, id).await, [standing(&remote.domain, "no answer")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folded_story_is_asked_back_and_a_narrowed_one_only_from_others() {
    let (one, two, ada, ben) = pair().await;
    let third = TestHearth::at(two.clock.clone(), |_| {}).await;
    let cleo = third.person("cleo").await;
    cleo.follow(&ben.handle).await;
    settle(&[&one, &two, &third]).await;
    let story = ben.tell(&format!("@{} the lighthouse", ada.handle)).await;
    let id = story["id"].as_str().unwrap();
    let own = format!("/api/hearth/v1/stories/{id}");
    settle(&[&one, &two, &third]).await;
    assert_eq!((ada.home().await.len(), cleo.home().await.len()), (1, 1));
    two.clock.step(TimeDelta::minutes(1));
    ben.post(&format!("{own}/audience"), json!({"audience": "direct"})).await;
    settle(&[&one, &two, &third]).await;
    let mut expected = [standing(&one.domain, "has it"), standing(&third.domain, "accepted")];
    expected.sort();
    assert_eq!(receipts(&ben, id).await, expected);
    assert_eq!((ada.home().await.len(), cleo.home().await.len()), (1, 0));
    ben.post(&format!("{own}/fold"), json!({})).await;
    settle(&[&one, &two, &third]).await;
    let both = receipts(&ben, id).await;
    assert!(both.iter().all(|(_, words)| words == "accepted"), "{both:?}");
    assert_eq!(ada.home().await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_widened_story_is_handed_to_those_who_had_none_of_it() {
    let (one, two, ada, ben) = pair().await;
    let story = ben.tell_to("direct", "to nobody yet").await;
    let id = story["id"].as_str().unwrap();
    settle(&[&one, &two]).await;
    assert_eq!((receipts(&ben, id).await, ada.home().await), (vec![], vec![]));
    two.clock.step(TimeDelta::minutes(1));
    ben.post(&format!("/api/hearth/v1/stories/{id}/audience"), json!({"audience": "followers"})).await;
    settle(&[&one, &two]).await;
    assert_eq!(receipts(&ben, id).await, [standing(&one.domain, "has it")]);
    assert_eq!(ada.home().await, ["to nobody yet"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_circle_crosses_by_its_addresses_alone() {
    let (one, two, ada, ben) = pair().await;
    let other = one.person("cleo").await;
    other.follow(&ben.handle).await;
    settle(&[&one, &two]).await;
    let circle = ben.post("/api/hearth/v1/circles", json!({"name": "close"})).await;
    let path = format!("/api/hearth/v1/circles/{}/members", circle["id"].as_str().unwrap());
    let there = ben.account_id(&ada.handle).await;
    ben.post(&path, json!({"account_ids": [there]})).await;
    let draft = json!({"text": "a secret", "audience": "circle", "circle": circle["id"]});
    let preview = ben.post("/api/hearth/v1/stories/preview", draft.clone()).await;
    assert_eq!(preview["servers"][0]["host"], json!(one.domain));
    let sent: Value = serde_json::from_str(preview["sent"]["mastodon"].as_str().unwrap()).unwrap();
    let note = &sent["object"];
    assert_eq!(
        (&note["to"], &note["cc"], &note["tag"]),
        (&json!([ada.account.uri]), &Value::Null, &Value::Null)
    );
    assert!(sent.get("directMessage").is_none() && note.get("directMessage").is_none());
    let draft = ben.post("/api/hearth/v1/drafts", draft).await;
    let publish = format!("/api/hearth/v1/drafts/{}/publish", draft["id"].as_str().unwrap());
    ben.post(&publish, json!({"window": 0})).await;
    settle(&[&one, &two]).await;
    assert_eq!((ada.home().await, other.home().await), (vec!["a secret".to_owned()], vec![]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_preview_is_what_is_sent() {
    let hearth = TestHearth::start().await;
    let ben = hearth.person("ben").await;
    let remote = Remote::start(hearth.clock.clone()).await;
    let dora = remote.actor("dora", 0);
    follow(&hearth, &ben, &remote, &dora.id).await;
    let draft = Draft {
        title: "The lighthouse".to_owned(),
        summary: "storms".to_owned(),
        audience: Some(Audience::Public),
        ..Draft::plain("It stood. #winter")
    };
    let preview = outbound::preview(&hearth.federation, &ben.account, draft.clone(), None).await.unwrap();
    assert_eq!(
        preview.servers.iter().map(|server| server.host.as_str()).collect::<Vec<_>>(),
        [&remote.domain]
    );
    assert!(show::load(&hearth.core, preview.view.story.id).await.unwrap().is_none(), "nothing is kept");
    let story = hearth_core::stories::publish::publish(&hearth.core, &ben.account, draft).await.unwrap();
    hearth.settle().await;
    // The same bytes, but for the address that is drawn anew.
    let slug =
        |id| async move { show::load(&hearth.core, id).await.unwrap().unwrap().story.slug.clone().unwrap() };
    let previewed = String::from_utf8(preview.body.unwrap()).unwrap();
    let previewed = previewed.replace(preview.view.story.slug.as_deref().unwrap(), &slug(story).await);
    let sent = &remote.activities_of("Create")[0];
    assert_eq!(&serde_json::from_str::<Value>(&previewed).unwrap(), sent);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_leaves_before_the_window_closes_even_when_killed() {
    let (one, two, ada, ben) = pair().await;
    let draft = ben.post("/api/hearth/v1/drafts", json!({"text": "Once", "audience": "public"})).await;
    let publish = format!("/api/hearth/v1/drafts/{}/publish", draft["id"].as_str().unwrap());
    let before = (
        two.database.count("events").await,
        two.database.count("activities").await,
        two.database.count("jobs").await,
    );
    ben.post(&publish, json!({})).await;
    two.clock.step(TimeDelta::seconds(119));
    settle(&[&one, &two]).await;
    // Killed here: what stands in the database is all that is left, and it sends nothing.
    two.stop();
    let after = (
        two.database.count("events").await,
        two.database.count("activities").await,
        two.database.count("jobs").await,
    );
    assert_eq!((after, two.database.count("deliveries").await), (before, 0));
    two.clock.step(TimeDelta::seconds(1));
    settle(&[&two]).await;
    settle(&[&one]).await;
    assert_eq!(ada.home().await.len(), 1);
}

/// A follow of somebody elsewhere, as it arrives.
async fn follow(hearth: &TestHearth, followed: &Person, remote: &Remote, follower: &str) {
    let handle = format!("dora@{}", remote.domain);
    let account = followed.account_id(&handle).await;
    let account = hearth_core::accounts::queries::by_id(
        &hearth.core,
        hearth_core::ids::AccountId(account.parse().unwrap()),
    );
    let account = account.await.unwrap();
    let uri = format!("{follower}/follows/1");
    let target = &followed.account;
    hearth_core::follows::request::receive_request(&hearth.core, &account, target, &uri).await.unwrap();
    hearth.settle().await;
    remote.forget();
}
