//! Holds every answer that tests get of Mastodon's API against what its documentation says of entities: nothing that has to be
//! there may be missing or null, and everything has the kind that apps in strictly typed languages expect.
//!
//! `endpoints.tsv` says what each path answers, `entities.tsv` what an entity holds (`n`: may be null, `m`: may be missing).

mod entity;
mod kinds;

use reqwest::Method;
use serde_json::Value;

const ENDPOINTS: &str = include_str!("endpoints.tsv");

/// An endpoint that Mastodon documents.
#[derive(Debug, Clone, Copy)]
pub struct Endpoint {
    /// 1: most apps ask for it when they start; 2: many do; 3: for moderation; 4: few do, or none any
    /// more; 0: served though it is documented nowhere.
    pub tier: u8,
    /// Method; `WS` for a WebSocket.
    pub method: &'static str,
    /// Path, with its parameters after colons.
    pub path: &'static str,
    /// What it answers: a kind, an entity, a list of one in brackets.
    pub answers: &'static str,
}

/// All of them.
pub fn endpoints() -> impl Iterator<Item = Endpoint> {
    ENDPOINTS.lines().map(|line| {
        let mut parts = line.split('\t');
        let mut next = || parts.next().unwrap_or_else(|| panic!("{line}"));
        Endpoint { tier: next().parse().unwrap(), method: next(), path: next(), answers: next() }
    })
}

/// What is wrong with the answer to a request that succeeded.
pub(crate) fn wrong(method: &Method, path: &str, answer: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let Some(endpoint) = endpoint(method, path) else { return wrong };
    kinds::check(endpoint.answers, answer, endpoint.path, &mut wrong);
    wrong
}

/// The endpoint that a path belongs to: of several, the one with the most words of its own.
fn endpoint(method: &Method, path: &str) -> Option<Endpoint> {
    let asked: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let words = |endpoint: &Endpoint| endpoint.path.split('/').filter(|part| !part.starts_with(':')).count();
    let fits = |endpoint: &Endpoint| {
        let parts: Vec<&str> = endpoint.path.split('/').collect();
        endpoint.method == method.as_str()
            && parts.len() == asked.len()
            && parts.iter().zip(&asked).all(|(part, asked)| part.starts_with(':') || part == asked)
    };
    endpoints().filter(fits).max_by_key(words)
}

#[cfg(test)]
mod tests;
