//! What a draft would be, without telling it.

use super::Draft;
use super::load;
use super::model::StoryView;
use super::publish;
use crate::accounts::Account;
use crate::{Core, Error, Result};
use diesel_async::AsyncConnection as _;
use std::sync::Arc;

/// Tells the draft and takes all of it back: what comes out is what would be told, since nothing else made it. Its id,
/// its address and its time are made up anew when it is told.
///
/// # Errors
/// Those of [`publish::publish`].
pub async fn preview(core: &Core, author: &Account, draft: Draft) -> Result<Arc<StoryView>> {
    preview_under(core, author, draft, None).await
}

/// The same of a draft whose address was drawn already.
///
/// # Errors
/// Those of [`publish::publish`].
pub async fn preview_under(
    core: &Core,
    author: &Account,
    draft: Draft,
    slug: Option<String>,
) -> Result<Arc<StoryView>> {
    let ready = publish::ready(core, author, Draft { idempotency_key: None, ..draft }).await?.under(slug);
    let mut conn = core.db.conn().await?;
    let seen = conn
        .transaction(async |tx| {
            let told = async {
                let id = publish::tell(core, tx, author, &ready).await?;
                load::views(core, tx, &[id]).await?.pop().ok_or(Error::NotFound("story"))
            };
            match told.await {
                Ok(view) => Err::<(), _>(TakenBack::Seen(view)),
                Err(error) => Err(TakenBack::Failed(error)),
            }
        })
        .await;
    match seen {
        Err(TakenBack::Seen(view)) => Ok(view),
        Err(TakenBack::Failed(error)) => Err(error),
        Ok(()) => Err(Error::NotFound("story")),
    }
}

/// Why the transaction ends: always with nothing written.
enum TakenBack {
    Seen(Arc<StoryView>),
    Failed(Error),
}

impl From<diesel::result::Error> for TakenBack {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error.into())
    }
}
