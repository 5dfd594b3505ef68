//! The document against the router: what is served is described, and what is described is served.

use super::{OWN, own};
use crate::hearth;
use serde_json::Value;
use std::collections::BTreeSet;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::{OpenApi, PathItem};

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

fn operations(item: &PathItem) -> [(&'static str, Option<&Operation>); 5] {
    let all = [&item.get, &item.post, &item.put, &item.patch, &item.delete];
    std::array::from_fn(|at| (METHODS[at], all[at].as_ref()))
}

fn described(document: &OpenApi) -> Vec<(String, &Operation)> {
    let all = document.paths.paths.iter().flat_map(|(path, item)| {
        let path = path.strip_prefix(OWN).unwrap();
        let some = operations(item).into_iter().filter_map(|(method, operation)| Some((method, operation?)));
        some.map(move |(method, operation)| (format!("{method} {path}"), operation))
    });
    all.collect()
}

/// What the router answers, read from how axum shows it to people who look for mistakes.
fn served() -> BTreeSet<String> {
    let shown = format!("{:?}", hearth::routes());
    let (routes, rest) = shown.split_once("node: Node { paths: {").unwrap();
    let (paths, _) = rest.split_once("} }").unwrap();
    let mut found = BTreeSet::new();
    for route in paths.split("RouteId(").skip(1) {
        let (number, path) = route.split_once("): \"").unwrap();
        let (path, _) = path.split_once('"').unwrap();
        let (_, endpoint) = routes.split_once(&format!("RouteId({number}): MethodRouter")).unwrap();
        for method in METHODS {
            let (_, answer) = endpoint.split_once(&format!(" {method}: ")).unwrap();
            if !answer.starts_with("None") {
                found.insert(format!("{method} {path}"));
            }
        }
    }
    found
}

#[test]
fn the_document_and_the_router_name_the_same_requests() {
    let document = own();
    let described: BTreeSet<_> = described(&document).into_iter().map(|(name, _)| name).collect();
    let served = served();
    let unsaid: Vec<_> = served.difference(&described).collect();
    assert!(unsaid.is_empty(), "list these in `Api` beside their routes: {unsaid:#?}");
    let unserved: Vec<_> = described.difference(&served).collect();
    assert!(unserved.is_empty(), "nothing answers these: {unserved:#?}");
    assert!(served.contains("put /drafts/{id}") && served.contains("get /openapi.json"), "{served:#?}");
}

#[test]
fn every_request_is_explained() {
    let document = own();
    let mut ids = BTreeSet::new();
    for (name, operation) in described(&document) {
        assert!(ids.insert(operation.operation_id.clone().unwrap()), "{name}: a name of its own");
        let summary = operation.summary.as_deref().unwrap_or_default();
        assert!(summary.ends_with('.') && !summary.contains("/api/"), "{name}: a sentence, not `{summary}`");
        assert_eq!(operation.tags.as_ref().map(Vec::len), Some(1), "{name}: one tag");
        let parameters = operation.parameters.iter().flatten();
        for parameter in parameters {
            let utoipa::openapi::RefOr::T(parameter) = parameter else { panic!("{name}: a reference") };
            let words = parameter.description.as_deref().unwrap_or_default();
            assert!(words.ends_with('.'), "{name}: what is `{}`? Say it in parameters.rs", parameter.name);
            let in_path = name.contains(&format!("{{{}}}", parameter.name));
            assert_eq!(parameter.parameter_in == ParameterIn::Path, in_path, "{name}: {}", parameter.name);
        }
    }
}

#[test]
fn every_part_of_every_shape_is_explained() {
    let document = serde_json::to_value(own()).unwrap();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let parts = schema["allOf"].as_array().cloned().unwrap_or_else(|| vec![schema.clone()]);
        for (field, part) in parts.iter().filter_map(|part| part["properties"].as_object()).flatten() {
            let said = |part: &Value| part["description"].is_string();
            let explained =
                said(part) || part["oneOf"].as_array().is_some_and(|parts| parts.iter().any(said));
            assert!(explained, "{name}.{field}: what is it?");
        }
    }
}

#[test]
fn the_document_as_it_is_read() {
    insta::assert_json_snapshot!("own", serde_json::to_value(own()).unwrap());
}
