//! The WebSocket: one for all streams of an app.

use super::hub::Seat;
use super::listener::Listener;
use super::stream::{Asked, Stream};
use crate::State;
use crate::error::ApiError;
use crate::params::{Flag, Params, Ref};
use axum::extract;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use axum::response::Response;
use hearth_core::Core;
use hearth_core::ids::AccountId;
use hearth_core::members::Scopes;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval, timeout};

/// How often the other end is asked whether it is there; one that said nothing for twice that is not.
const BEAT: Duration = Duration::from_secs(30);
/// Who takes no byte for so long is gone.
const PATIENCE: Duration = Duration::from_secs(10);
/// Apps send short messages; a thousand sockets must not hold a thousand large buffers.
const LONGEST: usize = 4 * 1024;
const BUFFER: usize = 1024;

/// What an app asks for when it connects.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    stream: String,
    tag: Option<String>,
    list: Ref,
    only_media: Flag,
}

/// `GET /api/v1/streaming`
pub(crate) async fn open(
    extract::State(state): extract::State<State>,
    listener: Listener,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    Params(form): Params<Form>,
) -> Result<Response, ApiError> {
    let refused = |_| ApiError::new(StatusCode::UPGRADE_REQUIRED, "This is a WebSocket");
    let mut upgrade = upgrade.map_err(refused)?;
    // A browser hangs up unless what it offered is chosen.
    let offered = upgrade.requested_protocols().next().cloned();
    if let Some(protocol) = offered {
        upgrade.set_selected_protocol(protocol);
    }
    let seat = state.hub.open(&listener);
    let upgrade = upgrade.max_frame_size(LONGEST).max_message_size(LONGEST);
    let upgrade = upgrade.read_buffer_size(BUFFER).write_buffer_size(BUFFER);
    Ok(upgrade.on_upgrade(async move |socket| {
        let Listener { account, scopes, .. } = listener;
        let mut talk = Talk { socket, seat, core: state.core, account, scopes, heard: true };
        let (list, only_media) = (form.list.0, form.only_media.on());
        let first = Asked { stream: form.stream, tag: form.tag, list, only_media };
        talk.run(first).await;
    }))
}

/// One app's socket.
struct Talk {
    socket: WebSocket,
    seat: Seat,
    core: Core,
    account: AccountId,
    scopes: Scopes,
    /// It gave a sign of life since it was asked.
    heard: bool,
}

/// The other end is gone, or must go.
struct Gone;

impl Talk {
    async fn run(&mut self, first: Asked) {
        let over = self.seat.over.clone();
        let talk = async {
            if !first.stream.is_empty() {
                self.subscribe(&first, true).await?;
            }
            self.listen().await
        };
        let _: Option<Result<(), Gone>> = over.run_until_cancelled(talk).await;
        let frame = CloseFrame { code: close_code::NORMAL, reason: "".into() };
        let _ = timeout(PATIENCE, self.socket.send(Message::Close(Some(frame)))).await;
    }

    async fn listen(&mut self) -> Result<(), Gone> {
        let mut beat = interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        beat.reset();
        loop {
            tokio::select! {
                handed = self.seat.queue.recv() => {
                    let handed = handed.ok_or(Gone)?;
                    self.send(Message::Text(handed.message().into())).await?;
                }
                message = self.socket.recv() => {
                    let message = message.and_then(Result::ok).ok_or(Gone)?;
                    self.heard = true;
                    match message {
                        Message::Text(text) => self.answer(text.as_str()).await?,
                        Message::Close(_) => return Err(Gone),
                        Message::Binary(_) | Message::Ping(_) | Message::Pong(_) => {}
                    }
                }
                _ = beat.tick() => {
                    if !std::mem::take(&mut self.heard) {
                        return Err(Gone);
                    }
                    self.send(Message::Ping(Vec::new().into())).await?;
                }
            }
        }
    }

    async fn answer(&mut self, text: &str) -> Result<(), Gone> {
        let Ok(asked) = serde_json::from_str::<Value>(text) else {
            return self.refuse(&ApiError::new(StatusCode::BAD_REQUEST, "Invalid JSON")).await;
        };
        let word = |name: &str| asked.get(name).and_then(Value::as_str).map(str::to_owned);
        let wanted = Asked {
            stream: word("stream").unwrap_or_default(),
            tag: word("tag"),
            list: asked.get("list").and_then(|list| Ref::deserialize(list).ok()?.0),
            only_media: asked.get("only_media").is_some_and(|only| *only == true || *only == "true"),
        };
        match word("type").as_deref() {
            Some("subscribe") => self.subscribe(&wanted, true).await,
            Some("unsubscribe") => self.subscribe(&wanted, false).await,
            // Mastodon passes over what it does not know.
            _ => Ok(()),
        }
    }

    async fn subscribe(&mut self, asked: &Asked, wanted: bool) -> Result<(), Gone> {
        let done = match Stream::of(asked, &self.scopes) {
            Ok(stream) if wanted => match stream.is_for(&self.core, self.account).await {
                Ok(()) => self.seat.subscribe(stream),
                Err(error) => Err(error),
            },
            Ok(stream) => {
                self.seat.unsubscribe(&stream);
                Ok(())
            }
            Err(error) => Err(error),
        };
        match done {
            Ok(()) => Ok(()),
            Err(error) => self.refuse(&error).await,
        }
    }

    /// Says why; the socket stays open.
    async fn refuse(&mut self, error: &ApiError) -> Result<(), Gone> {
        let text = json!({"error": error.text(), "status": error.status().as_u16()}).to_string();
        self.send(Message::Text(text.into())).await
    }

    async fn send(&mut self, message: Message) -> Result<(), Gone> {
        match timeout(PATIENCE, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(Gone),
        }
    }
}
