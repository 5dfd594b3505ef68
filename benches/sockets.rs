//! What listening costs: how soon a thousand sockets hear of a story, and how much memory each holds.

use crate::load::Connection;
use crate::report::Row;
use crate::scene::{ADA, BEN, CLEO, Scene, token};
use crate::server::Server;
use crate::yardsticks::Database;
use anyhow::{Context as _, Result};
use futures::StreamExt as _;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

const SOCKETS: usize = 1_000;
const PATIENCE: Duration = Duration::from_secs(20);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Measures, with sockets of three members at the public stream.
pub async fn measure(scene: &Scene, server: &Server, database: &Database) -> Result<Vec<Row>> {
    let (sockets, rounds) = (scene.plan.of(SOCKETS), scene.plan.of(40));
    let before = server.memory()?.rss;
    let (told, mut heard) = mpsc::unbounded_channel();
    let mut readers = Vec::with_capacity(sockets);
    for number in 0..sockets {
        let whose = [ADA, BEN, CLEO].get(number % 3).copied().unwrap_or(ADA);
        let path = format!("ws://{}/api/v1/streaming?stream=public", scene.place.domain());
        let (socket, _) = connect_async(format!("{path}&access_token={}", token(whose))).await?;
        readers.push(tokio::spawn(listen(socket, told.clone())));
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let grown = (server.memory()?.rss - before) * 1e3;
    let mut connection = Connection::open(scene.place.address).await?;
    let (mut times, mut used) = (Vec::with_capacity(rounds), 0.0);
    for number in 0..rounds {
        let request = scene.publishing(CLEO, &format!("Evening {number}. Everybody listens."));
        let (meter, start) = (server.meter()?, Instant::now());
        let answer = connection.exchange(&request).await?;
        anyhow::ensure!(answer.status == 200, "publishing answers {}", answer.status);
        for _ in 0..sockets {
            tokio::time::timeout(PATIENCE, heard.recv()).await?.context("nobody listens")?;
        }
        times.push(start.elapsed());
        used += meter.stop()?.micros(1) / 1e3;
        database.settled(PATIENCE).await?;
    }
    readers.iter().for_each(tokio::task::JoinHandle::abort);
    times.sort_unstable();
    let at = |place: usize| times.get(place).copied().unwrap_or_default().as_secs_f64() * 1e3;
    Ok(vec![
        Row::new(format!("a story told to {sockets} WebSockets, half within"), at(rounds / 2), "ms")
            .note("by the clock, from the request until the last socket of this process has it"),
        Row::new(
            format!("a story told to {sockets} WebSockets, all within"),
            at(rounds.saturating_sub(1)),
            "ms",
        )
        .at_most(100.0)
        .note(format!("{:.1} ms of processor time each", used / rounds.max(1) as f64)),
        Row::new("an open WebSocket", grown / sockets as f64, "KB").at_most(15.0),
    ])
}

/// Counts the events of one socket.
async fn listen(mut socket: Socket, told: mpsc::UnboundedSender<()>) {
    while let Some(Ok(message)) = socket.next().await {
        let is_event = matches!(&message, Message::Text(text) if text.as_str().contains("\"update\""));
        if is_event && told.send(()).is_err() {
            return;
        }
    }
}
