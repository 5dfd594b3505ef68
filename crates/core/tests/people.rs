//! Accounts, members, follows, restrictions and what else concerns people, on a real Postgres.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "in a test, what cannot be is a failure")]

mod people {
    mod accounts;
    mod blocks;
    mod emojis;
    mod ending;
    mod finding;
    mod follows;
    mod moving;
    mod notifications;
    mod orders;
    mod peers;
    mod profile;
    mod receiving;
    mod reports;
    mod seen;
    mod spawnable;
    mod tokens;
}
mod world;
