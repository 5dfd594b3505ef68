//! Reads notifications.

use crate::State;
use crate::auth::Caller;
use crate::entities::{Notification, words};
use crate::ids::Id;
use crate::page::{Newer, Wanted, ends};
use crate::params::{Flag, List, Params, Ref, Words};
use crate::render::{self, Rendered};
use axum::extract;
use hearth_core::ids::{AccountId, NotificationId};
use hearth_core::notifications::{NotificationKind, list};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    types: List<Words>,
    exclude_types: List<Words>,
    account_id: Ref,
    include_filtered: Flag,
}

impl Form {
    /// Which are asked for; nothing where only kinds that we do not have are.
    pub(super) fn which(self) -> Option<list::Wanted> {
        let some = !self.types.0.is_empty();
        let (kinds, without) = (kinds(self.types), kinds(self.exclude_types));
        let none = some && kinds.is_empty();
        let from = self.account_id.0.map(AccountId);
        // Whoever asks for one person's gets what is kept aside of theirs too: that is how apps show a request.
        let kept = self.include_filtered.on() || from.is_some();
        (!none).then_some(list::Wanted { kinds, without, from, kept })
    }
}

pub(super) fn kinds(words: List<Words>) -> Vec<NotificationKind> {
    words.texts().iter().filter_map(|word| words::kind_from(word)).collect()
}

/// `GET /api/v1/notifications`
pub(crate) async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
    Params(form): Params<Form>,
) -> Rendered {
    caller.may("read:notifications")?;
    let Some(which) = form.which() else {
        return Ok(wanted.answer::<Notification<'_>>(&[], None, Newer::MinId));
    };
    let found = list::list(&state.core, caller.id(), &which, wanted.page(40, 80)).await?;
    let here = &state.core.here;
    let items: Vec<Notification<'_>> =
        found.iter().map(|one| Notification::of(here, one, caller.id())).collect();
    Ok(wanted.answer(&items, ends(&found, |one| one.id.0), Newer::MinId))
}

/// `GET /api/v1/notifications/{id}`
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Rendered {
    caller.may("read:notifications")?;
    let one = list::show(&state.core, caller.id(), NotificationId(id)).await?;
    Ok(render::one(&Notification::of(&state.core.here, &one, caller.id())))
}
