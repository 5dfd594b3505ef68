//! What is it (security table B, cases 21 to 32): nobody's words become somebody else's.

use super::scene::Scene;
use hearth_core::accounts::Handle;
use hearth_core::stories::Audience;
use hearth_federation::resolve;
use hearth_testkit::Actor;
use hearth_testkit::remote::ACTIVITY;
use serde_json::{Value, json};

fn id(document: &Value) -> &str {
    document["id"].as_str().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_21_an_embedded_object_of_another_server_is_fetched_not_believed() {
    let scene = Scene::acquainted().await;
    let mut forged = scene.letter(&scene.alice, "forged", "what mallory says that alice says");
    assert_eq!(scene.in_vain(&scene.mallory, &scene.mallory.activity("Create", &forged)).await, 202);
    // The same with mallory as the author of an id at alice's server.
    forged["attributedTo"] = json!(scene.mallory.id);
    assert_eq!(scene.in_vain(&scene.mallory, &scene.mallory.activity("Create", &forged)).await, 202);
    // What alice's server does have is hers, and is told in her own words if at all.
    let real = scene.letter(&scene.alice, "real", "what alice says");
    scene.alice.publish(&real);
    let mut bent = real.clone();
    bent["content"] = json!("what mallory says that alice says");
    scene.say(&scene.mallory, &scene.mallory.activity("Create", &bent)).await;
    if let Some(story) = scene.story(id(&real)).await {
        assert_eq!(story.story.content_html, "what alice says");
    }
    assert_eq!(scene.say(&scene.alice, &scene.alice.activity("Create", &real)).await, 202);
    assert_eq!(scene.story(id(&real)).await.unwrap().story.content_html, "what alice says");
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_22_an_author_is_who_sends() {
    let scene = Scene::acquainted().await;
    let ben = scene.evil.actor("ben", 2);
    scene.meet(&ben).await;
    for author in [&scene.alice.id, &ben.id, &scene.ada.uri] {
        let mut note = scene.letter(&scene.mallory, "forged", "not mine");
        note["attributedTo"] = json!(author);
        for kind in ["Create", "Update"] {
            let status = scene.in_vain(&scene.mallory, &scene.mallory.activity(kind, &note)).await;
            assert!(matches!(status, 202 | 403), "{status}");
        }
    }
    scene.still_hears(&scene.mallory, "mine").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_23_a_document_is_what_its_own_address_says() {
    let scene = Scene::acquainted().await;
    let (federation, real) = (&scene.hearth.federation, scene.alice.note("real", "what alice says"));
    scene.alice.publish(&real);
    let mut mask = real.clone();
    mask["@context"] = json!("https://www.w3.org/ns/activitystreams");
    mask["content"] = json!("what mallory says that alice says");
    scene.evil.put("/mask", &mask);
    // A page here whose id is alice's; a page that sends us to it; an id that leads round in a circle.
    let target = format!("{}/mask", scene.evil.base);
    scene.evil.put_page("/detour", 302, "text/plain", &[("location", &target)], Vec::new());
    for path in ["/mask", "/detour"] {
        let _ = resolve::by_url(federation, &format!("{}{path}", scene.evil.base)).await;
        if let Some(story) = scene.story(id(&real)).await {
            assert_eq!(story.story.content_html, "what alice says");
        }
        assert!(!scene.knows(&format!("{}{path}", scene.evil.base)).await);
    }
    mask["id"] = json!(scene.alice.uri("statuses/none"));
    scene.evil.put("/nowhere", &mask);
    let before = scene.state().await;
    let found = resolve::by_url(federation, &format!("{}/nowhere", scene.evil.base)).await;
    assert!(!matches!(found, Ok(Some(_))), "{found:?}");
    assert_eq!(before, scene.state().await);
    // An honest redirect, as from a page to its document, is followed.
    let own = scene.mallory.note("own", "mine");
    scene.mallory.publish(&own);
    scene.evil.put_page("/page", 302, "text/plain", &[("location", id(&own))], Vec::new());
    assert!(matches!(resolve::by_url(federation, &format!("{}/page", scene.evil.base)).await, Ok(Some(_))));
    assert!(scene.knows(id(&own)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_24_an_upload_is_no_document() {
    let scene = Scene::acquainted().await;
    let kinds = [
        "text/html",
        "image/png",
        "application/json",
        "application/octet-stream",
        "application/ld+json",
        "text/html; profile=\"application/activity+json\"",
        "application/ld+json; profile=\"https://evil.example\"",
        "image/png, application/activity+json",
        "",
    ];
    for (number, kind) in kinds.iter().enumerate() {
        let note = scene.mallory.note(&format!("upload-{number}"), "an upload");
        scene.mallory.publish(&note);
        let body = with_context(&note).to_string().into_bytes();
        scene.evil.put_page(&format!("/users/mallory/statuses/upload-{number}"), 200, kind, &[], body);
        let found = resolve::story(&scene.hearth.federation, id(&note)).await;
        assert!(!matches!(found, Ok(Some(_))), "{kind}: {found:?}");
        assert!(!scene.knows(id(&note)).await, "{kind}");
    }
    let right = ["application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"", ACTIVITY];
    for (number, kind) in right.iter().enumerate() {
        let note = scene.mallory.note(&format!("document-{number}"), "a document");
        let body = with_context(&note).to_string().into_bytes();
        scene.evil.put_page(&format!("/users/mallory/statuses/document-{number}"), 200, kind, &[], body);
        assert!(matches!(resolve::story(&scene.hearth.federation, id(&note)).await, Ok(Some(_))), "{kind}");
    }
}

fn with_context(note: &Value) -> Value {
    let mut note = note.clone();
    note["@context"] = json!("https://www.w3.org/ns/activitystreams");
    note
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_26_nobody_elsewhere_speaks_of_what_is_ours() {
    let scene = Scene::acquainted().await;
    let story = scene.tell(Audience::Public, "mine").await;
    let mut own = scene.letter(&scene.mallory, "own", "changed by mallory");
    for uri in [story.story.uri.clone(), format!("{}/stories/none", scene.ada.uri), scene.ada.uri.clone()] {
        own["id"] = json!(uri);
        for author in [&scene.ada.uri, &scene.mallory.id] {
            own["attributedTo"] = json!(author);
            for kind in ["Create", "Update"] {
                assert_eq!(scene.in_vain(&scene.mallory, &scene.mallory.activity(kind, &own)).await, 202);
            }
        }
        let delete = scene.mallory.activity("Delete", &json!(uri));
        assert_eq!(scene.in_vain(&scene.mallory, &delete).await, 202);
        // Nor does a document elsewhere.
        scene.evil.put("/ours", &with_context(&own));
        let before = scene.state().await;
        let found = resolve::by_url(&scene.hearth.federation, &format!("{}/ours", scene.evil.base)).await;
        assert!(!matches!(found, Ok(Some(_))), "{found:?}");
        assert_eq!(before, scene.state().await);
    }
    // An actor that is said to be ada, with a key of mallory's.
    let key_id = format!("{}#main-key", scene.ada.uri);
    let mut forged = scene.mallory.with_key(&key_id, 1);
    forged.id = scene.ada.uri.clone();
    let letter = scene.letter(&forged, "forged", "I am ada");
    assert_eq!(scene.in_vain(&forged, &forged.activity("Create", &letter)).await, 401);
    // What is ours is answered and liked from elsewhere as it should be.
    let mut answer = scene.letter(&scene.mallory, "answer", "well told");
    answer["inReplyTo"] = json!(story.story.uri);
    assert_eq!(scene.say(&scene.mallory, &scene.mallory.activity("Create", &answer)).await, 202);
    assert_eq!(scene.story(id(&answer)).await.unwrap().story.parent_id, Some(story.story.id));
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_27_ids_that_look_alike_are_not_the_same() {
    let scene = Scene::acquainted().await;
    let note = scene.letter(&scene.alice, "known", "what alice says");
    assert_eq!(scene.say(&scene.alice, &scene.alice.activity("Create", &note)).await, 202);
    let (host, rest) = (scene.home.domain.clone(), "users/alice/statuses/known");
    let port = host.rsplit(':').next().unwrap().to_owned();
    let forms = [
        format!("http://LOCALHOST:{port}/{rest}"),
        format!("HTTP://localhost:{port}/{rest}"),
        format!("http://localhost.:{port}/{rest}"),
        format!("http://{host}/users/alice/./statuses/known"),
        format!("http://{host}/users/mallory/../alice/statuses/known"),
        format!("http://{host}/users/alice/%73tatuses/known"),
        format!("http://{host}//{rest}"),
        format!("http://{host}/{rest}/"),
        format!("http://{host}/{rest}#x"),
        format!("http://{host}\\{rest}"),
        format!("http://mallory@{host}/{rest}"),
        format!("http://{host}@{}/{rest}", scene.evil.domain),
        format!("http://{host}.{}/{rest}", scene.evil.domain),
        format!("http://ⓛocalhost:{port}/{rest}"),
        format!(" http://{host}/{rest} "),
        format!("http://{host}/{rest}?x"),
    ];
    for form in forms {
        let mut forged = scene.letter(&scene.mallory, "x", "what mallory says that alice says");
        forged["id"] = json!(form);
        for author in [&scene.mallory.id, &scene.alice.id] {
            forged["attributedTo"] = json!(author);
            for kind in ["Create", "Update"] {
                let mut activity = scene.mallory.activity(kind, &forged);
                activity["id"] = json!(scene.mallory.uri(&format!("activities/{kind}")));
                scene.in_vain(&scene.mallory, &activity).await;
            }
        }
        scene.in_vain(&scene.mallory, &scene.mallory.activity("Delete", &json!(form))).await;
    }
    assert_eq!(scene.story(id(&note)).await.unwrap().story.content_html, "what alice says");
    // The same id written otherwise is the same story.
    let mut again = note.clone();
    again["id"] = json!(format!("HTTP://LOCALHOST:{port}/{rest}"));
    let stories = scene.hearth.database.count("stories").await;
    assert_eq!(scene.say(&scene.alice, &scene.alice.activity("Create", &again)).await, 202);
    assert_eq!(scene.hearth.database.count("stories").await, stories);
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_28_an_actors_doors_are_on_its_own_server() {
    let scene = Scene::acquainted().await;
    let elsewhere = format!("{}/inbox", scene.home.base);
    for (number, inbox) in [elsewhere.as_str(), "file:///etc/passwd", "ftp://x/inbox", ""].iter().enumerate()
    {
        let name = format!("bent{number}");
        let bent = scene.evil.actor_with(&name, 2, |document| document["inbox"] = json!(inbox));
        let letter = scene.letter(&bent, "x", "hello");
        bent.send(&scene.inbox(), &bent.activity("Create", &letter)).await;
        scene.hearth.settle().await;
        assert!(scene.account(&bent.id).await.is_none(), "{inbox}");
    }
    // Other collections are left out.
    let bent = scene.evil.actor_with("bent", 2, |document| {
        document["endpoints"] = json!({"sharedInbox": elsewhere});
        for key in ["outbox", "followers", "following", "featured"] {
            document[key] = json!(format!("{}/users/alice/{key}", scene.home.base));
        }
    });
    let account = scene.meet(&bent).await;
    assert_eq!(account.endpoints, hearth_core::accounts::Endpoints::default());
    // So nothing meant for them goes to alice's server, and what it calls followers are not alice's.
    scene.be_followed(&bent).await;
    scene.home.forget();
    scene.tell(Audience::Followers, "for followers").await;
    assert!(scene.home.activities().is_empty());
    assert_eq!(scene.evil.activities_of("Create").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_29_a_handle_is_what_both_ends_say() {
    let scene = Scene::set().await;
    // Evil's WebFinger says mallory is alice of the honest server; the honest server knows nothing of it.
    let claim = |subject: &str, href: &str| {
        let jrd = json!({"subject": format!("acct:{subject}"), "links": [{"rel": "self", "type": ACTIVITY, "href": href}]});
        jrd.to_string().into_bytes()
    };
    let alices = format!("alice@{}", scene.home.domain);
    let impostor = scene.evil.actor_with("alice", 2, |_| {});
    let path = format!("/.well-known/webfinger?resource=acct:alice@{}", scene.evil.domain);
    scene.evil.put_page(&path, 200, "application/jrd+json", &[], claim(&alices, &impostor.id));
    let handle: Handle = format!("alice@{}", scene.evil.domain).parse().unwrap();
    let found = resolve::account(&scene.hearth.federation, &handle).await.unwrap().unwrap();
    assert_eq!(
        (found.uri.as_str(), found.host.as_deref()),
        (impostor.id.as_str(), Some(&*scene.evil.domain))
    );
    // And the other way: evil's WebFinger hands out alice as its own.
    let path = format!("/.well-known/webfinger?resource=acct:ceo@{}", scene.evil.domain);
    let subject = format!("ceo@{}", scene.evil.domain);
    scene.evil.put_page(&path, 200, "application/jrd+json", &[], claim(&subject, &scene.alice.id));
    let handle: Handle = subject.parse().unwrap();
    if let Ok(Some(found)) = resolve::account(&scene.hearth.federation, &handle).await {
        assert_eq!((found.name.as_str(), found.host.as_deref()), ("alice", Some(&*scene.home.domain)));
    }
    let real: Handle = alices.parse().unwrap();
    let found = resolve::account(&scene.hearth.federation, &real).await.unwrap().unwrap();
    assert_eq!((found.uri, found.host), (scene.alice.id.clone(), Some(scene.home.domain.clone())));
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_30_names_are_plain() {
    let scene = Scene::set().await;
    let bad = ["ali\u{202e}ce", "al\u{200b}ice", "аlice", "alice@home", "al ice", "../alice", "", "ａlice"];
    for (number, name) in bad.iter().enumerate() {
        let bent = scene.evil.actor_with(&format!("bent{number}"), 2, |document| {
            document["preferredUsername"] = json!(name);
        });
        let letter = scene.letter(&bent, "x", "hello");
        bent.send(&scene.inbox(), &bent.activity("Create", &letter)).await;
        scene.hearth.settle().await;
        assert!(scene.account(&bent.id).await.is_none(), "{name:?}");
    }
    let shown = scene.evil.actor_with("shown", 2, |document| {
        document["name"] = json!("\u{202e}ecila\u{2066} \u{200f}<b>x</b>\u{0}");
    });
    let account = scene.meet(&shown).await;
    let name = account.display_name;
    assert!(!name.contains(['\u{202e}', '\u{2066}', '\u{0}']), "{name:?}");
    let plain: Actor = scene.evil.actor("a.l-i_ce9", 2);
    assert_eq!(scene.meet(&plain).await.name, "a.l-i_ce9");
}
