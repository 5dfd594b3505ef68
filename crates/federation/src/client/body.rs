//! Bodies of strangers, counted after decompression.

use bytes::{Bytes, BytesMut};

use super::ClientError;

/// Reads the whole body.
///
/// # Errors
/// `TooLarge` as soon as more than `cap` bytes have come or are announced; `Body` when it breaks off.
pub(super) async fn whole(mut response: reqwest::Response, cap: usize) -> Result<Bytes, ClientError> {
    if response.content_length().is_some_and(|length| length > cap as u64) {
        return Err(ClientError::TooLarge);
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(ClientError::reading)? {
        if body.len() + chunk.len() > cap {
            return Err(ClientError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// Reads what comes of the body up to `cap` bytes and leaves the rest; a body that breaks off is just shorter.
pub(super) async fn beginning(response: &mut reqwest::Response, cap: usize) -> Bytes {
    let mut body = BytesMut::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = cap - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if chunk.len() >= room {
            break;
        }
    }
    body.freeze()
}
