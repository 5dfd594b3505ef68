//! Sends requests that were laid out before, over a few kept connections, so that the asking costs as little as it can.

use anyhow::{Context as _, Result, bail};
use bytes::{Bytes, BytesMut};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A kept connection.
pub struct Connection {
    stream: TcpStream,
    buffer: BytesMut,
}

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Body.
    pub body: Bytes,
}

/// What came of many requests.
#[derive(Debug, Default)]
pub struct Load {
    /// How often which status was answered.
    pub statuses: BTreeMap<u16, usize>,
    /// How long each took, shortest first.
    pub latencies: Vec<Duration>,
    /// Bytes of all bodies.
    pub bytes: usize,
}

impl Load {
    /// How many were answered.
    pub fn count(&self) -> usize {
        self.latencies.len()
    }

    /// The time within which `share` (0 to 1) of the requests were answered.
    pub fn percentile(&self, share: f64) -> Duration {
        let place = (self.latencies.len() as f64 * share) as usize;
        self.latencies.get(place.min(self.latencies.len().saturating_sub(1))).copied().unwrap_or_default()
    }

    /// Fails unless every answer had this status.
    pub fn all(self, status: u16) -> Result<Self> {
        if self.count() == 0 || self.statuses.keys().any(|other| *other != status) {
            bail!("answers that were to be {status}: {:?}", self.statuses);
        }
        Ok(self)
    }
}

/// Sends `count` requests, taken from `requests` in turn, over `connections`; stops early after `limit`.
pub async fn run(
    address: SocketAddr,
    requests: &Arc<[Bytes]>,
    count: usize,
    connections: usize,
    limit: Duration,
) -> Result<Load> {
    let next = Arc::new(AtomicUsize::new(0));
    let end = Instant::now() + limit;
    let mut lines = tokio::task::JoinSet::new();
    for _ in 0..connections {
        let (requests, next) = (Arc::clone(requests), Arc::clone(&next));
        lines.spawn(async move { line(address, &requests, count, &next, end).await });
    }
    let mut total = Load::default();
    while let Some(load) = lines.join_next().await {
        let load = load??;
        total.latencies.extend(load.latencies);
        total.bytes += load.bytes;
        for (status, times) in load.statuses {
            *total.statuses.entry(status).or_default() += times;
        }
    }
    total.latencies.sort_unstable();
    Ok(total)
}

async fn line(
    address: SocketAddr,
    requests: &[Bytes],
    count: usize,
    next: &AtomicUsize,
    end: Instant,
) -> Result<Load> {
    let mut connection = Connection::open(address).await?;
    let mut load = Load::default();
    loop {
        let place = next.fetch_add(1, Ordering::Relaxed);
        let start = Instant::now();
        if place >= count || start >= end {
            return Ok(load);
        }
        let request = requests.get(place % requests.len()).context("there are no requests")?;
        let answer = connection.exchange(request).await?;
        load.latencies.push(start.elapsed());
        load.bytes += answer.body.len();
        *load.statuses.entry(answer.status).or_default() += 1;
    }
}

impl Connection {
    /// Connects.
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: BytesMut::with_capacity(64 * 1_024) })
    }

    /// Sends one HTTP/1.1 request and reads the answer.
    pub async fn exchange(&mut self, request: &[u8]) -> Result<Answer> {
        self.stream.write_all(request).await?;
        let (status, length) = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                let head = self.buffer.split_to(end + 4);
                break read_head(&head)?;
            }
            self.more().await?;
        };
        let body = match length {
            Some(length) => self.exactly(length).await?,
            None => self.chunks().await?,
        };
        Ok(Answer { status, body })
    }

    async fn more(&mut self) -> Result<()> {
        anyhow::ensure!(self.stream.read_buf(&mut self.buffer).await? > 0, "the server hung up");
        Ok(())
    }

    async fn exactly(&mut self, length: usize) -> Result<Bytes> {
        while self.buffer.len() < length {
            self.more().await?;
        }
        Ok(self.buffer.split_to(length).freeze())
    }

    async fn chunks(&mut self) -> Result<Bytes> {
        let mut body = BytesMut::new();
        loop {
            let end = loop {
                if let Some(end) = find(&self.buffer, b"\r\n") {
                    break end;
                }
                self.more().await?;
            };
            let line = self.buffer.split_to(end + 2);
            let length = usize::from_str_radix(std::str::from_utf8(&line)?.trim(), 16)?;
            let chunk = self.exactly(length + 2).await?;
            if length == 0 {
                return Ok(body.freeze());
            }
            body.extend_from_slice(chunk.get(..length).unwrap_or_default());
        }
    }
}

/// Status and length of an answer; no length for one in chunks.
fn read_head(head: &[u8]) -> Result<(u16, Option<usize>)> {
    let text = std::str::from_utf8(head)?;
    let status: u16 = text.split(' ').nth(1).context("no status")?.parse()?;
    let mut length = Some(0);
    for line in text.lines().skip(1) {
        let Some((name, value)) = line.split_once(':') else { continue };
        if name.eq_ignore_ascii_case("content-length") {
            length = Some(value.trim().parse()?);
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            length = None;
        }
    }
    Ok((status, length))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
