//! Case 63: redirects, each of them judged and signed like a first request.

use http::{HeaderMap, HeaderValue};

use super::*;

/// `/3` leads to `/2`, and so on; `/0` answers.
async fn stairs() -> Server {
    Server::start(|head| {
        let path = head.split(' ').nth(1).unwrap_or_default();
        match path.trim_start_matches('/').parse::<u32>() {
            Ok(0) => Reply::Bytes(ok("application/activity+json", b"{}")),
            Ok(step) => redirect(&format!("/{}", step - 1)),
            Err(_) => redirect("/loop"),
        }
    })
    .await
}

#[tokio::test]
async fn three_hops_and_no_more() {
    let server = stairs().await;
    let client = client_for(&[&server]);
    let fetched = get(&client, &server.url("/3")).await.expect("fetched");
    assert_eq!(fetched.final_url, server.url("/0"));
    assert_eq!(server.heads().len(), 4);
    for path in ["/4", "/20", "/loop"] {
        let before = server.heads().len();
        assert!(
            matches!(get(&client, &server.url(path)).await, Err(ClientError::TooManyRedirects)),
            "{path}"
        );
        assert_eq!(server.heads().len(), before + 4, "{path}");
    }
}

#[tokio::test]
async fn a_redirect_to_a_forbidden_place_is_not_followed() {
    let canary = Server::saying("secret").await;
    let secret = canary.address;
    let server = Server::start(move |head| match head.split(' ').nth(1) {
        Some("/inside") => redirect(&format!("http://{secret}/")),
        Some("/name") => redirect(&format!("http://localhost:{}/", secret.port())),
        Some("/port") => redirect("http://other.example:22/"),
        Some("/file") => redirect("file:///etc/passwd"),
        Some("/user") => redirect(&format!("http://ada:pw@{secret}/")),
        Some("/nowhere") => redirect("http://[oops"),
        _ => status(301, "", ""),
    })
    .await;
    let client = Client::new(settings(&[&server.address.to_string(), "192.0.2.1"])).expect("a client");
    for (path, why) in [
        ("/inside", Refusal::Address),
        ("/name", Refusal::Address),
        ("/file", Refusal::Scheme),
        ("/user", Refusal::Credentials),
    ] {
        let judged = get(&client, &server.url(path)).await;
        assert!(
            matches!(&judged, Err(ClientError::Refused(refusal)) if *refusal == why),
            "{path}: {judged:?}"
        );
    }
    assert!(get(&client, &server.url("/port")).await.is_err());
    for path in ["/nowhere", "/without"] {
        let fetched = get(&client, &server.url(path)).await.expect("an answer");
        assert!(fetched.status.is_redirection(), "{path}");
    }
    assert_eq!(canary.connections(), 0);
}

#[test]
fn https_does_not_lead_to_http() {
    let secure = Url::parse("https://other.example/").expect("a URL");
    let plain = Url::parse("http://other.example/").expect("a URL");
    for (from, to, allowed, refused) in [
        (&secure, &plain, false, true),
        (&secure, &plain, true, false),
        (&plain, &secure, false, false),
        (&secure, &secure, false, false),
    ] {
        assert_eq!(get::is_downgrade(from, to, allowed), refused, "{from} {to} {allowed}");
    }
}

#[tokio::test]
async fn every_hop_is_signed_for_itself() {
    let second = Server::saying("{}").await;
    let target = second.url("/x").to_string();
    let first = Server::start(move |_| redirect(&target)).await;
    let client = client_for(&[&first, &second]);
    let sign = |url: &Url| {
        let mut headers = HeaderMap::new();
        let port = url.port().expect("a port");
        headers.insert("host", HeaderValue::from_str(&format!("127.0.0.1:{port}")).expect("a value"));
        headers.insert("signature", HeaderValue::from_str(&format!("for-{port}")).expect("a value"));
        headers
    };
    let fetched =
        client.get(&first.url("/"), "application/activity+json", Some(&sign)).await.expect("fetched");
    assert_eq!(fetched.final_url, second.url("/x"));
    for server in [&first, &second] {
        let head = server.heads().remove(0).to_lowercase();
        assert!(head.contains(&format!("signature: for-{}\r\n", server.address.port())), "{head}");
        assert_eq!(head.matches("\r\nhost:").count(), 1, "{head}");
    }
}

#[tokio::test]
async fn a_signature_never_reaches_another_host() {
    let second = Server::saying("{}").await;
    let target = second.url("/").to_string();
    let first = Server::start(move |_| redirect(&target)).await;
    let client = client_for(&[&first, &second]);
    let host = first.address.to_string();
    let stubborn = |_: &Url| {
        let mut headers = HeaderMap::new();
        headers.insert("host", HeaderValue::from_str(&host).expect("a value"));
        headers.insert("signature", HeaderValue::from_static("for the first"));
        headers
    };
    let judged = client.get(&first.url("/"), "application/activity+json", Some(&stubborn)).await;
    assert!(matches!(judged, Err(ClientError::Refused(Refusal::SignedForAnother))), "{judged:?}");
    assert_eq!((first.connections(), second.connections()), (1, 0));
}
