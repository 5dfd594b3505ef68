//! Suspended and deleted accounts.

use crate::world::World;
use hearth_core::Error;
use hearth_core::accounts::{delete, keys, queries, receive, register, suspend};
use hearth_core::event::Event;
use hearth_core::follows::queries::between;
use hearth_core::follows::{Wishes, accept, request};
use hearth_core::ids::AccountId;
use hearth_core::members::{Role, model};
use hearth_core::restrictions::block;
use hearth_core::stories::queries as stories;
use hearth_core::stories::{Audience, Draft, publish, show};

fn open(text: &str) -> Draft {
    Draft { audience: Some(Audience::Public), ..Draft::plain(text) }
}

#[tokio::test]
async fn a_deleted_member_leaves_tombstones_and_a_name_nobody_gets() {
    let world = World::new().await;
    let core = &world.core;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let cleo = world.remote("cleo", "other.example").await;
    let story = publish::publish(core, &ada, open("about tea")).await.unwrap();
    let uri = show::show(core, ben.id, story).await.unwrap().view.story.uri.clone();
    request::request(core, &ben, &ada, Wishes::default()).await.unwrap();
    request::request(core, &ada, &cleo, Wishes::default()).await.unwrap();
    block::receive_block(core, &cleo, &ada, "https://other.example/b").await.unwrap();
    world.events().await;
    delete::delete(core, &ada).await.unwrap();
    delete::delete(core, &ada).await.unwrap();
    assert_eq!(world.events().await, [Event::AccountDeleted { account: ada.id }]);
    assert!(matches!(show::show(core, ben.id, story).await, Err(Error::NotFound(_))));
    assert!(stories::is_buried(core, &uri).await.unwrap());
    assert!(between(core, ben.id, ada.id).await.unwrap().is_none());
    assert!(model::by_account(core, ada.id).await.unwrap().is_none());
    let left = queries::by_id(core, ada.id).await.unwrap();
    assert!(left.gone_at.is_some() && left.note_html.is_empty());
    assert_eq!(keys::of_account(core, ada.id).await.unwrap().len(), 2, "they sign the farewell");
    assert!(matches!(register::register(core, "ada", "", Role::Member).await, Err(Error::Conflict(_))));
}

#[tokio::test]
async fn only_members_are_deleted_or_suspended_here() {
    let world = World::new().await;
    let cleo = world.remote("cleo", "other.example").await;
    let actor = register::instance_actor(&world.core).await.unwrap();
    assert!(matches!(delete::delete(&world.core, &cleo).await, Err(Error::Forbidden(_))));
    assert!(matches!(delete::delete(&world.core, &actor).await, Err(Error::Forbidden(_))));
    assert!(matches!(suspend::suspend(&world.core, &actor).await, Err(Error::Forbidden(_))));
}

#[tokio::test]
async fn a_suspension_hides_everything_and_can_be_lifted() {
    let world = World::new().await;
    let core = &world.core;
    let ada = world.member("ada").await;
    let story = publish::publish(core, &ada, open("about tea")).await.unwrap();
    suspend::suspend(core, &ada).await.unwrap();
    assert!(matches!(show::show(core, AccountId(0), story).await, Err(Error::NotFound(_))));
    assert!(!queries::by_id(core, ada.id).await.unwrap().is_active());
    suspend::unsuspend(core, &ada).await.unwrap();
    assert!(show::show(core, AccountId(0), story).await.is_ok());
    delete::delete(core, &ada).await.unwrap();
    assert!(matches!(suspend::suspend(core, &ada).await, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn an_account_deleted_at_its_origin_is_wiped_and_may_come_back_empty() {
    let world = World::new().await;
    let core = &world.core;
    let (ada, cleo) = (world.member("ada").await, world.remote("cleo", "other.example").await);
    request::request(core, &ada, &cleo, Wishes::default()).await.unwrap();
    accept::receive_accept(core, &cleo, &ada).await.unwrap();
    block::block(core, &ada, &world.remote("dan", "other.example").await).await.unwrap();
    world.events().await;
    receive::receive_deletion(core, &cleo).await.unwrap();
    assert!(queries::by_id(core, cleo.id).await.unwrap().gone_at.is_some());
    assert!(between(core, ada.id, cleo.id).await.unwrap().is_none());
    assert_eq!(world.events().await, []);
    let back = world.remote("cleo", "other.example").await;
    assert_eq!((back.id, back.gone_at), (cleo.id, None));
    // A member is not deleted by a word from outside.
    receive::receive_deletion(core, &ada).await.unwrap();
    assert_eq!(queries::by_id(core, ada.id).await.unwrap().gone_at, None);
}
