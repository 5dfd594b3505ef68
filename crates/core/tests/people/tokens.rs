//! Tokens: made, checked and revoked.

use crate::world::World;
use hearth_core::Error;
use hearth_core::accounts::{delete, suspend};
use hearth_core::members::{Scopes, tokens};

#[tokio::test]
async fn a_token_opens_a_session_with_its_scopes() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let scopes = Scopes::parse("read write:statuses").unwrap();
    let text = tokens::create(&world.core, ada.id, &scopes, "phone", None).await.unwrap();
    assert_eq!(text.len(), 43);
    let session = tokens::session(&world.core, &text).await.unwrap().unwrap();
    assert_eq!(session.account.unwrap().id, ada.id);
    assert!(session.scopes.cover("write:statuses") && !session.scopes.cover("write:media"));
    for wrong in ["", "x", &text[1..], &format!("{text} ")] {
        assert!(tokens::session(&world.core, wrong).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn revoked_tokens_are_dead_at_once() {
    let world = World::new().await;
    let ada = world.member("ada").await;
    let scopes = Scopes::parse("read").unwrap();
    let one = tokens::create(&world.core, ada.id, &scopes, "", None).await.unwrap();
    let two = tokens::create(&world.core, ada.id, &scopes, "", None).await.unwrap();
    let session = tokens::session(&world.core, &one).await.unwrap().unwrap();
    tokens::session(&world.core, &two).await.unwrap().unwrap();
    tokens::revoke(&world.core, session.token).await.unwrap();
    assert!(tokens::session(&world.core, &one).await.unwrap().is_none());
    assert!(tokens::session(&world.core, &two).await.unwrap().is_some());
    tokens::revoke_all(&world.core, ada.id).await.unwrap();
    assert!(tokens::session(&world.core, &two).await.unwrap().is_none());
}

#[tokio::test]
async fn suspended_and_deleted_accounts_have_no_session() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let scopes = Scopes::parse("read").unwrap();
    let of_ada = tokens::create(&world.core, ada.id, &scopes, "", None).await.unwrap();
    let of_ben = tokens::create(&world.core, ben.id, &scopes, "", None).await.unwrap();
    assert!(tokens::session(&world.core, &of_ada).await.unwrap().is_some());
    suspend::suspend(&world.core, &ada).await.unwrap();
    assert!(tokens::session(&world.core, &of_ada).await.unwrap().is_none());
    let made_since = tokens::create(&world.core, ada.id, &scopes, "", None).await.unwrap();
    assert!(tokens::session(&world.core, &made_since).await.unwrap().is_none());
    suspend::unsuspend(&world.core, &ada).await.unwrap();
    assert!(tokens::session(&world.core, &of_ada).await.unwrap().is_none(), "it was revoked");
    delete::delete(&world.core, &ben).await.unwrap();
    assert!(tokens::session(&world.core, &of_ben).await.unwrap().is_none());
}

#[tokio::test]
async fn a_literal_belongs_to_one_account_and_can_be_set_again() {
    let world = World::new().await;
    let (ada, ben) = (world.member("ada").await, world.member("ben").await);
    let (read, write) = (Scopes::parse("read").unwrap(), Scopes::parse("write").unwrap());
    let core = &world.core;
    tokens::create(core, ada.id, &read, "", Some("token-of-ada")).await.unwrap();
    tokens::revoke_all(core, ada.id).await.unwrap();
    tokens::create(core, ada.id, &write, "", Some("token-of-ada")).await.unwrap();
    assert!(tokens::session(core, "token-of-ada").await.unwrap().unwrap().scopes.cover("write:statuses"));
    assert!(matches!(
        tokens::create(core, ben.id, &read, "", Some("token-of-ada")).await,
        Err(Error::Conflict(_))
    ));
    for literal in ["", "has a space", "zwölf-zeichen"] {
        assert!(matches!(
            tokens::create(core, ada.id, &read, "", Some(literal)).await,
            Err(Error::Invalid(_))
        ));
    }
}
