//! A job as its sender sees it: a serialisable struct with a name. Who handles it is the runner's business.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Error;

/// Something to be done later. Carry ids, not contents: the handler reads what is true when it runs.
pub trait Message: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Names the message in the job table. Jobs outlive versions of the program: never reuse a name.
    const NAME: &'static str;
    /// Higher runs first.
    const PRIORITY: i16 = 0;
    /// How often a job is tried before it is parked; at least 1.
    const MAX_ATTEMPTS: i32 = 8;

    /// At most one job per name and key waits at a time; another one enqueued meanwhile is dropped, whatever else
    /// it says. A job lets go of its key when it starts, so what changes while it runs brings a new one.
    fn unique_key(&self) -> Option<String> {
        None
    }

    /// Jobs of one line, of whatever message, run one at a time and in the order they were enqueued in, however many
    /// workers there are. One that is put off holds up those behind it until it is done or parked. Those who
    /// enqueue must themselves stand in order: a later one may not commit before an earlier one.
    fn line(&self) -> Option<String> {
        None
    }
}

/// A message ready to be enqueued.
#[derive(Debug, Clone)]
pub struct NewJob {
    pub(crate) name: &'static str,
    pub(crate) payload: Value,
    pub(crate) priority: i16,
    pub(crate) run_at: Option<DateTime<Utc>>,
    pub(crate) unique_key: Option<String>,
    pub(crate) line: Option<String>,
}

impl NewJob {
    /// A job for this message, to run as soon as its transaction has committed.
    ///
    /// # Errors
    /// [`Error::Message`] if the message has no JSON form.
    pub fn of<M: Message>(message: &M) -> Result<Self, Error> {
        let payload =
            serde_json::to_value(message).map_err(|source| Error::Message { name: M::NAME, source })?;
        let (unique_key, line) = (message.unique_key(), message.line());
        Ok(Self { name: M::NAME, payload, priority: M::PRIORITY, run_at: None, unique_key, line })
    }

    /// Not before this time.
    #[must_use]
    pub fn at(self, when: DateTime<Utc>) -> Self {
        Self { run_at: Some(when), ..self }
    }
}
