//! An app exchanges a code for its token, once.

use super::LIFE;
use crate::apps::App;
use crate::db::Conn;
use crate::ids::{AccountId, TokenId};
use crate::members::Scopes;
use crate::members::tokens::{self, Issued};
use crate::schema::{grants, tokens as rows};
use crate::sql::sql;
use crate::{Core, Error, Result, secret};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary, Nullable, Text, Timestamptz};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// What an app brings.
#[derive(Debug, Clone, Copy)]
pub struct Claim<'a> {
    /// The code.
    pub code: &'a str,
    /// Who comes.
    pub app: &'a App,
    /// Whether it proved so by its secret.
    pub proven: bool,
    /// Where the member was sent back to.
    pub redirect_uri: &'a str,
    /// What the PKCE challenge was made of.
    pub verifier: Option<&'a str>,
}

/// The token for a code. `None` when the code is unknown, too old, used, another app's, of another address or without its
/// proof (the verifier where there was a challenge; otherwise the app's secret). A code that is used twice was stolen
/// at one of the two times: the token made of it is revoked (RFC 6749, 4.1.2).
///
/// # Errors
/// When Postgres fails.
pub async fn redeem(core: &Core, claim: &Claim<'_>) -> Result<Option<Issued>> {
    let hash = secret::hash(claim.code).to_vec();
    let mut conn = core.db.conn().await?;
    let issued = conn
        .transaction(async |tx| {
            let Some(grant) = find(tx, &hash).await? else { return Ok(None) };
            if grant.used_at.is_some() {
                take_back(core, tx, grant.token_id).await?;
                return Ok(None);
            }
            if !grant.fits(core, claim) {
                return Ok(None);
            }
            let scopes = Scopes::stored(grant.scopes);
            let issued = tokens::issue_in(core, tx, Some(grant.account_id), claim.app, &scopes).await?;
            diesel::update(grants::table.find(&hash))
                .set((grants::used_at.eq(core.now()), grants::token_id.eq(issued.token.0)))
                .execute(tx)
                .await?;
            Ok::<_, Error>(Some(issued))
        })
        .await?;
    core.sessions.forget_all();
    Ok(issued)
}

async fn find(tx: &mut Conn, hash: &[u8]) -> Result<Option<Row>> {
    Ok(sql("SELECT app_id, account_id, redirect_uri, scopes, challenge, token_id, used_at, created_at FROM grants \
         WHERE hash = $1 FOR UPDATE")
    .bind::<Binary, _>(hash.to_vec())
    .get_result::<Row>(tx)
    .await
    .optional()?)
}

async fn take_back(core: &Core, tx: &mut Conn, token: Option<TokenId>) -> Result<()> {
    let Some(token) = token else { return Ok(()) };
    diesel::update(rows::table.find(token.0).filter(rows::revoked_at.is_null()))
        .set(rows::revoked_at.eq(core.now()))
        .execute(tx)
        .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    app_id: i64,
    #[diesel(sql_type = BigInt)]
    account_id: AccountId,
    #[diesel(sql_type = Text)]
    redirect_uri: String,
    #[diesel(sql_type = Array<Text>)]
    scopes: Vec<String>,
    #[diesel(sql_type = Nullable<Text>)]
    challenge: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    token_id: Option<TokenId>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    used_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
}

impl Row {
    fn fits(&self, core: &Core, claim: &Claim<'_>) -> bool {
        let proof = match (&self.challenge, claim.verifier) {
            (Some(challenge), Some(verifier)) => {
                is_verifier(verifier) && secret::hashed_text(verifier) == *challenge
            }
            (None, None) => claim.proven,
            // A verifier without a challenge: somebody took the challenge out on its way (RFC 9700, 2.1.1).
            _ => false,
        };
        let fresh = core.now() - self.created_at <= LIFE;
        proof && fresh && self.app_id == claim.app.id.0 && self.redirect_uri == claim.redirect_uri
    }
}

/// RFC 7636, 4.1.
fn is_verifier(text: &str) -> bool {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    (43..=128).contains(&text.len()) && text.bytes().all(unreserved)
}
