//! The gate and the readers against documents in the dialects of the field.

mod actors;
mod gates;
mod stories;

use super::Trusted;
use super::gate::{self, Opened};
use crate::client::Fetched;
use bytes::Bytes;
use hearth_core::here::Here;
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use url::Url;

const ACTIVITY: &str = "application/activity+json";

fn here() -> Here {
    Here::new("hearth.example", false)
}

fn fetched(address: &str, content_type: &str, body: impl Into<Vec<u8>>) -> Fetched {
    Fetched {
        final_url: Url::parse(address).unwrap(),
        status: StatusCode::OK,
        content_type: Some(content_type.to_owned()),
        headers: HeaderMap::new(),
        body: Bytes::from(body.into()),
    }
}

/// A document as its own server serves it.
fn trusted(document: &Value) -> Trusted {
    let id = document["id"].as_str().unwrap();
    match gate::open(&here(), &fetched(id, ACTIVITY, document.to_string())) {
        Ok(Opened::Trusted(trusted)) => trusted,
        other => panic!("{other:?}"),
    }
}
