//! Those who look after a community change what it says of itself.

use super::found::{checked, joining_of};
use super::model::{Community, Joining, Role, Visibility};
use super::queries;
use crate::accounts::Account;
use crate::accounts::update::{ProfileChange, update as update_profile};
use crate::schema::communities;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// What to change; `None` leaves it.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Name to show.
    pub title: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// What newcomers read first.
    pub welcome: Option<String>,
    /// Who may read what is told from now on.
    pub visibility: Option<Visibility>,
    /// How one joins.
    pub joining: Option<Joining>,
    /// What is asked of those who ask to join.
    pub question: Option<String>,
}

/// Changes what is given and records `AccountUpdated`. Stories keep the audience they were told to: nobody who spoke
/// among members finds their words outside.
///
/// # Errors
/// [`Error::Forbidden`] for those who are no stewards, [`Error::Invalid`] for texts that are too long.
pub async fn update(
    core: &Core,
    steward: &Account,
    community: &Community,
    change: Change,
) -> Result<Community> {
    let id = community.account.id;
    let visibility = change.visibility.unwrap_or(community.visibility);
    let joining = joining_of(visibility, change.joining.unwrap_or(community.joining));
    let (welcome, question) = checked(
        change.welcome.as_deref().unwrap_or(&community.welcome),
        change.question.as_deref().unwrap_or(&community.question),
    )?;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        queries::require(tx, id, steward.id, Role::Steward).await?;
        diesel::update(communities::table.find(id.0))
            .set((
                communities::welcome.eq(&welcome),
                communities::visibility.eq(visibility as i16),
                communities::joining.eq(joining as i16),
                communities::question.eq(&question),
            ))
            .execute(tx)
            .await?;
        Ok::<_, Error>(())
    })
    .await?;
    drop(conn);
    let profile = ProfileChange {
        display_name: change.title,
        note: change.description,
        locked: Some(joining != Joining::Open),
        discoverable: Some(visibility == Visibility::Public),
        ..ProfileChange::default()
    };
    update_profile(core, &community.account, profile).await?;
    queries::by_id(core, id).await?.ok_or(Error::NotFound("community"))
}
