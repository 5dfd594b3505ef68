//! Signing in and out.

pub(crate) mod code;
pub(crate) mod form;
pub(crate) mod out;

use crate::State;
use crate::cookies::{self, Kept};
use crate::error::PageError;
use crate::visitor::Visitor;
use axum::response::{IntoResponse as _, Redirect, Response};
use chrono::TimeDelta;
use hearth_core::ids::AccountId;
use hearth_core::signin::{devices, sessions};
use http::header::SET_COOKIE;
use url::Url;

/// Where somebody goes who came from nowhere.
const HOME: &str = "/home";

/// A path of this server; anything else leads home, so that no link through us leads astray.
fn inward(state: &State, next: &str) -> String {
    let base = state.core.here.base();
    let ours = next.starts_with('/') && !next.chars().any(|one| one == '\\' || one.is_control());
    let inside = || {
        let base = Url::parse(base).ok()?;
        let url = base.join(next).ok().filter(|url| url.origin() == base.origin())?;
        let query = url.query().map_or_else(String::new, |query| format!("?{query}"));
        // `//` would be another host to the browser.
        Some(format!("{}{query}", url.path())).filter(|path| !path.starts_with("//"))
    };
    Some(()).filter(|()| ours).and_then(|()| inside()).unwrap_or_else(|| HOME.to_owned())
}

/// The page on which a code is asked for, or the form is shown, on the way to `next`.
pub(crate) fn towards(page: &str, next: &str) -> Redirect {
    let next = url::form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>();
    Redirect::to(&format!("{page}?next={next}"))
}

/// Signs the browser in with a session of its own, ends the one it had, and sends it on.
pub(crate) async fn enter(
    state: &State,
    visitor: &Visitor,
    account: AccountId,
    whole: bool,
    onward: Redirect,
) -> Result<Response, PageError> {
    let core = &state.core;
    sessions::end(core, visitor.cookie()).await?;
    let text = sessions::begin(core, account, whole, &visitor.agent).await?;
    let mut response = onward.into_response();
    let mut keep = |kept, text: &str| {
        if let Some(value) = cookies::keep(&core.here, kept, text) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    };
    keep(Kept::Session, &text);
    let known = match visitor.device() {
        Some(device) => devices::knows(core, account, device).await?,
        None => false,
    };
    if whole && !known {
        keep(Kept::Device, &devices::remember(core, account).await?);
    }
    Ok(response)
}

/// How long to wait, in words.
pub(crate) fn waiting(time: TimeDelta) -> String {
    let minutes = time.num_minutes() + 1;
    let unit = if minutes == 1 { "minute" } else { "minutes" };
    format!("There were too many tries. Please try again in {minutes} {unit}.")
}
