//! Turns routes into requests: each parameter takes everything that is there of its kind.

use super::routes::Route;
use super::world::World;
use reqwest::Method;

/// A request.
#[derive(Debug)]
pub struct Ask {
    pub method: Method,
    /// The route it is for.
    pub route: String,
    /// With parameters filled in.
    pub path: String,
    /// The story that it names, if it does: at a place in [`World::stories`].
    pub story: Option<usize>,
}

/// Routes that answer nobody here, and why.
pub const EMPTY: &[&str] = &[
    // Nobody quotes anybody, nobody asked for leave to answer, and no picture was brought along.
    "/stamps/{slug}",
    "/authorizations/{slug}",
    "/emoji/{shortcode}",
    "/media/{file}",
    "/media/proxy/{form}/{seal}/{url}",
    "/api/v1/media/{id}",
    // For browsers that are signed in and apps on their way in: tests/web and tests/api/oauth.rs come by there.
    "/signin/code",
    "/oauth/authorize",
    "/oauth/authorize/native",
    "/oauth/userinfo",
    // No plain request but a WebSocket.
    "/api/v1/streaming",
    "/api/v1/apps/verify_credentials",
    // No link trends, this server has no policy written down, and does not tell whom it blocks.
    "/api/v1/timelines/link",
    "/api/v1/instance/privacy_policy",
    "/api/v1/instance/domain_blocks",
    // For those who run the server through an app that may: tests/api/announcements.rs comes by there.
    "/api/hearth/v1/announcements",
    "/api/hearth/v1/announcements/{id}",
    // The same: tests/api/applications.rs comes by there.
    "/api/v1/admin/accounts",
    "/api/v2/admin/accounts",
    "/api/v1/admin/accounts/{id}",
];

/// What routes without parameters are asked beside nothing.
fn queries(path: &str, world: &World) -> Vec<String> {
    let words = || world.marked.iter().map(|marked| marked.mark.to_owned()).chain(world.names.clone());
    let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    match path {
        "/api/v2/search" => {
            let every = words().chain(world.stories.iter().map(|story| story.uri.clone()));
            every.map(|word| format!("q={}&resolve=true&limit=40", encoded(&word))).collect()
        }
        "/search" => words().map(|word| format!("q={}", encoded(&word))).collect(),
        "/api/v1/accounts/search" => words().map(|word| format!("q={}&limit=40", encoded(&word))).collect(),
        "/api/v1/accounts/lookup" => world.names.iter().map(|name| format!("acct={name}")).collect(),
        "/.well-known/webfinger" | "/.well-known/host-meta" => {
            let domain = &world.hearth.domain;
            world.names.iter().map(|name| format!("resource=acct:{name}@{domain}")).collect()
        }
        "/api/v1/accounts" | "/api/v1/accounts/relationships" => {
            vec![world.accounts.iter().map(|id| format!("id[]={id}")).collect::<Vec<_>>().join("&")]
        }
        "/api/v1/timelines/public" => vec!["limit=40".to_owned(), "limit=40&local=true".to_owned()],
        _ => vec!["limit=40".to_owned()],
    }
}

/// What a parameter may be, by the word before it.
fn values<'w>(pattern: &str, before: &str, name: &str, world: &'w World) -> &'w [String] {
    if pattern.starts_with("/api/v1/notifications/requests/") {
        return &world.requests;
    }
    match (before, name) {
        (
            "statuses" | "polls" | "stories" | "held" | "prompts" | "chapters" | "inspired" | "conversations",
            "id",
        ) => &world.story_ids,
        ("quotes", _) => &world.story_ids,
        ("drafts" | "waiting" | "scheduled_statuses", "id") => &world.drafts,
        (
            "accounts" | "suggestions" | "members" | "requests" | "bans" | "hand_over" | "invited"
            | "follow_requests" | "people",
            "id",
        ) => &world.accounts,
        ("communities", "name") => &world.communities,
        ("users", "name") | ("", "@{name}") => &world.names,
        ("journeys", "name") => &world.journeys,
        ("circles", "id") => &world.circles,
        ("invites", "id") => &world.invites,
        ("invites", "code") => &world.codes,
        ("filters", "id") => &world.filters,
        ("keywords", "id") => &world.keywords,
        ("lists" | "list", "id") => &world.lists,
        ("reactions", _) => &world.words,
        ("announcements", "id") => &world.announcements,
        ("notifications", "key") => &world.groups,
        ("notifications", "id") => &world.notifications,
        ("reports", "id") => &world.reports,
        ("sessions" | "apps" | "browsers", "id") => &world.sessions,
        ("tags" | "tag", "tag") => &world.tags,
        ("static", "name") => &world.assets,
        ("notes" | "emoji" | "stamps" | "authorizations" | "media" | "featured_tags", _) => &world.words,
        _ => panic!("say in surfaces/asking.rs what `{name}` behind `{before}` may be"),
    }
}

/// Every request that the routes answer, for everything that is there.
pub fn asks(routes: &[Route], world: &World) -> Vec<Ask> {
    routes.iter().filter(|route| !is_endless(route)).flat_map(|route| each(route, world)).collect()
}

/// An answer that never ends cannot be read to its end: who hears what on streams is asked in tests/api/streaming.rs.
fn is_endless(route: &Route) -> bool {
    route.path.starts_with("/api/v1/streaming/") && route.path != "/api/v1/streaming/health"
}

fn each(route: &Route, world: &World) -> Vec<Ask> {
    // Addresses of stories go as a whole: whose they are and what they are called belong together.
    let whole = match route.path.as_str() {
        "/users/{name}/stories/{slug}" => Some(world.addresses("/users/")),
        "/users/{name}/stories/{slug}/replies" => {
            Some(world.addresses("/users/").into_iter().map(|path| path + "/replies").collect())
        }
        "/@{name}/{slug}" => Some(world.addresses("/@")),
        // What stands there is an entry of a filter, no story; and filters go by their words in the first version.
        "/api/v2/filters/statuses/{id}" => Some(under("/api/v2/filters/statuses", &world.singled)),
        "/api/v1/filters/{id}" => Some(under("/api/v1/filters", &world.keywords)),
        // Nothing was sealed that a stranger could make up.
        "/media/proxy/{form}/{seal}/{url}" => Some(vec!["/media/proxy/whole/x/x".to_owned()]),
        "/contexts/{slug}" => Some(world.addresses("/contexts/")),
        "/activities/{kind}/{slug}" => Some(world.addresses("/activities/")),
        _ => None,
    };
    let paths = whole.map_or_else(
        || filled(&route.path, world),
        |paths| paths.into_iter().map(|path| (path, None)).collect(),
    );
    let mut all = Vec::new();
    for (path, story) in paths {
        let ask = |path: String| Ask { method: route.method.clone(), route: route.path.clone(), path, story };
        if route.method == Method::GET && !route.path.contains('{') {
            all.extend(queries(&route.path, world).into_iter().map(|query| ask(format!("{path}?{query}"))));
        }
        all.push(ask(path));
    }
    all
}

fn under(path: &str, ids: &[String]) -> Vec<String> {
    ids.iter().map(|id| format!("{path}/{id}")).collect()
}

/// The path with each parameter in turn, and which story it names.
fn filled(pattern: &str, world: &World) -> Vec<(String, Option<usize>)> {
    let mut paths = vec![(String::new(), None)];
    let mut before = "";
    for part in pattern.split('/').skip(1) {
        let Some(at) = part.find('{') else {
            paths.iter_mut().for_each(|(path, _)| *path = format!("{path}/{part}"));
            before = part;
            continue;
        };
        let name = part[at..].trim_matches(['{', '}']);
        let (prefix, name) = (&part[..at], if at > 0 { part } else { name });
        let values = values(pattern, before, name, world);
        let of_story = std::ptr::eq(values, world.story_ids.as_slice());
        paths = paths
            .iter()
            .flat_map(|(path, story)| {
                values.iter().enumerate().map(move |(at, value)| {
                    (format!("{path}/{prefix}{value}"), if of_story { Some(at) } else { *story })
                })
            })
            .collect();
    }
    paths
}
