//! Access tokens: made, checked and revoked. Only their SHA-256 is kept.

use crate::accounts::Account;
use crate::ids::{AccountId, TokenId};
use crate::{Core, Result};
use std::sync::Arc;

/// What a token allows: OAuth scopes with Mastodon's hierarchy (`read` covers `read:*`, `follow` covers read and
/// write of follows, blocks and mutes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scopes(Vec<String>);

impl Scopes {
    /// Reads a space-separated list.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] for an unknown scope.
    pub fn parse(text: &str) -> Result<Self> {
        todo!()
    }

    /// Whether `wanted`, such as `write:statuses`, is covered.
    #[must_use]
    pub fn cover(&self, wanted: &str) -> bool {
        todo!()
    }

    /// The scopes, as given.
    #[must_use]
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }
}

/// Who speaks, and what they may do.
#[derive(Debug, Clone)]
pub struct Session {
    /// The token.
    pub token: TokenId,
    /// The member; `None` for a token of an app alone.
    pub account: Option<Arc<Account>>,
    /// What it allows.
    pub scopes: Scopes,
}

/// Makes a token for `account`; `literal` fixes its text (scripts, tests), otherwise it is random. Answers the text,
/// which is not kept.
pub async fn create(core: &Core, account: AccountId, scopes: &Scopes, label: &str, literal: Option<&str>) -> Result<String> {
    todo!()
}

/// The session a token stands for: `None` for unknown and revoked tokens and suspended accounts. Kept in memory for at
/// most a second, since revocation must hold at once.
pub async fn session(core: &Core, token: &str) -> Result<Option<Session>> {
    todo!()
}

/// Revokes all tokens of an account.
pub async fn revoke_all(core: &Core, account: AccountId) -> Result<()> {
    todo!()
}
