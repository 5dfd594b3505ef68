//! Stories, and what becomes of them, as their author says it.

use super::{Stage, dropped, on_gotosocial, on_lemmy, on_mastodon};
use diesel_async::SimpleAsyncConnection as _;
use hearth_core::circles;
use hearth_core::markup::Format;
use hearth_core::stories::{Audience, Draft, Kind, Wish, delete, edit, fold, publish};
use hearth_federation::readers::{Seen, There};

fn noted() -> Draft {
    Draft {
        title: "The lighthouse".to_owned(),
        text: "It *stood*.\n\n- one\n- two".to_owned(),
        format: Format::Markdown,
        audience: Some(Audience::Public),
        kind: Some(Kind::Story),
        wish: Some(Wish::JustHearMe),
        notes: vec!["death".to_owned()],
        own_words: "storms".to_owned(),
        language: Some("en".to_owned()),
        ..Draft::default()
    }
}

const WHOLE: &str = "<p><strong>The lighthouse</strong></p><p>It <em>stood</em>.</p>\n<ul>\n<li>one</li>\n\
                     <li>two</li>\n</ul><p>Reply wish: just listening, please.</p>";

#[tokio::test(flavor = "multi_thread")]
async fn a_story_with_everything_reads_well_whole_and_folded() {
    let stage = Stage::set().await;
    stage.tell(noted()).await;
    let create = stage.sent(&stage.blog, "Create", "story");
    let there = stage.at_bens(&[]).await;
    let seen = on_mastodon(&create, &there);
    let mastodon = seen.story().unwrap();
    assert!(mastodon.warning.contains("death") && mastodon.warning.contains("storms"), "{mastodon:?}");
    assert!(!mastodon.warning.contains("lighthouse") && !mastodon.warning.contains("stood"));
    assert_eq!((mastodon.body.as_str(), mastodon.title.as_str()), (WHOLE, ""));
    assert_eq!((mastodon.visibility, mastodon.covered), ("public", false));
    let seen = on_gotosocial(&create, &there);
    let gotosocial = seen.story().unwrap();
    assert_eq!((&gotosocial.warning, &gotosocial.body), (&mastodon.warning, &mastodon.body));
    assert_eq!(gotosocial.boosts, "the author alone", "an own experience is not passed on unasked");
    assert_eq!(dropped(&on_lemmy(&create, &stage.at_cleos(&[]).await)), "it names no community");
    let stranger = There { follows: Vec::new(), ..there };
    assert!(dropped(&on_mastodon(&create, &stranger)).starts_with("nobody there follows"));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_noted_media_are_covered() {
    let stage = Stage::set().await;
    let draft = Draft { sensitive: true, ..noted() };
    let id = publish::publish(&stage.hearth.core, &stage.ada.account, draft).await.unwrap();
    let picture = format!(
        "INSERT INTO attachments (id, story_id, position, media_type, url, description) \
         VALUES (1, {id}, 0, 'image/webp', '{}/media/rain.webp', 'Rain on a window')",
        stage.hearth.base
    );
    stage.hearth.core.db.conn().await.unwrap().batch_execute(&picture).await.unwrap();
    stage.hearth.settle().await;
    let create = stage.sent(&stage.blog, "Create", "story_with_media");
    let seen = on_mastodon(&create, &stage.at_bens(&[]).await);
    let shown = seen.story().unwrap();
    assert!(shown.covered && shown.media.len() == 1, "{shown:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn followers_and_a_circle() {
    let stage = Stage::set().await;
    let there = stage.at_bens(&[]).await;
    stage.tell(Draft { audience: Some(Audience::Followers), ..Draft::plain("among us") }).await;
    let create = stage.sent(&stage.blog, "Create", "followers");
    assert_eq!(on_mastodon(&create, &there).story().unwrap().visibility, "followers");
    assert_eq!(on_gotosocial(&create, &there).story().unwrap().visibility, "followers");
    stage.later();
    let (core, ada) = (&stage.hearth.core, stage.ada.account.id);
    let circle = circles::change::create(core, ada, "close").await.unwrap();
    for one in [&stage.ben, &stage.cleo] {
        let account = hearth_core::accounts::queries::by_uri(core, &one.id).await.unwrap().unwrap();
        circles::members::add(core, ada, circle, &account).await.unwrap();
    }
    let draft = Draft { audience: Some(Audience::Circle), circle: Some(circle), ..Draft::plain("a secret") };
    let told = stage.tell(draft).await;
    let create = stage.sent(&stage.blog, "Create", "circle");
    assert!(!create.to_string().contains(&stage.cleo.id), "nobody learns who else is in: {create}");
    assert!(!stage.forum.activities_of("Create")[0].to_string().contains(&stage.ben.id));
    let seen = on_mastodon(&create, &there);
    assert_eq!(
        (seen.story().unwrap().visibility, seen.story().unwrap().body.as_str()),
        ("limited", "<p>a secret</p>")
    );
    assert!(dropped(&on_gotosocial(&create, &there)).contains("a mention names"));
    // Who may read it may fetch it, and finds as little of the others.
    let fetched = stage.ben.fetch(&told.story.uri).await.ok();
    stage.golden("circle_fetched", &fetched);
    assert!(!fetched.to_string().contains(&stage.cleo.id), "{fetched}");
    assert!(stage.fetched(&told.story.uri).await.is_none());
    stage.later();
    delete::delete(core, &stage.ada.account, told.story.id).await.unwrap();
    stage.hearth.settle().await;
    let delete = stage.sent(&stage.blog, "Delete", "circle_deleted");
    assert!(!delete.to_string().contains("/users/ben") && !delete.to_string().contains(&stage.cleo.id));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_an_edit_and_an_end() {
    let stage = Stage::set().await;
    let told = stage.tell(noted()).await;
    let old = stage.fetched(&told.story.uri).await.unwrap();
    stage.later();
    let answer =
        Draft { parent: Some(told.story.id), audience: Some(Audience::Public), ..Draft::plain("and yes") };
    stage.tell(answer).await;
    let reply = stage.sent(&stage.blog, "Create", "reply");
    let mut there = stage.at_bens(&[]).await;
    assert_eq!(on_mastodon(&reply, &there).story().unwrap().answers.as_ref(), Some(&told.story.uri));
    stage.later();
    edit::edit(
        &stage.hearth.core,
        &stage.ada.account,
        told.story.id,
        Draft { title: "The tower".to_owned(), ..noted() },
    )
    .await
    .unwrap();
    stage.hearth.settle().await;
    let update = stage.sent(&stage.blog, "Update", "edit");
    there.documents.insert(told.story.uri.clone(), old);
    let seen = on_mastodon(&update, &there);
    assert!(seen.story().unwrap().body.starts_with("<p><strong>The tower</strong></p>"), "{seen:?}");
    assert_eq!(seen.story().unwrap().body.matches("Reply wish").count(), 1);
    there.documents.insert(told.story.uri.clone(), update["object"].clone());
    assert_eq!(dropped(&on_mastodon(&update, &there)), "it says nothing of being newer");
    stage.later();
    delete::delete(&stage.hearth.core, &stage.ada.account, told.story.id).await.unwrap();
    stage.hearth.settle().await;
    let delete = stage.sent(&stage.blog, "Delete", "delete");
    assert_eq!(on_mastodon(&delete, &there), Seen::Change("the story goes".to_owned()));
    assert!(stage.fetched(&told.story.uri).await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn folded_away_and_unfolded_it_comes_back_under_another_id() {
    let stage = Stage::set().await;
    let told = stage.tell(noted()).await;
    let mut there = stage.at_bens(&[&told.story.uri]).await;
    stage.later();
    fold::fold(&stage.hearth.core, &stage.ada.account, told.story.id).await.unwrap();
    stage.hearth.settle().await;
    let recall = stage.sent(&stage.blog, "Delete", "recall");
    assert_eq!(on_mastodon(&recall, &there), Seen::Change("the story goes".to_owned()));
    there.documents.clear();
    there.deleted.push(told.story.uri.clone());
    assert!(stage.fetched(&told.story.uri).await.is_none());
    stage.later();
    fold::unfold(&stage.hearth.core, &stage.ada.account, told.story.id).await.unwrap();
    stage.hearth.settle().await;
    let create = stage.sent(&stage.blog, "Create", "unfolded");
    assert_eq!(
        on_mastodon(&create, &there).story().unwrap().body,
        WHOLE,
        "no id comes back that was deleted"
    );
    assert!(stage.blog.activities_of("Delete").is_empty());
    let again = stage.story(told.story.id).await;
    assert_eq!(create["object"]["id"], again.story.uri.as_str());
    assert!(stage.fetched(&again.story.uri).await.is_some());
    assert!(stage.fetched(&told.story.uri).await.is_none(), "the former id stays gone");
}
