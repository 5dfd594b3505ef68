//! A member of a Hearth in a community of a forum: a fake remote that speaks as Lemmy does.

use hearth_testkit::person::texts;
use hearth_testkit::remote::PUBLIC;
use hearth_testkit::{Actor, Person, Remote, TestHearth};
use serde_json::{Value, json};

/// A forum with the community `main`, which dora looks after, and where emil writes.
struct Forum {
    hearth: TestHearth,
    ada: Person,
    remote: Remote,
    group: Actor,
    dora: Actor,
    emil: Actor,
    path: String,
}

impl Forum {
    async fn set() -> Self {
        let hearth = TestHearth::start().await;
        let ada = hearth.person("ada").await;
        let remote = Remote::start(hearth.clock.clone()).await;
        super::communities::runs(&remote, "lemmy");
        let (dora, emil) = (remote.actor("dora", 1), remote.actor("emil", 2));
        let group = remote.actor_with("main", 0, |group| {
            let id = group["id"].as_str().unwrap().to_owned();
            group["type"] = json!("Group");
            group["attributedTo"] = json!(format!("{id}/moderators"));
            group["featured"] = json!(format!("{id}/featured"));
            group["postingRestrictedToMods"] = json!(false);
        });
        let path = format!("/api/hearth/v1/communities/main@{}", remote.domain);
        let forum = Self { hearth, ada, remote, group, dora, emil, path };
        let list = json!({"@context": "https://www.w3.org/ns/activitystreams", "type": "OrderedCollection",
            "id": format!("{}/moderators", forum.group.id), "orderedItems": [forum.dora.id]});
        forum.remote.put("/users/main/moderators", &list);
        forum
    }

    /// A page as Lemmy writes it.
    fn page(&self, slug: &str, title: &str) -> Value {
        let mut page = self.emil.note(slug, "<p>Some words</p>");
        page["type"] = json!("Page");
        page["name"] = json!(title);
        page["to"] = json!([self.group.id, PUBLIC]);
        page["cc"] = json!([]);
        page["audience"] = json!(self.group.id);
        page["mediaType"] = json!("text/html");
        page["source"] = json!({"content": "Some words", "mediaType": "text/markdown"});
        page["sensitive"] = json!(false);
        self.emil.publish(&page);
        page
    }

    /// What the community announces.
    fn wrapped(&self, mut inner: Value) -> Value {
        inner.as_object_mut().unwrap().remove("@context");
        let id = self.group.uri(&format!("activities/announce/{}", inner["id"].as_str().unwrap().len()));
        json!({"@context": "https://www.w3.org/ns/activitystreams", "type": "Announce",
            "id": format!("{id}-{}", inner["id"].as_str().unwrap().rsplit('/').next().unwrap()),
            "actor": self.group.id, "to": [PUBLIC], "cc": [format!("{}/followers", self.group.id)],
            "object": inner})
    }

    async fn announce(&self, inner: Value) {
        self.hearth.clock.step(chrono::TimeDelta::seconds(1));
        let wrapped = self.wrapped(inner);
        let answer = self.group.send(&format!("{}/inbox", self.hearth.base), &wrapped).await;
        assert_eq!(answer.status, 202);
        self.hearth.settle().await;
    }

    /// A moderator's decision.
    async fn decided(&self, kind: &str, object: &str, more: Value) {
        let mut activity = self.dora.activity(kind, &json!(object));
        activity["to"] = json!([PUBLIC]);
        activity["cc"] = json!([self.group.id]);
        activity["audience"] = json!(self.group.id);
        activity.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.announce(activity).await;
    }

    /// Ada joins, and the forum lets her in.
    async fn join(&self) {
        assert_eq!(
            self.ada.post(&format!("{}/join", self.path), json!({})).await["standing"]["state"],
            "pending"
        );
        self.hearth.settle().await;
        let follow = self.remote.activities_of("Follow")[0].clone();
        assert_eq!(follow["object"], self.group.id.as_str());
        let accept = self.group.activity("Accept", &follow);
        assert_eq!(self.group.send(&format!("{}/inbox", self.hearth.base), &accept).await.status, 202);
        self.hearth.settle().await;
        self.remote.forget();
    }

    async fn stories(&self) -> Vec<String> {
        texts(&self.ada.get(&format!("{}/stories", self.path)).await)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn she_joins_reads_what_was_said_before_and_speaks() {
    let forum = Forum::set().await;
    let mut items = Vec::new();
    for number in 0..25 {
        let page = forum.page(&format!("old{number}"), &format!("Old {number}"));
        items.push(forum.wrapped(forum.emil.activity("Create", &page)));
        forum.hearth.clock.step(chrono::TimeDelta::seconds(1));
    }
    items.reverse();
    let outbox = json!({"@context": "https://www.w3.org/ns/activitystreams", "type": "OrderedCollection",
        "id": forum.group.uri("outbox"), "totalItems": 25, "orderedItems": items});
    forum.remote.put("/users/main/outbox", &outbox);
    forum.join().await;
    let there = forum.ada.get(&forum.path).await;
    assert_eq!(there["standing"]["state"], "member");
    assert_eq!(there["stewards"][0]["acct"], format!("dora@{}", forum.remote.domain));
    let listed = forum.ada.get(&format!("{}/stories?limit=40", forum.path)).await;
    assert_eq!(listed.as_array().unwrap().len(), 20, "the last twenty");
    assert!(texts(&listed)[0].starts_with("Old 24"), "{:?}", texts(&listed));

    let told = forum
        .ada
        .post(
            &format!("{}/stories", forum.path),
            json!({"window": 0, "title": "Hello", "text": "from *afar*"}),
        )
        .await;
    forum.hearth.settle().await;
    let create = &forum.remote.activities_of("Create")[0];
    let note = &create["object"];
    let addressed = format!("{}{}", note["to"], note["cc"]);
    assert!(addressed.contains(&forum.group.id) && addressed.contains(PUBLIC), "{note}");
    assert_eq!((&note["audience"], &note["name"]), (&json!(forum.group.id), &json!("Hello")));
    assert!(
        note["tag"].as_array().unwrap().iter().any(|tag| tag["href"] == forum.group.id.as_str()),
        "{note}"
    );
    forum.announce(create.clone()).await;
    assert!(forum.stories().await[0].starts_with("Hello"), "{:?}", forum.stories().await);
    assert_eq!(told["uri"], note["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn its_moderators_are_heeded_in_it_and_nowhere_else() {
    let forum = Forum::set().await;
    forum.join().await;
    let page = forum.page("cold", "Cold");
    forum.announce(forum.emil.activity("Create", &page)).await;
    let uri = page["id"].as_str().unwrap();
    let pinned = async || texts(&forum.ada.get(&format!("{}/pinned", forum.path)).await).len();
    assert_eq!(forum.stories().await.len(), 1);
    let featured = json!({"target": forum.group.uri("featured")});
    forum.decided("Add", uri, featured.clone()).await;
    assert_eq!(pinned().await, 1);
    forum.decided("Remove", uri, featured).await;
    assert_eq!(pinned().await, 0);

    let moderators = json!({"target": forum.group.uri("moderators")});
    forum.decided("Add", &forum.emil.id, moderators.clone()).await;
    let names = async || {
        let there = forum.ada.get(&forum.path).await;
        let stewards = there["stewards"].as_array().unwrap().clone();
        stewards.iter().map(|one| one["username"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(names().await.contains(&"emil".to_owned()));
    forum.decided("Remove", &forum.emil.id, moderators).await;
    assert!(!names().await.contains(&"emil".to_owned()));

    let copy = forum.ada.status_id(uri).await;
    forum.decided("Lock", uri, json!({})).await;
    let body = json!({"status": "late", "in_reply_to_id": copy, "visibility": "public"});
    let refused = forum.ada.ask(reqwest::Method::POST, "/api/v1/statuses", Some(body.clone())).await;
    assert!(refused.is(403).text.contains("closed this thread"));
    let lock = forum.dora.activity("Lock", &json!(uri));
    forum.decided("Undo", uri, json!({"object": lock})).await;
    forum.ada.post("/api/v1/statuses", body).await;

    forum.decided("Delete", uri, json!({"summary": "an advertisement"})).await;
    assert!(forum.stories().await.is_empty());
    // Of what does not stand in it, it decides nothing.
    let own = forum.ada.tell("my own").await;
    forum.hearth.settle().await;
    forum.decided("Delete", own["uri"].as_str().unwrap(), json!({"summary": "no"})).await;
    assert!(forum.ada.home().await.contains(&"my own".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_it_bans_is_told_so_until_it_ends() {
    let forum = Forum::set().await;
    forum.join().await;
    let until = forum.hearth.core.now() + chrono::TimeDelta::days(1);
    let until = until.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let ban = json!({"target": forum.group.id, "summary": "shouting", "endTime": until, "removeData": false});
    forum.decided("Block", &forum.ada.account.uri, ban).await;
    let standing = forum.ada.get(&forum.path).await["standing"].clone();
    assert_eq!((&standing["state"], &standing["reason"]), (&json!("banned"), &json!("shouting")));
    let stories = format!("{}/stories", forum.path);
    let refused = forum.ada.ask(reqwest::Method::POST, &stories, Some(json!({"text": "but"}))).await;
    refused.is(403);
    forum.hearth.clock.step(chrono::TimeDelta::days(2));
    forum.ada.post(&stories, json!({"window": 0, "text": "hello again"})).await;
    assert_eq!(forum.ada.get(&forum.path).await["standing"]["state"], "member");
    // Lifted before its time.
    let ban = json!({"target": forum.group.id, "summary": "again"});
    forum.decided("Block", &forum.ada.account.uri, ban.clone()).await;
    assert_eq!(forum.ada.get(&forum.path).await["standing"]["state"], "banned");
    let mut block = forum.dora.activity("Block", &json!(forum.ada.account.uri));
    block.as_object_mut().unwrap().extend(ban.as_object().unwrap().clone());
    forum.decided("Undo", &forum.ada.account.uri, json!({"object": block})).await;
    assert_eq!(forum.ada.get(&forum.path).await["standing"]["state"], "member");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_goes_to_the_community_it_is_about() {
    let forum = Forum::set().await;
    forum.join().await;
    let page = forum.page("cold", "Cold");
    forum.announce(forum.emil.activity("Create", &page)).await;
    let copy = forum.ada.status_id(page["id"].as_str().unwrap()).await;
    let emil = forum.ada.account_id(&format!("emil@{}", forum.remote.domain)).await;
    let report = |forward: bool| json!({"account_id": emil, "status_ids": [copy], "comment": "look", "forward": forward});
    forum.ada.post("/api/v1/reports", report(false)).await;
    forum.hearth.settle().await;
    assert!(forum.remote.activities_of("Flag").is_empty(), "nothing leaves unasked");
    forum.ada.post("/api/v1/reports", report(true)).await;
    forum.hearth.settle().await;
    let flags = forum.remote.activities_of("Flag");
    assert!(flags.iter().any(|flag| flag["to"] == json!([forum.group.id])), "{flags:?}");
    assert!(flags.iter().all(|flag| !flag.to_string().contains("/users/ada")), "{flags:?}");
}
