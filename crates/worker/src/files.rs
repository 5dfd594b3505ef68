//! Removes the files that no row needs any more.

use crate::Context;
use hearth_core::media::drop;
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
            let mut known = these.iter().filter_map(|file| Name::parse(file.split('.').next()?));
            known.try_for_each(|name| files.remove(&name))
        });
        removed.await.map_err(Error::internal)?.map_err(Error::unavailable)?;
        drop::removed(&context.core, &names).await?;
    }
}
