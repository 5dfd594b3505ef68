//! The document of Hearth's own API tells the truth about who may ask for what.

use super::ask::{limited, unknown};
use hearth_testkit::{Answer, Person, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};

const OUTSIDE: &str = "This action is outside the authorized scopes";

/// A request of the document: its method, its path with names in it, and the scope it needs.
struct Request {
    method: Method,
    path: String,
    open: bool,
    scope: Option<String>,
}

fn requests(document: &Value) -> Vec<Request> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let security = operation["security"].as_array().cloned().unwrap_or_default();
            let scope = security.iter().find_map(|one| one["bearer"][0].as_str());
            all.push(Request {
                method: method.to_uppercase().parse().unwrap(),
                path: path
                    .replace("{name}", "lake")
                    .replace("{id}", "1")
                    .replace("{code}", "word")
                    .replace("{note}", "word"),
                open: security.is_empty() || security.iter().any(|one| one == &json!({})),
                scope: scope.map(str::to_owned),
            });
        }
    }
    all
}

async fn ask(person: &Person, request: &Request) -> Answer {
    // What some requests cannot be read without.
    let choices = request.path.ends_with("/preferences/notes");
    let body = if choices { json!({}) } else { json!({"audience": "only_me"}) };
    let body = (request.method != Method::GET).then_some(body);
    person.ask(request.method.clone(), &request.path, body).await
}

#[tokio::test]
async fn each_request_needs_the_scope_that_its_document_says_and_no_other() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    ada.post("/api/hearth/v1/communities", json!({"name": "lake"})).await;
    let document = unknown(&hearth, Method::GET, "/api/hearth/v1/openapi.json").await.ok();
    assert_eq!(document["openapi"], "3.1.0");
    let useless = limited(&hearth, &ada, "write:mutes").await;
    let all = requests(&document);
    assert!(all.len() > 50, "{}", all.len());
    for request in &all {
        let name = format!("{} {}", request.method, request.path);
        let without = unknown(&hearth, request.method.clone(), &request.path).await;
        assert_eq!(without.status == 401, !request.open, "{name} without a token: {}", without.text);
        let lesser = ask(&useless, request).await;
        assert_eq!(lesser.json["error"] == OUTSIDE, request.scope.is_some(), "{name}: {}", lesser.text);
        if let Some(scope) = &request.scope {
            let enough = ask(&limited(&hearth, &ada, scope).await, request).await;
            assert_ne!(enough.json["error"], OUTSIDE, "{name} with {scope}");
            assert!(enough.status.as_u16() < 500, "{name}: {}", enough.text);
        }
    }
}
