//! Names the parameters that stand in paths: what an id means follows from the word before it.

use super::shapes::Id;
use serde_json::json;
use utoipa::PartialSchema as _;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{OpenApi, PathItem, RefOr, Required, Schema};

/// What stands below each word, and the name of the parameter.
const BELOW: &[(&str, &str, &str)] = &[
    (
        "communities",
        "name",
        "Name of a community of this server, or `name@host` of one that lives elsewhere.",
    ),
    ("announcements", "id", "Id of an announcement."),
    ("stories", "id", "Id of a story."),
    ("held", "id", "Id of the reply that is held."),
    ("prompts", "id", "Id of a story that is a prompt."),
    ("notes", "note", "Short name of a content note of the community."),
    ("drafts", "id", "Id of a draft."),
    ("waiting", "id", "Id of the draft that waits."),
    ("circles", "id", "Id of one of your circles."),
    ("members", "id", "Id of the account of a member."),
    ("requests", "id", "Id of the account that asks to join."),
    ("bans", "id", "Id of the account."),
    ("hand_over", "id", "Id of the account of a member."),
    ("invited", "id", "Id of the account."),
    ("invites", "id", "Id of an invitation."),
    ("invites", "code", "The word in the invitation's link."),
    ("reports", "id", "Id of a report."),
    ("sessions", "id", "Id of a token."),
    ("inspired", "id", "Id of the story that names one of yours."),
    ("journeys", "name", "Name of a journey of this server."),
    ("chapters", "id", "Id of a story that is a chapter."),
];

/// Gives every request its name, and the parameters in its path.
pub(super) fn name_all(document: &mut OpenApi) {
    for (path, item) in &mut document.paths.paths {
        let named = of(path);
        for (method, operation) in operations(item) {
            operation.operation_id = Some(id_of(method, path));
            for parameter in &named {
                add(operation, parameter);
            }
        }
    }
}

/// Takes out defaults that say no more than that something may be absent.
pub(super) fn forget_empty_defaults(document: &mut OpenApi) {
    let schemas = document.components.iter_mut().flat_map(|components| components.schemas.values_mut());
    for schema in schemas {
        let RefOr::T(Schema::Object(object)) = schema else { continue };
        for property in object.properties.values_mut() {
            forget(property);
        }
    }
}

fn forget(property: &mut RefOr<Schema>) {
    let default = match property {
        RefOr::T(Schema::Object(object)) => &mut object.default,
        RefOr::T(Schema::Array(array)) => &mut array.default,
        RefOr::T(Schema::OneOf(one)) => &mut one.default,
        RefOr::Ref(at) => &mut at.default,
        RefOr::T(_) => return,
    };
    if default.as_ref().is_some_and(|value| value.is_null() || value == "" || *value == json!([])) {
        *default = None;
    }
}

/// The parameters in a path, in order.
fn of(path: &str) -> Vec<Parameter> {
    let segments: Vec<&str> = path.split('/').collect();
    let pairs = segments.windows(2).filter_map(|pair| match pair {
        [word, name] => {
            let name = name.strip_prefix('{')?.strip_suffix('}')?;
            Some(parameter(word, name))
        }
        _ => None,
    });
    pairs.collect()
}

fn parameter(word: &str, name: &str) -> Parameter {
    let known = BELOW.iter().find(|(below, called, _)| *below == word && *called == name);
    let schema = if name == "id" { Id::schema() } else { String::schema() };
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(known.map(|(_, _, words)| *words))
        .schema(Some::<RefOr<Schema>>(schema))
        .build()
}

fn add(operation: &mut Operation, parameter: &Parameter) {
    let all = operation.parameters.get_or_insert_default();
    all.push(parameter.clone().into());
}

/// The requests of one path.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let PathItem { get, post, put, patch, delete, .. } = item;
    let all = [("get", get), ("post", post), ("put", put), ("patch", patch), ("delete", delete)];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// One name for each request, made of its method and path: `post_circles_id_members`.
fn id_of(method: &str, path: &str) -> String {
    let below = path.strip_prefix(super::OWN).unwrap_or(path);
    let words = below.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    words.fold(method.to_owned(), |id, word| format!("{id}_{word}"))
}
