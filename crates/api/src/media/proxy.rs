//! Shows a picture of another server through this one: whoever looks is seen by nobody else.

use super::serve::shown;
use crate::State;
use crate::error::ApiError;
use axum::extract::{self, Path};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hearth_core::here::host_of;
use hearth_core::proxied::{Form, Known, keep, known, names};
use hearth_core::{Error, Result as CoreResult};
use hearth_federation::{peers, resolve};
use hearth_media::picture::{Limits, Prepared};
use http::HeaderMap;
use url::Url;

/// How long others may keep what they were shown: a picture may be another one tomorrow under the same address.
const FOR_A_DAY: &str = "public, max-age=86400";

/// `GET /media/proxy/{form}/{seal}/{url}`
pub(crate) async fn serve(
    extract::State(state): extract::State<State>,
    Path((form, seal, url)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (form, url) = sealed(&state, &form, &seal, &url).ok_or_else(ApiError::not_found)?;
    let host = host_of(&url).ok_or_else(ApiError::not_found)?;
    if !peers::deals_with(&state.federation, &host).await.map_err(Error::internal)? {
        return Err(ApiError::not_found());
    }
    let endings = had(&state, &url).await?.ok_or_else(ApiError::not_found)?;
    let name = file(&url, form, endings);
    match state.rooms.open_others(&name).await {
        Ok(opened) => shown(opened, &headers, FOR_A_DAY).await,
        Err(_) => Err(ApiError::not_found()),
    }
}

/// What this server sealed itself, and nothing else.
fn sealed(state: &State, form: &str, seal: &str, url: &str) -> Option<(Form, String)> {
    let url = String::from_utf8(URL_SAFE_NO_PAD.decode(url).ok()?).ok()?;
    let whole = state.core.here.seal()?.is_of(seal, &url);
    Form::read(form).filter(|_| whole).map(|form| (form, url))
}

fn file(url: &str, form: Form, (whole, small): (String, String)) -> String {
    let names = names(url);
    match form {
        Form::Whole => format!("{}.{whole}", names.0),
        Form::Small => format!("{}.{small}", names.1),
    }
}

/// The endings of a picture that is kept, from now on if it was not before; nothing for one that cannot be had.
async fn had(state: &State, url: &str) -> Result<Option<(String, String)>, ApiError> {
    // One at a time asks for a picture: the others wait and find it.
    let turn = state.rooms.turn(url);
    let _turn = turn.lock().await;
    match known(&state.core, url).await? {
        Some(Known::Missing) => return Ok(None),
        Some(Known::Kept { whole, small }) => {
            let endings = (whole, small);
            let there = state.rooms.open_others(&file(url, Form::Whole, endings.clone())).await.is_ok()
                && state.rooms.open_others(&file(url, Form::Small, endings.clone())).await.is_ok();
            if there {
                return Ok(Some(endings));
            }
        }
        None => {}
    }
    match fetched(state, url).await? {
        Some(prepared) => Ok(Some(kept(state, url, prepared).await?)),
        None => {
            keep::missing(&state.core, url).await?;
            Ok(None)
        }
    }
}

/// The picture as its server has it, made fit to show.
async fn fetched(state: &State, url: &str) -> Result<Option<Prepared>, ApiError> {
    let Ok(address) = Url::parse(url) else { return Ok(None) };
    let bytes = match resolve::picture(&state.federation, &address).await {
        Ok(bytes) => bytes,
        Err(hearth_federation::Error::Core(error)) => return Err(error.into()),
        Err(error) => {
            tracing::debug!(url, %error, "a picture cannot be had");
            return Ok(None);
        }
    };
    let prepared = state.rooms.prepare(bytes, Limits::default()).await.map_err(Error::internal)?;
    Ok(prepared.inspect_err(|error| tracing::debug!(url, %error, "this is no picture")).ok())
}

async fn kept(state: &State, url: &str, prepared: Prepared) -> CoreResult<(String, String)> {
    let ending = super::rooms::ending;
    let (whole, small) = (ending(prepared.whole.media_type), ending(prepared.preview.media_type));
    let bytes = prepared.whole.bytes.len() + prepared.preview.bytes.len();
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
    keep::keep(&state.core, url, (whole, small), bytes).await?;
    let names = names(url);
    state.rooms.keep_others(names.0, prepared.whole.bytes).await.map_err(Error::unavailable)?;
    state.rooms.keep_others(names.1, prepared.preview.bytes).await.map_err(Error::unavailable)?;
    Ok((whole.to_owned(), small.to_owned()))
}
