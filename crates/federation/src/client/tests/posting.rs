//! Delivering: what the sender learns, and what it does not do.

use chrono::{TimeZone as _, Utc};
use http::{HeaderMap, HeaderValue};

use super::*;

async fn post(server: &Server) -> Result<Answer, ClientError> {
    client_for(&[server]).post(&server.url("/inbox"), HeaderMap::new(), Bytes::from_static(b"{}")).await
}

#[tokio::test]
async fn a_body_is_delivered_with_its_headers() {
    let server = Server::start(|_| status(202, "", "")).await;
    let client = client_for(&[&server]);
    let mut headers = HeaderMap::new();
    let host = server.address.to_string();
    headers.insert("host", HeaderValue::from_str(&host).expect("a value"));
    headers.insert("content-type", HeaderValue::from_static("application/activity+json"));
    headers.insert("signature", HeaderValue::from_static("keyId=\"x\""));
    for _ in 0..3 {
        let answer = client
            .post(&server.url("/inbox"), headers.clone(), Bytes::from_static(b"{\"a\":1}"))
            .await
            .expect("posted");
        assert_eq!(answer.status, 202);
        assert_eq!(answer.retry_after, None);
    }
    assert_eq!(server.connections(), 1, "the connection is used again");
    let head = server.heads().remove(0).to_lowercase();
    assert!(head.starts_with("post /inbox http/1.1\r\n"), "{head}");
    assert!(head.contains("\r\ncontent-length: 7\r\n"), "{head}");
    assert!(head.contains("\r\nsignature: keyid=\"x\"\r\n"), "{head}");
    assert_eq!(head.matches("\r\nhost:").count(), 1, "{head}");
    assert_eq!(head.matches("\r\ncontent-type:").count(), 1, "{head}");

    headers.insert("host", HeaderValue::from_static("third.example"));
    let judged = client.post(&server.url("/inbox"), headers, Bytes::new()).await;
    assert!(matches!(judged, Err(ClientError::Refused(Refusal::SignedForAnother))), "{judged:?}");
    assert_eq!(server.heads().len(), 3);
}

#[tokio::test]
async fn redirects_are_answers() {
    let canary = Server::saying("{}").await;
    let target = canary.url("/inbox").to_string();
    let server = Server::start(move |_| redirect(&target)).await;
    let answer = client_for(&[&server, &canary])
        .post(&server.url("/inbox"), HeaderMap::new(), Bytes::new())
        .await
        .expect("an answer");
    assert_eq!(answer.status, 302);
    assert_eq!(canary.connections(), 0);
}

#[tokio::test]
async fn retry_after_in_both_forms() {
    let date = Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).single().expect("a time");
    for (header, wanted) in [
        ("Retry-After: 120\r\n", Some(RetryAfter::After(Duration::from_secs(120)))),
        ("Retry-After: Sun, 22 Nov 2026 12:00:00 GMT\r\n", Some(RetryAfter::At(date))),
        ("Retry-After: -1\r\n", None),
        ("Retry-After: soon\r\n", None),
        ("Retry-After: 99999999999999999999999\r\n", None),
        ("", None),
    ] {
        let server = Server::start(move |_| status(429, header, "slower")).await;
        let answer = post(&server).await.expect("an answer");
        assert_eq!((answer.status.as_u16(), answer.retry_after), (429, wanted), "{header}");
        assert_eq!(&answer.body[..], b"slower");
    }
}

#[tokio::test]
async fn a_status_counts_whatever_comes_after_it() {
    let accepted = b"HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for (name, reply) in [
        ("half an answer", Reply::Bytes(b"HTTP/1.1 202 Accepted\r\nContent-Length: 9\r\n\r\nabc".to_vec())),
        ("a broken answer", Reply::Bytes([accepted.clone(), b"zz\r\n".to_vec()].concat())),
        ("an endless answer", Reply::Endless(accepted, b"1\r\na\r\n".repeat(1000))),
    ] {
        let server = Server::start(move |_| reply.clone()).await;
        let answer = post(&server).await.expect("an answer");
        assert_eq!(answer.status, 202, "{name}");
        assert!(answer.body.len() <= 16 * 1024, "{name}");
    }
    let silent = Server::start(|_| Reply::Silent).await;
    let judged = hasty_client_for(&silent).post(&silent.url("/inbox"), HeaderMap::new(), Bytes::new()).await;
    assert!(matches!(judged, Err(ClientError::Timeout)), "{judged:?}");
}
