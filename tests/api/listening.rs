//! Sockets as apps open them: what comes out of them, in order, and when they are closed.

use futures::{SinkExt as _, StreamExt as _};
use hearth_testkit::Person;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// Longer than anything takes, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(10);

/// An open WebSocket.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// The protocol that was chosen.
    pub protocol: Option<String>,
}

impl Socket {
    /// Opens one at `path`; the status where that is refused.
    pub async fn at(base: &str, path: &str, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let address = format!("{}{path}", base.replacen("http", "ws", 1));
        let mut request = address.into_client_request().unwrap();
        for (name, value) in headers {
            let name: http::HeaderName = name.parse().unwrap();
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        match connect_async(request).await {
            Ok((stream, answer)) => {
                let protocol = answer.headers().get("sec-websocket-protocol");
                let protocol = protocol.map(|text| text.to_str().unwrap().to_owned());
                Ok(Self { stream, protocol })
            }
            Err(Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    /// Somebody's, which listens to `streams` by the time this answers.
    pub async fn of(person: &Person, streams: &[Value]) -> Self {
        Self::of_at(&person.base, person, streams).await
    }

    /// The same at another process.
    pub async fn of_at(base: &str, person: &Person, streams: &[Value]) -> Self {
        let path = format!("/api/v1/streaming?access_token={}", person.token);
        let mut socket = Self::at(base, &path, &[]).await.unwrap();
        for stream in streams {
            let mut asked = stream.clone();
            asked["type"] = json!("subscribe");
            socket.say(&asked).await;
        }
        socket.ready().await;
        socket
    }

    /// Sends a message.
    pub async fn say(&mut self, message: &Value) {
        self.stream.send(Message::Text(message.to_string().into())).await.unwrap();
    }

    /// Until all that was sent is understood.
    pub async fn ready(&mut self) {
        self.say(&json!({"type": "subscribe", "stream": "none such"})).await;
        assert_eq!(self.next().await, json!({"error": "Unknown stream type", "status": 400}));
    }

    /// The next message.
    pub async fn next(&mut self) -> Value {
        self.message().await.unwrap_or_else(|| panic!("it was closed"))
    }

    /// The next event, with its payload read.
    pub async fn event(&mut self) -> (String, Value) {
        let message = self.next().await;
        let event = message["event"].as_str().unwrap_or_else(|| panic!("no event: {message}")).to_owned();
        let payload = message["payload"].as_str().unwrap_or_else(|| panic!("no text: {message}"));
        // Ids stand as they are, entities as JSON.
        let payload = if event == "delete" { json!(payload) } else { serde_json::from_str(payload).unwrap() };
        (event, payload)
    }

    /// Until it is closed, within a second; whatever came before is passed over.
    pub async fn closes(&mut self) {
        let end = async { while self.message().await.is_some() {} };
        tokio::time::timeout(Duration::from_secs(1), end).await.expect("it stays open");
    }

    async fn message(&mut self) -> Option<Value> {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.stream.next()).await.expect("nothing came");
            match next? {
                Ok(Message::Text(text)) => return Some(serde_json::from_str(text.as_str()).unwrap()),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }
}
