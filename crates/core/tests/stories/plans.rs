//! How Postgres goes about the hot statements when there are many rows: by indexes, however often it is asked.

use crate::world::World;
use diesel::QueryableByName;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl as _;
use hearth_core::db::Db;
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::page::Page;
use hearth_core::stories::{context, queries, show};
use hearth_core::timelines::public::{Reach, public};
use hearth_core::timelines::{account, feed, home, tag};
use std::time::Instant;

const MEMBER: AccountId = AccountId(7);
const UNKNOWN: AccountId = AccountId(0);

/// 2,000 accounts, a quarter of them here, 100 follows each, 40,000 stories, 100 feeds.
const VILLAGE: &str = "
    INSERT INTO accounts (id, name, host, kind, uri, url, created_at, updated_at)
      SELECT n, 'p' || n, CASE WHEN n % 4 <> 3 THEN 'h' || n % 50 || '.example' END, 0, 'u' || n, 'u' || n, now(), now()
      FROM generate_series(1, 2000) n;
    INSERT INTO members (account_id, seen_at, created_at)
      SELECT id, '2027-01-15T08:00:00Z', now() FROM accounts WHERE host IS NULL;
    INSERT INTO follows (follower_id, followee_id, accepted_at, uri, id, created_at)
      SELECT n, (n + k * k * 7) % 2000 + 1, now(), n || '.' || k, n * 1000 + k, now()
      FROM generate_series(1, 2000) n, generate_series(1, 100) k ON CONFLICT DO NOTHING;
    INSERT INTO stories (id, uri, url, author_id, local, audience, content_html, parent_id, parent_uri, root_id,
                         published_at, created_at)
      SELECT n * 65536::bigint, 's' || n, 's' || n, n * 31 % 2000 + 1, (n * 31 % 2000 + 1) % 4 = 3,
             (ARRAY[0, 0, 0, 0, 0, 1, 2, 2, 3, 4])[n % 10 + 1], '<p>' || repeat('word ', 60) || '</p>',
             CASE WHEN n % 3 = 0 AND n > 200 THEN (n - n % 97 - 1) * 65536::bigint END, CASE WHEN n % 3 = 0 AND n > 200 THEN 's' || n - n % 97 - 1 END,
             CASE WHEN n % 3 = 0 AND n > 200 THEN (n - n % 97 - 1) * 65536::bigint ELSE n * 65536::bigint END, now(), now()
      FROM generate_series(1, 40000) n;
    INSERT INTO mentions (story_id, account_id) SELECT id, id / 65536 * 13 % 2000 + 1 FROM stories WHERE id / 65536 % 2 = 0;
    INSERT INTO story_tags (story_id, tag, name)
      SELECT id, 't' || id / 65536 % 200, 'T' FROM stories WHERE id / 65536 % 5 = 0;
    INSERT INTO boosts (id, account_id, story_id, uri, audience, published_at)
      SELECT id + 1, id / 65536 * 17 % 2000 + 1, id, 'b' || id, 0, now() FROM stories WHERE audience = 0 AND id / 65536 % 9 = 1;
    INSERT INTO blocks (blocker_id, blocked_id, uri, id, created_at)
      SELECT n, n * 3 % 2000 + 1, 'k' || n, n, now() FROM generate_series(1, 2000) n;
    INSERT INTO mutes (muter_id, muted_id, id, created_at)
      SELECT n, n * 5 % 2000 + 1, n, now() FROM generate_series(3, 2000, 4) n;
    INSERT INTO host_blocks (account_id, host, id, created_at)
      SELECT n, 'h' || n % 50 || '.example', n, now() FROM generate_series(3, 2000, 4) n;
    INSERT INTO feed (account_id, entry_id, story_id, author_id)
      SELECT f.follower_id, s.id, s.id, s.author_id
      FROM follows f JOIN stories s ON s.author_id = f.followee_id AND s.id > 65536::bigint * 20000
      WHERE f.follower_id < 400 AND f.follower_id % 4 = 3;
    ANALYZE";

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    #[diesel(column_name = "line")]
    line: String,
}

/// With one connection only, so that all statements are prepared on the same.
async fn village() -> World {
    let mut world = World::new().await;
    world.core.db = Db::new(world.core.db.url(), 1).unwrap();
    world.sql(VILLAGE).await;
    world
}

async fn ask_all(world: &World) {
    let (core, page) = (&world.core, Page::first(20));
    let story = StoryId(65536 * 20_000);
    for viewer in [MEMBER, UNKNOWN] {
        let tags = tag::Wanted { any: vec!["t5".to_owned()], ..tag::Wanted::default() };
        home::home(core, viewer, page).await.unwrap();
        for reach in [Reach::Everywhere, Reach::Here, Reach::Elsewhere] {
            public(core, viewer, reach, false, page).await.unwrap();
        }
        account::account(core, viewer, AccountId(11), account::Wanted::default(), page).await.unwrap();
        tag::tagged(core, viewer, &tags, false, false, page).await.unwrap();
        show::show(core, viewer, story).await.unwrap();
        show::show_entry(core, viewer, story.0).await.unwrap();
        context::context(core, viewer, story).await.unwrap();
        queries::outbox(core, AccountId(11), i64::MAX, 20).await.unwrap();
        queries::open_replies(core, story, 0, 20).await.unwrap();
    }
    feed::add_story(core, story).await.unwrap();
    feed::add_boost(core, hearth_core::ids::BoostId(65536 * 19_999 + 1)).await.unwrap();
    feed::rebuild(core, MEMBER).await.unwrap();
    tag::matching(core, "t1", 20).await.unwrap();
}

/// Reads the plans of what was prepared on the only connection, with the types of its parameters filled in.
async fn plans(world: &World) -> Vec<(String, String)> {
    let mut conn = world.core.db.conn().await.unwrap();
    diesel::sql_query("SET plan_cache_mode = force_generic_plan").execute(&mut conn).await.unwrap();
    let statements: Vec<Line> = diesel::sql_query(
        "SELECT 'EXECUTE \"' || name || '\"' || CASE WHEN parameter_types = '{}' THEN '' ELSE '(' || ( \
             SELECT string_agg(CASE t::text WHEN 'bigint' THEN '7' WHEN 'boolean' THEN 'false' WHEN 'integer' THEN '20' \
               WHEN 'smallint' THEN '3' \
               WHEN 'bigint[]' THEN '''{1310720000}''' WHEN 'text[]' THEN '''{}''' \
               WHEN 'timestamp with time zone' THEN 'now()' ELSE '''x''' END, ',') \
             FROM unnest(parameter_types) t) || ')' END || E'\\n' || statement AS line FROM pg_prepared_statements \
         WHERE statement ~ '(stories|feed|boosts)' AND statement !~ '(pg_prepared|FILE|VILLAGE|ANALYZE)'",
    )
    .load(&mut conn)
    .await
    .unwrap();
    let mut plans = Vec::new();
    for Line { line } in statements {
        let (execute, statement) = line.split_once('\n').unwrap();
        let text: Vec<Explained> =
            diesel::sql_query(format!("EXPLAIN {execute}")).load(&mut conn).await.unwrap_or_else(|error| {
                panic!("{execute}: {error}");
            });
        let plan = text.into_iter().map(|row| row.plan).collect::<Vec<_>>().join("\n");
        plans.push((statement.to_owned(), plan));
    }
    plans
}

#[derive(QueryableByName)]
struct Explained {
    #[diesel(sql_type = Text)]
    #[diesel(column_name = "QUERY PLAN")]
    plan: String,
}

#[tokio::test(flavor = "multi_thread")]
async fn hot_statements_walk_indexes() {
    let world = village().await;
    ask_all(&world).await;
    let all = plans(&world).await;
    assert!(all.len() > 15, "{}", all.len());
    for (statement, plan) in &all {
        for table in ["stories", "feed", "mentions", "follows", "boosts", "story_tags"] {
            assert!(!plan.contains(&format!("Seq Scan on {table}")), "{statement}\n{plan}");
        }
    }
}

/// Not a test but a measurement: `cargo test -p hearth-core --test stories measure -- --ignored --nocapture`.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "prints times, checks nothing"]
async fn measure() {
    let world = village().await;
    let (core, page) = (&world.core, Page::first(20));
    let rounds = 500;
    macro_rules! time {
        ($name:literal, $call:expr) => {
            for _ in 0..20 {
                $call.await.unwrap();
            }
            let start = Instant::now();
            for _ in 0..rounds {
                $call.await.unwrap();
            }
            println!("{:>12}: {:?}", $name, start.elapsed() / rounds);
        };
    }
    let story = StoryId(65536 * 20_000);
    let tags = tag::Wanted { any: vec!["t5".to_owned()], ..tag::Wanted::default() };
    println!("{} entries at home", home::home(core, MEMBER, page).await.unwrap().len());
    time!("home", home::home(core, MEMBER, page));
    time!("public", public(core, MEMBER, Reach::Everywhere, false, page));
    time!("public, 0", public(core, UNKNOWN, Reach::Everywhere, false, page));
    time!("here", public(core, UNKNOWN, Reach::Here, false, page));
    time!("account", account::account(core, MEMBER, AccountId(11), account::Wanted::default(), page));
    time!("tag", tag::tagged(core, MEMBER, &tags, false, false, page));
    time!("show", show::show(core, MEMBER, story));
    time!("context", context::context(core, MEMBER, story));
    time!("rebuild", feed::rebuild(core, MEMBER));
}
