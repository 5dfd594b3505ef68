//! What a story is made of, as the document describes it; a test compares it with core's.

use super::words::{Audience, Format, Kind, QuotePolicy, Wish};
use chrono::{DateTime, Utc};
use utoipa::ToSchema;

/// What you want to tell.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "the document alone reads it; requests are read by core's draft")]
pub(crate) struct Draft {
    /// Title; may be empty.
    #[schema(required = false, max_length = 200)]
    title: String,
    /// The text as typed. With its content notes it is 20,000 characters long at most.
    #[schema(required = false, max_length = 20_000)]
    text: String,
    /// How the text is written; Markdown unless it says otherwise.
    #[schema(required = false)]
    format: Format,
    /// Content notes in free words, as apps for Mastodon send them; may be empty.
    #[schema(required = false, max_length = 500)]
    summary: String,
    /// Pictures are covered.
    #[schema(required = false)]
    sensitive: bool,
    /// Who may read it; null takes your default.
    audience: Option<Audience>,
    /// Language of the text (BCP 47), such as `en` or `pt-BR`.
    language: Option<String>,
    /// Id of the story it answers.
    in_reply_to_id: Option<String>,
    /// Who may quote it; null takes the default: anyone for open stories, else nobody.
    quote_policy: Option<QuotePolicy>,
    /// Id of the circle it is for, where the audience is `circle`.
    circle: Option<String>,
    /// Id of the community it is told in. A reply is told where what it answers was.
    community: Option<String>,
    /// When it deletes itself.
    expires_at: Option<DateTime<Utc>>,
    /// What it is; null says nothing.
    kind: Option<Kind>,
    /// Which answers you hope for; null takes the kind's own: `just_hear_me` for what you lived through, else `none`.
    wish: Option<Wish>,
    /// Content notes by their ids, as `GET /api/hearth/v1/notes` lists them.
    #[schema(required = false)]
    notes: Vec<String>,
    /// A content note in your own words.
    #[schema(required = false)]
    own_words: String,
    /// Whether others may pass it on; null takes the kind's own: no for what you lived through, else yes.
    boosts: Option<bool>,
    /// The story that gave it courage: its id here, or its address anywhere; its author is asked before it shows.
    #[schema(required = false)]
    inspired_by: String,
    /// Whoever told that story is mentioned, where their server knows no other way to ask.
    #[schema(required = false)]
    tell: bool,
    /// Ids of pictures that stand in it, in order, as `POST /api/v2/media` answers them; four at most.
    #[schema(required = false, max_items = 4)]
    media_ids: Vec<String>,
    /// What it asks. An edit without it leaves a poll as it is, and one without options takes it away.
    poll: Option<Poll>,
    /// The same key within an hour gives the same story: for requests that are sent again.
    idempotency_key: Option<String>,
}

/// A poll: its readers choose.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "the document alone reads it; requests are read by core's draft")]
pub(crate) struct Poll {
    /// The options, in order; each at most 200 characters long.
    #[schema(min_items = 2, max_items = 20)]
    options: Vec<String>,
    /// Seconds from the telling to the end: five minutes to 366 days.
    #[schema(minimum = 300, maximum = 31_622_400)]
    expires_in: i64,
    /// One may choose several.
    #[schema(required = false)]
    multiple: bool,
    /// Nobody sees votes before the end.
    #[schema(required = false)]
    hide_totals: bool,
}

#[cfg(test)]
mod tests {
    use hearth_core::stories;
    use serde_json::{Value, to_value};
    use utoipa::PartialSchema as _;

    #[test]
    fn every_part_of_a_draft_is_described_and_no_other() {
        let keyed = stories::Draft { idempotency_key: Some("k".to_owned()), ..stories::Draft::default() };
        let (core, described) = (to_value(keyed).unwrap(), to_value(super::Draft::schema()).unwrap());
        let names = |object: &Value| object.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        let (mut known, mut described) = (names(&core), names(&described["properties"]));
        known.sort();
        described.sort();
        assert_eq!(known, described);
    }
}
