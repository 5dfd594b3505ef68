//! Accounts, and how the caller stands to them.

pub(crate) mod credentials;
pub(crate) mod find;
pub(crate) mod follows;
pub(crate) mod personal;
pub(crate) mod preferences;
pub(crate) mod profile;
pub(crate) mod relationships;
pub(crate) mod restrict;
pub(crate) mod show;
pub(crate) mod statuses;

use crate::State;
use crate::entities::Account;
use crate::page::{Newer, Wanted, ends};
use crate::render;
use axum::response::Response;
use hearth_core::accounts;

/// A list of accounts without pages.
pub(crate) fn rendered(state: &State, list: &[accounts::Account]) -> Response {
    let items: Vec<Account<'_>> = list.iter().map(|account| Account::of(&state.core.here, account)).collect();
    render::list(&items)
}

/// A page of accounts with the cursors of the list they stand in.
pub(crate) fn page(state: &State, wanted: &Wanted, list: &[(i64, accounts::Account)]) -> Response {
    let items: Vec<Account<'_>> =
        list.iter().map(|(_, account)| Account::of(&state.core.here, account)).collect();
    wanted.answer(&items, ends(list, |(cursor, _)| *cursor), Newer::SinceId)
}
