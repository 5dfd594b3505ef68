//! How a reader wants to meet content notes: each opened, folded or in no list.

use super::{Note, VOCABULARY, by_id};
use crate::ids::AccountId;
use crate::schema::note_choices;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a reader wants of stories with a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(i16)]
pub enum Choice {
    /// Folded, with the note in front.
    #[default]
    Fold = 0,
    /// Shown open, with the note as a first line; unless another note of the story says otherwise.
    Open = 1,
    /// In no list.
    Hide = 2,
}

impl Choice {
    fn from_i16(number: i16) -> Self {
        match number {
            1 => Self::Open,
            2 => Self::Hide,
            _ => Self::Fold,
        }
    }
}

/// What a member chose for every note there is.
///
/// # Errors
/// When Postgres fails.
pub async fn of(core: &Core, account: AccountId) -> Result<Vec<(&'static Note, Choice)>> {
    let chosen = note_choices::table
        .filter(note_choices::account_id.eq(account.0))
        .select((note_choices::note, note_choices::choice))
        .load::<(String, i16)>(&mut *core.db.conn().await?)
        .await?;
    let chosen: BTreeMap<String, i16> = chosen.into_iter().collect();
    let choice =
        |note: &'static Note| (note, chosen.get(note.id).copied().map_or(Choice::Fold, Choice::from_i16));
    Ok(VOCABULARY.iter().map(choice).collect())
}

/// Remembers what a member chose; notes that are not among them stay as they were.
///
/// # Errors
/// [`Error::Invalid`] for a note that is not in the vocabulary; nothing is remembered then.
pub async fn choose(core: &Core, account: AccountId, choices: &BTreeMap<String, Choice>) -> Result<()> {
    if let Some(unknown) = choices.keys().find(|note| by_id(note).is_none()) {
        return Err(Error::Invalid(format!("Validation failed: There is no content note {unknown:?}")));
    }
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        for (note, choice) in choices {
            if *choice == Choice::Fold {
                diesel::delete(note_choices::table.find((account.0, note))).execute(tx).await?;
                continue;
            }
            diesel::insert_into(note_choices::table)
                .values((
                    note_choices::account_id.eq(account.0),
                    note_choices::note.eq(note),
                    note_choices::choice.eq(*choice as i16),
                ))
                .on_conflict((note_choices::account_id, note_choices::note))
                .do_update()
                .set(note_choices::choice.eq(*choice as i16))
                .execute(tx)
                .await?;
        }
        Ok::<_, Error>(())
    })
    .await?;
    core.standings.forget_all();
    Ok(())
}
