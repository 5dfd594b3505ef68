//! Communities across servers: two Hearths, and remotes that are a forum and a microblog.

use hearth_testkit::person::texts;
use hearth_testkit::{Actor, Person, Remote, TestHearth, settle};
use reqwest::Method;
use serde_json::{Value, json};

pub(super) const PATH: &str = "/api/hearth/v1/communities";

pub(super) async fn founded(by: &Person, more: Value) -> Value {
    let mut form = json!({"name": "lake", "title": "The lake", "description": "For those who swim"});
    form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    by.post(PATH, form).await
}

/// What a server was sent, by type.
fn sent(to: &Remote, kind: &str) -> Vec<Value> {
    to.activities_of(kind)
}

/// Has a server say what it runs.
pub(super) fn runs(remote: &Remote, software: &str) {
    let address = format!("{}/nodeinfo/2.1", remote.base);
    let rel = "http://nodeinfo.diaspora.software/ns/schema/2.1";
    let json = |path: &str, document: Value| {
        remote.put_page(path, 200, "application/json", &[], document.to_string().into_bytes());
    };
    json("/.well-known/nodeinfo", json!({"links": [{"rel": rel, "href": address}]}));
    json("/nodeinfo/2.1", json!({"version": "2.1", "software": {"name": software, "version": "1"}}));
}

/// A server that runs some software, with somebody who follows the community.
pub(super) async fn follower(hearth: &TestHearth, software: &str, name: &str, key: usize) -> (Remote, Actor) {
    let remote = Remote::start(hearth.clock.clone()).await;
    runs(&remote, software);
    let actor = remote.actor(name, key);
    let follow = actor.activity("Follow", &json!(format!("{}/users/lake", hearth.base)));
    assert_eq!(actor.send(&format!("{}/inbox", hearth.base), &follow).await.status, 202);
    hearth.settle().await;
    assert_eq!(sent(&remote, "Accept").len(), 1);
    remote.forget();
    (remote, actor)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_group_says_who_it_is() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    founded(&ada, json!({})).await;
    let get = async |path: &str| {
        let request = hearth_testkit::person::http().get(format!("{}{path}", hearth.base));
        hearth_testkit::person::exchange(request.header("accept", "application/activity+json")).await
    };
    let group = get("/users/lake").await.ok();
    let base = &hearth.base;
    assert_eq!(group["type"], "Group");
    assert_eq!(group["attributedTo"], format!("{base}/users/lake/moderators"));
    assert_eq!(group["featured"], format!("{base}/users/lake/collections/featured"));
    assert_eq!(group["manuallyApprovesFollowers"], false);
    let moderators = get("/users/lake/moderators").await.ok();
    assert_eq!(moderators["orderedItems"], json!([ada.account.uri]));
    let found = get(&format!("/.well-known/webfinger?resource=acct:lake@{}", hearth.domain)).await.ok();
    assert_eq!(found["links"][0]["href"], group["id"]);
    ada.ask(Method::PATCH, &format!("{PATH}/lake"), Some(json!({"visibility": "server"}))).await.ok();
    hearth.settle().await;
    get("/users/lake").await.is(404);
    get("/users/lake/outbox").await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_microblog_gets_one_boost_per_story_and_a_forum_gets_everything() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    founded(&ada, json!({})).await;
    let (blog, _) = follower(&hearth, "mastodon", "ben", 0).await;
    let (forum, cleo) = follower(&hearth, "lemmy", "cleo", 1).await;
    let group = format!("{}/users/lake", hearth.base);

    let told = ada
        .post(&format!("{PATH}/lake/stories"), json!({"window": 0, "title": "Cold", "text": "water"}))
        .await;
    hearth.settle().await;
    let story = told["uri"].as_str().unwrap();
    let boosts = sent(&blog, "Announce");
    assert_eq!(boosts.len(), 1);
    assert_eq!((&boosts[0]["actor"], &boosts[0]["object"]), (&json!(group), &json!(story)));
    let wrapped = sent(&forum, "Announce");
    assert_eq!(wrapped.len(), 1);
    assert_eq!(wrapped[0]["object"]["type"], "Create");
    let page = &wrapped[0]["object"]["object"];
    assert_eq!((&page["audience"], &page["name"]), (&json!(group), &json!("Cold")));
    assert!(page["cc"].as_array().unwrap().contains(&json!(group)), "{page}");
    assert!(page["tag"].as_array().unwrap().iter().any(|tag| tag["href"] == group.as_str()), "{page}");

    // An answer from here, and one from elsewhere that does not name the community.
    ada.reply(told["id"].as_str().unwrap(), "and deep").await;
    let mut note = cleo.note("answer", "how deep?");
    note["inReplyTo"] = json!(story);
    let create = cleo.activity("Create", &note);
    assert_eq!(cleo.send(&format!("{}/inbox", hearth.base), &create).await.status, 202);
    hearth.settle().await;
    assert_eq!(sent(&blog, "Announce").len(), 1, "no answer floods a microblog");
    let wrapped = sent(&forum, "Announce");
    assert_eq!(wrapped.len(), 3);
    let passed_on = wrapped.iter().find(|one| one["object"]["id"] == create["id"]).unwrap();
    assert_eq!(passed_on["object"]["object"], note, "as it was said");

    // A removal in its messages.
    let path = format!("{PATH}/lake/stories/{}/remove", told["id"].as_str().unwrap());
    ada.post(&path, json!({"reason": "an advertisement"})).await;
    hearth.settle().await;
    let undone = sent(&blog, "Undo");
    assert_eq!((undone.len(), &undone[0]["object"]["type"]), (1, &json!("Announce")));
    assert_eq!(undone[0]["object"]["object"], story);
    assert!(sent(&forum, "Undo").is_empty());
    let removal = sent(&forum, "Announce").into_iter().find(|one| one["object"]["type"] == "Delete").unwrap();
    assert_eq!(removal["object"]["object"], story);
    assert!(removal["object"]["summary"].is_string(), "a summary says that stewards did it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_microblog_speaks_in_a_community_by_naming_it_and_a_forum_with_a_page() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    founded(&ada, json!({})).await;
    let (blog, ben) = follower(&hearth, "mastodon", "ben", 0).await;
    let (forum, cleo) = follower(&hearth, "lemmy", "cleo", 1).await;
    let group = format!("{}/users/lake", hearth.base);
    let inbox = format!("{}/inbox", hearth.base);

    let mut note = ben.note("swim", "I swam");
    note["cc"] = json!([group]);
    note["tag"] = json!([{"type": "Mention", "href": group, "name": "@lake"}]);
    assert_eq!(ben.send(&inbox, &ben.activity("Create", &note)).await.status, 202);
    let mut page = cleo.note("page", "deep water");
    page["type"] = json!("Page");
    page["name"] = json!("A question");
    page["to"] = json!([group, "https://www.w3.org/ns/activitystreams#Public"]);
    page["audience"] = json!(group);
    assert_eq!(cleo.send(&inbox, &cleo.activity("Create", &page)).await.status, 202);
    hearth.settle().await;
    let stories = texts(&ada.get(&format!("{PATH}/lake/stories")).await);
    assert_eq!(stories.len(), 2, "{stories:?}");
    assert_eq!(sent(&blog, "Announce").len(), 2);
    let wrapped = sent(&forum, "Announce");
    assert!(wrapped.iter().all(|one| one["object"]["type"] == "Create"), "{wrapped:?}");
    assert_eq!(wrapped.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_members_say_reaches_members_elsewhere_by_name_and_stops_when_they_leave() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    founded(&ada, json!({"visibility": "members"})).await;
    let (blog, ben) = follower(&hearth, "mastodon", "ben", 0).await;
    let (other, cleo) = follower(&hearth, "lemmy", "cleo", 1).await;
    let told = ada.post(&format!("{PATH}/lake/stories"), json!({"window": 0, "text": "among us"})).await;
    hearth.settle().await;
    for (server, member, stranger) in [(&blog, &ben, &cleo), (&other, &cleo, &ben)] {
        let creates = sent(server, "Create");
        assert_eq!(creates.len(), 1);
        let note = &creates[0]["object"];
        assert!(note["to"].as_array().unwrap().contains(&json!(member.id)), "{note}");
        assert!(!creates[0].to_string().contains(&stranger.id), "no server learns who else is in: {note}");
        assert!(!creates[0].to_string().contains("#Public"));
        assert!(note.get("tag").is_none_or(|tags| !tags.to_string().contains("Mention")), "{note}");
        assert!(sent(server, "Announce").is_empty(), "it is not passed on");
    }
    let follow = json!({"type": "Follow", "actor": ben.id, "object": format!("{}/users/lake", hearth.base)});
    let undo = ben.activity("Undo", &follow);
    assert_eq!(ben.send(&format!("{}/inbox", hearth.base), &undo).await.status, 202);
    hearth.settle().await;
    ada.post(&format!("{PATH}/lake/stories"), json!({"window": 0, "text": "without them"})).await;
    hearth.settle().await;
    assert_eq!((sent(&blog, "Create").len(), sent(&other, "Create").len()), (1, 2));
    // Whoever left is still asked to delete what they have.
    ada.ask(Method::DELETE, &format!("/api/v1/statuses/{}", told["id"].as_str().unwrap()), None).await.ok();
    hearth.settle().await;
    assert_eq!((sent(&blog, "Delete").len(), sent(&other, "Delete").len()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_of_one_hearth_lives_in_a_community_of_another() {
    let (one, two) = TestHearth::pair().await;
    let (ada, ben) = (one.person("ada").await, two.person("ben").await);
    founded(&ada, json!({"joining": "request"})).await;
    ada.post(&format!("{PATH}/lake/stories"), json!({"window": 0, "text": "before you came"})).await;
    settle(&[&one, &two]).await;
    let there = format!("{PATH}/lake@{}", one.domain);
    assert_eq!(ben.post(&format!("{there}/join"), json!({})).await["standing"]["state"], "pending");
    settle(&[&one, &two]).await;
    assert_eq!(ben.get(&there).await["standing"]["state"], "pending", "it stays so until somebody answers");
    let asked = ada.get(&format!("{PATH}/lake/requests")).await;
    let id = asked[0]["account"]["id"].as_str().unwrap().to_owned();
    ada.post(&format!("{PATH}/lake/requests/{id}/let_in"), json!({})).await;
    settle(&[&one, &two]).await;
    assert_eq!(ben.get(&there).await["standing"]["state"], "member");
    assert_eq!(texts(&ben.get(&format!("{there}/stories")).await), ["before you came"]);

    one.clock.step(chrono::TimeDelta::minutes(1));
    ada.post(&format!("{PATH}/lake/stories"), json!({"window": 0, "text": "since you came"})).await;
    settle(&[&one, &two]).await;
    assert!(ben.home().await.contains(&"since you came".to_owned()), "{:?}", ben.home().await);
    one.clock.step(chrono::TimeDelta::minutes(1));
    let told = ben.post(&format!("{there}/stories"), json!({"window": 0, "text": "hello from afar"})).await;
    settle(&[&one, &two]).await;
    let here = texts(&ada.get(&format!("{PATH}/lake/stories")).await);
    assert_eq!(here, ["hello from afar", "since you came", "before you came"]);
    assert_eq!(texts(&ben.get(&format!("{there}/stories")).await)[0], "hello from afar", "it came back");

    // One thread, answered from both sides.
    let copy = ada.status_id(told["uri"].as_str().unwrap()).await;
    ada.reply(&copy, "welcome").await;
    settle(&[&one, &two]).await;
    assert_eq!(ben.answers(told["id"].as_str().unwrap()).await, ["welcome"]);

    // The stewards part with somebody: their server hears of it.
    ada.post(&format!("{PATH}/lake/bans/{id}"), json!({"reason": "shouting"})).await;
    settle(&[&one, &two]).await;
    assert_eq!(ben.get(&there).await["standing"], json!(null));
    ben.post(&format!("{there}/join"), json!({})).await;
    settle(&[&one, &two]).await;
    assert_eq!(ben.get(&there).await["standing"], json!(null), "a ban holds against following anew");
}

#[tokio::test(flavor = "multi_thread")]
async fn stewards_elsewhere_look_after_a_community_and_others_do_not() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    founded(&ada, json!({})).await;
    let (_, cleo) = follower(&hearth, "lemmy", "cleo", 1).await;
    let (_, ben) = follower(&hearth, "mastodon", "ben", 0).await;
    let group = format!("{}/users/lake", hearth.base);
    let inbox = format!("{}/inbox", hearth.base);
    let told = ada.post(&format!("{PATH}/lake/stories"), json!({"window": 0, "text": "water"})).await;
    let uri = told["uri"].as_str().unwrap();
    let decide = async |by: &Actor, kind: &str, more: Value| {
        hearth.clock.step(chrono::TimeDelta::seconds(1));
        let mut activity = by.activity(kind, &json!(uri));
        activity.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        assert_eq!(by.send(&inbox, &activity).await.status, 202);
        hearth.settle().await;
    };
    let shown = async || texts(&ada.get(&format!("{PATH}/lake/stories")).await).len();
    let public = async || {
        let request = hearth_testkit::person::http().get(format!("{}{PATH}/lake/stories", hearth.base));
        texts(&hearth_testkit::person::exchange(request).await.ok()).len()
    };
    decide(&cleo, "Delete", json!({"summary": "no"})).await;
    assert_eq!((shown().await, public().await), (1, 1), "she is no steward");
    let members = ada.get(&format!("{PATH}/lake/members")).await;
    let who = |name: &str| {
        let found = members.as_array().unwrap().iter().find(|one| one["account"]["username"] == name);
        found.unwrap()["account"]["id"].as_str().unwrap().to_owned()
    };
    ada.post(&format!("{PATH}/lake/members/{}/role", who("cleo")), json!({"role": "steward"})).await;
    decide(&cleo, "Lock", json!({})).await;
    let mut late = ben.note("late", "late");
    late["inReplyTo"] = json!(uri);
    assert_eq!(ben.send(&inbox, &ben.activity("Create", &late)).await.status, 202);
    hearth.settle().await;
    assert!(
        ada.answers(told["id"].as_str().unwrap()).await.contains(&"late".to_owned()),
        "stewards still read it"
    );
    let person = hearth.person("dora").await;
    assert!(person.answers(told["id"].as_str().unwrap()).await.is_empty(), "the thread was closed");
    decide(&cleo, "Delete", json!({"summary": "an advertisement"})).await;
    assert_eq!(public().await, 0);
    decide(&cleo, "Block", json!({"object": ben.id, "target": group, "summary": "shouting"})).await;
    let bans = ada.get(&format!("{PATH}/lake/bans")).await;
    assert_eq!((bans.as_array().unwrap().len(), &bans[0]["reason"]), (1, &json!("shouting")));
    decide(&ben, "Flag", json!({"object": [uri], "to": [group], "content": "look"})).await;
    let reports = ada.get(&format!("{PATH}/lake/reports")).await;
    assert_eq!(reports[0]["comment"], "look");
}
