//! Two workers side by side tell other servers of one thing in the order it happened in.

use super::scene::Scene;
use chrono::TimeDelta;
use hearth_core::stories::{Audience, Draft, delete, edit, publish};
use hearth_testkit::TestHearth;
use hearth_worker::Worker;

/// The background half of a second process on the same database.
fn second(hearth: &TestHearth) -> Worker {
    hearth::App::with(
        hearth.config.clone(),
        hearth.database.db.clone(),
        hearth.clock.clone(),
        std::sync::Arc::new(hearth_core::chance::Chance::seeded(99)),
    )
    .unwrap()
    .worker()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_edit_leaves_before_its_story_and_no_deletion_before_the_edit() {
    let scene = Scene::set().await;
    scene.be_followed(&scene.alice).await;
    scene.home.forget();
    let (core, ada) = (&scene.hearth.core, &scene.ada);
    let (mut edited, mut deleted) = (Vec::new(), Vec::new());
    for number in 0..24 {
        let draft = |text: String| Draft { audience: Some(Audience::Public), ..Draft::plain(&text) };
        let story = publish::publish(core, ada, draft(format!("first {number}"))).await.unwrap();
        scene.hearth.clock.step(TimeDelta::seconds(1));
        edit::edit(core, ada, story, draft(format!("second {number}"))).await.unwrap();
        if number % 3 == 0 {
            deleted.push(story);
        } else {
            edited.push(story);
        }
    }
    let other = second(&scene.hearth);
    let (one, two) = tokio::join!(scene.hearth.worker.run_until_idle(), other.run_until_idle());
    assert!(one.unwrap() + two.unwrap() > 0);
    for story in &deleted {
        delete::delete(core, ada, *story).await.unwrap();
    }
    let (one, two) = tokio::join!(scene.hearth.worker.run_until_idle(), other.run_until_idle());
    assert!(one.unwrap() + two.unwrap() > 0);
    let heard: Vec<(String, String)> = scene
        .home
        .activities()
        .iter()
        .map(|said| {
            let object = &said["object"];
            let uri = object["id"].as_str().or(object.as_str()).unwrap();
            (uri.to_owned(), said["type"].as_str().unwrap().to_owned())
        })
        .collect();
    for (stories, expected) in
        [(&edited, &["Create", "Update"][..]), (&deleted, &["Create", "Update", "Delete"][..])]
    {
        for story in stories {
            let view = hearth_core::stories::show::load(core, *story).await.unwrap().unwrap();
            let of_it: Vec<&str> = heard
                .iter()
                .filter(|(uri, _)| *uri == view.story.uri)
                .map(|(_, kind)| kind.as_str())
                .collect();
            assert_eq!(of_it, expected, "{}", view.story.uri);
        }
    }
}
