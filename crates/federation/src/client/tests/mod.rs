//! Attack cases 61 to 65 as one client meets them, against small servers on loopback.

mod addresses;
mod bodies;
mod posting;
mod redirects;

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use bytes::Bytes;

use super::*;

/// What a server does with one connection after it has read the head of a request.
#[derive(Clone)]
enum Reply {
    /// Sends these bytes; keeps the connection for the next request.
    Bytes(Vec<u8>),
    /// Sends the first, then the second again and again.
    Endless(Vec<u8>, Vec<u8>),
    /// Sends one byte at a time, slowly.
    Drip(Vec<u8>),
    /// Never answers.
    Silent,
}

/// A scripted server that counts connections and remembers the heads of requests.
#[derive(Clone)]
struct Server {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start(script: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let server = Self {
            address: listener.local_addr().expect("an address"),
            connections: Arc::default(),
            heads: Arc::default(),
        };
        let (counted, script) = (server.clone(), Arc::new(script));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.connections.fetch_add(1, Ordering::SeqCst);
                let (heads, script) = (Arc::clone(&counted.heads), Arc::clone(&script));
                tokio::spawn(async move {
                    // A client that hangs up is what many of these tests are about.
                    let _ = converse(stream, &heads, &*script).await;
                });
            }
        });
        server
    }

    /// Answers `200` with this text to everything.
    async fn saying(text: &'static str) -> Self {
        Self::start(move |_| Reply::Bytes(ok("application/activity+json", text.as_bytes()))).await
    }

    fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.address)).expect("a URL")
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().expect("not poisoned").clone()
    }
}

async fn converse(
    mut stream: TcpStream,
    heads: &Mutex<Vec<String>>,
    script: &(dyn Fn(&str) -> Reply + Send + Sync),
) -> io::Result<()> {
    let mut read = Vec::new();
    loop {
        while !read.windows(4).any(|window| window == b"\r\n\r\n") {
            if stream.read_buf(&mut read).await? == 0 {
                return Ok(());
            }
        }
        let head = String::from_utf8_lossy(&read).into_owned();
        // Bodies in these tests are small and arrive with their head or right behind it; nothing looks at them.
        read.clear();
        heads.lock().expect("not poisoned").push(head.clone());
        match script(&head) {
            Reply::Bytes(bytes) => stream.write_all(&bytes).await?,
            Reply::Endless(first, again) => {
                stream.write_all(&first).await?;
                loop {
                    stream.write_all(&again).await?;
                }
            }
            Reply::Drip(bytes) => {
                for byte in bytes {
                    stream.write_all(&[byte]).await?;
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
            Reply::Silent => std::future::pending().await,
        }
    }
}

fn ok(content_type: &str, body: &[u8]) -> Vec<u8> {
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn redirect(to: &str) -> Reply {
    Reply::Bytes(format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n").into_bytes())
}

fn status(status: u16, headers: &str, body: &str) -> Reply {
    let length = body.len();
    Reply::Bytes(
        format!("HTTP/1.1 {status} X\r\n{headers}Content-Length: {length}\r\n\r\n{body}").into_bytes(),
    )
}

/// A name service that answers from a table; a name with several answers gives them in turn, the last for ever.
#[derive(Debug, Default)]
struct Names(Mutex<HashMap<String, Vec<Vec<SocketAddr>>>>);

impl Names {
    fn new(names: &[(&str, &[&[SocketAddr]])]) -> Arc<Self> {
        let table = names.iter().map(|(name, answers)| {
            ((*name).to_owned(), answers.iter().map(|answer| answer.to_vec()).collect())
        });
        Arc::new(Self(Mutex::new(table.collect())))
    }
}

impl Lookup for Names {
    fn lookup(&self, name: String) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        let mut names = self.0.lock().expect("not poisoned");
        let answer = match names.get_mut(&name) {
            Some(answers) if answers.len() > 1 => Ok(answers.remove(0)),
            Some(answers) => Ok(answers[0].clone()),
            None => Err(io::Error::from(io::ErrorKind::NotFound)),
        };
        Box::pin(async move { answer })
    }
}

fn settings(allowed: &[&str]) -> Settings {
    Settings {
        allow_http: true,
        allowed_addresses: allowed.iter().map(|text| text.parse().expect("an allowed address")).collect(),
        timeout: Duration::from_secs(8),
        ..Settings::default()
    }
}

/// A client that may talk to exactly these servers.
fn client_for(servers: &[&Server]) -> Client {
    let allowed: Vec<String> = servers.iter().map(|server| server.address.to_string()).collect();
    let allowed: Vec<&str> = allowed.iter().map(String::as_str).collect();
    Client::new(settings(&allowed)).expect("a client")
}

/// The same for tests that wait for the clock to run out.
fn hasty_client_for(server: &Server) -> Client {
    let timeout = Duration::from_millis(700);
    Client::new(Settings { timeout, ..settings(&[&server.address.to_string()]) }).expect("a client")
}

async fn get(client: &Client, url: &Url) -> Result<Fetched, ClientError> {
    client.get(url, "application/activity+json", None).await
}

#[tokio::test]
async fn a_document_is_fetched() {
    let server = Server::saying("{}").await;
    let client = client_for(&[&server]);
    let url = server.url("/users/ada?x=1#main-key");
    let fetched = get(&client, &url).await.expect("fetched");
    assert_eq!(fetched.status, 200);
    assert_eq!(fetched.content_type.as_deref(), Some("application/activity+json"));
    assert_eq!(&fetched.body[..], b"{}");
    assert_eq!(fetched.final_url, server.url("/users/ada?x=1"));
    let head = server.heads().remove(0).to_lowercase();
    assert!(head.starts_with("get /users/ada?x=1 http/1.1\r\n"), "{head}");
    assert!(head.contains("\r\naccept: application/activity+json\r\n"), "{head}");
    assert!(head.contains(&format!("\r\nhost: {}\r\n", server.address)), "{head}");
    assert!(head.contains("\r\nuser-agent: hearth/"), "{head}");
    assert!(head.contains("gzip") && head.contains("br"), "{head}");
    assert!(get(&client, &url).await.is_ok());
    assert_eq!(server.connections(), 1, "the connection is used again");
}
