//! The `@context` of each kind of document: the terms it uses beyond ActivityStreams, and no others.

use serde_json::{Value, json};

/// The collection that stands for everybody (ActivityPub §5.6), in the form every peer knows.
pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

const ACTIVITY_STREAMS: &str = "https://www.w3.org/ns/activitystreams";

/// Which terms a document uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// Only those of ActivityStreams.
    Plain,
    /// Those of an actor: keys, profile fields, emoji.
    Actor,
    /// Those of a story, and of activities and collections that hold one.
    Story,
    /// Those of an authorization and of the answer to a request, as GoToSocial has them.
    Interaction,
    /// Those of a QuoteAuthorization or the answer to a QuoteRequest (FEP-044f).
    Quote,
}

impl Context {
    /// The value of `@context`. The first entry is always ActivityStreams itself: Mastodon drops what lacks it.
    #[must_use]
    pub fn value(self) -> Value {
        match self {
            Self::Plain => json!(ACTIVITY_STREAMS),
            Self::Actor => json!([
                ACTIVITY_STREAMS,
                "https://w3id.org/security/v1",
                "https://www.w3.org/ns/did/v1",
                "https://w3id.org/security/multikey/v1",
                {
                    "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
                    "movedTo": { "@id": "as:movedTo", "@type": "@id" },
                    "schema": "http://schema.org#",
                    "PropertyValue": "schema:PropertyValue",
                    "value": "schema:value",
                    "toot": "http://joinmastodon.org/ns#",
                    "Emoji": "toot:Emoji",
                    "featured": { "@id": "toot:featured", "@type": "@id" },
                    "discoverable": "toot:discoverable",
                    "indexable": "toot:indexable",
                    "lemmy": "https://join-lemmy.org/ns#",
                    "postingRestrictedToMods": "lemmy:postingRestrictedToMods",
                    "chapters": { "@id": "urn:hearth:chapters", "@type": "@id" },
                    "webfinger": "https://purl.archive.org/socialweb/webfinger#webfinger",
                },
            ]),
            Self::Story => json!([
                ACTIVITY_STREAMS,
                {
                    "sensitive": "as:sensitive",
                    "Hashtag": "as:Hashtag",
                    "ostatus": "http://ostatus.org#",
                    "conversation": "ostatus:conversation",
                    "toot": "http://joinmastodon.org/ns#",
                    "Emoji": "toot:Emoji",
                    "blurhash": "toot:blurhash",
                    "focalPoint": { "@id": "toot:focalPoint", "@container": "@list" },
                    "inspiredBy": { "@id": "urn:hearth:inspiredBy", "@type": "@id" },
                    "gts": "https://gotosocial.org/ns#",
                    "interactionPolicy": { "@id": "gts:interactionPolicy", "@type": "@id" },
                    "canQuote": { "@id": "gts:canQuote", "@type": "@id" },
                    "canLike": { "@id": "gts:canLike", "@type": "@id" },
                    "canReply": { "@id": "gts:canReply", "@type": "@id" },
                    "canAnnounce": { "@id": "gts:canAnnounce", "@type": "@id" },
                    "automaticApproval": { "@id": "gts:automaticApproval", "@type": "@id" },
                    "manualApproval": { "@id": "gts:manualApproval", "@type": "@id" },
                    "kindness": "urn:hearth:kindness",
                },
            ]),
            Self::Interaction => json!([ACTIVITY_STREAMS, "https://gotosocial.org/ns"]),
            Self::Quote => json!([
                ACTIVITY_STREAMS,
                {
                    "QuoteRequest": "https://w3id.org/fep/044f#QuoteRequest",
                    "QuoteAuthorization": "https://w3id.org/fep/044f#QuoteAuthorization",
                    "gts": "https://gotosocial.org/ns#",
                    "interactingObject": { "@id": "gts:interactingObject", "@type": "@id" },
                    "interactionTarget": { "@id": "gts:interactionTarget", "@type": "@id" },
                },
            ]),
        }
    }
}
