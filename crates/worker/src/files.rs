//! Removes the files that no row needs any more.

use crate::Context;
use hearth_core::media::{drop, expect};
use hearth_core::proxied::{names, room};
use hearth_core::{Error, Result};
use hearth_media::store::Name;

/// Drops what waited a day for its story, then removes all files that were dropped. A file is crossed off only once it
/// is gone; one that is gone already is no error.
///
/// # Errors
/// When Postgres or the disk fails; the next round goes on.
pub async fn drop(context: &Context) -> Result<()> {
    drop::sweep(&context.core).await?;
    loop {
        let names = drop::files(&context.core).await?;
        if names.is_empty() {
            return Ok(());
        }
        let (files, these) = (context.files.clone(), names.clone());
        let removed = tokio::task::spawn_blocking(move || {
            let mut known = these.iter().filter_map(|file| name_of(file));
            known.try_for_each(|name| files.remove(&name))
        });
        removed.await.map_err(Error::internal)?.map_err(Error::unavailable)?;
        drop::removed(&context.core, &names).await?;
    }
}

/// Removes pictures of other servers beyond the room that is set for them, those longest not looked at first. A row goes
/// once its files are gone.
///
/// # Errors
/// When Postgres or the disk fails; the next round goes on.
pub async fn make_room(context: &Context) -> Result<()> {
    loop {
        let urls = room::beyond(&context.core, context.media.room()).await?;
        if urls.is_empty() {
            return Ok(());
        }
        let (others, these) = (context.others.clone(), urls.clone());
        let removed = tokio::task::spawn_blocking(move || {
            let mut names = these.iter().flat_map(|url| <[String; 2]>::from(names(url)));
            names.try_for_each(|name| Name::parse(&name).map_or(Ok(()), |name| others.remove(&name)))
        });
        removed.await.map_err(Error::internal)?.map_err(Error::unavailable)?;
        room::gone(&context.core, &urls).await?;
    }
}

/// Keeps a file under a new name; answers the name with its ending. Unless a row needs it within the hour, it goes.
///
/// # Errors
/// When Postgres or the disk fails.
pub(crate) async fn keep(context: &Context, bytes: Vec<u8>, ending: &str) -> Result<String> {
    let name = Name::new();
    let file = format!("{}.{ending}", name.as_str());
    expect::expect(&context.core, &file).await?;
    let files = context.files.clone();
    let put = tokio::task::spawn_blocking(move || files.put(&name, &bytes));
    put.await.map_err(Error::internal)?.map_err(Error::unavailable)?;
    Ok(file)
}

/// The name under which a file is kept.
pub(crate) fn name_of(file: &str) -> Option<Name> {
    Name::parse(file.split('.').next()?)
}
