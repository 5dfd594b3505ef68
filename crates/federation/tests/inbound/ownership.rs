//! What is whose: nobody changes, deletes, undoes or tells anything in the name of others.

use crate::kit::Kit;
use crate::remote::{Actor, Remote};
use hearth_core::accounts::Account;
use hearth_core::stories::Audience;
use serde_json::{Value, json};

/// ben here follows ada and mallory, who live on two servers.
async fn set() -> (Kit, Account, Actor, Actor) {
    let kit = Kit::new().await;
    let ben = kit.world.member("ben").await;
    let ada = Remote::start().await.actor("ada", 0);
    let mallory = Remote::start().await.actor("mallory", 1);
    for actor in [&ada, &mallory] {
        kit.followed(&ben, actor).await;
    }
    (kit, ben, ada, mallory)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_is_taken_from_its_author_alone() {
    let (kit, _ben, ada, mallory) = set().await;
    let forged = ada.note("1", "<p>forged</p>");
    kit.hear(&mallory, &mallory.does("Create", &forged)).await;
    assert_eq!(kit.content(&forged).await, None, "not from the embed, and its server knows nothing of it");
    // Now its server has it: what counts is what it says there, and mallory still brings nobody a story.
    ada.remote.publish(&ada.note("1", "<p>true</p>"));
    kit.world.clock.step(chrono::TimeDelta::minutes(6));
    kit.hear(&mallory, &mallory.does("Announce", &forged)).await;
    assert_eq!(kit.content(&forged).await.as_deref(), Some("<p>true</p>"));
    for (key, value) in [
        ("attributedTo", json!(ada.id)),
        ("attributedTo", json!(null)),
        ("id", json!("https://hearth.example/users/ben/stories/1")),
    ] {
        let mut note = mallory.note("2", "<p>x</p>");
        note[key] = value;
        kit.hear(&mallory, &mallory.does("Create", &note)).await;
    }
    assert_eq!(kit.count("stories WHERE NOT local").await, 1);
    kit.hear(&mallory, &mallory.does("Create", &mallory.note("2", "<p>mine</p>"))).await;
    assert_eq!(kit.count("stories WHERE NOT local").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_its_author_changes_or_deletes_a_story() {
    let (kit, _ben, ada, mallory) = set().await;
    let note = ada.note("1", "<p>one</p>");
    kit.hear(&ada, &ada.does("Create", &note)).await;
    ada.remote.publish(&note);
    let before = kit.state().await;
    let mut changed = note.clone();
    changed["content"] = json!("<p>forged</p>");
    changed["updated"] = json!("2027-01-15T07:30:00Z");
    kit.hear(&mallory, &mallory.does("Update", &changed)).await;
    for object in [note["id"].clone(), json!({ "id": note["id"], "type": "Tombstone" }), json!(ada.id)] {
        kit.hear(&mallory, &mallory.does("Delete", &object)).await;
    }
    // Somebody of the same server says so; the server does not.
    let neighbour = ada.remote.actor("neighbour", 2);
    kit.known(&neighbour).await;
    let known = kit.state().await;
    kit.hear(&neighbour, &neighbour.does("Delete", &note["id"])).await;
    kit.hear(&neighbour, &neighbour.does("Update", &changed)).await;
    assert_eq!(kit.state().await, known);
    assert_ne!(known, before);
    kit.hear(&ada, &ada.does("Update", &changed)).await;
    assert_eq!(kit.content(&note).await.as_deref(), Some("<p>forged</p>"));
    kit.hear(&ada, &ada.does("Delete", &note["id"])).await;
    assert_eq!(kit.content(&note).await, None);
    kit.hear(&ada, &ada.does("Create", &changed)).await;
    assert_eq!(kit.content(&note).await, None, "the tombstone wins");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_takes_back_only_what_one_did() {
    let (kit, ben, ada, mallory) = set().await;
    let told = kit.tell(&ben, "a tale", Audience::Public).await;
    let acts: Vec<Value> = vec![
        ada.does("Follow", &json!(ben.uri)),
        ada.does("Like", &json!(told)),
        ada.does("Announce", &json!({ "id": told, "to": ["https://www.w3.org/ns/activitystreams#Public"] })),
    ];
    for act in &acts {
        kit.hear(&ada, act).await;
    }
    let before = kit.state().await;
    for act in &acts {
        let bare = act["id"].clone();
        let mut mine = act.clone();
        mine["actor"] = json!(mallory.id);
        let mut nobodys = act.clone();
        nobodys.as_object_mut().unwrap().remove("actor");
        for object in [act.clone(), bare, mine, nobodys] {
            kit.hear(&mallory, &mallory.does("Undo", &object)).await;
        }
    }
    assert_eq!(kit.state().await, before);
    for act in &acts {
        kit.hear(&ada, &ada.does("Undo", act)).await;
    }
    assert_eq!((kit.count("favourites").await, kit.count("boosts").await), (0, 0));
    assert_eq!(kit.count("follows WHERE accepted_at IS NOT NULL").await, 2, "ben's own two");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follow_is_accepted_by_whom_it_was_asked_of() {
    let (kit, _ben, ada, mallory) = set().await;
    let cleo = kit.world.member("cleo").await;
    let account = kit.known(&ada).await;
    let wishes = hearth_core::follows::Wishes::default();
    hearth_core::follows::request::request(&kit.world.core, &cleo, &account, wishes).await.unwrap();
    let follow =
        hearth_core::follows::queries::between(&kit.world.core, cleo.id, account.id).await.unwrap().unwrap();
    let told = json!({ "id": follow.uri, "type": "Follow", "actor": cleo.uri, "object": ada.id });
    let before = kit.state().await;
    for answer in ["Accept", "Reject"] {
        kit.hear(&mallory, &mallory.does(answer, &told)).await;
        kit.hear(&mallory, &mallory.does(answer, &json!(follow.uri))).await;
        // One that was never asked.
        let never = json!({ "type": "Follow", "actor": cleo.uri, "object": mallory.id });
        kit.hear(&mallory, &mallory.does(answer, &never)).await;
    }
    assert_eq!(kit.state().await, before);
    kit.hear(&ada, &ada.does("Accept", &told)).await;
    assert_eq!(kit.count("follows WHERE accepted_at IS NULL").await, 0);
    kit.hear(&ada, &ada.does("Reject", &told)).await;
    assert!(
        hearth_core::follows::queries::between(&kit.world.core, cleo.id, account.id).await.unwrap().is_none()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_boost_carries_no_words_and_nothing_private() {
    let (kit, ben, ada, mallory) = set().await;
    let note = ada.note("1", "<p>true</p>");
    ada.remote.publish(&note);
    let mut forged = note.clone();
    forged["content"] = json!("<p>forged</p>");
    kit.hear(&mallory, &mallory.does("Announce", &forged)).await;
    assert_eq!(kit.content(&note).await.as_deref(), Some("<p>true</p>"));
    assert_eq!(kit.count("boosts").await, 1);
    let close = kit.tell(&ben, "for followers", Audience::Followers).await;
    let direct = kit.tell(&ben, "for nobody", Audience::Direct).await;
    let mut followers_only = ada.note("2", "<p>close</p>");
    followers_only["to"] = json!([ada.at("followers")]);
    followers_only["cc"] = json!([]);
    kit.hear(&ada, &ada.does("Create", &followers_only)).await;
    for uri in [json!(close), json!(direct), followers_only["id"].clone()] {
        kit.hear(&mallory, &mallory.does("Announce", &uri)).await;
        kit.hear(&mallory, &mallory.does("Like", &uri)).await;
    }
    assert_eq!((kit.count("boosts").await, kit.count("favourites").await), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_is_read_where_it_lives() {
    let (kit, _ben, ada, mallory) = set().await;
    let before = kit.state().await;
    let mut forged = ada.document.clone();
    forged["name"] = json!("forged");
    kit.hear(&mallory, &mallory.does("Update", &forged)).await;
    assert_eq!(kit.state().await, before);
    ada.remote.actor_with("ada", 0, |document| document["name"] = json!("Ada"));
    kit.hear(&ada, &ada.does("Update", &forged)).await;
    assert_eq!(kit.account(&ada.id).await.unwrap().display_name, "Ada");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_is_believed_when_both_ends_say_so() {
    let (kit, _ben, ada, mallory) = set().await;
    let target = Remote::start().await.actor("ada", 2);
    let mut moving = ada.does("Move", &json!(ada.id));
    moving["target"] = json!(target.id);
    kit.hear(&ada, &moving).await;
    let mut stolen = mallory.does("Move", &json!(ada.id));
    stolen["target"] = json!(mallory.id);
    kit.hear(&mallory, &stolen).await;
    assert!(kit.account(&ada.id).await.unwrap().moved_to.is_none());
    target.remote.actor_with("ada", 2, |document| document["alsoKnownAs"] = json!([ada.id]));
    moving["id"] = json!(ada.at("moves/2"));
    kit.hear(&ada, &moving).await;
    assert!(kit.account(&ada.id).await.unwrap().moved_to.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_passed_on_is_a_hint_to_look() {
    let (kit, ben, ada, mallory) = set().await;
    let told = kit.tell(&ben, "a tale", Audience::Public).await;
    let mut reply = ada.note("r", "<p>true</p>");
    reply["inReplyTo"] = json!(told);
    let mut forged = reply.clone();
    forged["content"] = json!("<p>forged</p>");
    let mut create = ada.does("Create", &forged);
    create["signature"] =
        json!({ "type": "RsaSignature2017", "creator": ada.key_id, "signatureValue": "AAAA" });
    for wrapped in ["@graph", "@included", "@reverse"] {
        let mut strange = create.clone();
        strange["id"] = json!(ada.at(wrapped));
        strange[wrapped] = json!([create.clone()]);
        strange["object"] = json!(null);
        kit.hear(&mallory, &strange).await;
    }
    assert_eq!(kit.content(&reply).await, None);
    ada.remote.publish(&reply);
    kit.hear(&mallory, &create).await;
    assert_eq!(kit.content(&reply).await.as_deref(), Some("<p>true</p>"));
    // The real one is still taken.
    create.as_object_mut().unwrap().remove("signature");
    kit.hear(&ada, &create).await;
    assert_eq!(kit.count("arrivals WHERE signer_uri = actor_uri").await, 1);
    let mut delete = ada.does("Delete", &reply["id"]);
    delete["signature"] = json!({ "type": "RsaSignature2017" });
    kit.hear(&mallory, &delete).await;
    assert!(kit.content(&reply).await.is_some(), "it is still there");
    ada.remote.remove(reply["id"].as_str().unwrap().strip_prefix(&ada.remote.at("")).unwrap());
    delete["id"] = json!(ada.at("deletes/2"));
    kit.hear(&mallory, &delete).await;
    assert_eq!(kit.content(&reply).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_quotes_and_pins_are_of_what_is_whose() {
    let (kit, ben, ada, mallory) = set().await;
    let told = kit.tell(&ben, "a tale", Audience::Public).await;
    let mut flag = ada.does("Flag", &json!([ben.uri, told]));
    flag["content"] = json!("x".repeat(9_000));
    kit.hear(&ada, &flag).await;
    kit.hear(&ada, &ada.does("Flag", &json!("https://third.example/users/x"))).await;
    assert_eq!(
        kit.count("reports WHERE length(comment) = 5000 AND array_length(story_uris, 1) = 1").await,
        1
    );
    assert_eq!(kit.count("reports").await, 1);
    // A request to be quoted in a post of one's own.
    let mut ask = ada.does("QuoteRequest", &json!(told));
    ask["instrument"] = json!(mallory.at("notes/q"));
    kit.hear(&ada, &ask).await;
    assert_eq!(kit.count("activities WHERE kind IN ('accepts', 'rejects')").await, 0);
    ask["id"] = json!(ada.at("asks/2"));
    ask["instrument"] = ada.note("q", "<p>see</p>");
    kit.hear(&ada, &ask).await;
    assert_eq!(kit.count("activities WHERE kind IN ('accepts', 'rejects')").await, 1);
    // Pins of one's own.
    let (hers, his) = (ada.note("1", "<p>1</p>"), mallory.note("1", "<p>2</p>"));
    kit.hear(&ada, &ada.does("Create", &hers)).await;
    kit.hear(&mallory, &mallory.does("Create", &his)).await;
    let pin = |actor: &Actor, kind: &str, note: &Value, target: String| {
        let mut add = actor.does(kind, &note["id"]);
        add["target"] = json!(target);
        add
    };
    kit.hear(&mallory, &pin(&mallory, "Add", &hers, mallory.at("featured"))).await;
    kit.hear(&mallory, &pin(&mallory, "Add", &his, ada.at("featured"))).await;
    assert_eq!(kit.count("pins").await, 0);
    kit.hear(&ada, &pin(&ada, "Add", &hers, ada.at("featured"))).await;
    assert_eq!(kit.count("pins").await, 1);
    kit.hear(&ada, &pin(&ada, "Remove", &hers, ada.at("featured"))).await;
    assert_eq!(kit.count("pins").await, 0);
}
