//! Names of files are written down before the files are: whatever happens in between, none stands there for ever.

use crate::db::Conn;
use crate::schema::dropped_files as files;
use crate::{Core, Error, Result};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// How long a file may stand there before a row needs it.
const PATIENCE: TimeDelta = TimeDelta::hours(1);

/// A file is about to be written under this name. Unless a row needs it within the hour, it goes.
///
/// # Errors
/// When Postgres fails; the file is not to be written then.
pub async fn expect(core: &Core, name: &str) -> Result<()> {
    diesel::insert_into(files::table)
        .values((files::name.eq(name), files::after.eq(core.now() + PATIENCE)))
        .execute(&mut *core.db.conn().await?)
        .await?;
    Ok(())
}

/// A row needs these files from now on, in the caller's transaction.
pub(crate) async fn needed(core: &Core, tx: &mut Conn, names: &[&str]) -> Result<()> {
    let expected = files::table.filter(files::name.eq_any(names).and(files::after.gt(core.now())));
    let found = diesel::delete(expected).execute(tx).await?;
    if found == names.len() {
        return Ok(());
    }
    Err(Error::unavailable("a file went before a row could need it"))
}
