//! The composer: empty, for an answer, or with a draft in it.

use super::form::{self, Choice, Tick};
use crate::State;
use crate::error::PageError;
use crate::fields::Fields;
use crate::home::card::Card;
use crate::html::own;
use crate::member::Member;
use crate::views::Person;
use askama::Template;
use axum::extract::{self, RawQuery};
use axum::response::Response;
use hearth_core::accounts::queries;
use hearth_core::drafts::list;
use hearth_core::ids::{AccountId, DraftId, StoryId};
use hearth_core::members::model::by_account;
use hearth_core::stories::draft::{MAX_CHARACTERS, MAX_TITLE};
use hearth_core::stories::{Audience, Draft, show};
use http::StatusCode;

/// The composer as a page.
#[derive(Template)]
#[template(path = "write.html")]
struct Composer {
    server: String,
    token: String,
    problem: String,
    /// The kept draft that is being written on; 0 for none yet.
    draft: i64,
    title: String,
    text: String,
    own_words: String,
    inspired_by: String,
    language: String,
    boosts: bool,
    kinds: Vec<Choice>,
    wishes: Vec<Choice>,
    audiences: Vec<Choice>,
    notes: Vec<Tick>,
    noted: bool,
    answers: Option<Card>,
    community: Option<(i64, Person)>,
    preview: Option<String>,
    /// Nobody has told anything from here: three questions may help to begin.
    first: bool,
    longest_title: usize,
    longest: usize,
}

/// What the composer is to show.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) draft: Draft,
    /// The kept draft that this is.
    pub(super) id: i64,
    pub(super) problem: String,
    /// The text as it will be read.
    pub(super) preview: Option<String>,
}

/// `GET /write`, with `?answers=` a story, `?community=` where it is told, or `?draft=` one that was kept.
pub(crate) async fn compose(
    extract::State(state): extract::State<State>,
    member: Member,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let fields = Fields::read(query.unwrap_or_default().as_bytes()).ok_or_else(PageError::unreadable)?;
    let shown = match fields.get("draft").parse() {
        Ok(id) => Shown {
            draft: list::show(&state.core, member.id(), DraftId(id)).await?.draft,
            id,
            ..Shown::default()
        },
        Err(_) => Shown { draft: form::read(&fields), ..Shown::default() },
    };
    page(&state, &member, shown, StatusCode::OK).await
}

/// The page, with what was typed.
pub(super) async fn page(
    state: &State,
    member: &Member,
    shown: Shown,
    status: StatusCode,
) -> Result<Response, PageError> {
    let (core, Shown { draft, id, problem, preview }) = (&state.core, shown);
    let usual = by_account(core, member.id()).await?.and_then(|member| member.default_audience);
    let composer = Composer {
        server: state.title.clone(),
        token: member.token(),
        problem,
        draft: id,
        kinds: form::kinds(&draft),
        wishes: form::wishes(&draft),
        // A story is for followers until somebody decides otherwise.
        audiences: form::audiences(&draft, usual.unwrap_or(Audience::Followers)),
        notes: form::ticks(&draft),
        noted: !(draft.notes.is_empty() && draft.own_words.is_empty()),
        answers: answered(state, member, draft.parent).await?,
        community: place(state, draft.community).await?,
        boosts: draft.boosts.unwrap_or_default(),
        language: draft.language.unwrap_or_default(),
        preview,
        first: member.account.last_story_at.is_none() && draft.parent.is_none() && draft.text.is_empty(),
        title: draft.title,
        text: draft.text,
        own_words: draft.own_words,
        inspired_by: draft.inspired_by,
        longest_title: MAX_TITLE,
        longest: MAX_CHARACTERS,
    };
    own(status, &composer)
}

async fn answered(
    state: &State,
    member: &Member,
    parent: Option<StoryId>,
) -> Result<Option<Card>, PageError> {
    let Some(parent) = parent else { return Ok(None) };
    let entry = show::show(&state.core, member.id(), parent).await?;
    Ok(Some(Card::of(&state.core, member.id(), &entry)))
}

async fn place(state: &State, community: Option<AccountId>) -> Result<Option<(i64, Person)>, PageError> {
    let Some(id) = community else { return Ok(None) };
    let account = queries::by_id(&state.core, id).await?;
    Ok(Some((id.0, Person::of(&state.core, &account))))
}
