//! What a token allows: OAuth scopes as Mastodon's clients ask for them.

use crate::{Error, Result};

/// OAuth scopes with Mastodon's hierarchy (`read` covers `read:*`, `follow` covers read and write of follows, blocks
/// and mutes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scopes(Vec<String>);

const WHOLE: [&str; 7] = ["read", "write", "follow", "push", "profile", "admin:read", "admin:write"];
const READ: [&str; 11] = [
    "accounts",
    "blocks",
    "bookmarks",
    "favourites",
    "filters",
    "follows",
    "lists",
    "mutes",
    "notifications",
    "search",
    "statuses",
];
const WRITE: [&str; 13] = [
    "accounts",
    "blocks",
    "bookmarks",
    "conversations",
    "favourites",
    "filters",
    "follows",
    "lists",
    "media",
    "mutes",
    "notifications",
    "reports",
    "statuses",
];
const ADMIN: [&str; 7] = [
    "accounts",
    "canonical_email_blocks",
    "domain_allows",
    "domain_blocks",
    "email_domain_blocks",
    "ip_blocks",
    "reports",
];
/// What `follow` covers of `read` and `write`.
const FOLLOW: [&str; 3] = ["follows", "blocks", "mutes"];

impl Scopes {
    /// Reads a space-separated list; each scope counts once. An empty list is `read`, the protocol's default.
    ///
    /// # Errors
    /// [`Error::Invalid`] for an unknown scope.
    pub fn parse(text: &str) -> Result<Self> {
        let mut scopes = Vec::<String>::new();
        for scope in text.split_whitespace() {
            if !is_known(scope) {
                return Err(Error::invalid(format!("there is no scope `{scope}`")));
            }
            if !scopes.iter().any(|known| known == scope) {
                scopes.push(scope.to_owned());
            }
        }
        if scopes.is_empty() {
            scopes.push("read".to_owned());
        }
        Ok(Self(scopes))
    }

    /// As they are stored.
    pub(crate) fn stored(scopes: Vec<String>) -> Self {
        Self(scopes)
    }

    /// Whether `wanted`, such as `write:statuses`, is covered. `profile`, which only tells whose the token is, is also
    /// covered by whatever lets accounts be read.
    #[must_use]
    pub fn cover(&self, wanted: &str) -> bool {
        self.0.iter().any(|held| covers(held, wanted))
    }

    /// Whether every one of `wanted` is covered.
    #[must_use]
    pub fn cover_all(&self, wanted: &Self) -> bool {
        wanted.0.iter().all(|wanted| self.cover(wanted))
    }

    /// Every scope there is, the whole ones first.
    #[must_use]
    pub fn all() -> Vec<String> {
        let parts = |prefix: &'static str, parts: &'static [&'static str]| {
            parts.iter().map(move |part| format!("{prefix}:{part}"))
        };
        let whole = WHOLE.iter().map(|scope| (*scope).to_owned());
        whole
            .chain(parts("read", &READ))
            .chain(parts("write", &WRITE))
            .chain(parts("admin:read", &ADMIN))
            .chain(parts("admin:write", &ADMIN))
            .collect()
    }

    /// The scopes, as given.
    #[must_use]
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }
}

impl std::fmt::Display for Scopes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

fn is_known(scope: &str) -> bool {
    let part_of =
        |prefix: &str, parts: &[&str]| scope.strip_prefix(prefix).is_some_and(|part| parts.contains(&part));
    WHOLE.contains(&scope)
        || part_of("read:", &READ)
        || part_of("write:", &WRITE)
        || part_of("admin:read:", &ADMIN)
        || part_of("admin:write:", &ADMIN)
}

fn covers(held: &str, wanted: &str) -> bool {
    if held == wanted || wanted.strip_prefix(held).is_some_and(|rest| rest.starts_with(':')) {
        return true;
    }
    match (held, wanted) {
        ("read" | "read:accounts", "profile") => true,
        ("follow", wanted) => wanted
            .strip_prefix("read:")
            .or_else(|| wanted.strip_prefix("write:"))
            .is_some_and(|part| FOLLOW.contains(&part)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_covers_its_parts_and_nothing_beside() {
        let scopes = Scopes::parse("read write:statuses").unwrap();
        for wanted in ["read", "read:accounts", "write:statuses", "profile"] {
            assert!(scopes.cover(wanted), "{wanted}");
        }
        for wanted in
            ["write", "write:media", "follow", "push", "admin:read", "readable", "admin:read:accounts"]
        {
            assert!(!scopes.cover(wanted), "{wanted}");
        }
    }

    #[test]
    fn follow_covers_both_sides_of_follows_blocks_and_mutes() {
        let scopes = Scopes::parse("follow").unwrap();
        for wanted in ["follow", "read:follows", "write:blocks", "write:mutes"] {
            assert!(scopes.cover(wanted), "{wanted}");
        }
        assert!(!scopes.cover("read:accounts"));
        assert!(!scopes.cover("write"));
    }

    #[test]
    fn profile_alone_opens_nothing_else() {
        let scopes = Scopes::parse("profile").unwrap();
        assert!(scopes.cover("profile"));
        assert!(!scopes.cover("read:accounts"));
    }

    #[test]
    fn scopes_count_once_keep_their_order_and_default_to_read() {
        assert_eq!(Scopes::parse("write  read write").unwrap().to_string(), "write read");
        assert_eq!(Scopes::parse(" ").unwrap().to_string(), "read");
    }

    #[test]
    fn every_scope_that_is_listed_can_be_asked_for() {
        for scope in Scopes::all() {
            assert!(Scopes::parse(&scope).is_ok(), "{scope}");
        }
    }

    #[test]
    fn more_than_is_held_is_not_covered() {
        let of = |text| Scopes::parse(text).unwrap();
        assert!(of("read write").cover_all(&of("read:accounts write:media read")));
        assert!(!of("read write:media").cover_all(&of("read write")));
        assert!(!of("read").cover_all(&of("read push")));
    }

    #[test]
    fn an_unknown_scope_is_refused() {
        for text in ["reed", "read:", "read:everything", "admin", "write:search", "READ"] {
            assert!(matches!(Scopes::parse(text), Err(Error::Invalid(_))), "{text}");
        }
    }
}
