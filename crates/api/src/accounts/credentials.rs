//! One's own account.

use crate::State;
use crate::auth::Caller;
use crate::entities::{Credentials, words};
use crate::error::{Answer, ApiError};
use crate::params::{Flag, List, Params, Words};
use axum::{Json, extract};
use hearth_core::accounts::update::{self, ProfileChange};
use hearth_core::accounts::{Account, Field};
use hearth_core::members::model;
use serde::Deserialize;

/// `GET /api/v1/accounts/verify_credentials`
pub(crate) async fn verify(
    extract::State(state): extract::State<State>,
    caller: Caller,
) -> Answer<Credentials> {
    caller.may("profile")?;
    own(&state, &caller.account).await
}

async fn own(state: &State, account: &Account) -> Answer<Credentials> {
    let member = model::by_account(&state.core, account.id).await?.ok_or_else(ApiError::not_found)?;
    Ok(Json(Credentials::of(&state.core, account, &member)))
}

#[derive(Debug, Deserialize)]
struct FieldForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    value: String,
}

#[derive(Debug, Default, Deserialize)]
struct SourceForm {
    privacy: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Form {
    display_name: Option<Words>,
    note: Option<Words>,
    locked: Option<Flag>,
    bot: Option<Flag>,
    discoverable: Option<Flag>,
    indexable: Option<Flag>,
    fields_attributes: Option<List<FieldForm>>,
    #[serde(default)]
    source: SourceForm,
}

/// `PATCH /api/v1/accounts/update_credentials`
pub(crate) async fn update(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Answer<Credentials> {
    caller.may("write:accounts")?;
    let audience = form.source.privacy.as_deref().and_then(words::audience);
    let account = update::update(&state.core, &caller.account, form.change()).await?;
    if let Some(audience) = audience {
        model::remember_audience(&state.core, account.id, audience).await?;
    }
    own(&state, &account).await
}

impl Form {
    fn change(self) -> ProfileChange {
        let flag = |flag: Option<Flag>| flag.and_then(|flag| flag.0);
        let field = |field: FieldForm| Field { name: field.name, value: field.value };
        ProfileChange {
            display_name: self.display_name.map(|words| words.0),
            note: self.note.map(|words| words.0),
            fields: self
                .fields_attributes
                .map(|list| list.0.into_iter().map(field).filter(|field| !field.name.is_empty()).collect()),
            locked: flag(self.locked),
            bot: flag(self.bot),
            discoverable: flag(self.discoverable),
            indexable: flag(self.indexable),
            also_known_as: None,
        }
    }
}
