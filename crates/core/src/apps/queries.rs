//! Finds apps.

use super::App;
use super::model::Row;
use crate::ids::TokenId;
use crate::sql::sql;
use crate::{Core, Result, secret};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Text};
use diesel_async::RunQueryDsl;

/// The app that gives itself out by this id.
///
/// # Errors
/// When Postgres fails.
pub async fn by_client(core: &Core, client_id: &str) -> Result<Option<App>> {
    if client_id.contains('\0') {
        return Ok(None);
    }
    let mut conn = core.db.conn().await?;
    let row =
        sql("SELECT id, client_id, name, website, redirect_uris, scopes FROM apps WHERE client_id = $1")
            .bind::<Text, _>(client_id)
            .get_result::<Row>(&mut conn)
            .await
            .optional()?;
    Ok(row.map(App::from))
}

/// The app with this id, if the secret is its own. Compared as hashes, by the database, so that the time an answer
/// takes tells nothing.
///
/// # Errors
/// When Postgres fails.
pub async fn by_secret(core: &Core, client_id: &str, text: &str) -> Result<Option<App>> {
    if client_id.contains('\0') {
        return Ok(None);
    }
    let mut conn = core.db.conn().await?;
    let row = sql("SELECT id, client_id, name, website, redirect_uris, scopes FROM apps \
         WHERE client_id = $1 AND secret_hash = $2")
    .bind::<Text, _>(client_id)
    .bind::<Binary, _>(secret::hash(text).to_vec())
    .get_result::<Row>(&mut conn)
    .await
    .optional()?;
    Ok(row.map(App::from))
}

/// The app through which a token was made; `None` for tokens made on the command line.
///
/// # Errors
/// When Postgres fails.
pub async fn of_token(core: &Core, token: TokenId) -> Result<Option<App>> {
    let mut conn = core.db.conn().await?;
    let row = sql("SELECT a.id, a.client_id, a.name, a.website, a.redirect_uris, a.scopes \
         FROM tokens t JOIN apps a ON a.id = t.app_id WHERE t.id = $1")
    .bind::<BigInt, _>(token.0)
    .get_result::<Row>(&mut conn)
    .await
    .optional()?;
    Ok(row.map(App::from))
}

/// All apps, by name.
///
/// # Errors
/// When Postgres fails.
pub async fn all(core: &Core) -> Result<Vec<App>> {
    let mut conn = core.db.conn().await?;
    let rows = sql("SELECT id, client_id, name, website, redirect_uris, scopes FROM apps ORDER BY name, id")
        .load::<Row>(&mut conn)
        .await?;
    Ok(rows.into_iter().map(App::from).collect())
}
