//! The same parameters in each of the encodings that apps use.

use super::{Flag, Given, Int, List, Params, Ref, Words};
use axum::body::Body;
use axum::extract::{FromRequest as _, Request};
use axum::response::IntoResponse as _;
use serde::Deserialize;

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Field {
    name: Words,
    value: Words,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Source {
    privacy: Words,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Form {
    status: Words,
    sensitive: Flag,
    limit: Int,
    in_reply_to_id: Ref,
    id: List<Ref>,
    fields_attributes: List<Field>,
    source: Source,
    poll: Given,
}

async fn read(kind: &str, query: &str, body: impl Into<Body>) -> Result<Form, u16> {
    let request = Request::builder().method("POST").uri(format!("/x?{query}"));
    let request = if kind.is_empty() { request } else { request.header("content-type", kind) };
    match Params::<Form>::from_request(request.body(body.into()).unwrap(), &()).await {
        Ok(Params(form)) => Ok(form),
        Err(error) => Err(error.into_response().status().as_u16()),
    }
}

fn expected() -> Form {
    let field =
        |name: &str, value: &str| Field { name: Words(name.to_owned()), value: Words(value.to_owned()) };
    Form {
        status: Words("Grüße & more".to_owned()),
        sensitive: Flag(Some(true)),
        limit: Int(Some(5)),
        in_reply_to_id: Ref(Some(7)),
        id: List(vec![Ref(Some(1)), Ref(Some(2))]),
        fields_attributes: List(vec![field("web", "a"), field("pet", "b")]),
        source: Source { privacy: Words("private".to_owned()) },
        poll: Given(true),
    }
}

const ENCODED: &str = "status=Gr%C3%BC%C3%9Fe+%26+more&sensitive=on&limit=5&in_reply_to_id=7&id[]=1&id%5B%5D=2\
    &fields_attributes[0][name]=web&fields_attributes[0][value]=a&fields_attributes[1][name]=pet\
    &fields_attributes[1][value]=b&source[privacy]=private&poll[options][]=x&unknown=1";

#[tokio::test]
async fn a_query_a_form_json_and_multipart_say_the_same() {
    assert_eq!(read("", ENCODED, "").await, Ok(expected()));
    assert_eq!(read("application/x-www-form-urlencoded", "", ENCODED).await, Ok(expected()));
    let json = r#"{"status": "Grüße & more", "sensitive": "1", "limit": "5", "in_reply_to_id": 7, "id": ["1", 2],
        "fields_attributes": [{"name": "web", "value": "a"}, {"name": "pet", "value": "b"}],
        "source": {"privacy": "private"}, "poll": {"options": ["x"]}, "unknown": {"deep": [1]}}"#;
    assert_eq!(read("application/json; charset=utf-8", "", json).await, Ok(expected()));
    let mut parts = String::new();
    for (name, value) in url::form_urlencoded::parse(ENCODED.as_bytes()) {
        parts += &format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    parts += "--edge--\r\n";
    assert_eq!(read("multipart/form-data; boundary=edge", "", parts).await, Ok(expected()));
}

#[tokio::test]
async fn the_body_wins_over_the_query_and_both_count() {
    let form = read("application/json", "limit=3&sensitive=true", r#"{"limit": 4}"#).await.unwrap();
    assert_eq!((form.limit, form.sensitive), (Int(Some(4)), Flag(Some(true))));
}

#[tokio::test]
async fn an_object_of_places_is_a_list_in_json_too() {
    let json =
        r#"{"fields_attributes": {"1": {"name": "pet", "value": "b"}, "0": {"name": "web", "value": "a"}}}"#;
    let form = read("application/json", "", json).await.unwrap();
    assert_eq!(form.fields_attributes, expected().fields_attributes);
}

#[tokio::test]
async fn nothing_at_all_is_the_defaults() {
    assert_eq!(read("", "", "").await, Ok(Form::default()));
    assert_eq!(read("application/json", "", "[1, 2]").await, Ok(Form::default()));
    assert_eq!(read("application/json", "", r#"{"status": null, "id": null}"#).await, Ok(Form::default()));
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_the_right_status() {
    assert_eq!(read("application/json", "", "{").await, Err(400));
    assert_eq!(read("application/json", "", r#"{"limit": "many"}"#).await, Err(422));
    assert_eq!(read("multipart/form-data; boundary=edge", "", "no edge").await, Err(400));
    assert_eq!(read("", "status=a%00b", "").await, Err(400));
    assert_eq!(read("application/json", "", r#"{"source": {"privacy": "\u0000"}}"#).await, Err(400));
    assert_eq!(read("application/json", "", vec![b' '; (1 << 20) + 1]).await, Err(413));
}

#[tokio::test]
async fn a_file_counts_as_given() {
    let part = "--edge\r\nContent-Disposition: form-data; name=\"poll\"; filename=\"a.png\"\r\n\
        Content-Type: image/png\r\n\r\n\u{1}\u{0}\u{2}\r\n--edge--\r\n";
    assert!(read("multipart/form-data; boundary=edge", "", part).await.unwrap().poll.0);
}
