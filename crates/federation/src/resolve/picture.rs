//! Fetches a picture that somebody here is to be shown.

use super::Budget;
use super::fetch::plain_within;
use crate::client::Bounds;
use crate::origin::host_of;
use crate::{Federation, Result, peers};
use bytes::Bytes;
use std::time::Duration;
use url::Url;

/// As much as a picture may cost; people wait for it.
const BOUNDS: Bounds = Bounds { body: 16 << 20, timeout: Duration::from_secs(20), cut: false };

/// The file at `url`, whatever it is: only decoding tells.
///
/// # Errors
/// When we do not deal with the host, or nothing usable came.
pub async fn picture(federation: &Federation, url: &Url) -> Result<Bytes> {
    let fetched = plain_within(federation, url, "image/*", &Budget::for_page(), BOUNDS).await?;
    let host = host_of(&fetched.final_url).unwrap_or_default();
    if peers::deals_with(federation, &host).await? {
        Ok(fetched.body)
    } else {
        Err(crate::Error::Blocked(host))
    }
}
