//! Cases 61 and 62: nothing on this machine or its network gets a connection.

use super::*;

/// Lets one unrelated address through on any port, so that URLs with ports come as far as the address check.
const DECOY: &str = "192.0.2.1";

fn is_refused(result: &Result<Fetched, ClientError>, why: Refusal) -> bool {
    matches!(result, Err(ClientError::Refused(refusal)) if *refusal == why)
}

#[tokio::test]
async fn case_61_inner_addresses_in_every_spelling() {
    let canary = Server::saying("secret").await;
    let port = canary.address.port();
    let client = Client::new(settings(&[DECOY])).expect("a client");
    for host in [
        "127.0.0.1",
        "127.1",
        "127.255.255.254",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "017700000001",
        "0.0.0.0",
        "0",
        "[::]",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "[2002:7f00:1::]",
        "[fe80::1]",
        "[fc00::1]",
        "169.254.169.254",
        "100.64.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "localhost",
        "LOCALHOST",
        "１２７.0.0.1",
    ] {
        let url = Url::parse(&format!("http://{host}:{port}/")).expect("a URL");
        let judged = get(&client, &url).await;
        assert!(is_refused(&judged, Refusal::Address), "{host}: {judged:?}");
        let posted = client.post(&url, http::HeaderMap::new(), Bytes::new()).await;
        assert!(matches!(posted, Err(ClientError::Refused(Refusal::Address))), "{host}: {posted:?}");
        let usual = Url::parse(&format!("http://{host}/")).expect("a URL");
        let judged = get(&client, &usual).await;
        assert!(is_refused(&judged, Refusal::Address), "{host} on port 80: {judged:?}");
    }
    // Some name services know this one and some do not.
    let dotted = Url::parse(&format!("http://localhost.:{port}/")).expect("a URL");
    let judged = get(&client, &dotted).await;
    assert!(
        is_refused(&judged, Refusal::Address) || matches!(judged, Err(ClientError::Dns(_))),
        "{judged:?}"
    );
    assert_eq!(canary.connections(), 0);
}

#[tokio::test]
async fn case_61_ports() {
    let strict = Client::new(settings(&[])).expect("a client");
    let named = Client::new(settings(&["127.0.0.1:9999"])).expect("a client");
    for port in [22, 25, 443, 6379, 8080] {
        let url = Url::parse(&format!("http://other.example:{port}/")).expect("a URL");
        for client in [&strict, &named] {
            let judged = get(client, &url).await;
            assert!(is_refused(&judged, Refusal::Port), "{port}: {judged:?}");
        }
    }
    // A global address does not become reachable on a port that settings name for another one.
    let judged = get(&named, &Url::parse("http://1.1.1.1:9999/").expect("a URL")).await;
    assert!(is_refused(&judged, Refusal::Address), "{judged:?}");
}

#[tokio::test]
async fn schemes_and_credentials() {
    let server = Server::saying("{}").await;
    let client = client_for(&[&server]);
    for (url, why) in [
        ("ftp://other.example/".to_owned(), Refusal::Scheme),
        ("file:///etc/passwd".to_owned(), Refusal::Scheme),
        ("data:application/activity+json,{}".to_owned(), Refusal::Scheme),
        (format!("http://ada:pw@{}/", server.address), Refusal::Credentials),
        (format!("http://ada@{}/", server.address), Refusal::Credentials),
    ] {
        let judged = get(&client, &Url::parse(&url).expect("a URL")).await;
        assert!(is_refused(&judged, why), "{url}: {judged:?}");
    }
    let production =
        Client::new(Settings { allow_http: false, ..settings(&["127.0.0.0/8"]) }).expect("a client");
    let judged = get(&production, &server.url("/")).await;
    assert!(is_refused(&judged, Refusal::Scheme), "{judged:?}");
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn case_61_names_that_lead_inside() {
    let canary = Server::saying("secret").await;
    let names = Names::new(&[
        ("inside.example", &[&[canary.address]]),
        ("many.example", &[&[canary.address; 50]]),
        ("mapped.example", &[&["[::ffff:127.0.0.1]:0".parse().expect("an address")]]),
        ("empty.example", &[&[]]),
    ]);
    let client = Client::with_lookup(settings(&[DECOY]), names).expect("a client");
    let port = canary.address.port();
    for host in ["inside.example", "many.example", "mapped.example"] {
        for url in [format!("http://{host}/"), format!("https://{host}/"), format!("http://{host}:{port}/")] {
            let judged = get(&client, &Url::parse(&url).expect("a URL")).await;
            assert!(is_refused(&judged, Refusal::Address), "{url}: {judged:?}");
        }
    }
    for host in ["empty.example", "unknown.example"] {
        let judged = get(&client, &Url::parse(&format!("http://{host}/")).expect("a URL")).await;
        assert!(matches!(judged, Err(ClientError::Dns(_))), "{host}: {judged:?}");
    }
    assert_eq!(canary.connections(), 0);
}

#[tokio::test]
async fn case_62_a_name_that_changes_its_mind() {
    let server = Server::start(|_| {
        let bytes = ok("application/activity+json", b"{}");
        let text = String::from_utf8(bytes)
            .expect("text")
            .replace("Content-Type", "Connection: close\r\nContent-Type");
        Reply::Bytes(text.into_bytes())
    })
    .await;
    let canary = Server::saying("secret").await;
    let names = Names::new(&[
        ("rebind.example", &[&[server.address], &[canary.address]]),
        ("mixed.example", &[&[canary.address, server.address, canary.address]]),
    ]);
    let client = Client::with_lookup(settings(&[&server.address.to_string()]), names).expect("a client");
    let url = Url::parse("http://rebind.example/").expect("a URL");
    assert!(get(&client, &url).await.is_ok(), "the first answer is a permitted one");
    let judged = get(&client, &url).await;
    assert!(is_refused(&judged, Refusal::Address), "{judged:?}");

    let mixed = Url::parse("http://mixed.example/").expect("a URL");
    assert!(get(&client, &mixed).await.is_ok(), "the permitted one of several is used");
    assert_eq!(server.connections(), 2);
    assert_eq!(canary.connections(), 0);
}

#[tokio::test]
async fn allowed_addresses_open_exactly_what_they_name() {
    let (server, other) = (Server::saying("{}").await, Server::saying("{}").await);
    let socket = client_for(&[&server]);
    assert!(get(&socket, &server.url("/")).await.is_ok());
    assert!(matches!(get(&socket, &other.url("/")).await, Err(ClientError::Refused(_))));
    let named = Url::parse(&format!("http://localhost:{}/", server.address.port())).expect("a URL");
    assert!(get(&socket, &named).await.is_ok(), "by name as well");
    let range = Client::new(settings(&["127.0.0.0/8"])).expect("a client");
    assert!(get(&range, &server.url("/")).await.is_ok());
    assert!(get(&range, &other.url("/")).await.is_ok());
    assert_eq!((server.connections(), other.connections()), (3, 1));
}
