//! What a community costs: its timeline and its heard queue among a million stories, and telling ten thousand followers.

use crate::load::Connection;
use crate::reads::{many, row};
use crate::report::Row;
use crate::scene::{ADA, BEN, Scene, token};
use crate::server::Server;
use crate::signing::{app_post, plain_get};
use crate::yardsticks::{Database, Yardsticks};
use anyhow::{Context as _, Result};
use bytes::Bytes;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Where Hearth's own API keeps communities.
const PATH: &str = "/api/hearth/v1/communities";

/// People of each host who follow the community beside the one who is there already.
const MORE_ON_EACH_HOST: usize = 9;

/// Measures.
pub async fn measure(
    scene: &Scene,
    server: &Server,
    database: &Database,
    best: &Yardsticks,
) -> Result<Vec<Row>> {
    let lake = found(scene).await?;
    let stories = scene.plan.of(1_000_000);
    fill(database, lake, stories).await?;
    database.analyse().await?;
    let ben = format!("authorization: Bearer {}\r\n", token(BEN));
    let read = async |path: String| {
        let request = plain_get(&scene.place.domain(), &path, &ben);
        many(scene, server, vec![request], scene.plan.of(8_000)).await
    };
    let timeline = read(format!("{PATH}/lake/stories?limit=20")).await?;
    let queue = read(format!("{PATH}/lake/heard?limit=20")).await?;
    let here = read("/api/hearth/v1/heard?limit=20".to_owned()).await?;
    let mut rows = vec![
        row(&format!("community timeline of 20, {stories} stories"), timeline).at_most(0.5),
        row(&format!("heard queue of 20, {stories} stories"), queue).at_most(0.5),
        row(&format!("heard queue of 20, this server's, {stories} stories"), here).at_most(0.5),
    ];
    rows.extend(telling(scene, database, best).await?);
    Ok(rows)
}

/// Ada founds the lake, ben joins; answers its id.
async fn found(scene: &Scene) -> Result<i64> {
    let lake = said(scene, &post(scene, PATH, ADA, &json!({"name": "lake", "title": "The lake"}))).await?;
    said(scene, &post(scene, &format!("{PATH}/lake/join"), BEN, &json!({}))).await?;
    lake["id"].as_str().and_then(|id| id.parse().ok()).context("a community without an id")
}

fn post(scene: &Scene, path: &str, who: &str, form: &Value) -> Bytes {
    app_post(&scene.place.domain(), path, &token(who), &form.to_string())
}

async fn said(scene: &Scene, request: &Bytes) -> Result<Value> {
    let answer = Connection::open(scene.place.address).await?.exchange(request).await?;
    anyhow::ensure!(answer.status == 200, "{}: {}", answer.status, String::from_utf8_lossy(&answer.body));
    Ok(serde_json::from_slice(&answer.body)?)
}

/// Followers by the thousand, and stories by the million: one in ten was told in the lake, one in fifty of those waits.
async fn fill(database: &Database, lake: i64, stories: usize) -> Result<()> {
    let followers = format!(
        "INSERT INTO accounts (id, name, host, kind, uri, url, inbox_id, inbox_url, endpoints, created_at, updated_at) \
           SELECT 1000000 + row_number() OVER (), a.name || '_' || n, a.host, 0, a.uri || '_' || n, a.url || '_' || n, \
                  a.inbox_id, a.inbox_url, a.endpoints, now(), now() \
           FROM accounts a, generate_series(1, {MORE_ON_EACH_HOST}) n WHERE a.name LIKE 'far%' AND a.host IS NOT NULL; \
         INSERT INTO follows (follower_id, followee_id, accepted_at, uri, id, created_at) \
           SELECT a.id, {lake}, now(), a.uri || '/follows/lake', row_number() OVER (), now() \
           FROM accounts a WHERE a.name LIKE 'far%' AND a.host IS NOT NULL; \
         INSERT INTO community_members (community_id, account_id, state, joined_at, greeted_at, id, created_at) \
           SELECT {lake}, a.id, 1, now(), now(), row_number() OVER (), now() \
           FROM accounts a WHERE a.name LIKE 'far%' AND a.host IS NOT NULL"
    );
    database.0.batch_execute(&followers).await?;
    // Ids are times: one story a minute, all before this run.
    let told = format!(
        "WITH authors AS (SELECT array_agg(id ORDER BY id) AS ids FROM accounts WHERE name LIKE 'far%') \
         INSERT INTO stories (id, uri, url, author_id, local, audience, content_html, root_id, community_id, \
                              published_at, created_at) \
           SELECT (1700000000000 + n * 60000) << 16, 'bench:' || n, 'bench:' || n, w.ids[n % 1000 + 1], n % 10 = 0, 0, \
                  '<p>' || repeat('The ferry was late again. ', 12) || '</p>', (1700000000000 + n * 60000) << 16, \
                  CASE WHEN n % 10 = 0 THEN {lake} END, to_timestamp(1700000000 + n * 60), now() \
           FROM generate_series(1, {stories}::bigint) n, authors w; \
         INSERT INTO heard (story_id, author_id, community_id, local, audience, asked_at, open, heard_at) \
           SELECT s.id, s.author_id, s.community_id, s.local, s.audience, s.published_at, true, \
                  CASE WHEN s.uri NOT LIKE '%500' THEN now() END \
           FROM stories s WHERE s.community_id = {lake} AND s.uri LIKE 'bench:%'"
    );
    Ok(database.0.batch_execute(&told).await?)
}

/// One story after the other to all who follow the lake: until the author has their answer.
async fn telling(scene: &Scene, database: &Database, best: &Yardsticks) -> Result<Vec<Row>> {
    let count = scene.plan.of(20);
    let mut connection = Connection::open(scene.place.address).await?;
    let mut times = Vec::with_capacity(count);
    for number in 0..count {
        let form = json!({"text": format!("Day {number}. The ice carries."), "kind": "story", "window": 0});
        let request = post(scene, &format!("{PATH}/lake/stories"), ADA, &form);
        let start = Instant::now();
        let answer = connection.exchange(&request).await?;
        times.push(start.elapsed());
        anyhow::ensure!(answer.status == 200, "telling the lake answers {}", answer.status);
        // What follows belongs to nobody's answer: the next one starts when it is over.
        database.settled(Duration::from_secs(120)).await?;
    }
    times.sort_unstable();
    let half = times.get(count / 2).copied().unwrap_or_default().as_secs_f64() * 1e3;
    let followers = (MORE_ON_EACH_HOST + 1) * scene.sinks.count();
    let hosts = scene.sinks.count();
    let metric =
        format!("a story to a community, {followers} followers on {hosts} hosts, half answered within");
    Ok(vec![
        Row::new(metric, half, "ms")
            .limit(best.commit, "one commit, half within")
            .note("by the clock, until 200; the fan-out is a reaction"),
    ])
}
