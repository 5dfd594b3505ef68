//! Cases 64 and 65: slow, endless, lying and swollen answers.

use std::io::Write as _;
use std::time::Instant;

use super::*;

const MIB: usize = 1024 * 1024;

fn head(headers: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Type: application/activity+json\r\n{headers}\r\n").into_bytes()
}

fn chunk(bytes: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("packed");
    encoder.finish().expect("packed")
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 2, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &parameters).expect("packed");
    packed
}

fn packed(encoding: &str, body: &[u8]) -> Reply {
    let head = head(&format!("Content-Encoding: {encoding}\r\nContent-Length: {}\r\n", body.len()));
    Reply::Bytes([head, body.to_vec()].concat())
}

async fn fetch(reply: Reply) -> Result<Fetched, ClientError> {
    let server = Server::start(move |_| reply.clone()).await;
    get(&client_for(&[&server]), &server.url("/")).await
}

#[tokio::test]
async fn bodies_up_to_the_cap_come_whole() {
    for length in [0, 1, MIB - 1, MIB] {
        let body = vec![b'a'; length];
        let fetched = fetch(Reply::Bytes(ok("application/activity+json", &body))).await.expect("fetched");
        assert_eq!(fetched.body.len(), length);
    }
    let text = b"{\"name\":\"ada\"}".repeat(1000);
    for reply in [packed("gzip", &gzip(&text)), packed("br", &brotli(&text))] {
        assert_eq!(fetch(reply).await.expect("fetched").body, text);
    }
    let chunked = [head("Transfer-Encoding: chunked\r\n"), chunk(b"a"), chunk(b"b"), chunk(b"")].concat();
    assert_eq!(&fetch(Reply::Bytes(chunked)).await.expect("fetched").body[..], b"ab");
}

#[tokio::test]
async fn case_65_too_large() {
    let over = vec![b'a'; MIB + 1];
    let announced = head("Content-Length: 1000000000\r\n");
    let bomb = vec![0; 16 * MIB];
    for (name, reply) in [
        ("one byte over", Reply::Bytes(ok("application/activity+json", &over))),
        ("announced only", Reply::Bytes(announced.clone())),
        ("announced and sent", Reply::Endless(announced, over.clone())),
        ("chunked without end", Reply::Endless(head("Transfer-Encoding: chunked\r\n"), chunk(&[b'a'; 8192]))),
        ("until the connection closes", Reply::Endless(head(""), vec![b'a'; 8192])),
        ("a gzip bomb", packed("gzip", &gzip(&bomb))),
        ("a brotli bomb", packed("br", &brotli(&bomb))),
    ] {
        let judged = fetch(reply).await;
        assert!(matches!(judged, Err(ClientError::TooLarge)), "{name}: {judged:?}");
    }
}

#[tokio::test]
async fn case_64_slow() {
    let slow_head = head("Content-Length: 2\r\n");
    let slow_body = [head("Content-Length: 1000\r\n"), vec![b'a'; 1000]].concat();
    for (name, reply) in [
        ("no answer", Reply::Silent),
        ("a slow head", Reply::Drip(slow_head.repeat(2))),
        ("a slow body", Reply::Drip(slow_body)),
        ("half a body", Reply::Bytes(head("Content-Length: 1000\r\n"))),
        (
            "half a chunk",
            Reply::Bytes([head("Transfer-Encoding: chunked\r\n"), b"ff\r\na".to_vec()].concat()),
        ),
    ] {
        let server = Server::start(move |_| reply.clone()).await;
        let started = Instant::now();
        let judged = get(&hasty_client_for(&server), &server.url("/")).await;
        assert!(matches!(judged, Err(ClientError::Timeout)), "{name}: {judged:?}");
        assert!(started.elapsed() < Duration::from_secs(3), "{name}");
    }
}

#[tokio::test]
async fn redirects_do_not_start_the_clock_again() {
    let server = Server::start(|_| {
        let Reply::Bytes(bytes) = redirect("/") else { return Reply::Silent };
        Reply::Drip(bytes)
    })
    .await;
    let started = Instant::now();
    let judged = get(&hasty_client_for(&server), &server.url("/")).await;
    assert!(matches!(judged, Err(ClientError::Timeout)), "{judged:?}");
    assert!(started.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn case_65_broken() {
    let short = gzip(b"{}");
    for (name, reply) in [
        ("not gzip", packed("gzip", b"{}")),
        ("half of gzip", packed("gzip", &short[..short.len() / 2])),
        ("not brotli", packed("br", b"\xff\xff\xff")),
        ("no chunk", Reply::Bytes([head("Transfer-Encoding: chunked\r\n"), b"zz\r\n".to_vec()].concat())),
    ] {
        let judged = fetch(reply).await;
        assert!(matches!(judged, Err(ClientError::Body(_))), "{name}: {judged:?}");
    }
    let flood = format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "a".repeat(10 * MIB));
    let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "X: a\r\n".repeat(10_000));
    for (name, reply) in [
        ("not HTTP", Reply::Bytes(b"220 mail.example ESMTP\r\n".to_vec())),
        ("10 MB of header", Reply::Bytes(flood.into_bytes())),
        ("10,000 headers", Reply::Bytes(many.into_bytes())),
    ] {
        let judged = fetch(reply).await;
        assert!(matches!(judged, Err(ClientError::Exchange(_))), "{name}: {judged:?}");
    }
}

#[tokio::test]
async fn errors_are_answers_and_their_bodies_are_cut() {
    let gone = fetch(status(410, "", "{\"type\":\"Tombstone\"}")).await.expect("an answer");
    assert_eq!((gone.status.as_u16(), &gone.body[..]), (410, &b"{\"type\":\"Tombstone\"}"[..]));
    let long = "a".repeat(2 * MIB);
    let failed = fetch(status(500, "", &long)).await.expect("an answer");
    assert_eq!((failed.status.as_u16(), failed.body.len()), (500, 64 * 1024));
    let two =
        fetch(status(200, "Content-Type: text/html\r\nContent-Type: application/activity+json\r\n", "{}"));
    assert_eq!(two.await.expect("an answer").content_type, None);
}

#[tokio::test]
async fn where_nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    drop(listener);
    let client = Client::new(settings(&[&address])).expect("a client");
    let judged = get(&client, &Url::parse(&format!("http://{address}/")).expect("a URL")).await;
    assert!(matches!(judged, Err(ClientError::Connect(_))), "{judged:?}");

    let plain = Server::start(|_| Reply::Silent).await;
    let talkative = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let wrong = talkative.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = talkative.accept().await {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let client = Client::new(settings(&[&wrong.to_string()])).expect("a client");
    let judged = get(&client, &Url::parse(&format!("https://{wrong}/")).expect("a URL")).await;
    assert!(matches!(judged, Err(ClientError::Tls(_))), "{judged:?}");
    let stalled = Url::parse(&format!("https://{}/", plain.address)).expect("a URL");
    let judged = get(&hasty_client_for(&plain), &stalled).await;
    assert!(matches!(judged, Err(ClientError::Timeout)), "a stalled handshake: {judged:?}");
}
