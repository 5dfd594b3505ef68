//! An app registers itself, or is made on the command line.

use super::{App, queries, redirect};
use crate::members::Scopes;
use crate::schema::apps;
use crate::{Core, Error, Result, secret};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// What an app says of itself.
#[derive(Debug, Clone)]
pub struct NewApp<'a> {
    /// Its name.
    pub name: &'a str,
    /// Where people read about it.
    pub website: Option<&'a str>,
    /// Where members may be sent back to.
    pub redirect_uris: Vec<String>,
    /// What it may ask for at most.
    pub scopes: Scopes,
}

/// Registers an app; answers it with its secret, which is not kept.
///
/// # Errors
/// [`Error::Invalid`] with the texts that apps know.
pub async fn register(core: &Core, new: &NewApp<'_>) -> Result<(App, String)> {
    check(new)?;
    let (client_id, text) = (secret::fresh(core), secret::fresh(core));
    write(core, new, &client_id, &text, false).await?;
    Ok((queries::by_client(core, &client_id).await?.ok_or(Error::NotFound("app"))?, text))
}

/// Makes an app with a given id and secret, or gives the app with this id the new name, addresses, scopes and secret.
/// It is kept even when nobody uses it.
///
/// # Errors
/// As [`register`]; also for an id or a secret that no form can carry.
pub async fn with_literals(core: &Core, new: &NewApp<'_>, client_id: &str, text: &str) -> Result<App> {
    check(new)?;
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    if !plain(client_id) || !plain(text) {
        return Err(Error::invalid(
            "the id and the secret of an app are visible ASCII characters, without spaces",
        ));
    }
    write(core, new, client_id, text, true).await?;
    queries::by_client(core, client_id).await?.ok_or(Error::NotFound("app"))
}

fn check(new: &NewApp<'_>) -> Result<()> {
    let wrong = |text: &str| Err(Error::invalid(format!("Validation failed: {text}")));
    if new.name.trim().is_empty() {
        return wrong("Name can't be blank");
    }
    // Strangers write these rows, so they are as short as Mastodon's.
    if new.name.chars().count() > 60 {
        return wrong("Name is too long (maximum is 60 characters)");
    }
    if let Some(website) = new.website {
        let url = url::Url::parse(website).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        if url.is_none() || website.len() > 2_000 {
            return wrong("Website must be a valid URL");
        }
    }
    if new.redirect_uris.is_empty() {
        return wrong("Redirect URI can't be blank");
    }
    if new.redirect_uris.iter().map(String::len).sum::<usize>() > 2_000 {
        return wrong("Redirect URI is too long (maximum is 2000 characters)");
    }
    new.redirect_uris.iter().try_for_each(|address| redirect::check(address))
}

async fn write(core: &Core, new: &NewApp<'_>, client_id: &str, text: &str, lasting: bool) -> Result<()> {
    let said = (
        apps::secret_hash.eq(secret::hash(text).to_vec()),
        apps::name.eq(new.name.trim()),
        apps::website.eq(new.website),
        apps::redirect_uris.eq(&new.redirect_uris),
        apps::scopes.eq(new.scopes.as_slice()),
        apps::lasting.eq(lasting),
    );
    let mut conn = core.db.conn().await?;
    diesel::insert_into(apps::table)
        .values((
            apps::id.eq(core.id()),
            apps::client_id.eq(client_id),
            apps::created_at.eq(core.now()),
            said.clone(),
        ))
        .on_conflict(apps::client_id)
        .do_update()
        .set(said)
        .execute(&mut conn)
        .await?;
    Ok(())
}
