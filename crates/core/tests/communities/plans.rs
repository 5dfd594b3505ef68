//! How Postgres goes about a community's lists when there are many stories: by indexes, whoever waits however long.

use super::kit::{founded, joins};
use crate::world::World;
use diesel::QueryableByName;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl as _;
use hearth_core::accounts::Account;
use hearth_core::communities::{Community, Joining, Visibility, timeline};
use hearth_core::db::Db;
use hearth_core::heard::{figures, queue, unanswered};
use hearth_core::page::Page;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(QueryableByName)]
struct Explained {
    #[diesel(sql_type = Text)]
    #[diesel(column_name = "QUERY PLAN")]
    plan: String,
}

/// One in ten stories was told in the lake, one in fifty of those waits; of the others told here one in ten is for
/// few, and waits for ever. With one connection only, so that all statements are prepared on the same.
async fn village(stories: i64) -> (World, Account, Community) {
    let mut world = World::new().await;
    world.core.db = Db::new(world.core.db.url(), 1).unwrap();
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let lake = founded(&world, &ada, Visibility::Public, Joining::Open).await;
    joins(&world, &ben, &lake).await;
    world.sql(&fill(lake.account.id.0, stories)).await;
    (world, ben, lake)
}

fn fill(lake: i64, stories: i64) -> String {
    format!(
        "INSERT INTO accounts (id, name, kind, uri, url, created_at, updated_at)
           SELECT n, 'p' || n, 0, 'u' || n, 'u' || n, now(), now() FROM generate_series(1, 1000) n;
         INSERT INTO stories (id, uri, url, author_id, local, audience, content_html, root_id, community_id,
                              published_at, created_at)
           SELECT (1700000000000 + n * 60000) << 16, 'b' || n, 'b' || n, n % 1000 + 1, true,
                  CASE WHEN n % 10 = 3 THEN 2 ELSE 0 END, '<p>' || repeat('word ', 60) || '</p>',
                  (1700000000000 + n * 60000) << 16, CASE WHEN n % 10 = 0 THEN {lake} END,
                  to_timestamp(1700000000 + n * 60), now()
           FROM generate_series(1, {stories}::bigint) n;
         INSERT INTO heard (story_id, author_id, community_id, local, audience, asked_at, open, heard_at)
           SELECT s.id, s.author_id, s.community_id, true, s.audience, s.published_at, true,
                  CASE WHEN s.audience = 0 AND s.uri NOT LIKE '%50' AND s.uri NOT LIKE '%7' THEN now() END
           FROM stories s WHERE s.uri LIKE 'b%';
         ANALYZE"
    )
}

async fn ask_all(world: &World, reader: &Account, lake: &Community) {
    let (core, page) = (&world.core, Page::first(20));
    assert_eq!(timeline::stories(core, reader.id, lake.account.id, page).await.unwrap().len(), 20);
    let spot = hearth_core::communities::queries::spot(core, reader.id, &lake.account.name).await.unwrap();
    assert_eq!(queue::in_community(core, reader, spot, page).await.unwrap().len(), 20);
    assert_eq!(queue::here(core, reader, page).await.unwrap().len(), 20);
    let founder = hearth_core::communities::queries::stewards(core, lake.account.id).await.unwrap().remove(0);
    unanswered::in_community(core, &founder, lake, page).await.unwrap();
    figures::figures(core, &founder, lake, 30).await.unwrap();
    world.sql("UPDATE members SET role = 2").await;
    unanswered::here(core, &founder, page).await.unwrap();
}

/// The statements about stories that were prepared on the only connection, as they would run.
async fn statements(world: &World) -> Vec<(String, String)> {
    let mut conn = world.core.db.conn().await.unwrap();
    let lines: Vec<Line> = diesel::sql_query(
        "SELECT 'EXECUTE \"' || name || '\"(' || ( \
             SELECT string_agg(CASE t::text WHEN 'bigint' THEN '20' WHEN 'bigint[]' THEN '''{}''' \
               WHEN 'text[]' THEN '''{}''' WHEN 'timestamp with time zone' THEN 'now()' \
               WHEN 'smallint' THEN 'NULL' ELSE '''x''' END, ',') \
             FROM unnest(parameter_types) t) || E')\\n' || statement AS line FROM pg_prepared_statements \
         WHERE statement ~ 'heard [hw]|community_id = \\$5' AND parameter_types <> '{}'",
    )
    .load(&mut conn)
    .await
    .unwrap();
    let lines = lines.into_iter().filter_map(|row| {
        row.line.split_once('\n').map(|(execute, text)| (execute.to_owned(), text.to_owned()))
    });
    lines.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_communitys_lists_walk_indexes() {
    let (world, ben, lake) = village(20_000).await;
    ask_all(&world, &ben, &lake).await;
    let all = statements(&world).await;
    assert!(all.len() >= 6, "{all:?}");
    let mut conn = world.core.db.conn().await.unwrap();
    for (execute, statement) in all {
        let plan: Vec<Explained> =
            diesel::sql_query(format!("EXPLAIN {execute}")).load(&mut conn).await.unwrap();
        let plan = plan.into_iter().map(|row| row.plan).collect::<Vec<_>>().join("\n");
        for table in ["stories", "heard", "community_members", "reports", "follows"] {
            assert!(!plan.contains(&format!("Seq Scan on {table}")), "{statement}\n{plan}");
        }
    }
}

/// The first page of each list for `ben`, as statements to be explained.
async fn pages(world: &World, ben: &Account, lake: &Community) -> Vec<(&'static str, String)> {
    let all = statements(world).await;
    let called = |mark: &str, arguments: String| {
        let (execute, _) = all.iter().find(|(_, text)| text.contains(mark)).unwrap();
        format!("{}({}, {arguments})", execute.split_once('(').unwrap().0, ben.id)
    };
    let (most, lake) = (i64::MAX, lake.account.id);
    vec![
        (
            "timeline",
            called("s.community_id = $5", format!("{most}, -1, 20, {lake}, '{{}}', '{{}}', '{{}}', NULL")),
        ),
        ("queue", called("w.community_id = $8", format!("-1, {most}, 20, '{{}}', '{{}}', '{{}}', {lake}"))),
        ("here", called("UNION ALL", format!("-1, {most}, 20, '{{}}', '{{}}', '{{}}'"))),
    ]
}

async fn explained(world: &World, statement: &str) -> Vec<String> {
    let text = format!("EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF) {statement}");
    let mut conn = world.core.db.conn().await.unwrap();
    let plan: Vec<Explained> = diesel::sql_query(text).load(&mut conn).await.unwrap();
    plan.into_iter().map(|row| row.plan).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reads_past_what_waits_for_others() {
    let (world, ben, lake) = village(20_000).await;
    ask_all(&world, &ben, &lake).await;
    for (name, statement) in pages(&world, &ben, &lake).await {
        for line in explained(&world, &statement).await {
            let removed =
                line.trim().strip_prefix("Rows Removed by Filter: ").map(|rows| rows.parse::<u32>().unwrap());
            assert!(removed.unwrap_or_default() < 100, "{name}: {line}");
        }
    }
}

/// Not a test but a measurement: `cargo test -p hearth-core --test communities measure -- --ignored --nocapture`.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "prints times, checks nothing"]
async fn measure() {
    let (world, ben, lake) = village(1_000_000).await;
    ask_all(&world, &ben, &lake).await;
    for (name, statement) in pages(&world, &ben, &lake).await {
        let mut quickest = f64::MAX;
        for _ in 0..400 {
            let plan = explained(&world, &statement).await;
            let spent = plan.last().unwrap().trim_start_matches("Execution Time: ").trim_end_matches(" ms");
            quickest = quickest.min(spent.parse().unwrap());
        }
        println!("{name}: {quickest} ms");
    }
}
