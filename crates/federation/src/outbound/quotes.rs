//! Answers to servers that ask whether a story of ours may be quoted (FEP-044f).

use super::sending::{A_FORTNIGHT, A_WEEK, AT_ONCE, LATER, Reach, Sending, slug_of};
use super::{outward, store};
use crate::objects::context::Context;
use crate::objects::{activity, quote};
use crate::{Federation, Mode, Result};
use hearth_core::accounts::Account;
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::stories::quotes::Stamp;

/// A QuoteRequest that core has decided.
#[derive(Debug, Clone, Copy)]
pub struct Decided<'a> {
    /// Id of the QuoteRequest.
    pub request_uri: &'a str,
    /// Who asked.
    pub quoter: &'a Account,
    /// The story to be quoted.
    pub story: StoryId,
    /// The quoting post.
    pub quote_uri: &'a str,
    /// The stamp, if the answer is yes.
    pub stamp: Option<&'a Stamp>,
}

/// `Delete` of a stamp, to whoever quotes and to the author's followers: servers that show the quote fetched the stamp.
pub(super) async fn revoked(
    federation: &Federation,
    story: StoryId,
    quoter: AccountId,
    slug: &str,
) -> Result<Option<Sending>> {
    let Some(story) = outward(federation, story).await? else { return Ok(None) };
    let (here, author) = (&federation.core.here, &story.view().author);
    let id = here.activity_uri("deletes", slug);
    let reach = Reach {
        people: vec![quoter],
        close: AT_ONCE,
        followers_of: Some(author.id),
        wide: LATER,
        ..Reach::default()
    };
    let document = activity::delete_stamp(here, &id, author, slug);
    let sending = Sending::new("deletes", author.id, document, Context::Quote, reach);
    Ok(Some(sending.in_order(&quote::stamp_uri(here, slug), A_FORTNIGHT)))
}

/// Queues `Accept` with the stamp, or `Reject`.
///
/// # Errors
/// When Postgres fails.
pub async fn answer(federation: &Federation, decided: Decided<'_>) -> Result<()> {
    if federation.settings.mode == Mode::Off {
        return Ok(());
    }
    let Some(story) = outward(federation, decided.story).await? else { return Ok(()) };
    let here = &federation.core.here;
    let (author, uri) = (&story.view().author, &story.view().story.uri);
    let request = quote::request(decided.request_uri, decided.quoter, uri, decided.quote_uri);
    let slug = slug_of(&[decided.request_uri, decided.quote_uri, uri]);
    let (kind, document) = match decided.stamp {
        Some(stamp) => {
            let id = here.activity_uri("accepts", &slug);
            let stamp = quote::stamp_uri(here, &stamp.slug);
            ("accepts", activity::accept_quote(&id, author, decided.quoter, request, &stamp))
        }
        None => {
            let id = here.activity_uri("rejects", &slug);
            ("rejects", activity::reject_quote(&id, author, decided.quoter, request))
        }
    };
    let reach = Reach { people: vec![decided.quoter.id], close: AT_ONCE, ..Reach::default() };
    let sending = Sending::new(kind, author.id, document, Context::Quote, reach);
    store::queue(federation, &sending.in_order(decided.quote_uri, A_WEEK)).await
}
