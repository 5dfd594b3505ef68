//! An activity on its way into the database, and the name it is kept under.

use crate::origin::{host_of, normalise_id, reading};
use crate::signatures::digest;
use bytes::Bytes;
use serde_json::Value;

/// Longer names are kept as their sum: an index holds no more.
const LONGEST: usize = 1_000;

/// A verified activity.
#[derive(Debug, Clone)]
pub(super) struct Arrival {
    /// The name it is kept under, once.
    pub(super) name: String,
    /// Who did it.
    pub(super) actor: String,
    /// Who sent it.
    pub(super) signer: String,
    /// From where.
    pub(super) host: String,
    /// What was said.
    pub(super) body: Bytes,
    /// Names of the activity it undoes, if it is an Undo.
    pub(super) undoes: Option<String>,
    /// Said again it is to be answered again: a Follow.
    pub(super) repeatable: bool,
}

/// What an activity is, before anything is believed.
#[derive(Debug)]
pub(super) enum Read {
    /// Said by the signer.
    Own(Arrival),
    /// Said by somebody of another server and passed on, as servers do with answers in a thread: a hint to look there.
    Hint(Arrival),
    /// Said in the name of somebody else.
    Impostor,
    /// Nothing that could have an effect.
    Junk,
}

/// Reads an activity that `signer` sent.
pub(super) fn read(activity: &Value, signer: &str, host: &str, body: Bytes) -> Read {
    let Some(actor) = reading::id(activity, "actor") else { return Read::Junk };
    let Some(told) = named_by(activity, &actor, &body) else { return Read::Junk };
    let arrival = |name: String, undoes: Option<String>| Arrival {
        name,
        actor: actor.clone(),
        signer: signer.to_owned(),
        host: host.to_owned(),
        body,
        undoes,
        repeatable: reading::kind(activity) == "Follow",
    };
    if actor == signer {
        let undoes = (reading::kind(activity) == "Undo").then(|| reading::id(activity, "object")).flatten();
        return Read::Own(arrival(name(&told, &actor), undoes.map(|undone| name(&undone, &actor))));
    }
    // Those who forward say so by leaving the author's own signature in the body. It is not looked at; but without
    // it this is nobody's forwarding.
    let marked = ["signature", "proof"]
        .iter()
        .any(|key| activity.get(key).is_some_and(|one| one.is_object() || one.is_array()));
    let passed_on = marked && matches!(reading::kind(activity), "Create" | "Update" | "Delete");
    if passed_on && host_in(&actor) != host_in(signer) {
        // A name of its own: a hint must not take the place of what it hints at.
        return Read::Hint(arrival(short(format!("{told} by way of {signer}")), None));
    }
    Read::Impostor
}

/// The activity's own id; for one without, a name made of what it says. None for an id on another server than the
/// actor's: that would let one server use up another's ids.
fn named_by(activity: &Value, actor: &str, body: &[u8]) -> Option<String> {
    match reading::text(activity, "id") {
        None => Some(format!("sha-256:{}", hex(body))),
        Some(id) => reading::normal(id).filter(|id| host_in(id) == host_in(actor)),
    }
}

/// The name an activity of `actor` is kept under: its id, and whose it is where the id does not show that, so that
/// nobody uses up a neighbour's.
fn name(id: &str, actor: &str) -> String {
    let own = id.strip_prefix(actor).is_some_and(|rest| rest.starts_with(['/', '#', '?']));
    short(if own { id.to_owned() } else { format!("{id} by {actor}") })
}

fn short(name: String) -> String {
    if name.len() <= LONGEST { name } else { format!("sha-256:{}", hex(name.as_bytes())) }
}

fn host_in(uri: &str) -> Option<String> {
    normalise_id(uri).ok().and_then(|url| host_of(&url))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    digest::sha256(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::{Arrival, Read};
    use bytes::Bytes;
    use serde_json::{Value, json};

    const ADA: &str = "https://other.example/users/ada";

    fn read(activity: &Value, signer: &str) -> Read {
        super::read(activity, signer, "other.example", Bytes::from(activity.to_string()))
    }

    fn own(activity: &Value) -> Arrival {
        match read(activity, ADA) {
            Read::Own(arrival) => arrival,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_id_under_the_actor_is_the_name() {
        let like = own(&json!({ "id": format!("{ADA}#likes/1"), "type": "Like", "actor": ADA }));
        assert_eq!((like.name, like.undoes), (format!("{ADA}#likes/1"), None));
    }

    #[test]
    fn an_id_that_anybody_there_could_have_counts_for_its_actor_alone() {
        let id = "https://other.example/6ba7b810";
        let (ada, ben) = ("https://other.example/users/ada", "https://other.example/users/ben");
        let of = |actor: &str| match read(&json!({ "id": id, "type": "Follow", "actor": actor }), actor) {
            Read::Own(arrival) => arrival.name,
            other => panic!("{other:?}"),
        };
        assert_ne!(of(ada), of(ben));
        assert_eq!(of(ada), of(ada));
        // `/users/ad` is no parent of `/users/ada`.
        let next =
            json!({ "id": format!("{ADA}/x"), "type": "Like", "actor": "https://other.example/users/ad" });
        assert!(
            matches!(read(&next, "https://other.example/users/ad"), Read::Own(one) if one.name.contains(" by "))
        );
    }

    #[test]
    fn without_an_id_the_words_are_the_name() {
        let one = json!({ "type": "Like", "actor": ADA, "object": "https://hearth.example/1" });
        let two = json!({ "type": "Like", "actor": ADA, "object": "https://hearth.example/2" });
        assert_eq!(own(&one).name, own(&one).name);
        assert_ne!(own(&one).name, own(&two).name);
    }

    #[test]
    fn ids_of_other_servers_and_of_no_server_are_junk() {
        for id in ["https://third.example/1", "tag:x", "javascript:1"] {
            assert!(
                matches!(read(&json!({ "id": id, "type": "Like", "actor": ADA }), ADA), Read::Junk),
                "{id}"
            );
        }
        assert!(matches!(read(&json!({ "id": format!("{ADA}/1"), "type": "Like" }), ADA), Read::Junk));
    }

    #[test]
    fn an_undo_knows_what_it_undoes_in_both_forms() {
        let boost = format!("{ADA}/boosts/1");
        for object in [json!(boost), json!({ "id": boost, "type": "Announce" })] {
            let undo =
                json!({ "id": format!("{boost}/undo"), "type": "Undo", "actor": ADA, "object": object });
            assert_eq!(own(&undo).undoes.as_deref(), Some(boost.as_str()));
        }
    }

    #[test]
    fn who_speaks_for_others_is_an_impostor_or_gives_a_hint() {
        let ben = "https://third.example/users/ben";
        let create = json!({ "id": format!("{ben}/1"), "type": "Create", "actor": ben, "object": format!("{ben}/note") });
        assert!(matches!(read(&create, ADA), Read::Impostor));
        let mut forwarded = create.clone();
        forwarded["signature"] = json!({ "type": "RsaSignature2017" });
        let Read::Hint(hint) = read(&forwarded, ADA) else { panic!("no hint") };
        // It does not stand where the real one will.
        assert_ne!(hint.name, format!("{ben}/1"));
        let neighbour = "https://other.example/users/ben";
        let mut same_host = json!({ "id": format!("{neighbour}/1"), "type": "Create", "actor": neighbour });
        same_host["signature"] = json!({});
        assert!(matches!(read(&same_host, ADA), Read::Impostor));
        forwarded["type"] = json!("Follow");
        assert!(matches!(read(&forwarded, ADA), Read::Impostor));
    }

    #[test]
    fn names_fit_an_index() {
        let id = format!("{ADA}/{}", "x".repeat(1_500));
        assert!(own(&json!({ "id": id, "type": "Like", "actor": ADA })).name.len() < 100);
    }
}
