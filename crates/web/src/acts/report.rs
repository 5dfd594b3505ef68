//! Tells those who look after this place that something about a story is not right.

use super::refused;
use crate::State;
use crate::error::PageError;
use crate::home::card::Card;
use crate::html::own;
use crate::member::{Member, Sent};
use askama::Template;
use axum::extract::{self, Path};
use axum::response::Response;
use hearth_core::ids::StoryId;
use hearth_core::reports::{MAX_COMMENT, Told, create};
use hearth_core::stories::show;
use http::StatusCode;

#[derive(Template)]
#[template(path = "report.html")]
struct Report {
    server: String,
    token: String,
    card: Card,
    /// Longest comment, in characters.
    longest: usize,
    sent: bool,
}

/// `GET /stories/{id}/report`
pub(crate) async fn ask(
    extract::State(state): extract::State<State>,
    member: Member,
    Path(id): Path<i64>,
) -> Result<Response, PageError> {
    page(&state, &member, StoryId(id), false).await
}

/// `POST /stories/{id}/report`
pub(crate) async fn send(
    extract::State(state): extract::State<State>,
    Path(id): Path<i64>,
    Sent { member, fields }: Sent,
) -> Result<Response, PageError> {
    let story = StoryId(id);
    let target = show::show(&state.core, member.id(), story).await?.view.author.clone();
    let told =
        Told { comment: fields.get("words"), forward: fields.get("forward") == "yes", ..Told::default() };
    create(&state.core, &member.account, &target, &[story], &told).await.map_err(refused)?;
    page(&state, &member, story, true).await
}

async fn page(state: &State, member: &Member, story: StoryId, sent: bool) -> Result<Response, PageError> {
    let entry = show::show(&state.core, member.id(), story).await?;
    let report = Report {
        server: state.title.clone(),
        token: member.token(),
        card: Card::of(&state.core, member.id(), &entry),
        longest: MAX_COMMENT,
        sent,
    };
    own(StatusCode::OK, &report)
}
