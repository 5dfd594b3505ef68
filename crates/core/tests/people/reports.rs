//! Reports, ours and those of other servers.

use crate::world::World;
use hearth_core::event::Event;
use hearth_core::ids::ReportId;
use hearth_core::reports::Told;
use hearth_core::stories::{Audience, Draft, publish};
use hearth_core::{Error, reports};

#[tokio::test]
async fn a_member_reports_stories_of_somebody() {
    let world = World::new().await;
    let core = &world.core;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let cleo = world.remote("cleo", "other.example").await;
    let open = Draft { audience: Some(Audience::Public), ..Draft::plain("rude") };
    let hidden = Draft { audience: Some(Audience::Direct), ..Draft::plain("secret") };
    let rude = publish::publish(core, &ben, open.clone()).await.unwrap();
    let secret = publish::publish(core, &ben, hidden).await.unwrap();
    let own = publish::publish(core, &ada, open).await.unwrap();
    world.events().await;
    let report = reports::create(
        core,
        &ada,
        &ben,
        &[rude, secret, own],
        &Told { comment: "look", forward: true, ..Told::default() },
    )
    .await
    .unwrap();
    assert_eq!((report.story_uris.len(), report.forwarded), (1, false));
    assert_eq!(world.events().await, [Event::Reported { report: report.id }]);
    let abroad =
        reports::create(core, &ada, &cleo, &[], &Told { comment: "", forward: true, ..Told::default() })
            .await
            .unwrap();
    let read = reports::by_id(core, abroad.id).await.unwrap();
    assert_eq!((read.uri, read.target.id, read.forwarded), (abroad.uri, cleo.id, true));
    assert!(matches!(reports::by_id(core, ReportId(1)).await, Err(Error::NotFound(_))));
    assert!(matches!(
        reports::create(core, &ada, &ada, &[], &Told { comment: "", forward: false, ..Told::default() })
            .await,
        Err(Error::Invalid(_))
    ));
    let long = "x".repeat(reports::MAX_COMMENT + 1);
    assert!(matches!(
        reports::create(core, &ada, &ben, &[], &Told { comment: &long, forward: false, ..Told::default() })
            .await,
        Err(Error::Invalid(_))
    ));
}

#[tokio::test]
async fn a_report_from_elsewhere_is_kept_once() {
    let world = World::new().await;
    let core = &world.core;
    let (ada, cleo) = (world.member("ada").await, world.remote("cleo", "other.example").await);
    for _ in 0..2 {
        let stories = vec!["https://other.example/not-hers".to_owned()];
        reports::receive(core, "https://other.example/flag", &cleo, &ada, stories, &"é".repeat(6_000))
            .await
            .unwrap();
    }
    reports::receive(core, "https://other.example/flag2", &cleo, &cleo, Vec::new(), "").await.unwrap();
    let count = "DO $$ BEGIN ASSERT (SELECT array_agg(length(comment)) = '{5000}' AND bool_and(story_uris = '{}') FROM reports); END $$";
    world.sql(count).await;
    assert_eq!(world.events().await, []);
}
