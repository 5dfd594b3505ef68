//! What many answers have in common, as the document describes it.

use crate::entities::time::Stamp;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use utoipa::openapi::schema::{AdditionalProperties, KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder, Schema};
use utoipa::{IntoParams, IntoResponses, PartialSchema, ToSchema};

/// An id: digits, as text.
#[derive(Debug)]
pub(crate) struct Id;

impl PartialSchema for Id {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[0-9]+$")).into()
    }
}

impl ToSchema for Id {}

impl PartialSchema for Stamp {
    fn schema() -> RefOr<Schema> {
        let format = SchemaFormat::KnownFormat(KnownFormat::DateTime);
        ObjectBuilder::new().schema_type(Type::String).format(Some(format)).into()
    }
}

impl ToSchema for Stamp {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Time")
    }
}

/// Nothing more to say: it is done.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct Done {}

/// Why a request was not done, in a sentence that says what to do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Refusal<'a> {
    /// For people.
    pub(crate) error: &'a str,
}

/// Which part of a list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document alone reads it; requests are read by `page::Wanted`")]
pub(crate) struct Paging {
    /// Only what stands after this id in the list: the next page.
    #[param(value_type = Option<String>)]
    max_id: Option<i64>,
    /// Only what stands before this id, from the nearest on: the page before.
    #[param(value_type = Option<String>)]
    min_id: Option<i64>,
    /// Only what stands before this id, from the newest on.
    #[param(value_type = Option<String>)]
    since_id: Option<i64>,
    /// How many at most.
    #[param(minimum = 1)]
    limit: Option<i64>,
}

/// An account as Mastodon's API gives it.
#[derive(Debug)]
pub(crate) struct Account;

/// A story as Mastodon's API gives it (a `Status`).
#[derive(Debug)]
pub(crate) struct Status;

macro_rules! mastodon {
    ($name:ident, $words:literal, $($field:literal: $text:literal),+) => {
        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let object = ObjectBuilder::new().description(Some($words));
                $(let object = object
                    .property($field, ObjectBuilder::new().schema_type(Type::String).description(Some($text)))
                    .required($field);)+
                object.additional_properties(Some(AdditionalProperties::FreeForm(true))).into()
            }
        }

        impl ToSchema for $name {}
    };
}

mastodon!(Account, "An account as Mastodon's API gives it, with everything that apps know.",
    "id": "Id of the account here.",
    "acct": "`name`, or `name@host` for somebody from elsewhere.",
    "display_name": "What they call themselves.",
    "url": "Their page.",
    "uri": "Their address in the fediverse."
);
mastodon!(Status, "A story as Mastodon's API gives it (a `Status`), with everything that apps know.",
    "id": "Id of the story here.",
    "uri": "Its address in the fediverse.",
    "content": "HTML, with the title as its bold first line.",
    "spoiler_text": "Its content notes in words; empty where there are none.",
    "visibility": "`public`, `unlisted`, `private` or `direct`: the nearest that Mastodon knows."
);

/// How a request is refused, whatever it asks for.
#[derive(Debug)]
pub(crate) struct Refusals;

const REFUSALS: [(&str, &str); 6] = [
    ("400", "The request cannot be read."),
    ("401", "There is no token, or none that is known."),
    ("403", "The token has not the scope, or you are not the one to do this."),
    ("404", "It is not there, or not for you to know of."),
    ("422", "Something in it cannot be done; the sentence says what."),
    ("503", "The server is busy; `Retry-After` says in seconds when to try again."),
];

impl IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let shape = || Ref::from_schema_name(<Refusal<'_> as ToSchema>::name());
        let one = |words: &str| {
            let content = ContentBuilder::new().schema(Some(shape())).build();
            ResponseBuilder::new().description(words).content("application/json", content).build()
        };
        REFUSALS.into_iter().map(|(status, words)| (status.to_owned(), one(words).into())).collect()
    }
}
