//! Shows the list, and the country that was chosen first.

use super::list::{Country, LIST};
use crate::State;
use crate::error::PageError;
use crate::fields::Fields;
use crate::html::page;
use askama::Template;
use axum::extract::{self, RawQuery};
use axum::response::Response;

#[derive(Template)]
#[template(path = "help.html")]
struct Help {
    server: String,
    as_of: &'static str,
    chosen: Option<&'static Country>,
    countries: &'static [Country],
}

/// `GET /help`, with `?country=` two letters. The same for everybody, so that it can be kept for when there is no network.
pub(crate) async fn help(
    extract::State(state): extract::State<State>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let fields = Fields::read(query.unwrap_or_default().as_bytes()).ok_or_else(PageError::unreadable)?;
    let code = fields.get("country");
    page(&Help {
        server: state.title,
        as_of: &LIST.as_of,
        chosen: LIST.countries.iter().find(|country| country.code.eq_ignore_ascii_case(code)),
        countries: &LIST.countries,
    })
}
