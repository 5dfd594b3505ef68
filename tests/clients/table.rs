//! `docs/CLIENTS.md`: what of Mastodon's API is served, made by asking the router for every endpoint that Mastodon documents.
//!
//! `HEARTH_CLIENTS=write cargo test -p hearth-tests --test it clients::table` writes it.

use crate::house::root;
use crate::surfaces::routes;
use hearth_testkit::schema::{Endpoint, endpoints};
use hearth_testkit::{Person, TestHearth};
use reqwest::Method;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What is served and yet not what somebody may expect.
const NOTES: [(&str, &str); 6] = [
    ("/api/v1/trends", "an empty list: nothing is counted here"),
    ("/api/v1/directory", "those who asked to be found"),
    ("/api/v1/suggestions", "those who asked to be found"),
    ("/api/v2/suggestions", "those who asked to be found"),
    ("/api/v1/accounts/familiar_followers", "names nobody: whom others follow is theirs"),
    ("/api/v1/timelines/link", "an empty list: links are not counted"),
];

const HEAD: &str = "# What apps find here

Apps made for Mastodon talk to Hearth through Mastodon's client API. This page is made from the router by a test, which fails when
it is not true any more; nothing in it is written by hand but the notes. Counts of people, likes and boosts are 0 wherever a number
has to stand; `replies_count` is true, since replies are words.

";

const TIERS: [(u8, &str); 4] = [
    (1, "What most apps ask for when they start"),
    (2, "What many apps use"),
    (3, "Moderation through Mastodon's admin API"),
    (4, "What few apps use, what is older than that, and what is Mastodon's alone"),
];

/// A path whose parameters have no names.
fn plain(path: &str) -> String {
    let part = |part: &str| if part.starts_with([':', '{']) { "*".to_owned() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// What somebody who asks is told, where the router has nothing.
async fn refused(ada: &Person, endpoint: &Endpoint) -> String {
    let path: Vec<&str> =
        endpoint.path.split('/').map(|part| if part.starts_with(':') { "1" } else { part }).collect();
    let method = Method::from_bytes(endpoint.method.as_bytes()).unwrap();
    let answer = ada.ask(method, &path.join("/"), None).await;
    assert!(!answer.status.is_success(), "{} {} is served by no route", endpoint.method, endpoint.path);
    let text = answer.json["error"].as_str().map(|text| format!(", “{text}”")).unwrap_or_default();
    format!("no: {}{text}", answer.status.as_u16())
}

async fn today(served: &BTreeSet<(String, String)>, ada: &Person, endpoint: &Endpoint) -> String {
    let method = if endpoint.method == "WS" { "GET" } else { endpoint.method };
    if !served.contains(&(method.to_owned(), plain(endpoint.path))) {
        return refused(ada, endpoint).await;
    }
    let note = NOTES.iter().find(|(path, _)| endpoint.path.starts_with(path));
    note.map_or_else(|| "served".to_owned(), |(_, note)| format!("served: {note}"))
}

async fn page() -> String {
    let hearth = TestHearth::start().await;
    let ada = hearth.owner("ada").await;
    let served: BTreeSet<(String, String)> = routes::all(&hearth)
        .into_iter()
        .map(|route| (route.method.to_string(), plain(&route.path)))
        .collect();
    let mut text = HEAD.to_owned();
    for (tier, name) in TIERS {
        let mut rows = Vec::new();
        for endpoint in endpoints().filter(|endpoint| endpoint.tier == tier) {
            rows.push((today(&served, &ada, &endpoint).await, endpoint));
        }
        let known = rows.iter().filter(|(today, _)| today.starts_with("served")).count();
        writeln!(text, "## {name}\n\n{known} of {} are served.\n", rows.len()).unwrap();
        writeln!(text, "| method | path | today |\n|---|---|---|").unwrap();
        for (today, Endpoint { method, path, .. }) in rows {
            writeln!(text, "| {method} | `{path}` | {today} |").unwrap();
        }
        text.push('\n');
    }
    text.trim_end().to_owned() + "\n"
}

#[expect(clippy::disallowed_methods, reason = "a switch of this test, no setting of a server")]
fn is_to_be_written() -> bool {
    std::env::var("HEARTH_CLIENTS").is_ok_and(|value| value == "write")
}

#[tokio::test]
async fn the_page_says_what_is_served() {
    let (path, page) = (root().join("docs/CLIENTS.md"), page().await);
    if is_to_be_written() {
        std::fs::write(path, page).unwrap();
        return;
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        written == page,
        "docs/CLIENTS.md is not true any more: write it with HEARTH_CLIENTS=write, and read what changed"
    );
}

/// Whoever adds a route to these paths says what it answers, so that every answer of it in every test is held against that.
#[tokio::test]
async fn what_every_route_answers_is_known() {
    let hearth = TestHearth::start().await;
    let known: BTreeSet<(&str, String)> = endpoints().map(|one| (one.method, plain(one.path))).collect();
    let api = |path: &str| ["/api/v1/", "/api/v2/"].iter().any(|start| path.starts_with(start));
    let strange: Vec<String> = routes::all(&hearth)
        .into_iter()
        .filter(|route| api(&route.path))
        .filter(|route| !known.contains(&(route.method.as_str(), plain(&route.path))))
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    assert!(
        strange.is_empty(),
        "say in crates/testkit/src/schema/endpoints.tsv what these answer: {strange:#?}"
    );
}
