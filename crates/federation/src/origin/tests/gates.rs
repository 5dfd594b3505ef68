//! What the gate lets through.

use super::{ACTIVITY, fetched, here};
use crate::origin::gate::{Opened, open, spoken};
use serde_json::{Value, json};
use url::Url;

const ADA: &str = "https://other.example/users/ada";
const AS: &str = "https://www.w3.org/ns/activitystreams";

fn note() -> Value {
    json!({ "@context": AS, "id": "https://other.example/notes/1", "type": "Note", "attributedTo": ADA, "content": "<p>hi</p>" })
}

fn served(address: &str, content_type: &str, document: &Value) -> String {
    match open(&here(), &fetched(address, content_type, document.to_string())) {
        Ok(Opened::Trusted(trusted)) => format!("trusted {}", trusted.id()),
        Ok(Opened::Elsewhere(id)) => format!("elsewhere {id}"),
        Err(error) => format!("refused: {error}"),
    }
}

#[test]
fn a_document_at_its_own_address_is_trusted() {
    let good = "trusted https://other.example/notes/1";
    assert_eq!(served("https://other.example/notes/1", ACTIVITY, &note()), good);
    let profile = "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
    assert_eq!(served("https://other.example/notes/1", profile, &note()), good);
    // The same id, written otherwise.
    let mut loud = note();
    loud["id"] = json!("HTTPS://Other.EXAMPLE:443/notes/1");
    assert_eq!(served("https://other.example/notes/1", ACTIVITY, &loud), good);
}

#[test]
fn an_id_elsewhere_is_to_be_asked_there() {
    let mallory = "https://mallory.example/copy";
    assert_eq!(served(mallory, ACTIVITY, &note()), "elsewhere https://other.example/notes/1");
    assert_eq!(
        served("https://other.example/notes/2", ACTIVITY, &note()),
        "elsewhere https://other.example/notes/1"
    );
}

#[test]
fn uploads_and_pages_are_no_documents() {
    for wrong in [
        "text/html",
        "application/json",
        "image/png",
        "application/octet-stream",
        "application/ld+json",
        "application/ld+json; profile=\"https://mallory.example\"",
        "text/plain; application/activity+json",
    ] {
        assert!(served("https://other.example/notes/1", wrong, &note()).starts_with("refused"), "{wrong}");
    }
}

#[test]
fn nobody_speaks_for_us() {
    for ours in [
        "https://hearth.example/users/ada/stories/1",
        "https://HEARTH.example./x",
        "https://hearth.example:443/x",
    ] {
        let mut forged = note();
        forged["id"] = json!(ours);
        assert!(served("https://other.example/notes/1", ACTIVITY, &forged).starts_with("refused"), "{ours}");
        assert!(spoken(&here(), &Url::parse(ADA).unwrap(), &forged).is_none(), "{ours}");
    }
}

#[test]
fn what_does_not_speak_activitystreams_is_refused() {
    for context in
        [json!(null), json!("https://mallory.example/ns"), json!([{ "as": AS }]), json!({ "@vocab": AS })]
    {
        let mut strange = note();
        strange["@context"] = context.clone();
        assert!(
            served("https://other.example/notes/1", ACTIVITY, &strange).starts_with("refused"),
            "{context}"
        );
    }
    let mut listed = note();
    listed["@context"] = json!([AS, { "toot": "http://joinmastodon.org/ns#" }]);
    assert!(served("https://other.example/notes/1", ACTIVITY, &listed).starts_with("trusted"));
}

#[test]
fn renamed_terms_keep_no_meaning() {
    let address = "https://other.example/notes/1";
    let mut aliased = note();
    aliased["@context"] = json!([AS, { "victim": "@id", "id": "as:summary" }]);
    aliased["victim"] = json!("https://third.example/notes/9");
    assert_eq!(served(address, ACTIVITY, &aliased), "trusted https://other.example/notes/1");
    let mut keyword = note();
    keyword.as_object_mut().unwrap().remove("id");
    keyword["@id"] = json!(address);
    assert!(served(address, ACTIVITY, &keyword).starts_with("refused"));
}

#[test]
fn a_doubled_key_is_refused() {
    let twice = format!(
        "{{\"@context\":\"{AS}\",\"id\":\"https://other.example/notes/1\",\"type\":\"Note\",\"id\":\"https://third.example/1\"}}"
    );
    assert!(open(&here(), &fetched("https://other.example/notes/1", ACTIVITY, twice)).is_err());
}

#[test]
fn an_embedded_object_is_its_signers_own_or_nothing() {
    let ada = Url::parse(ADA).unwrap();
    assert!(spoken(&here(), &ada, &note()).is_some());
    let changed = |key: &str, value: Value| {
        let mut other = note();
        other[key] = value;
        spoken(&here(), &ada, &other).is_some()
    };
    assert!(changed("attributedTo", json!([ADA])));
    assert!(changed("attributedTo", json!({ "type": "Person", "id": ADA })));
    assert!(!changed("attributedTo", json!("https://other.example/users/ben")));
    assert!(!changed("attributedTo", json!(null)));
    assert!(!changed("id", json!("https://third.example/notes/1")));
    assert!(!changed("id", json!("http://other.example/notes/1")));
    assert!(!changed("id", json!("https://other.example:8443/notes/1")));
    assert!(!changed("id", json!("https://other.example@third.example/notes/1")));
}
