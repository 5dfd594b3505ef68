//! Keeps the house's walls: which room may know of which, and what no room may know of.
//!
//! The picture in `docs/ARCHITECTURE.md` is written from the same data. To change the house, change the code, this
//! list and the picture together (`HEARTH_WRITE_PICTURE=1 cargo test -p hearth-tests architecture` writes it).

use crate::house::{root, sources};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::process::Command;

/// Which room may use which.
const ARROWS: [(&str, &[&str]); 11] = [
    ("hearth", &["api", "core", "embedded-postgres", "federation", "media", "queue", "web", "worker"]),
    ("api", &["core", "federation", "media"]),
    ("web", &["core", "federation", "media"]),
    ("worker", &["core", "federation", "media", "push", "queue"]),
    ("federation", &["core"]),
    ("core", &[]),
    ("queue", &[]),
    ("media", &[]),
    ("push", &[]),
    ("embedded-postgres", &[]),
    ("testkit", &["api", "core", "embedded-postgres", "federation", "hearth", "queue", "worker"]),
];

/// What no room may take from outside, and why.
const BANNED: [(&str, &[&str]); 7] = [
    // The domain knows nothing of HTTP, pages or wire formats.
    ("core", &["axum", "reqwest", "activitypub_federation", "askama", "http", "tower"]),
    // Handlers call verbs; they write no SQL.
    ("api", &["diesel", "diesel-async", "tokio-postgres", "askama"]),
    ("web", &["diesel", "diesel-async", "tokio-postgres", "reqwest"]),
    ("federation", &["askama"]),
    ("queue", &["axum", "reqwest", "activitypub_federation"]),
    ("media", &["diesel", "diesel-async", "axum"]),
    ("push", &["diesel", "diesel-async", "axum", "reqwest"]),
];

/// Tables that belong to what passes between servers; every other one is written and read by core alone.
const WIRE_TABLES: [&str; 7] =
    ["activities", "arrivals", "deliveries", "handed", "inboxes", "peers", "undone"];

type Graph = BTreeMap<String, BTreeSet<String>>;

/// Normal dependencies of each room, ours and others', by the names in `Cargo.toml`.
fn dependencies() -> (Graph, Graph) {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let (mut ours, mut others) = (Graph::new(), Graph::new());
    for package in metadata["packages"].as_array().unwrap() {
        let room = short(package["name"].as_str().unwrap());
        let (mine, foreign) = (ours.entry(room.clone()).or_default(), others.entry(room).or_default());
        let normal = |one: &&Value| one["kind"].is_null();
        for dependency in package["dependencies"].as_array().unwrap().iter().filter(normal) {
            let name = dependency["name"].as_str().unwrap();
            if dependency["path"].is_null() {
                foreign.insert(name.to_owned())
            } else {
                mine.insert(short(name))
            };
        }
    }
    (ours, others)
}

fn short(name: &str) -> String {
    name.strip_prefix("hearth-").unwrap_or(name).to_owned()
}

#[test]
fn rooms_know_only_the_rooms_they_may() {
    let (ours, _) = dependencies();
    for (room, allowed) in ARROWS {
        let known = ours.get(room).unwrap_or_else(|| panic!("there is no room `{room}`"));
        let forbidden: Vec<_> = known.iter().filter(|other| !allowed.contains(&other.as_str())).collect();
        assert!(forbidden.is_empty(), "`{room}` must not know {forbidden:?}");
    }
    let listed: BTreeSet<&str> = ARROWS.iter().map(|(room, _)| *room).collect();
    let unlisted: Vec<_> = ours
        .keys()
        .filter(|room| !listed.contains(room.as_str()) && !["tests", "benches"].contains(&room.as_str()))
        .collect();
    assert!(unlisted.is_empty(), "say in ARROWS what these may know: {unlisted:?}");
}

#[test]
fn rooms_take_nothing_from_outside_that_is_banned() {
    let (_, others) = dependencies();
    for (room, banned) in BANNED {
        let found: Vec<_> = banned.iter().filter(|name| others[room].contains(**name)).collect();
        assert!(found.is_empty(), "`{room}` must not depend on {found:?}");
    }
}

#[test]
fn only_core_touches_the_domains_tables() {
    for (path, text) in sources("crates") {
        let room = path.split('/').nth(1).unwrap_or_default().to_owned();
        if ["core", "queue", "testkit"].contains(&room.as_str()) || path.contains("/tests/") {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let Some((_, used)) = line.split_once("schema::") else { continue };
            let names = used.trim_start_matches('{').split([',', '}', ';', ':', ' ']);
            for table in names.map(str::trim).filter(|name| !name.is_empty()) {
                let fine = room == "federation" && WIRE_TABLES.contains(&table);
                assert!(fine || !is_table(table), "{path}:{}: `{table}` belongs to core", number + 1);
            }
        }
    }
}

fn is_table(name: &str) -> bool {
    let schema = std::fs::read_to_string(root().join("crates/core/src/schema.rs")).unwrap();
    schema.contains(&format!("    {name} ("))
}

#[test]
fn only_federation_builds_activitypub_documents() {
    for (path, text) in sources("crates") {
        let elsewhere = !path.starts_with("crates/federation/") && !path.starts_with("crates/testkit/");
        if elsewhere && !path.contains("/tests/") {
            assert!(
                !text.contains("www.w3.org/ns/activitystreams\""),
                "{path} builds an ActivityPub document"
            );
        }
    }
}

#[test]
fn the_library_stays_behind_one_module() {
    let users: Vec<_> = sources("crates")
        .into_iter()
        .filter(|(_, text)| text.contains("activitypub_federation::"))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(users.len(), 1, "activitypub_federation is used in {users:?}: keep it behind one module");
}

#[test]
fn the_picture_is_true() {
    let (ours, _) = dependencies();
    let mut picture = String::from("```text\n");
    for (room, _) in ARROWS.iter().filter(|(room, _)| *room != "testkit") {
        let known: Vec<&str> = ours[*room].iter().map(String::as_str).collect();
        let known = if known.is_empty() { "nothing of ours".to_owned() } else { known.join(", ") };
        writeln!(picture, "{room:<18} knows {known}").unwrap();
    }
    picture.push_str("```\n");
    let path = root().join("docs/ARCHITECTURE.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once("<!-- arrows -->\n").expect("docs/ARCHITECTURE.md has the mark");
    let (drawn, after) =
        rest.split_once("<!-- end of arrows -->").expect("docs/ARCHITECTURE.md has the end mark");
    if std::env::vars().any(|(name, _)| name == "HEARTH_WRITE_PICTURE") {
        let new = format!("{before}<!-- arrows -->\n{picture}<!-- end of arrows -->{after}");
        std::fs::write(&path, new).unwrap();
        return;
    }
    assert_eq!(drawn, picture, "docs/ARCHITECTURE.md shows another house: see the first lines of this file");
}
