//! Noting that a member is here.

use crate::world::World;
use chrono::TimeDelta;
use hearth_core::members::seen::seen;

#[tokio::test]
async fn it_is_noted_once_an_hour_and_a_return_rebuilds_the_feed() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let at = async |expected: chrono::DateTime<chrono::Utc>| {
        let text =
            format!("DO $$ BEGIN ASSERT (SELECT seen_at = '{}' FROM members); END $$", expected.to_rfc3339());
        world.sql(&text).await;
    };
    let start = world.core.now();
    seen(&world.core, ada.id).await.unwrap();
    world.clock.step(TimeDelta::minutes(30));
    seen(&world.core, ada.id).await.unwrap();
    at(start).await;
    world.clock.step(TimeDelta::minutes(31));
    seen(&world.core, ada.id).await.unwrap();
    at(world.core.now()).await;
    world.clock.step(TimeDelta::days(20));
    seen(&world.core, ada.id).await.unwrap();
    at(world.core.now()).await;
    // Somebody without a login is nobody's guest.
    let cleo = world.remote("cleo", "other.example").await;
    seen(&world.core, cleo.id).await.unwrap();
}
