//! Tells other processes on the same database what this one did, so that none goes by what is no longer true, nor sleeps while there is work.
//!
//! Said once committed, by one NOTIFY for all that was said within 20 ms, never in the transaction that did it: such
//! transactions would commit one after another. Who does not hear it (a cut connection, a killed process) is late, not
//! wrong for ever: memory is kept for a short time only, and everybody looks for work by themselves.

use crate::db::Db;
use crate::sql::sql;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;
use futures::StreamExt as _;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::sync::futures::Notified;

const CHANNEL: &str = "hearth_elsewhere";
/// How long words are gathered.
const GATHERED: Duration = Duration::from_millis(20);
/// How long to wait before the database is tried again.
const PATIENCE: Duration = Duration::from_secs(1);
/// So many things under one word are said as "all of them": Postgres passes on 8,000 bytes at a time.
const MOST: usize = 200;

/// What is done when a word is heard: about one thing, or about any (`None`).
type Ear = Arc<dyn Fn(Option<i64>) + Send + Sync>;

/// What this process has to say to others, and what it does when they speak.
pub struct Elsewhere {
    /// Tells this process's own words from others'.
    name: u64,
    waiting: Mutex<BTreeMap<&'static str, BTreeSet<i64>>>,
    some: Notify,
    ears: Mutex<HashMap<&'static str, Vec<Ear>>>,
    wakes: Mutex<HashMap<&'static str, Arc<Wake>>>,
}

impl Elsewhere {
    /// Nobody listens yet. `name` is unlike that of any other process.
    #[must_use]
    pub fn new(name: u64) -> Self {
        Self {
            name,
            waiting: Mutex::default(),
            some: Notify::new(),
            ears: Mutex::default(),
            wakes: Mutex::default(),
        }
    }

    /// Something changed, and is committed: `word` of the thing `id`. Costs next to nothing.
    pub fn say(&self, word: &'static str, id: i64) {
        lock(&self.waiting).entry(word).or_default().insert(id);
        self.some.notify_one();
    }

    /// From now on, `ear` is told when another process says `word`, and with `None` when it said so of too many, or may
    /// have while it was not heard.
    pub fn hear(&self, word: &'static str, ear: impl Fn(Option<i64>) + Send + Sync + 'static) {
        lock(&self.ears).entry(word).or_default().push(Arc::new(ear));
    }

    /// What wakes those who wait for this kind of work, here and in other processes.
    #[must_use]
    pub fn wake(self: &Arc<Self>, word: &'static str) -> Arc<Wake> {
        let mut wakes = lock(&self.wakes);
        if let Some(wake) = wakes.get(word) {
            return Arc::clone(wake);
        }
        let here = Arc::new(Notify::new());
        let wake = Arc::new(Wake { here: Arc::clone(&here), word, elsewhere: Arc::downgrade(self) });
        wakes.insert(word, Arc::clone(&wake));
        self.hear(word, move |_| here.notify_one());
        wake
    }

    /// Passes on what is said, for as long as this is polled. While the database is away it waits and gathers.
    pub async fn announce(&self, db: &Db) {
        loop {
            self.some.notified().await;
            tokio::time::sleep(GATHERED).await;
            while let Err(error) = self.flush(db).await {
                tracing::debug!(%error, "other processes cannot be told what changed");
                tokio::time::sleep(PATIENCE).await;
            }
        }
    }

    /// Passes on what was said up to now; for a process that is about to end.
    ///
    /// # Errors
    /// When Postgres fails; nothing is forgotten then.
    pub async fn flush(&self, db: &Db) -> crate::Result<()> {
        let said = std::mem::take(&mut *lock(&self.waiting));
        let told = self.tell(db, &said).await;
        if told.is_err() {
            let mut waiting = lock(&self.waiting);
            for (word, ids) in said {
                waiting.entry(word).or_default().extend(ids);
            }
        }
        told
    }

    /// Hears what other processes say, for as long as this is polled. Connects again for as long as it takes.
    pub async fn listen(&self, db: &Db) {
        loop {
            if let Err(error) = self.attend(db).await {
                tracing::debug!(%error, "other processes cannot be heard");
            }
            tokio::time::sleep(PATIENCE).await;
        }
    }

    async fn tell(&self, db: &Db, said: &BTreeMap<&'static str, BTreeSet<i64>>) -> crate::Result<()> {
        if said.is_empty() {
            return Ok(());
        }
        let mut conn = db.conn().await?;
        for (word, ids) in said {
            let ids = match ids.len() {
                0..=MOST => ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
                _ => String::new(),
            };
            sql("SELECT pg_notify($1, $2)")
                .bind::<Text, _>(CHANNEL)
                .bind::<Text, _>(format!("{} {word} {ids}", self.name))
                .execute(&mut conn)
                .await?;
        }
        Ok(())
    }

    async fn attend(&self, db: &Db) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let mut conn = db.connect().await?;
        diesel::sql_query(format!("LISTEN {CHANNEL}")).execute(&mut conn).await?;
        // What was said before this LISTEN was not heard.
        let words: Vec<&'static str> = lock(&self.ears).keys().copied().collect();
        words.into_iter().for_each(|word| self.heard(word, None));
        let mut said = std::pin::pin!(conn.notifications_stream());
        while let Some(notification) = said.next().await {
            self.understand(&notification?.payload);
        }
        Ok(())
    }

    /// A word of a newer version of the program may be unknown; it is not for us then.
    fn understand(&self, payload: &str) {
        let mut parts = payload.splitn(3, ' ');
        let (Some(name), Some(word), Some(ids)) = (parts.next(), parts.next(), parts.next()) else { return };
        if name.parse() == Ok(self.name) {
            return;
        }
        if ids.is_empty() {
            return self.heard(word, None);
        }
        for id in ids.split(',').filter_map(|id| id.parse().ok()) {
            self.heard(word, Some(id));
        }
    }

    fn heard(&self, word: &str, id: Option<i64>) {
        let ears = lock(&self.ears).get(word).cloned().unwrap_or_default();
        ears.iter().for_each(|ear| ear(id));
    }
}

impl std::fmt::Debug for Elsewhere {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Elsewhere").field("waiting", &self.waiting).finish_non_exhaustive()
    }
}

/// Wakes those who wait for one kind of work, in every process.
#[derive(Debug)]
pub struct Wake {
    here: Arc<Notify>,
    word: &'static str,
    elsewhere: Weak<Elsewhere>,
}

impl Wake {
    /// There may be work. Waking too often does no harm.
    pub fn notify_one(&self) {
        self.here.notify_one();
        if let Some(elsewhere) = self.elsewhere.upgrade() {
            elsewhere.say(self.word, 0);
        }
    }

    /// Until there may be work; at once if there has been since the last time.
    pub fn notified(&self) -> Notified<'_> {
        self.here.notified()
    }
}

fn lock<T>(what: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}
