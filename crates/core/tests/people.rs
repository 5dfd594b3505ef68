//! Accounts, members, follows, restrictions and what else concerns people, on a real Postgres.
#![forbid(unsafe_code)]

mod people {
    mod accounts;
}
mod world;
