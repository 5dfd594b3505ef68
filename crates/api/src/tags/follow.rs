//! Hashtags whose stories come into the home timeline.

use super::one;
use crate::State;
use crate::auth::Caller;
use crate::entities::Tag;
use crate::ids::Word;
use crate::page::{Newer, Wanted, ends};
use crate::render::Rendered;
use axum::extract;
use hearth_core::tags::follow as verbs;

/// `POST /api/v1/tags/{tag}/follow`
pub(super) async fn follow(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(tag): Word,
) -> Rendered {
    caller.may("write:follows")?;
    verbs::follow(&state.core, caller.id(), &tag).await?;
    one(&state, caller.id(), &tag).await
}

/// `POST /api/v1/tags/{tag}/unfollow`
pub(super) async fn unfollow(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(tag): Word,
) -> Rendered {
    caller.may("write:follows")?;
    verbs::unfollow(&state.core, caller.id(), &tag).await?;
    one(&state, caller.id(), &tag).await
}

/// `GET /api/v1/followed_tags`
pub(super) async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
) -> Rendered {
    caller.may("read:follows")?;
    let list = verbs::followed(&state.core, caller.id(), wanted.page(100, 200)).await?;
    let items: Vec<Tag<'_>> = list.iter().map(|(_, tag)| Tag::of(&state.core.here, tag, true)).collect();
    Ok(wanted.answer(&items, ends(&list, |(cursor, _)| *cursor), Newer::SinceId))
}
