//! Other servers, and the rules about them.

use crate::world::World;
use hearth_core::Error;
use hearth_core::peers::model as peers;
use hearth_core::peers::rules::{self, Rule};

#[tokio::test]
async fn a_peer_is_made_once_and_tells_its_software() {
    let world = World::new().await;
    let core = &world.core;
    let first = peers::ensure(core, "other.example").await.unwrap();
    assert_eq!(peers::ensure(core, "other.example").await.unwrap().id, first.id);
    peers::note_software(core, "other.example", "Mastodon", "4.5.0").await.unwrap();
    peers::note_software(core, "new.example", "snac", "2.75").await.unwrap();
    let peer = peers::by_host(core, "other.example").await.unwrap().unwrap();
    assert_eq!((peer.software.as_deref(), peer.software_checked_at), (Some("mastodon"), Some(core.now())));
    assert!(peers::by_host(core, "unknown.example").await.unwrap().is_none());
    rules::set_rule(core, "new.example", Some(Rule::Blocked), "spam").await.unwrap();
    assert_eq!(peers::hosts(core).await.unwrap(), ["other.example"]);
}

#[tokio::test]
async fn a_rule_holds_for_subdomains_and_every_port_until_a_nearer_one() {
    let world = World::new().await;
    let core = &world.core;
    assert_eq!(rules::rule_for(core, "bad.example").await.unwrap(), None);
    rules::set_rule(core, "*.Bad.Example", Some(Rule::Blocked), "spam").await.unwrap();
    rules::set_rule(core, "good.bad.example", Some(Rule::Allowed), "").await.unwrap();
    for host in ["bad.example", "a.b.bad.example", "BAD.example:8443", "bad.example."] {
        assert_eq!(rules::rule_for(core, host).await.unwrap(), Some(Rule::Blocked), "{host}");
    }
    assert_eq!(rules::rule_for(core, "x.good.bad.example").await.unwrap(), Some(Rule::Allowed));
    for host in ["notbad.example", "example", "bad.example.org"] {
        assert_eq!(rules::rule_for(core, host).await.unwrap(), None, "{host}");
    }
    let all = rules::all(core).await.unwrap();
    assert_eq!(all[0], ("bad.example".to_owned(), Rule::Blocked, "spam".to_owned()));
    rules::set_rule(core, "bad.example", None, "").await.unwrap();
    assert_eq!(rules::rule_for(core, "bad.example").await.unwrap(), None);
}

#[tokio::test]
async fn nonsense_and_ourselves_are_no_rules() {
    let world = World::new().await;
    for host in ["", "https://bad.example", "bad example", "hearth.example", "example"] {
        let refused = rules::set_rule(&world.core, host, Some(Rule::Blocked), "").await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{host}");
    }
}
