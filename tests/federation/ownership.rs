//! Whose is it (security table B, cases 31 to 38): nobody changes, deletes, takes back, accepts or moves what is not
//! theirs.

use super::scene::Scene;
use chrono::TimeDelta;
use hearth_core::accounts::queries as accounts;
use hearth_core::stories::{Audience, boost, favourite};
use hearth_testkit::remote::PUBLIC;
use serde_json::{Value, json};

fn id(document: &Value) -> &str {
    document["id"].as_str().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_31_nobody_changes_what_others_told_or_who_they_are() {
    let scene = Scene::acquainted().await;
    let ben = scene.evil.actor("ben", 2);
    scene.meet(&ben).await;
    for victim in [&scene.alice, &ben] {
        let mut note = scene.letter(victim, "told", "what I said");
        assert_eq!(scene.say(victim, &victim.activity("Create", &note)).await, 202);
        note["content"] = json!("what mallory makes of it");
        note["updated"] = json!("2031-01-01T00:00:00Z");
        assert_eq!(scene.in_vain(&scene.mallory, &scene.mallory.activity("Update", &note)).await, 202);
        note["attributedTo"] = json!(scene.mallory.id);
        assert_eq!(scene.in_vain(&scene.mallory, &scene.mallory.activity("Update", &note)).await, 202);
        let mut profile = victim.document.clone();
        profile["name"] = json!("mallory was here");
        profile["inbox"] = json!(format!("{}/inbox", scene.mallory.id));
        assert_eq!(scene.in_vain(&scene.mallory, &scene.mallory.activity("Update", &profile)).await, 202);
        // Its author does change it.
        note["attributedTo"] = json!(victim.id);
        note["content"] = json!("what I meant");
        scene.hearth.clock.step(TimeDelta::minutes(1));
        note["updated"] = json!(victim.now());
        assert_eq!(scene.say(victim, &victim.activity("Update", &note)).await, 202);
        assert_eq!(scene.story(id(&note)).await.unwrap().story.content_html, "what I meant");
    }
    // A profile is read where it lives, whatever the Update says.
    let mut profile = scene.alice.document.clone();
    profile["name"] = json!("Alice the Second");
    scene.home.put("/users/alice", &profile);
    profile["name"] = json!("Alice the Third");
    assert_eq!(scene.say(&scene.alice, &scene.alice.activity("Update", &profile)).await, 202);
    assert_eq!(scene.account(&scene.alice.id).await.unwrap().display_name, "Alice the Second");
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_32_nobody_deletes_what_is_not_theirs_and_what_is_deleted_stays_so() {
    let scene = Scene::acquainted().await;
    let ben = scene.evil.actor("ben", 2);
    scene.meet(&ben).await;
    for victim in [&scene.alice, &ben] {
        let note = scene.letter(victim, "told", "what I said");
        victim.publish(&note);
        assert_eq!(scene.say(victim, &victim.activity("Create", &note)).await, 202);
        for object in [json!(id(&note)), json!({"id": id(&note), "type": "Tombstone"}), json!(victim.id)] {
            assert_eq!(scene.in_vain(&scene.mallory, &scene.mallory.activity("Delete", &object)).await, 202);
        }
        // An id nobody knows yet cannot be forbidden for its owner.
        let later = scene.letter(victim, "later", "what I shall say");
        scene.say(&scene.mallory, &scene.mallory.activity("Delete", &json!(id(&later)))).await;
        assert_eq!(scene.say(victim, &victim.activity("Create", &later)).await, 202);
        assert!(scene.knows(id(&later)).await, "{}", victim.id);

        assert_eq!(scene.say(victim, &victim.activity("Delete", &json!(id(&note)))).await, 202);
        assert!(!scene.knows(id(&note)).await);
        let mut again = victim.activity("Create", &note);
        again["id"] = json!(victim.uri("activities/again"));
        assert_eq!(scene.in_vain(victim, &again).await, 202, "a tombstone wins");
        let boost = scene.mallory.activity("Announce", &json!(id(&note)));
        assert_eq!(scene.in_vain(&scene.mallory, &boost).await, 202);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_33_nobody_takes_back_what_others_did() {
    let scene = Scene::acquainted().await;
    let story = scene.tell(Audience::Public, "a beginning").await;
    let alice = scene.account(&scene.alice.id).await.unwrap();
    let acts: Vec<Value> =
        [("Follow", &scene.ada.uri), ("Like", &story.story.uri), ("Announce", &story.story.uri)]
            .into_iter()
            .map(|(kind, object)| scene.alice.activity(kind, &json!(object)))
            .collect();
    for act in &acts {
        assert_eq!(scene.say(&scene.alice, act).await, 202);
    }
    let undo = |who: &hearth_testkit::Actor, object: &Value, slug: &str| {
        let mut undo = who.activity("Undo", object);
        undo["id"] = json!(who.uri(&format!("undos/{slug}")));
        undo
    };
    for (number, act) in acts.iter().enumerate() {
        let mut claimed = act.clone();
        claimed["actor"] = json!(scene.mallory.id);
        for (form, object) in
            [act.clone(), claimed, json!(id(act)), json!({"id": id(act)})].iter().enumerate()
        {
            let undo = undo(&scene.mallory, object, &format!("{number}-{form}"));
            let status = scene.in_vain_but_for_undone(&scene.mallory, &undo).await;
            assert_eq!(status, 202);
        }
    }
    assert_eq!(scene.follows(&scene.alice.id, &scene.ada.uri).await, Some(true));
    let liked = favourite::uri_of(&scene.hearth.core, alice.id, story.story.id).await.unwrap();
    assert_eq!(liked.as_deref(), Some(id(&acts[1])));
    for (number, act) in acts.iter().enumerate() {
        let object = if number == 1 { json!(id(act)) } else { act.clone() };
        assert_eq!(scene.say(&scene.alice, &undo(&scene.alice, &object, &number.to_string())).await, 202);
    }
    assert_eq!(scene.follows(&scene.alice.id, &scene.ada.uri).await, None);
    assert_eq!(scene.hearth.database.count("favourites").await, 0);
    assert_eq!(scene.hearth.database.count("boosts").await, 0);
}

impl Scene {
    /// As [`Scene::in_vain`], where a note of what was undone is no change: it counts for its own actor alone.
    async fn in_vain_but_for_undone(&self, from: &hearth_testkit::Actor, activity: &Value) -> u16 {
        let mut before = self.state().await;
        let status = self.say(from, activity).await;
        let mut after = self.state().await;
        before.remove("undone");
        after.remove("undone");
        assert_eq!(before, after, "the world changed by {activity}");
        status
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_34_and_35_only_who_was_asked_says_yes() {
    let scene = Scene::acquainted().await;
    let ben = scene.home.actor_with("ben", 2, |document| document["manuallyApprovesFollowers"] = json!(true));
    let asked = scene.ask_to_follow(&ben).await;
    assert_eq!(scene.follows(&scene.ada.uri, &ben.id).await, Some(false));
    let follow = json!({"id": asked, "type": "Follow", "actor": scene.ada.uri, "object": ben.id});
    let mut towards_mallory = follow.clone();
    towards_mallory["object"] = json!(scene.mallory.id);
    let never_sent = json!({"id": format!("{}/activities/follows/none", scene.hearth.base), "type": "Follow",
        "actor": scene.ada.uri, "object": scene.mallory.id});
    for kind in ["Accept", "Reject"] {
        for object in [
            json!(asked),
            follow.clone(),
            towards_mallory.clone(),
            never_sent.clone(),
            json!(id(&never_sent)),
        ] {
            assert_eq!(
                scene.in_vain(&scene.mallory, &scene.mallory.activity(kind, &object)).await,
                202,
                "{object}"
            );
        }
        // Of a follow between two others.
        let foreign = json!({"id": scene.alice.uri("f"), "type": "Follow", "actor": scene.alice.id, "object": scene.mallory.id});
        assert_eq!(scene.in_vain(&scene.mallory, &scene.mallory.activity(kind, &foreign)).await, 202);
    }
    assert_eq!(scene.follows(&scene.ada.uri, &ben.id).await, Some(false));
    // Before the yes nothing for followers reaches ada's timeline, though it may be pushed.
    let mut note = ben.note("for-followers", "for those I said yes to");
    note["to"] = json!([format!("{}/followers", ben.id)]);
    note["cc"] = json!([]);
    scene.say(&ben, &ben.activity("Create", &note)).await;
    assert!(!scene.reads(&note).await);
    assert_eq!(scene.say(&ben, &ben.activity("Accept", &follow)).await, 202);
    assert_eq!(scene.follows(&scene.ada.uri, &ben.id).await, Some(true));
    let mut note = ben.note("after", "for those I said yes to");
    note["to"] = json!([format!("{}/followers", ben.id)]);
    note["cc"] = json!([]);
    scene.say(&ben, &ben.activity("Create", &note)).await;
    assert!(scene.reads(&note).await);
    assert_eq!(scene.say(&ben, &ben.activity("Reject", &follow)).await, 202);
    assert_eq!(scene.follows(&scene.ada.uri, &ben.id).await, None);
}

impl Scene {
    /// Whether ada may read a story.
    async fn reads(&self, note: &Value) -> bool {
        match self.story(id(note)).await {
            Some(view) => {
                let shown =
                    hearth_core::stories::show::show(&self.hearth.core, self.ada.id, view.story.id).await;
                shown.is_ok()
            }
            None => false,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_36_a_boost_proves_nothing_and_publishes_nothing_private() {
    let scene = Scene::acquainted().await;
    scene.follow(&scene.mallory).await;
    let forged = scene.alice.note("forged", "what mallory says that alice says");
    assert_eq!(scene.in_vain(&scene.mallory, &scene.mallory.activity("Announce", &forged)).await, 202);
    let mut create = scene.alice.activity("Create", &forged);
    create["signature"] = json!({"type": "RsaSignature2017"});
    assert_eq!(scene.in_vain(&scene.mallory, &scene.mallory.activity("Announce", &create)).await, 202);

    // Stories for few: alice's for her followers, ada's own for hers and for members here.
    let mut few = scene.alice.note("few", "for my followers");
    few["to"] = json!([format!("{}/followers", scene.alice.id)]);
    few["cc"] = json!([]);
    assert_eq!(scene.say(&scene.alice, &scene.alice.activity("Create", &few)).await, 202);
    assert!(scene.knows(id(&few)).await);
    let followers = scene.tell(Audience::Followers, "for my followers").await;
    let local = scene.tell(Audience::Local, "for this house").await;
    let direct = scene.tell(Audience::Direct, "for nobody").await;
    for uri in [id(&few), &followers.story.uri, &local.story.uri, &direct.story.uri] {
        let mut announce = scene.mallory.activity("Announce", &json!(uri));
        announce["to"] = json!([PUBLIC]);
        assert_eq!(scene.in_vain(&scene.mallory, &announce).await, 202, "{uri}");
    }
    let alice = scene.account(&scene.alice.id).await.unwrap();
    for (who, story) in
        [(&scene.ada, scene.story(id(&few)).await.unwrap()), (&alice, followers), (&alice, local)]
    {
        let refused = boost::boost(&scene.hearth.core, who, story.story.id, Audience::Public).await;
        assert!(refused.is_err(), "{}", story.story.uri);
    }
    let open = scene.alice.note("open", "for everybody");
    scene.alice.publish(&open);
    let mut announce = scene.mallory.activity("Announce", &json!(id(&open)));
    announce["to"] = json!([PUBLIC]);
    assert_eq!(scene.say(&scene.mallory, &announce).await, 202);
    assert_eq!(scene.story(id(&open)).await.unwrap().story.content_html, "for everybody");
    assert_eq!(scene.hearth.database.count("boosts").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_38_people_move_only_where_both_ends_agree() {
    let scene = Scene::acquainted().await;
    let ben = scene.home.actor("ben", 2);
    let moved = |from: &hearth_testkit::Actor, who: &str, to: &str| {
        json!({"@context": "https://www.w3.org/ns/activitystreams", "id": from.uri(&format!("moves/{}", to.len())),
            "type": "Move", "actor": from.id, "object": who, "target": to, "to": [scene.ada.uri]})
    };
    // Nobody named alice as their earlier self.
    scene.say(&scene.alice, &moved(&scene.alice, &scene.alice.id, &ben.id)).await;
    assert_eq!(scene.account(&scene.alice.id).await.unwrap().moved_to, None);
    assert_eq!(scene.follows(&scene.ada.uri, &ben.id).await, None);
    // Mallory claims alice as an earlier self, and moves her.
    let heir = scene.evil.actor_with("heir", 3, |one| one["alsoKnownAs"] = json!([scene.alice.id]));
    scene.say(&scene.mallory, &moved(&scene.mallory, &scene.alice.id, &heir.id)).await;
    scene.say(&heir, &moved(&heir, &scene.alice.id, &heir.id)).await;
    assert_eq!(scene.account(&scene.alice.id).await.unwrap().moved_to, None);
    assert_eq!(scene.follows(&scene.ada.uri, &scene.alice.id).await, Some(true));
    // Both ends agree.
    let new = scene.home.actor_with("alice2", 3, |one| one["alsoKnownAs"] = json!([scene.alice.id]));
    let mut document = scene.alice.document.clone();
    document["movedTo"] = json!(new.id);
    scene.home.put("/users/alice", &document);
    assert_eq!(scene.say(&scene.alice, &moved(&scene.alice, &scene.alice.id, &new.id)).await, 202);
    let target = scene.account(&new.id).await.unwrap();
    assert_eq!(scene.account(&scene.alice.id).await.unwrap().moved_to, Some(target.id));
    assert_eq!(scene.follows(&scene.ada.uri, &new.id).await, Some(false), "ada asks the new one");
    assert_eq!(accounts::by_id(&scene.hearth.core, target.id).await.unwrap().moved_to, None);
    // Not again within a week, and not in a circle.
    let third =
        scene.home.actor_with("alice3", 4, |one| one["alsoKnownAs"] = json!([scene.alice.id, new.id]));
    scene.say(&scene.alice, &moved(&scene.alice, &scene.alice.id, &third.id)).await;
    assert_eq!(scene.account(&scene.alice.id).await.unwrap().moved_to, Some(target.id));
    assert_eq!(scene.follows(&scene.ada.uri, &third.id).await, None);
}
