//! What other servers say of their accounts.

use crate::world::{World, remote};
use hearth_core::Error;
use hearth_core::accounts::keys::{Algorithm, RemoteKey};
use hearth_core::accounts::{AccountKind, Emoji, Field, keys, queries, receive};
use hearth_core::peers::model as peers;

#[tokio::test]
async fn a_document_is_cleaned_and_kept() {
    let world = World::new().await;
    let mut document = remote("Cleo", "other.example");
    document.display_name = "Cleo\u{202e}\n\u{200b}".to_owned();
    document.note_html = "<p onclick=x>hi<script>alert(1)</script></p>".to_owned();
    document.profile.fields =
        vec![Field { name: "home".to_owned(), value: "<b>x</b><img src=x onerror=y>".to_owned() }];
    document.profile.emojis = vec![
        Emoji { shortcode: "blob".to_owned(), url: "https://other.example/blob.png".to_owned() },
        Emoji { shortcode: "bad".to_owned(), url: "javascript:alert(1)".to_owned() },
    ];
    document.profile.avatar = Some("data:image/png;base64,AAAA".to_owned());
    let cleo = receive::receive(&world.core, document).await.unwrap();
    assert_eq!((cleo.name.as_str(), cleo.host.as_deref()), ("Cleo", Some("other.example")));
    assert_eq!(cleo.display_name, "Cleo");
    assert!(!cleo.note_html.contains("onclick") && !cleo.note_html.contains("script"), "{}", cleo.note_html);
    assert!(!cleo.profile.fields[0].value.contains("onerror"));
    assert_eq!(cleo.profile.emojis.len(), 1);
    assert_eq!(cleo.profile.avatar, None);
    assert_eq!(cleo.fetched_at, Some(world.core.now()));
    assert!(peers::by_host(&world.core, "other.example").await.unwrap().is_some());
    assert_eq!(world.events().await, []);
}

#[tokio::test]
async fn a_second_reading_replaces_the_first_and_its_keys() {
    let world = World::new().await;
    let first = world.remote("cleo", "other.example").await;
    let mut document = remote("cleo", "other.example");
    document.display_name = "Cleo".to_owned();
    document.keys = vec![RemoteKey {
        uri: format!("{}#new", document.uri),
        algorithm: Algorithm::Ed25519,
        public_key: "z6Mk".to_owned(),
    }];
    let second = receive::receive(&world.core, document).await.unwrap();
    assert_eq!(second.id, first.id);
    assert_eq!(second.display_name, "Cleo");
    let kept = keys::of_account(&world.core, first.id).await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].algorithm, kept[0].private_key.is_none()), (Algorithm::Ed25519, true));
}

/// Security case 28: what is on another host, or by another scheme, is refused or dropped.
#[tokio::test]
async fn an_inbox_elsewhere_is_refused_and_other_addresses_are_dropped() {
    let world = World::new().await;
    for inbox in [
        "https://victim.example/inbox",
        "http://other.example/inbox",
        "file:///etc/passwd",
        "",
        "https://other.example:8443/x",
    ] {
        let mut document = remote("cleo", "other.example");
        document.inbox_url = inbox.to_owned();
        assert!(matches!(receive::receive(&world.core, document).await, Err(Error::Invalid(_))), "{inbox}");
    }
    let mut document = remote("cleo", "other.example");
    document.endpoints.shared_inbox = Some("https://victim.example/inbox".to_owned());
    document.endpoints.followers = Some("http://other.example/followers".to_owned());
    document.endpoints.outbox = Some("https://OTHER.example:443/outbox".to_owned());
    document.url = "https://victim.example/@cleo".to_owned();
    document.keys.push(RemoteKey {
        uri: "https://victim.example/users/cleo#main-key".to_owned(),
        algorithm: Algorithm::Rsa,
        public_key: "PEM".to_owned(),
    });
    let cleo = receive::receive(&world.core, document).await.unwrap();
    assert_eq!(cleo.endpoints.shared_inbox, None);
    assert_eq!(cleo.endpoints.followers, None);
    assert!(cleo.endpoints.outbox.is_some());
    assert_eq!(cleo.url, cleo.uri);
    assert_eq!(keys::of_account(&world.core, cleo.id).await.unwrap().len(), 1);
}

#[tokio::test]
async fn our_own_accounts_are_never_taken_from_others() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    for (name, host, uri) in [
        ("ada", "hearth.example", "https://hearth.example/users/ada"),
        ("ada", "HEARTH.example.", "https://other.example/users/ada"),
        ("ada", "other.example", "https://Hearth.Example/users/ada"),
    ] {
        let mut document = remote(name, "other.example");
        document.inbox_url = format!("{uri}/inbox");
        document.uri = uri.to_owned();
        document.host = host.to_owned();
        assert!(
            matches!(receive::receive(&world.core, document).await, Err(Error::Invalid(_))),
            "{uri} {host}"
        );
    }
    let still = queries::local(&world.core, "ada").await.unwrap();
    assert_eq!((still.id, still.gone_at), (ada.id, None));
}

#[tokio::test]
async fn a_handle_goes_to_whom_its_host_gives_it_now() {
    let world = World::new().await;
    let old = world.remote("cleo", "other.example").await;
    let mut document = remote("cleo", "other.example");
    document.uri = "https://other.example/people/2".to_owned();
    document.inbox_url = "https://other.example/people/2/inbox".to_owned();
    document.name = "CLEO".to_owned();
    let new = receive::receive(&world.core, document).await.unwrap();
    let found =
        queries::by_handle(&world.core, &"cleo@other.example".parse().unwrap()).await.unwrap().unwrap();
    assert_eq!(found.id, new.id);
    let old = queries::by_id(&world.core, old.id).await.unwrap();
    assert!(old.gone_at.is_some());
    assert_eq!(
        world.remote("cleo", "third.example").await.gone_at,
        None,
        "another host has nothing to do with it"
    );
}

#[tokio::test]
async fn a_person_and_a_community_elsewhere_may_share_a_name() {
    let world = World::new().await;
    let person = world.remote("tea", "forum.example").await;
    let mut document = remote("tea", "forum.example");
    document.kind = AccountKind::Group;
    document.uri = "https://forum.example/c/tea".to_owned();
    document.inbox_url = "https://forum.example/c/tea/inbox".to_owned();
    document.keys.clear();
    let community = receive::receive(&world.core, document).await.unwrap();
    assert_eq!(queries::by_id(&world.core, person.id).await.unwrap().gone_at, None);
    assert_eq!(community.gone_at, None);
    let found =
        queries::by_handle(&world.core, &"tea@forum.example".parse().unwrap()).await.unwrap().unwrap();
    assert_eq!(found.id, person.id);
}

#[tokio::test]
async fn nobody_takes_the_key_of_another_account() {
    let world = World::new().await;
    let cleo = world.remote("cleo", "other.example").await;
    let mut document = remote("mal", "other.example");
    document.keys[0].uri = format!("{}#main-key", cleo.uri);
    document.keys[0].public_key = "evil".to_owned();
    receive::receive(&world.core, document).await.unwrap();
    let key = keys::by_uri(&world.core, &format!("{}#main-key", cleo.uri)).await.unwrap().unwrap();
    assert_eq!((key.account_id, key.public_key.contains("cleo")), (cleo.id, true));
}

#[tokio::test]
async fn moved_to_is_believed_only_when_the_other_side_says_so_too() {
    let world = World::new().await;
    let mut target = remote("cleo", "third.example");
    let mut document = remote("cleo", "other.example");
    document.moved_to = Some(target.uri.clone());
    receive::receive(&world.core, target.clone()).await.unwrap();
    assert_eq!(receive::receive(&world.core, document.clone()).await.unwrap().moved_to, None);
    target.also_known_as = vec![document.uri.clone()];
    let target = receive::receive(&world.core, target).await.unwrap();
    assert_eq!(receive::receive(&world.core, document).await.unwrap().moved_to, Some(target.id));
}

#[tokio::test]
async fn many_at_once_make_one_row_each() {
    let world = World::new().await;
    let tries = (0..6)
        .map(|number| receive::receive(&world.core, remote(["cleo", "dan"][number % 2], "other.example")));
    let mut ids: Vec<_> =
        futures::future::join_all(tries).await.into_iter().map(|done| done.unwrap().id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 2);
}
