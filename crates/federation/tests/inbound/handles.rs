//! Which name an account has: what both ends agree on.

use crate::kit::Kit;
use crate::remote::{Actor, Remote};
use hearth_core::accounts::Handle;
use hearth_federation::resolve::{self, Freshness, account_by_uri};
use serde_json::json;

fn handle(name: &str, host: &str) -> Handle {
    Handle { name: name.to_owned(), host: Some(host.to_owned()) }
}

async fn acct(kit: &Kit, name: &str, host: &str) -> Option<String> {
    resolve::account(&kit.federation, &handle(name, host)).await.ok().flatten().map(|account| account.acct())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handle_is_found_and_then_known() {
    let (kit, remote) = (Kit::new().await, Remote::start().await);
    remote.actor("ada", 0);
    let name = format!("ada@{}", remote.host);
    assert_eq!(acct(&kit, "ada", &remote.host).await, Some(name.clone()));
    let asked = remote.asked("/");
    assert_eq!(acct(&kit, "ADA", &remote.host).await, Some(name));
    assert_eq!(remote.asked("/"), asked);
    assert_eq!(acct(&kit, "nobody", &remote.host).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn host_meta_is_asked_where_webfinger_is_elsewhere() {
    let (kit, remote) = (Kit::new().await, Remote::start().await);
    let ada = remote.actor("ada", 0);
    remote.remove(&format!("/.well-known/webfinger?resource=acct:ada@{}", remote.host));
    let template = format!("<XRD><Link rel=\"lrdd\" template=\"{}\"/></XRD>", remote.at("/finger?r={uri}"));
    remote.put("/.well-known/host-meta", 200, "application/xrd+xml", template);
    let answer = json!({ "subject": format!("acct:ada@{}", remote.host),
        "links": [{ "rel": "self", "type": "application/activity+json", "href": ada.id }] });
    remote.put(
        &format!("/finger?r=acct:ada@{}", remote.host),
        200,
        "application/jrd+json",
        answer.to_string(),
    );
    assert_eq!(acct(&kit, "ada", &remote.host).await, Some(format!("ada@{}", remote.host)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handle_on_another_host_needs_that_hosts_word() {
    let (kit, home, names) = (Kit::new().await, Remote::start().await, Remote::start().await);
    // ada lives at one host and is named after another; both say so.
    let ada = home.actor("ada", 0);
    let subject = format!("acct:ada@{}", names.host);
    home.finger("ada", &subject, &ada.id);
    names.finger("ada", &subject, &ada.id);
    assert_eq!(acct(&kit, "ada", &names.host).await, Some(format!("ada@{}", names.host)));
    // mallory says so alone, of a victim that points elsewhere, and of one that is silent.
    for victim in ["victim", "nobody"] {
        let mallory = home.actor(victim, 1);
        home.finger(victim, &format!("acct:{victim}@{}", names.host), &mallory.id);
        names.finger("victim", &format!("acct:victim@{}", names.host), &names.at("/users/victim"));
        assert_eq!(acct(&kit, victim, &home.host).await, Some(format!("{victim}@{}", home.host)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn our_own_name_is_nobodys() {
    let (kit, remote) = (Kit::new().await, Remote::start().await);
    kit.world.member("ada").await;
    let mallory = remote.actor("ada", 0);
    remote.finger("ada", "acct:ada@hearth.example", &mallory.id);
    assert_eq!(acct(&kit, "ada", &remote.host).await, Some(format!("ada@{}", remote.host)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_alone_takes_nobodys_handle() {
    let (kit, remote) = (Kit::new().await, Remote::start().await);
    let ada = remote.actor("ada", 0);
    kit.known(&ada).await;
    let before = kit.state().await;
    // A neighbour calls itself `ada` too; WebFinger still says who ada is, or says nothing.
    let thief = remote.actor_with("thief", 1, |document| document["preferredUsername"] = json!("ada"));
    let federation = &kit.federation;
    let fetch = |actor: Actor| async move { account_by_uri(federation, &actor.id, Freshness::Now).await };
    assert!(fetch(thief.clone()).await.is_err());
    remote.remove(&format!("/.well-known/webfinger?resource=acct:ada@{}", remote.host));
    let other = remote.actor_with("other", 1, |document| document["preferredUsername"] = json!("ada"));
    assert!(fetch(other).await.is_err());
    assert_eq!(kit.state().await, before);
    // Its server gives the name away: then it is so.
    remote.finger("ada", &format!("acct:ada@{}", remote.host), &thief.id);
    kit.world.clock.step(chrono::TimeDelta::minutes(6));
    assert_eq!(fetch(thief.clone()).await.unwrap().unwrap().uri, thief.id);
    assert!(kit.account(&ada.id).await.unwrap().gone_at.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn ourselves_we_never_ask() {
    let kit = Kit::new().await;
    for uri in [
        "https://hearth.example/users/nobody",
        "https://HEARTH.example:443/users/nobody",
        "https://hearth.example./x",
    ] {
        assert!(account_by_uri(&kit.federation, uri, Freshness::Now).await.unwrap().is_none(), "{uri}");
        assert!(resolve::story(&kit.federation, uri).await.unwrap().is_none(), "{uri}");
        assert!(resolve::by_url(&kit.federation, uri).await.unwrap().is_none(), "{uri}");
    }
}
