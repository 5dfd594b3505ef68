//! How long it takes to queue a story for many servers. Not run by default: `cargo test -- --ignored wide`.

use crate::kit::Kit;
use hearth_core::stories::Audience;
use std::time::Instant;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement"]
async fn five_thousand_servers_and_fifty_thousand_followers() {
    let kit = Kit::new().await;
    let ada = kit.world.member("ada").await;
    kit.world
        .sql(&format!(
            "INSERT INTO peers (host, created_at) SELECT 'h' || n || '.example', now() FROM generate_series(1, 5000) n; \
             INSERT INTO inboxes (peer_id, url) SELECT id, 'https://' || host || '/inbox' FROM peers; \
             INSERT INTO accounts (id, name, host, kind, uri, url, inbox_id, created_at, updated_at) \
             SELECT n, 'a' || n, p.host, 0, 'https://x/' || n, '', i.id, now(), now() FROM generate_series(1, 50000) n \
             JOIN peers p ON p.host = 'h' || (n % 5000 + 1) || '.example' JOIN inboxes i ON i.peer_id = p.id; \
             INSERT INTO follows (follower_id, followee_id, accepted_at, uri, id, created_at) \
             SELECT n, {}, now(), 'https://x/f/' || n, n, now() FROM generate_series(1, 50000) n; \
             INSERT INTO peer_rules (host, rule, created_at) \
             SELECT 'b' || n || '.example', 0, now() FROM generate_series(1, 2000) n; ANALYZE",
            ada.id
        ))
        .await;
    for round in 0..3 {
        kit.tell(&ada, "Rain", Audience::Public).await;
        let before = Instant::now();
        kit.federate().await;
        println!("round {round}: {:?} for {} rows so far", before.elapsed(), kit.waiting().await.len());
    }
}
