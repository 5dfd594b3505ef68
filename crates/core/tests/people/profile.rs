//! Changing a profile.

use crate::world::World;
use hearth_core::accounts::update::{
    MAX_DISPLAY_NAME, MAX_FIELD, MAX_FIELDS, MAX_NOTE, ProfileChange, update,
};
use hearth_core::accounts::{AccountKind, Field};
use hearth_core::event::Event;
use hearth_core::members::model::{by_account, remember_audience};
use hearth_core::stories::Audience;
use hearth_core::{Error, emojis};

fn field(name: &str, value: &str) -> Field {
    Field { name: name.to_owned(), value: value.to_owned() }
}

#[tokio::test]
async fn what_is_given_changes_and_the_rest_stays() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    emojis::add(&world.core, "flame", b"GIF89a".to_vec()).await.unwrap();
    let change = ProfileChange {
        display_name: Some("Ada :flame: :smoke:\n".to_owned()),
        note: Some("\0I tell <b>stories</b>\nabout #tea".to_owned()),
        fields: Some(vec![field("home", "https://ada.example"), field(" ", " "), field("x", "<i>")]),
        ..ProfileChange::default()
    };
    let ada = update(&world.core, &ada, change).await.unwrap();
    assert_eq!(ada.display_name, "Ada :flame: :smoke:");
    assert_eq!(ada.note_source, "I tell <b>stories</b>\nabout #tea");
    assert!(ada.note_html.starts_with("<p>I tell &lt;b&gt;"), "{}", ada.note_html);
    assert!(ada.note_html.contains("https://hearth.example/tags/tea"), "{}", ada.note_html);
    assert_eq!(ada.profile.fields.len(), 2);
    assert!(ada.profile.fields[0].value.starts_with("<a "), "{}", ada.profile.fields[0].value);
    assert_eq!(ada.profile.emojis.len(), 1);
    let change = ProfileChange { bot: Some(true), discoverable: Some(true), ..ProfileChange::default() };
    let ada = update(&world.core, &ada, change).await.unwrap();
    assert!(ada.bot && ada.discoverable && !ada.locked && !ada.indexable);
    assert_eq!((ada.kind, ada.display_name.as_str()), (AccountKind::Service, "Ada :flame: :smoke:"));
    assert_eq!((ada.profile.emojis.len(), ada.profile.fields.len()), (1, 2));
    let updated = Event::AccountUpdated { account: ada.id };
    assert_eq!(world.events().await, [updated.clone(), updated]);
}

#[tokio::test]
async fn what_is_too_long_or_not_ours_is_refused() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let nothing = ProfileChange::default;
    let long = [
        ProfileChange { display_name: Some("x".repeat(MAX_DISPLAY_NAME + 1)), ..nothing() },
        ProfileChange { note: Some("x".repeat(MAX_NOTE + 1)), ..nothing() },
        ProfileChange { fields: Some(vec![field("x", "y"); MAX_FIELDS + 1]), ..nothing() },
        ProfileChange { fields: Some(vec![field("x", &"y".repeat(MAX_FIELD + 1))]), ..nothing() },
        ProfileChange { also_known_as: Some(vec!["mailto:x".to_owned()]), ..nothing() },
        ProfileChange { also_known_as: Some(vec![ada.uri.clone()]), ..nothing() },
    ];
    for change in long {
        assert!(matches!(update(&world.core, &ada, change).await, Err(Error::Invalid(_))));
    }
    let cleo = world.remote("cleo", "other.example").await;
    assert!(matches!(update(&world.core, &cleo, nothing()).await, Err(Error::Forbidden(_))));
    assert_eq!(world.events().await, []);
}

#[tokio::test]
async fn the_audience_a_member_chose_is_remembered() {
    let world = World::new().await;
    let (ada, cleo) = (world.member("ada").await, world.remote("cleo", "other.example").await);
    remember_audience(&world.core, ada.id, Audience::Unlisted).await.unwrap();
    assert_eq!(
        by_account(&world.core, ada.id).await.unwrap().unwrap().default_audience,
        Some(Audience::Unlisted)
    );
    assert!(by_account(&world.core, cleo.id).await.unwrap().is_none());
    assert!(matches!(
        remember_audience(&world.core, cleo.id, Audience::Public).await,
        Err(Error::NotFound(_))
    ));
}
