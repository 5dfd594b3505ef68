//! What stewards decide, as forums and microblogs hear of it.

use super::{LAKE, Stage, dropped, on_lemmy, on_mastodon};
use hearth_core::accounts::queries as accounts;
use hearth_core::stories::{Audience, Draft};
use hearth_federation::readers::Seen;
use reqwest::Method;
use serde_json::json;

fn change(words: &str) -> Seen {
    Seen::Change(words.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removal_in_its_messages() {
    let stage = Stage::set().await;
    let told = stage.tell(stage.in_lake(Draft::plain("Buy my water"))).await;
    let there = stage.at_bens(&[&told.story.uri]).await;
    let at_cleos = stage.at_cleos(&[&told.story.uri]).await;
    stage.later();
    let path = format!("{LAKE}/stories/{}", told.story.id);
    stage.ada.post(&format!("{path}/remove"), json!({"reason": "an advertisement"})).await;
    stage.hearth.settle().await;
    let wrapped = stage.sent(&stage.forum, "Announce", "removal_to_forums");
    assert_eq!(on_lemmy(&wrapped, &at_cleos), change("a moderator removes it: an advertisement"));
    let undo = stage.sent(&stage.blog, "Undo", "removal_unboosted");
    assert_eq!(on_mastodon(&undo, &there), change("the boost goes"));
    let own = stage.sent(&stage.blog, "Delete", "removal_by_author");
    assert_eq!(on_mastodon(&own, &there), change("the story goes"));
    // The steward's own word would mean nothing to a microblog.
    let mut stewards = wrapped["object"].clone();
    stewards["@context"] = wrapped["@context"].clone();
    stewards["actor"] = json!(stage.group.uri);
    assert_eq!(dropped(&on_mastodon(&stewards, &there)), "only its author can delete a story");
    stage.later();
    stage.ada.post(&format!("{path}/restore"), json!({})).await;
    stage.hearth.settle().await;
    // Others deleted it as they were asked: it comes back under an id that they have not deleted.
    let again = stage.story(told.story.id).await;
    assert_ne!(again.story.uri, told.story.uri);
    let wrapped = stage.sent(&stage.forum, "Announce", "restored_to_forums");
    assert_eq!(on_lemmy(&wrapped, &at_cleos).story().unwrap().title, "Buy my water");
    let mut there = stage.at_bens(&[&again.story.uri]).await;
    there.deleted.push(told.story.uri.clone());
    let create = stage.sent(&stage.blog, "Create", "restored");
    assert!(on_mastodon(&create, &there).story().is_some());
    let boost = Seen::Boost { by: stage.group.uri.clone(), of: again.story.uri.clone() };
    assert_eq!(on_mastodon(&stage.blog.activities_of("Announce")[0], &there), boost);
}

#[tokio::test(flavor = "multi_thread")]
async fn closed_and_opened_pinned_and_unpinned() {
    let stage = Stage::set().await;
    let told = stage.tell(stage.in_lake(Draft::plain("Cold"))).await;
    let at_cleos = stage.at_cleos(&[&told.story.uri]).await;
    let path = format!("{LAKE}/stories/{}", told.story.id);
    let seen = [
        ("lock", "a moderator closes the thread"),
        ("unlock", "the Lock is taken back"),
        ("pin", "the top of the community changes"),
        ("unpin", "the top of the community changes"),
    ];
    for (verb, words) in seen {
        stage.later();
        stage.ada.post(&format!("{path}/{verb}"), json!({})).await;
        stage.hearth.settle().await;
        let wrapped = stage.sent(&stage.forum, "Announce", &format!("steward_{verb}"));
        assert_eq!(on_lemmy(&wrapped, &at_cleos), change(words), "{verb}");
        assert!(stage.blog.activities_of("Announce").is_empty(), "{verb}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bans_stewards_and_the_profile() {
    let stage = Stage::set().await;
    let at_cleos = stage.at_cleos(&[]).await;
    let ben = accounts::by_uri(&stage.hearth.core, &stage.ben.id).await.unwrap().unwrap().id;
    let cleo = accounts::by_uri(&stage.hearth.core, &stage.cleo.id).await.unwrap().unwrap().id;
    stage.later();
    stage.ada.ask(Method::PATCH, LAKE, Some(json!({"title": "The deep lake"}))).await.ok();
    stage.hearth.settle().await;
    let wrapped = stage.sent(&stage.forum, "Announce", "group_updated_to_forums");
    assert_eq!(on_lemmy(&wrapped, &at_cleos), change("the community's profile changes"));
    let update = stage.sent(&stage.blog, "Update", "group_updated");
    assert_eq!(on_mastodon(&update, &stage.at_bens(&[]).await), change("the profile changes"));
    stage.later();
    let ban = format!("{LAKE}/bans/{ben}");
    stage.ada.post(&ban, json!({"reason": "shouting", "duration": 3600})).await;
    stage.hearth.settle().await;
    let wrapped = stage.sent(&stage.forum, "Announce", "ban");
    let Seen::Change(words) = on_lemmy(&wrapped, &at_cleos) else { panic!("{wrapped}") };
    assert!(
        words.starts_with("a moderator bans somebody until 20") && words.ends_with(": shouting"),
        "{words}"
    );
    stage.later();
    stage.ada.ask(Method::DELETE, &ban, None).await.ok();
    stage.hearth.settle().await;
    let wrapped = stage.sent(&stage.forum, "Announce", "ban_lifted");
    assert_eq!(on_lemmy(&wrapped, &at_cleos), change("the Block is taken back"));
    for (role, name) in [("steward", "steward_named"), ("member", "steward_no_more")] {
        stage.later();
        stage.ada.post(&format!("{LAKE}/members/{cleo}/role"), json!({"role": role})).await;
        stage.hearth.settle().await;
        let all = stage.forum.activities_of("Announce");
        let wrapped = all.iter().find(|one| one["object"]["object"] == stage.cleo.id.as_str()).unwrap();
        stage.golden(name, wrapped);
        assert_eq!(on_lemmy(wrapped, &at_cleos), change("the moderators change"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_finds_the_stewards_wherever_they_live() {
    let stage = Stage::set().await;
    let told =
        stage.tell(stage.in_lake(Draft { audience: Some(Audience::Public), ..Draft::plain("Cold") })).await;
    let cleo = accounts::by_uri(&stage.hearth.core, &stage.cleo.id).await.unwrap().unwrap().id;
    stage.ada.post(&format!("{LAKE}/members/{cleo}/role"), json!({"role": "steward"})).await;
    stage.hearth.settle().await;
    stage.later();
    let dora = stage.hearth.person("dora").await;
    let report =
        json!({"account_id": stage.ada.account.id, "status_ids": [told.story.id], "comment": "look"});
    dora.post("/api/v1/reports", report).await;
    stage.hearth.settle().await;
    let flag = stage.sent(&stage.forum, "Flag", "report_to_steward");
    assert_eq!(on_lemmy(&flag, &stage.at_cleos(&[]).await), change("a report for the moderators: look"));
    assert!(!flag.to_string().contains("dora"), "who reported stays unsaid");
    assert_eq!(flag["to"], json!([stage.group.uri]));
    assert!(stage.blog.activities_of("Flag").is_empty());
}
