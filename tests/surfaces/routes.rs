//! What the router answers, read from how axum shows it to people who look for mistakes.

use hearth::App;
use hearth_core::chance::Chance;
use hearth_testkit::TestHearth;
use reqwest::Method;
use std::sync::Arc;

/// A request that is served.
#[derive(Debug, Clone)]
pub struct Route {
    pub method: Method,
    /// With its parameters in braces.
    pub path: String,
}

/// Every request that is served.
pub fn all(hearth: &TestHearth) -> Vec<Route> {
    let chance = Arc::new(Chance::seeded(0));
    let app = App::with(hearth.config.clone(), hearth.database.db.clone(), hearth.clock.clone(), chance);
    let shown = format!("{:?}", app.unwrap().router());
    let (routes, rest) = shown.split_once("node: Node { paths: {").unwrap();
    let (paths, _) = rest.split_once("} }").unwrap();
    let mut found = Vec::new();
    for route in paths.split("RouteId(").skip(1) {
        let (number, path) = route.split_once("): \"").unwrap();
        let (path, _) = path.split_once('"').unwrap();
        // What answers any method is told by no path of ours: the fallback.
        let Some((_, endpoint)) = routes.split_once(&format!("RouteId({number}): MethodRouter")) else {
            continue;
        };
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            let mark = format!(" {}: ", method.as_str().to_lowercase());
            let (_, answer) = endpoint.split_once(&mark).unwrap();
            if !answer.starts_with("None") {
                found.push(Route { method, path: path.to_owned() });
            }
        }
    }
    found
}
