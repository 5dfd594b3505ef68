//! Pictures of custom emoji.

use crate::State;
use crate::error::PageError;
use axum::extract::{self, Path};
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};

/// The picture of an emoji of this server.
pub(crate) async fn picture(
    extract::State(state): extract::State<State>,
    Path(shortcode): Path<String>,
) -> Result<Response, PageError> {
    let picture = hearth_core::emojis::picture(&state.core, &shortcode).await?;
    let headers = [
        (CONTENT_TYPE, picture.media_type),
        (CACHE_CONTROL, "public, max-age=86400".to_owned()),
        // Even a file that fooled the upload check can do nothing when opened by itself.
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ];
    Ok((headers, picture.bytes).into_response())
}
