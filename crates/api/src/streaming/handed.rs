//! What is handed to a socket: an event of one stream, whose words all that get it share.

use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;

/// What an event says, once as it is and once as a string in JSON.
#[derive(Debug)]
pub(crate) struct Payload {
    plain: String,
    quoted: String,
}

impl Payload {
    pub(crate) fn of(plain: String) -> Arc<Self> {
        let quoted = Value::String(plain.clone()).to_string();
        Arc::new(Self { plain, quoted })
    }

    /// An entity, as JSON.
    pub(crate) fn json<T: Serialize>(entity: &T) -> Result<Arc<Self>, serde_json::Error> {
        serde_json::to_string(entity).map(Self::of)
    }
}

/// An event of one stream.
#[derive(Debug, Clone)]
pub(crate) struct Handed {
    /// The stream, as JSON.
    pub(crate) stream: Arc<str>,
    pub(crate) event: &'static str,
    /// Nothing for events that say all by their name.
    pub(crate) payload: Option<Arc<Payload>>,
}

impl Handed {
    /// As a message of a WebSocket.
    pub(crate) fn message(&self) -> String {
        let Self { stream, event, payload } = self;
        match payload {
            Some(payload) => {
                format!(r#"{{"stream":{stream},"event":"{event}","payload":{}}}"#, payload.quoted)
            }
            None => format!(r#"{{"stream":{stream},"event":"{event}"}}"#),
        }
    }

    /// As a server-sent event. JSON as we write it has no line breaks.
    pub(crate) fn event(&self) -> String {
        let data = self.payload.as_ref().map_or("undefined", |payload| payload.plain.as_str());
        format!("event: {}\ndata: {data}\n\n", self.event)
    }
}

#[cfg(test)]
mod tests {
    use super::{Handed, Payload};

    #[test]
    fn an_event_is_written_for_either_way_out() {
        let payload = Some(Payload::json(&serde_json::json!({"a": "\"b\"\n"})).unwrap());
        let handed = Handed { stream: r#"["user"]"#.into(), event: "update", payload };
        assert_eq!(handed.event(), "event: update\ndata: {\"a\":\"\\\"b\\\"\\n\"}\n\n");
        let read: serde_json::Value = serde_json::from_str(&handed.message()).unwrap();
        let inner: serde_json::Value = serde_json::from_str(read["payload"].as_str().unwrap()).unwrap();
        assert_eq!((read["stream"][0].as_str(), inner["a"].as_str()), (Some("user"), Some("\"b\"\n")));
    }
}
