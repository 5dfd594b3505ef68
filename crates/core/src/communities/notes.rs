//! Content notes that a community adds to the vocabulary, for what its members tell of and the vocabulary has no word for.

use super::model::{Community, Role};
use super::queries;
use crate::accounts::Account;
use crate::ids::{AccountId, StoryId};
use crate::notes::by_id;
use crate::schema::community_notes;
use crate::stories::Draft;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;
use serde::Serialize;

/// Longest id, in characters.
pub const MAX_ID: usize = 40;
/// Longest label, in characters: all the notes of a story have to fit its warning.
pub const MAX_LABEL: usize = 80;
/// Longest description, in characters.
pub const MAX_DESCRIPTION: usize = 500;

/// A note of a community.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Serialize)]
pub struct CommunityNote {
    /// Short name, as it stands in drafts and addresses.
    pub id: String,
    /// As people read it.
    pub label: String,
    /// What it means, plainly.
    pub description: String,
}

/// The notes of a community, by their names.
///
/// # Errors
/// When Postgres fails.
pub async fn list(core: &Core, community: AccountId) -> Result<Vec<CommunityNote>> {
    let mut conn = core.db.conn().await?;
    Ok(community_notes::table
        .filter(community_notes::community_id.eq(community.0))
        .order(community_notes::id)
        .select((community_notes::id, community_notes::label, community_notes::description))
        .load(&mut conn)
        .await?)
}

/// A steward adds a note, or says what one means from now on; stories told keep the words they were told with.
///
/// # Errors
/// [`Error::Forbidden`] for those who are no stewards; [`Error::Invalid`] for an id that is none or stands in the
/// vocabulary, for no words, and for too many.
pub async fn put(
    core: &Core,
    steward: &Account,
    community: &Community,
    note: CommunityNote,
) -> Result<CommunityNote> {
    let note = checked(note)?;
    let id = community.account.id;
    let mut conn = core.db.conn().await?;
    queries::require(&mut conn, id, steward.id, Role::Steward).await?;
    diesel::insert_into(community_notes::table)
        .values((
            community_notes::community_id.eq(id.0),
            community_notes::id.eq(&note.id),
            community_notes::label.eq(&note.label),
            community_notes::description.eq(&note.description),
            community_notes::added_by.eq(steward.id.0),
            community_notes::created_at.eq(core.now()),
        ))
        .on_conflict((community_notes::community_id, community_notes::id))
        .do_update()
        .set((
            community_notes::label.eq(excluded(community_notes::label)),
            community_notes::description.eq(excluded(community_notes::description)),
        ))
        .execute(&mut conn)
        .await?;
    Ok(note)
}

/// A steward takes a note away; stories told with it keep its words.
///
/// # Errors
/// [`Error::NotFound`] where there is none, [`Error::Forbidden`] for those who are no stewards.
pub async fn remove(core: &Core, steward: &Account, community: &Community, note: &str) -> Result<()> {
    let id = community.account.id;
    let mut conn = core.db.conn().await?;
    queries::require(&mut conn, id, steward.id, Role::Steward).await?;
    let gone = diesel::delete(community_notes::table.find((id.0, note))).execute(&mut conn).await?;
    if gone == 0 { Err(Error::NotFound("content note")) } else { Ok(()) }
}

/// Gives a draft the words of those of its notes that are its community's: the one it is told in, or that of the story
/// it answers, or of the told story `of` that it is to replace.
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn look_up(core: &Core, draft: &mut Draft, of: Option<StoryId>) -> Result<()> {
    if draft.notes.iter().all(|id| by_id(id).is_some()) {
        return Ok(());
    }
    let community = match (of.or(draft.parent), draft.community) {
        (Some(story), _) => queries::of_story(core, story).await?,
        (None, chosen) => chosen,
    };
    if let Some(community) = community {
        let known = list(core, community).await?;
        draft.community_notes = known.into_iter().filter(|note| draft.notes.contains(&note.id)).collect();
    }
    Ok(())
}

fn checked(note: CommunityNote) -> Result<CommunityNote> {
    let id = note.id.trim().to_owned();
    let is_name = |id: &str| id.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    if id.is_empty() || id.len() > MAX_ID || !is_name(&id) {
        return Err(Error::Invalid(format!(
            "Validation failed: the id of a content note has small letters a to z, digits and dashes, up to {MAX_ID}"
        )));
    }
    if by_id(&id).is_some() {
        return Err(Error::Invalid(format!("Validation failed: {id} stands in the vocabulary already")));
    }
    let words = |text: &str| text.replace('\0', "").split_whitespace().collect::<Vec<_>>().join(" ");
    let (label, description) = (words(&note.label), words(&note.description));
    if label.is_empty() || label.chars().count() > MAX_LABEL {
        return Err(Error::Invalid(format!(
            "Validation failed: the label of a content note has words, up to {MAX_LABEL} characters"
        )));
    }
    if description.chars().count() > MAX_DESCRIPTION {
        return Err(Error::Invalid(format!(
            "Validation failed: the description of a content note has up to {MAX_DESCRIPTION} characters"
        )));
    }
    Ok(CommunityNote { id, label, description })
}
