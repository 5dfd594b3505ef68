//! Scopes as people read them.

use hearth_core::members::Scopes;

/// What an app may do with these, a line each.
pub(super) fn of(scopes: &Scopes) -> Vec<String> {
    scopes.as_slice().iter().map(|scope| line(scope)).collect()
}

fn line(scope: &str) -> String {
    match scope {
        "read" => "Read all that you can read here: your home, stories told to you, your notifications, your profile".into(),
        "write" => "Do all that you can do here: tell, change and delete stories in your name, change your profile".into(),
        "follow" => "See and change whom you follow, mute and block".into(),
        "push" => "Have notifications pushed to you".into(),
        "profile" => "See who you are: your name, picture and address, nothing more".into(),
        "admin:read" => "See what those who run this server see, if you are one of them".into(),
        "admin:write" => "Do what those who run this server can do, if you are one of them".into(),
        _ => part(scope),
    }
}

fn part(scope: &str) -> String {
    let (verb, part) = match scope.rsplit_once(':') {
        Some(("read", part)) => ("See", part),
        Some(("write", part)) => ("Add, change and delete", part),
        Some(("admin:read", part)) => ("As one who runs this server: see", part),
        Some(("admin:write", part)) => ("As one who runs this server: change", part),
        _ => ("Use", scope),
    };
    let what = match part {
        "accounts" => "profiles, yours with what you chose",
        "blocks" => "whom you block",
        "bookmarks" => "your bookmarks",
        "conversations" => "your conversations",
        "favourites" => "your thanks for stories",
        "filters" => "your filters",
        "follows" => "whom you follow",
        "lists" => "your lists",
        "media" => "pictures and other files",
        "mutes" => "whom you mute",
        "notifications" => "your notifications",
        "reports" => "reports",
        "search" => "what you could find by searching",
        "statuses" => "stories: all that you can read, or those you tell",
        other => return format!("{verb} {}", other.replace('_', " ")),
    };
    format!("{verb} {what}")
}

#[cfg(test)]
mod tests {
    use super::of;
    use hearth_core::members::Scopes;

    #[test]
    fn every_scope_has_words_of_its_own() {
        let all = Scopes::parse(&Scopes::all().join(" ")).unwrap();
        let words = of(&all);
        let different: std::collections::HashSet<_> = words.iter().collect();
        assert_eq!(different.len(), all.as_slice().len());
        assert!(
            words.iter().all(|line| !line.contains(':')
                || line.starts_with("As one")
                || line.starts_with("Read")
                || line.starts_with("Do")
                || line.starts_with("See")
                || line.starts_with("Add")),
            "{words:?}"
        );
    }
}
