//! Where a request comes from, as the program's outermost layer found out.

use axum::extract::FromRequestParts;
use hearth_core::signin::Address;
use http::request::Parts;
use std::convert::Infallible;

/// The address that tries are counted for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct From(pub(crate) Address);

impl<S: Send + Sync> FromRequestParts<S> for From {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.get::<Address>().copied().unwrap_or_default()))
    }
}
