//! What a member writes down about somebody, for their own eyes.

use super::Account;
use crate::ids::AccountId;
use crate::schema::account_notes;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Longest note, in characters.
const LONGEST: usize = 2_000;

/// Writes the note about `about`; an empty one takes it away.
///
/// # Errors
/// [`Error::Invalid`] for one that is too long.
pub async fn remark(core: &Core, member: AccountId, about: &Account, note: &str) -> Result<()> {
    let note = note.replace('\0', "");
    if note.chars().count() > LONGEST {
        return Err(Error::invalid("Validation failed: Comment is too long (maximum is 2000 characters)"));
    }
    let mut conn = core.db.conn().await?;
    if note.is_empty() {
        diesel::delete(account_notes::table.find((member.0, about.id.0))).execute(&mut conn).await?;
        return Ok(());
    }
    diesel::insert_into(account_notes::table)
        .values((
            account_notes::account_id.eq(member.0),
            account_notes::about_id.eq(about.id.0),
            account_notes::note.eq(&note),
        ))
        .on_conflict((account_notes::account_id, account_notes::about_id))
        .do_update()
        .set(account_notes::note.eq(&note))
        .execute(&mut conn)
        .await?;
    Ok(())
}
