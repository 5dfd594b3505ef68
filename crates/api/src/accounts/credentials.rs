//! One's own account.

use crate::State;
use crate::auth::Caller;
use crate::entities::{Credentials, words};
use crate::error::ApiError;
use crate::media::profile;
use crate::params::{Files, Flag, Given, List, WithFiles, Words};
use crate::render::{self, Rendered};
use axum::extract;
use hearth_core::accounts::update::{self, ProfileChange};
use hearth_core::accounts::{Account, Field};
use hearth_core::follows::queries;
use hearth_core::members::model::{self, Defaults};
use serde::Deserialize;

/// `GET /api/v1/accounts/verify_credentials`
pub(crate) async fn verify(extract::State(state): extract::State<State>, caller: Caller) -> Rendered {
    caller.may("profile")?;
    own(&state, &caller.account).await
}

pub(super) async fn own(state: &State, account: &Account) -> Rendered {
    let member = model::by_account(&state.core, account.id).await?.ok_or_else(ApiError::not_found)?;
    let requests = queries::waiting(&state.core, account.id).await?;
    Ok(render::one(&Credentials::of(&state.core.here, account, &member, requests)))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct FieldForm {
    name: Words,
    value: Words,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SourceForm {
    privacy: Words,
    sensitive: Flag,
    language: Option<Words>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    display_name: Option<Words>,
    note: Option<Words>,
    locked: Flag,
    bot: Flag,
    discoverable: Flag,
    indexable: Flag,
    fields_attributes: Option<List<FieldForm>>,
    source: Option<SourceForm>,
    avatar: Given,
    header: Given,
}

/// `PATCH /api/v1/accounts/update_credentials`
pub(crate) async fn update(
    extract::State(state): extract::State<State>,
    caller: Caller,
    WithFiles(form, files): WithFiles<Form>,
) -> Rendered {
    caller.may("write:accounts")?;
    own(&state, &change(&state, &caller.account, form, files).await?).await
}

/// Changes what the form names.
pub(super) async fn change(
    state: &State,
    account: &Account,
    mut form: Form,
    files: Files,
) -> Result<Account, ApiError> {
    let defaults = form.source.take().unwrap_or_default().defaults()?;
    let given = (form.avatar.0, form.header.0);
    let (avatar, header) = profile::pictures(state, files, given).await?;
    let change = ProfileChange { avatar, header, ..form.change() };
    let account = update::update(&state.core, account, change).await?;
    model::remember(&state.core, account.id, &defaults).await?;
    Ok(account)
}

impl SourceForm {
    fn defaults(self) -> Result<Defaults, ApiError> {
        Ok(Defaults {
            audience: words::audience_asked(&self.privacy.0)?,
            sensitive: self.sensitive.0,
            language: self.language.map(Words::some),
        })
    }
}

impl Form {
    fn change(self) -> ProfileChange {
        let field = |field: FieldForm| Field { name: field.name.0, value: field.value.0 };
        ProfileChange {
            display_name: self.display_name.map(|words| words.0),
            note: self.note.map(|words| words.0),
            // A field without a name is one that was taken away.
            fields: self.fields_attributes.map(|list| {
                list.0.into_iter().map(field).filter(|field| !field.name.trim().is_empty()).collect()
            }),
            locked: self.locked.0,
            bot: self.bot.0,
            discoverable: self.discoverable.0,
            indexable: self.indexable.0,
            also_known_as: None,
            avatar: None,
            header: None,
        }
    }
}
