//! Communities, and what is told in them.

use super::{LAKE, Stage, dropped, on_gotosocial, on_lemmy, on_mastodon};
use hearth_core::markup::Format;
use hearth_core::stories::{Audience, Draft, Kind, Wish, delete, edit};
use hearth_federation::readers::Seen;
use serde_json::json;

fn noted() -> Draft {
    Draft {
        title: "Cold".to_owned(),
        text: "It was *cold*.".to_owned(),
        format: Format::Markdown,
        kind: Some(Kind::Story),
        wish: Some(Wish::Relate),
        own_words: "drowning".to_owned(),
        ..Draft::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_group_and_its_lists() {
    let stage = Stage::set().await;
    let told = stage.tell(stage.in_lake(noted())).await;
    stage.ada.post(&format!("{LAKE}/stories/{}/pin", told.story.id), json!({})).await;
    stage.hearth.settle().await;
    let group = stage.fetched(&stage.group.uri).await.unwrap();
    stage.golden("group", &group);
    stage.golden("context_of_actors", &json!({"terms": group["@context"]}));
    let featured = stage.fetched(group["featured"].as_str().unwrap()).await.unwrap();
    stage.golden("context_of_stories", &json!({"terms": featured["@context"]}));
    for (name, key) in [("moderators", "attributedTo"), ("featured", "featured"), ("outbox", "outbox")] {
        let list = stage.fetched(group[key].as_str().unwrap()).await.unwrap();
        stage.golden(&format!("group_{name}"), &list);
        assert_eq!(list["orderedItems"].as_array().unwrap().len(), 1, "{list}");
        assert!(!list.to_string().contains("\"likes\"") && !list.to_string().contains("\"shares\""));
    }
    // Forums read the collection itself, as announcements; others go on to its pages.
    let outbox = stage.fetched(group["outbox"].as_str().unwrap()).await.unwrap();
    let mut entry = outbox["orderedItems"][0].clone();
    entry["@context"] = outbox["@context"].clone();
    let seen = on_lemmy(&entry, &stage.at_cleos(&[]).await);
    assert_eq!(seen.story().unwrap().title, "[Content note: drowning] Cold");
    let page = stage.fetched(outbox["first"].as_str().unwrap()).await.unwrap();
    assert_eq!(page["orderedItems"], outbox["orderedItems"]);
    let hidden = stage.fetched(group["followers"].as_str().unwrap()).await.unwrap();
    assert!(hidden.get("totalItems").is_none() && hidden.get("orderedItems").is_none(), "{hidden}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_is_a_boost_to_a_microblog_and_a_thread_to_a_forum() {
    let stage = Stage::set().await;
    let told = stage.tell(stage.in_lake(noted())).await;
    let uri = told.story.uri.as_str();
    let announce = stage.sent(&stage.blog, "Announce", "community_boost");
    let there = stage.at_bens(&[uri]).await;
    let boost = Seen::Boost { by: stage.group.uri.clone(), of: uri.to_owned() };
    assert_eq!(on_mastodon(&announce, &there), boost);
    assert_eq!(on_gotosocial(&announce, &there), boost);
    let wrapped = stage.sent(&stage.forum, "Announce", "community_story");
    let at_cleos = stage.at_cleos(&[uri]).await;
    let seen = on_lemmy(&wrapped, &at_cleos);
    let lemmy = seen.story().unwrap();
    assert_eq!(lemmy.title, "[Content note: drowning] Cold");
    let folded = "::: spoiler Content note: drowning\nIt was *cold*.\n:::";
    assert_eq!(lemmy.body, format!("{folded}\n\nReply wish: tell me if you have been there."));
    assert!(!lemmy.covered, "sites that take nothing sensitive would delete it");
    assert_eq!(
        dropped(&on_gotosocial(&wrapped, &there)),
        "its object is an activity, which GoToSocial does not take for a story"
    );

    stage.later();
    let answer =
        Draft { parent: Some(told.story.id), audience: Some(Audience::Public), ..Draft::plain("and *deep*") };
    stage.tell(answer).await;
    assert!(stage.blog.activities_of("Announce").is_empty(), "no answer floods a microblog");
    let wrapped = stage.sent(&stage.forum, "Announce", "community_reply");
    let seen = on_lemmy(&wrapped, &at_cleos);
    assert_eq!(
        (seen.story().unwrap().body.as_str(), seen.story().unwrap().answers.as_deref()),
        ("and \\*deep\\*", Some(uri))
    );
    // Should a microblog be sent it nonetheless: it believes only what it can fetch.
    let inner = wrapped["object"]["id"].as_str().unwrap();
    let there = stage.at_bens(&[uri, inner]).await;
    assert_eq!(dropped(&on_mastodon(&wrapped, &there)), "its object cannot be fetched");
}

#[tokio::test(flavor = "multi_thread")]
async fn changed_and_ended_by_its_author() {
    let stage = Stage::set().await;
    let told = stage.tell(stage.in_lake(noted())).await;
    let at_cleos = stage.at_cleos(&[&told.story.uri]).await;
    stage.later();
    let warmer = Draft { title: "Warm".to_owned(), ..noted() };
    edit::edit(&stage.hearth.core, &stage.ada.account, told.story.id, stage.in_lake(warmer)).await.unwrap();
    stage.hearth.settle().await;
    let wrapped = stage.sent(&stage.forum, "Announce", "community_edit");
    assert_eq!(on_lemmy(&wrapped, &at_cleos).story().unwrap().title, "[Content note: drowning] Warm");
    stage.later();
    delete::delete(&stage.hearth.core, &stage.ada.account, told.story.id).await.unwrap();
    stage.hearth.settle().await;
    let wrapped = stage.sent(&stage.forum, "Announce", "community_delete");
    assert_eq!(on_lemmy(&wrapped, &at_cleos), Seen::Change("its author deletes it".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_for_members_is_addressed_to_each_servers_own() {
    let stage = Stage::with(json!({"visibility": "members"})).await;
    let told = stage.tell(stage.in_lake(noted())).await;
    let create = stage.sent(&stage.blog, "Create", "members");
    let seen = on_mastodon(&create, &stage.at_bens(&[]).await);
    assert_eq!(seen.story().unwrap().visibility, "limited");
    assert_eq!(seen.story().unwrap().warning, "Note: drowning");
    assert!(!create.to_string().contains(&stage.cleo.id), "{create}");
    assert!(
        stage.blog.activities_of("Announce").is_empty() && stage.forum.activities_of("Announce").is_empty()
    );
    let fetched = stage.ben.fetch(&told.story.uri).await.ok();
    assert!(fetched.to_string().contains(&stage.ben.id) && !fetched.to_string().contains(&stage.cleo.id));
    let ids = [told.story.uri.as_str()];
    assert!(stage.at_bens(&ids).await.documents.is_empty(), "nobody else finds it");
}
