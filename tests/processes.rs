//! Two processes on one database: what one does the other knows at once, without waiting for a poll or for its memory to run out.

use hearth::app::Only;
use hearth_core::accounts::queries as accounts;
use hearth_core::accounts::update::{self, ProfileChange};
use hearth_core::chance::Chance;
use hearth_core::peers::rules::{self, Rule};
use hearth_core::stories::{Audience, Draft, edit, publish, show};
use hearth_testkit::{Person, Remote, TestHearth};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};

/// A second process on the database of the first. It works on nothing, so that nobody but the first can have woken it.
async fn second(first: &TestHearth) -> (Arc<hearth::App>, DropGuard) {
    let chance = Arc::new(Chance::seeded(4_711));
    let db = hearth_core::db::Db::new(first.core.db.url(), 4).unwrap();
    let app = Arc::new(hearth::App::with(first.config.clone(), db, first.clock.clone(), chance).unwrap());
    let (serving, cancel) = (Arc::clone(&app), CancellationToken::new());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let stopping = cancel.clone();
    let before = ears(first).await;
    tokio::spawn(async move { serving.serve(listener, Only::Web, stopping).await });
    until("it listens", async || ears(first).await > before.max(1)).await;
    (app, cancel.drop_guard())
}

async fn ears(hearth: &TestHearth) -> i64 {
    let statement = "SELECT count(*) FROM pg_stat_activity \
                     WHERE datname = current_database() AND query = 'LISTEN hearth_elsewhere'";
    hearth.database.number(statement).await
}

async fn until(what: &str, mut condition: impl AsyncFnMut() -> bool) {
    let waited = tokio::time::timeout(Duration::from_secs(20), async {
        while !condition().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    waited.await.unwrap_or_else(|_| panic!("waited in vain until {what}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_is_forgotten_at_once_in_the_other_process() {
    let first = TestHearth::start().await;
    let Person { account: ada, .. } = first.person("ada").await;
    let (other, _running) = second(&first).await;
    let draft = |words: &str| Draft { audience: Some(Audience::Public), ..Draft::plain(words) };
    let story = publish::publish(&first.core, &ada, draft("first")).await.unwrap();
    let told = async || show::load(&other.core, story).await.unwrap().unwrap().story.source.clone();
    assert_eq!(told().await, "first");
    edit::edit(&first.core, &ada, story, draft("second")).await.unwrap();
    until("the story is read anew", async || told().await == "second").await;

    let mut conn = other.core.db.conn().await.unwrap();
    other.core.accounts.get(&mut conn, &[ada.id]).await.unwrap();
    drop(conn);
    assert_eq!(other.core.accounts.peek(ada.id).unwrap().display_name, "");
    let change =
        ProfileChange { display_name: Some("Ada of the hill".to_owned()), ..ProfileChange::default() };
    update::update(&first.core, &ada, change).await.unwrap();
    until("the account is forgotten", async || other.core.accounts.peek(ada.id).is_none()).await;
    assert_eq!(accounts::by_id(&other.core, ada.id).await.unwrap().display_name, "Ada of the hill");

    assert_eq!(rules::rule_for(&other.core, "bad.example").await.unwrap(), None);
    rules::set_rule(&first.core, "bad.example", Some(Rule::Blocked), "").await.unwrap();
    let since = std::time::Instant::now();
    until("the rule holds", async || rules::rule_for(&other.core, "bad.example").await.unwrap().is_some())
        .await;
    assert!(since.elapsed() < Duration::from_secs(4), "rules are kept for five seconds");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_member_filters_holds_at_once_in_the_other_process() {
    let first = TestHearth::start().await;
    let (ada, ben) = (first.person("ada").await, first.person("ben").await);
    let (other, _running) = second(&first).await;
    let draft = Draft { audience: Some(Audience::Public), ..Draft::plain("It rains") };
    let story = publish::publish(&first.core, &ben.account, draft).await.unwrap();
    let holds = async || show::show(&other.core, ada.account.id, story).await.unwrap().filtered.len();
    assert_eq!(holds().await, 0);
    let since = std::time::Instant::now();
    let words = json!([{"keyword": "rains"}]);
    let made = json!({"title": "Weather", "context": ["home"], "keywords_attributes": words});
    let made = ada.post("/api/v2/filters", made).await;
    until("the filter holds", async || holds().await == 1).await;
    let path = format!("/api/v2/filters/keywords/{}", made["keywords"][0]["id"].as_str().unwrap());
    ada.ask(reqwest::Method::PUT, &path, Some(json!({"keyword": "snows"}))).await.is(200);
    until("it holds for other words", async || holds().await == 0).await;
    assert!(
        since.elapsed() < Duration::from_secs(4),
        "they are kept for a minute, and whether there are any for five seconds"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn events_arrivals_and_deliveries_wake_the_other_process() {
    let first = TestHearth::start().await;
    let ada = first.person("ada").await.account;
    let remote = Remote::start(first.clock.clone()).await;
    let ben = remote.actor("ben", 0);
    let (other, _running) = second(&first).await;
    // It was woken when it began to listen, since it may have missed something.
    let drained = [&other.core.events, &other.federation.incoming, &other.federation.outgoing];
    for wake in drained {
        woken("at first", wake).await;
    }
    let draft = Draft { audience: Some(Audience::Public), ..Draft::plain("hello") };
    publish::publish(&first.core, &ada, draft).await.unwrap();
    woken("an event", &other.core.events).await;
    let follow = ben.activity("Follow", &json!(ada.uri));
    assert_eq!(ben.send(&format!("{}/inbox", first.base), &follow).await.status.as_u16(), 202);
    woken("an arrival", &other.federation.incoming).await;
    // The Follow is worked off here, and answered.
    first.worker.run_until_idle().await.unwrap();
    woken("a delivery", &other.federation.outgoing).await;
}

async fn woken(by: &str, wake: &hearth_core::elsewhere::Wake) {
    let waited = tokio::time::timeout(Duration::from_secs(20), wake.notified()).await;
    assert!(waited.is_ok(), "never woken by {by}");
}
