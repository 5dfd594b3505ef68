//! Reads the machine's list of users, because Postgres runs only as somebody who stands in it.

use std::fs;

/// A user by numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct User {
    /// The user's number.
    pub(crate) uid: u32,
    /// Their first group's number.
    pub(crate) gid: u32,
}

/// The accounts that exist to own what root should not, best first: `postgres`, then `nobody`.
pub(crate) fn stand_ins() -> Vec<(String, User)> {
    let users = all();
    let named = |name: &str| users.iter().find(|(found, user)| found == name && user.uid != 0).cloned();
    ["postgres", "nobody"].iter().filter_map(|name| named(name)).collect()
}

/// The user with this number.
pub(crate) fn by_uid(uid: u32) -> Option<(String, User)> {
    all().into_iter().find(|(_, user)| user.uid == uid)
}

fn all() -> Vec<(String, User)> {
    parse(&fs::read_to_string("/etc/passwd").unwrap_or_default())
}

/// Lines of passwd(5): name, password, uid, gid, and more that does not matter here.
fn parse(text: &str) -> Vec<(String, User)> {
    let line = |line: &str| {
        let mut fields = line.split(':');
        let name = fields.next()?.to_owned();
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        Some((name, User { uid, gid }))
    };
    text.lines().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_users_is_read_and_its_odd_lines_are_passed_over() {
        let text =
            "root:x:0:0:root:/root:/bin/bash\n# a remark\nada:x:1000:1001::/home/ada:/bin/sh\nbroken:x:\n";
        let ada = ("ada".to_owned(), User { uid: 1000, gid: 1001 });
        assert_eq!(parse(text), [("root".to_owned(), User { uid: 0, gid: 0 }), ada]);
    }
}
