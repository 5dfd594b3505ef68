//! Shows a kept file, whole or in part. Its name cannot be guessed: whoever has it was given it.

use super::rooms::{Opened, Rooms};
use crate::State;
use crate::error::ApiError;
use crate::ids::Word;
use axum::body::Body;
use axum::extract;
use axum::response::Response;
use hearth_core::Error;
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    RANGE, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, StatusCode};
use std::fs::File;
use std::io::{ErrorKind, SeekFrom};
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio_util::io::ReaderStream;

/// What is read of a file at once, so that one reader does not fill memory.
const PIECE: usize = 256 << 10;

/// What is kept under a name never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// `GET /media/{file}`
pub(crate) async fn serve(
    extract::State(state): extract::State<State>,
    Word(file): Word,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    shown(open(&state.rooms, &file).await?, &headers, FOR_EVER).await
}

/// The answer that shows a file, whole or the part that was asked for; `kept` says how long others may keep it.
pub(super) async fn shown(
    (file, kind, length): Opened,
    headers: &HeaderMap,
    kept: &'static str,
) -> Result<Response, ApiError> {
    let asked =
        headers.get(RANGE).and_then(|range| range.to_str().ok()).and_then(|range| part(range, length));
    let response = Response::builder()
        .header(CONTENT_TYPE, kind)
        .header(ACCEPT_RANGES, "bytes")
        .header(CACHE_CONTROL, kept)
        .header(CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox")
        .header(X_CONTENT_TYPE_OPTIONS, "nosniff");
    let answered = match asked {
        None => response.header(CONTENT_LENGTH, length).body(pieces(file, 0, length).await?),
        Some(Err(())) => response
            .status(StatusCode::RANGE_NOT_SATISFIABLE)
            .header(CONTENT_RANGE, format!("bytes */{length}"))
            .body(Body::empty()),
        Some(Ok((from, to))) => response
            .status(StatusCode::PARTIAL_CONTENT)
            .header(CONTENT_RANGE, format!("bytes {from}-{to}/{length}"))
            .header(CONTENT_LENGTH, to - from + 1)
            .body(pieces(file, from, to + 1 - from).await?),
    };
    answered.map_err(|error| Error::internal(error).into())
}

async fn open(rooms: &Rooms, file: &str) -> Result<Opened, ApiError> {
    rooms.open(file).await.map_err(|error| match error.kind() {
        ErrorKind::NotFound => ApiError::not_found(),
        _ => Error::unavailable(error).into(),
    })
}

/// The first and last byte of a range (RFC 9110, 14.1.2). `None` for what is no range of bytes or several, which may be
/// answered whole; an error for one outside the file.
fn part(range: &str, length: u64) -> Option<Result<(u64, u64), ()>> {
    let (first, last) = range.strip_prefix("bytes=")?.trim().split_once('-')?;
    let (number, end) = (|text: &str| text.parse::<u64>().ok(), length.checked_sub(1));
    let (from, to) = match (first, last) {
        ("", count) => {
            let count = number(count)?;
            (length.saturating_sub(count), end.filter(|_| count > 0))
        }
        (from, "") => (number(from)?, end),
        (from, to) => {
            let (from, to) = (number(from)?, number(to)?);
            if from > to {
                return None;
            }
            (from, end.map(|end| end.min(to)))
        }
    };
    Some(to.filter(|to| from <= *to).map(|to| (from, to)).ok_or(()))
}

/// A part of a file, read a piece at a time as it is sent.
async fn pieces(file: File, from: u64, count: u64) -> Result<Body, ApiError> {
    let mut file = tokio::fs::File::from_std(file);
    file.seek(SeekFrom::Start(from)).await.map_err(Error::unavailable)?;
    Ok(Body::from_stream(ReaderStream::with_capacity(file.take(count), PIECE)))
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        assert_eq!(part("bytes=0-9", 100), Some(Ok((0, 9))));
        assert_eq!(part("bytes=90-", 100), Some(Ok((90, 99))));
        assert_eq!(part("bytes=90-900", 100), Some(Ok((90, 99))));
        assert_eq!(part("bytes=-10", 100), Some(Ok((90, 99))));
        assert_eq!(part("bytes=-900", 100), Some(Ok((0, 99))));
        for outside in ["bytes=100-", "bytes=100-200", "bytes=-0"] {
            assert_eq!(part(outside, 100), Some(Err(())), "{outside}");
        }
        for whole in ["bytes=9-0", "bytes=a-b", "bytes=0-1,5-6", "items=0-1", "bytes=-", ""] {
            assert_eq!(part(whole, 100), None, "{whole}");
        }
        assert_eq!(part("bytes=0-", 0), Some(Err(())));
    }
}
