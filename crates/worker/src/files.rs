//! Removes the files that no row needs any more.

use crate::Context;
use hearth_core::media::drop;
use hearth_core::{Error, Result};
use hearth_media::store::Name;
use std::io;

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
            let known = these.iter().filter_map(|file| Name::parse(file.split('.').next()?));
            known.map(|name| files.remove(&name)).collect::<io::Result<()>>()
        });
        removed.await.map_err(Error::internal)?.map_err(Error::unavailable)?;
        drop::removed(&context.core, &names).await?;
    }
}
