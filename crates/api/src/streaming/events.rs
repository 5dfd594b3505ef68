//! Server-sent events: one stream for each request, for what cannot speak WebSocket.

use super::hub::Seat;
use super::listener::Listener;
use super::stream::{Asked, Stream};
use crate::State;
use crate::error::ApiError;
use crate::params::{Flag, Params, Ref};
use axum::body::{Body, Bytes};
use axum::extract;
use axum::response::Response;
use futures::stream::unfold;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde::Deserialize;
use std::convert::Infallible;
use std::time::Duration;
use tokio::time::sleep;

/// A proxy cuts what is silent for long; this keeps it open.
const BEAT: Duration = Duration::from_secs(15);

/// What a stream is asked with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    tag: Option<String>,
    list: Ref,
    only_media: Flag,
}

type Streamed = Result<Response, ApiError>;

macro_rules! streams {
    ($($(#[$doc:meta])* $handler:ident: $name:literal),+ $(,)?) => {
        $($(#[$doc])*
        pub(crate) async fn $handler(
            extract::State(state): extract::State<State>,
            listener: Listener,
            Params(form): Params<Form>,
        ) -> Streamed {
            open(&state, &listener, $name, form).await
        })+
    };
}

streams! {
    /// `GET /api/v1/streaming/user`
    user: "user",
    /// `GET /api/v1/streaming/user/notification`
    notifications: "user:notification",
    /// `GET /api/v1/streaming/public`
    public: "public",
    /// `GET /api/v1/streaming/public/local`
    local: "public:local",
    /// `GET /api/v1/streaming/public/remote`
    remote: "public:remote",
    /// `GET /api/v1/streaming/hashtag`
    hashtag: "hashtag",
    /// `GET /api/v1/streaming/hashtag/local`
    hashtag_local: "hashtag:local",
    /// `GET /api/v1/streaming/list`
    list: "list",
    /// `GET /api/v1/streaming/direct`
    direct: "direct",
}

async fn open(state: &State, listener: &Listener, name: &str, form: Form) -> Streamed {
    let only_media = form.only_media.on() && name.starts_with("public");
    let asked = Asked { stream: name.to_owned(), tag: form.tag, list: form.list.0, only_media };
    let stream = Stream::of(&asked, &listener.scopes)?;
    stream.is_for(&state.core, listener.account).await?;
    let seat = state.hub.open(listener);
    seat.subscribe(stream)?;
    let mut response = Response::new(Body::from_stream(unfold((seat, true), next)));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    // Asks nginx not to gather what must arrive at once.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

/// The next words: a first sign at once, so that whoever listens knows that it has begun.
async fn next((mut seat, first): (Seat, bool)) -> Option<(Result<Bytes, Infallible>, (Seat, bool))> {
    if first {
        return Some((Ok(Bytes::from_static(b":)\n\n")), (seat, false)));
    }
    let over = seat.over.clone();
    let words = tokio::select! {
        biased;
        () = over.cancelled() => return None,
        handed = seat.queue.recv() => Bytes::from(handed?.event()),
        () = sleep(BEAT) => Bytes::from_static(b":thump\n\n"),
    };
    Some((Ok(words), (seat, false)))
}
