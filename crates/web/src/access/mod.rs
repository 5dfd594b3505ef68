//! A member's own page: password, one-time codes, browsers and apps.

pub(crate) mod codes;
pub(crate) mod password;
pub(crate) mod show;
pub(crate) mod take_back;

use crate::State;
use crate::error::PageError;
use crate::signin::waiting;
use crate::visitor::Visitor;
use hearth_core::accounts::Account;
use hearth_core::signin::prove::{self, Proof};
use http::StatusCode;

/// Whether the member who is signed in has given their password again. What is wrong comes as words with a status.
async fn confirmed(
    state: &State,
    visitor: &Visitor,
    account: &Account,
    password: &str,
) -> Result<Result<(), (StatusCode, String)>, PageError> {
    Ok(match prove::prove(&state.core, &visitor.attempt(&account.name, password)).await? {
        Proof::Right(known) if known.account == account.id => Ok(()),
        Proof::Wait(time) => Err((StatusCode::TOO_MANY_REQUESTS, waiting(time))),
        Proof::Right(_) | Proof::Wrong => {
            Err((StatusCode::UNPROCESSABLE_ENTITY, "This is not your present password.".to_owned()))
        }
    })
}
