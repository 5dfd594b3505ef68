//! What is kept of all that is sent.

use crate::kit::Kit;
use crate::remote::{PUBLIC, Remote};
use axum::http::StatusCode;
use hearth_core::stories::Audience;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_story_is_kept_if_it_concerns_somebody_here() {
    let (kit, remote) = (Kit::new().await, Remote::start().await);
    let ben = kit.world.member("ben").await;
    let told = kit.tell(&ben, "a tale", Audience::Public).await;
    let stranger = remote.actor("stranger", 0);
    kit.hear(&stranger, &stranger.does("Create", &stranger.note("1", "<p>to nobody</p>"))).await;
    assert_eq!(
        (kit.count("stories WHERE NOT local").await, kit.account(&stranger.id).await.is_some()),
        (0, false)
    );
    let named = stranger.note_to("2", "<p>@ben</p>", &ben.uri);
    kit.hear(&stranger, &stranger.does("Create", &named)).await;
    let mut reply = stranger.note("3", "<p>well</p>");
    reply["inReplyTo"] = json!(told);
    kit.hear(&stranger, &stranger.does("Create", &reply)).await;
    let friend = remote.actor("friend", 1);
    kit.followed(&ben, &friend).await;
    kit.hear(&friend, &friend.does("Create", &friend.note("4", "<p>to all</p>"))).await;
    assert_eq!(kit.count("stories WHERE NOT local").await, 3);
    assert_eq!(kit.story(named["id"].as_str().unwrap()).await.unwrap().mentions.len(), 1);
    assert!(kit.story(reply["id"].as_str().unwrap()).await.unwrap().story.parent_id.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn being_tagged_without_being_addressed_is_nothing() {
    let (kit, remote) = (Kit::new().await, Remote::start().await);
    let (ben, cleo) = (kit.world.member("ben").await, kit.world.member("cleo").await);
    let ada = remote.actor("ada", 0);
    let mut direct = ada.note_to("1", "<p>psst</p>", &ben.uri);
    direct["to"] = json!([ben.uri]);
    direct["cc"] = json!([]);
    direct["tag"] = json!([{ "type": "Mention", "href": ben.uri }, { "type": "Mention", "href": cleo.uri }]);
    kit.hear(&ada, &ada.does("Create", &direct)).await;
    let story = kit.story(direct["id"].as_str().unwrap()).await.unwrap();
    assert_eq!(story.story.audience, Audience::Direct);
    assert_eq!(story.mentions.iter().map(|mention| mention.account.id).collect::<Vec<_>>(), [ben.id]);
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_leave_nothing_behind() {
    let kit = Kit::new().await;
    let ben = kit.world.member("ben").await;
    let before = kit.state().await;
    for number in 0..10 {
        let remote = Remote::start().await;
        let stranger = remote.actor("stranger", number % 4);
        let note = stranger.note("1", "<p>hello?</p>");
        for act in [
            stranger.does("Create", &note),
            stranger.does("Announce", &note["id"]),
            stranger.does("Like", &json!("https://third.example/notes/1")),
            stranger.does("Follow", &json!("https://third.example/users/x")),
            stranger.does("Follow", &json!("https://hearth.example/users/nobody")),
            stranger.does("Sing", &note),
        ] {
            kit.hear(&stranger, &act).await;
        }
        assert_eq!(remote.asked("/users/stranger"), 1, "the key is fetched once");
    }
    assert_eq!((kit.state().await, kit.count("peers").await), (before, 0));
    let remote = Remote::start().await;
    let known = remote.actor("ada", 0);
    kit.hear(&known, &known.does("Follow", &json!(ben.uri))).await;
    assert_eq!((kit.count("follows").await, remote.asked("/users/ada")), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_kinds_and_votes_and_dislikes_are_heard_and_dropped() {
    let (kit, remote) = (Kit::new().await, Remote::start().await);
    let ben = kit.world.member("ben").await;
    let ada = remote.actor("ada", 0);
    kit.followed(&ben, &ada).await;
    let told = kit.tell(&ben, "tea or coffee?", Audience::Public).await;
    let before = kit.state().await;
    let vote = json!({ "id": ada.at("votes/1"), "type": "Note", "name": "tea", "attributedTo": ada.id, "inReplyTo": told, "to": [ben.uri] });
    for act in [
        ada.does("Create", &vote),
        ada.does("Dislike", &json!(told)),
        ada.does("View", &json!(told)),
        ada.does("Listen", &ada.note("1", "x")),
        ada.does(
            "Create",
            &json!({ "id": ada.at("things/1"), "type": "Thing", "attributedTo": ada.id, "to": [PUBLIC] }),
        ),
    ] {
        kit.hear(&ada, &act).await;
    }
    assert_eq!(kit.state().await, before);
    assert_eq!(kit.count("arrivals WHERE done_at IS NULL").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reaction_with_an_emoji_is_a_like_with_it() {
    let (kit, remote) = (Kit::new().await, Remote::start().await);
    let ben = kit.world.member("ben").await;
    let told = kit.tell(&ben, "a tale", Audience::Public).await;
    for (number, kind, key) in
        [(0, "EmojiReact", "content"), (1, "Like", "content"), (2, "Like", "_misskey_reaction")]
    {
        let actor = remote.actor(&format!("r{number}"), 0);
        let mut act = actor.does(kind, &json!(told));
        act[key] = json!("🔥");
        kit.hear(&actor, &act).await;
    }
    assert_eq!(kit.count("favourites WHERE content = '🔥'").await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_communitys_word_is_looked_at_where_it_comes_from() {
    let (kit, remote, other) = (Kit::new().await, Remote::start().await, Remote::start().await);
    let ben = kit.world.member("ben").await;
    let group = remote.actor_with("tales", 0, |document| document["type"] = json!("Group"));
    kit.followed(&ben, &group).await;
    let author = other.actor("author", 1);
    let note = author.note("1", "<p>true</p>");
    let mut forged = note.clone();
    forged["content"] = json!("<p>forged</p>");
    kit.hear(&group, &group.does("Announce", &author.does("Create", &forged))).await;
    assert_eq!(kit.content(&note).await, None);
    other.publish(&note);
    kit.world.clock.step(chrono::TimeDelta::minutes(6));
    let mut again = group.does("Announce", &author.does("Create", &forged));
    again["id"] = json!(group.at("announces/2"));
    kit.hear(&group, &again).await;
    assert_eq!(kit.content(&note).await.as_deref(), Some("<p>true</p>"));
    let mut edited = note.clone();
    edited["content"] = json!("<p>newer</p>");
    edited["updated"] = json!("2027-01-15T07:30:00Z");
    other.publish(&edited);
    kit.hear(&group, &group.does("Announce", &author.does("Update", &forged))).await;
    assert_eq!(kit.content(&note).await.as_deref(), Some("<p>newer</p>"));
    kit.hear(&group, &group.does("Announce", &author.does("Delete", &note["id"]))).await;
    assert!(kit.content(&note).await.is_some());
    assert_eq!(
        kit.send(&group, &group.does("Announce", &author.does("Like", &note["id"]))).await,
        StatusCode::ACCEPTED
    );
}
