//! Jobs of one line run one after another, in the order they were enqueued in, however many workers there are.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use hearth_queue::{Message, NewJob, Settings, Verdict, parked};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::kit::{Database, Journal, until};

/// "Say this about that."
#[derive(Serialize, Deserialize)]
struct Word {
    about: i64,
    n: i64,
}

impl Message for Word {
    const NAME: &'static str = "word";
    const MAX_ATTEMPTS: i32 = 2;

    fn line(&self) -> Option<String> {
        Some(self.about.to_string())
    }
}

fn word(about: i64, n: i64) -> NewJob {
    NewJob::of(&Word { about, n }).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_workers_never_overtake_each_other_within_a_line() {
    let db = Database::new().await;
    let said: Arc<Mutex<Vec<(i64, i64)>>> = Arc::default();
    let running: Arc<Mutex<Vec<i64>>> = Arc::default();
    let settings = Settings { poll: Duration::from_millis(20), ..Settings::default() };
    let cancel = CancellationToken::new();
    let mut workers = Vec::new();
    for _ in 0..2 {
        let ctx = (Arc::clone(&said), Arc::clone(&running));
        let runner =
            db.runner_with(ctx, settings.clone()).register(async |(said, running): (Said, Busy), m: Word| {
                {
                    let mut running = running.lock().unwrap();
                    assert!(!running.contains(&m.about), "two of one line at a time");
                    running.push(m.about);
                }
                // Early ones are slow, so that whoever may overtake them does.
                tokio::time::sleep(Duration::from_millis(if m.n % 4 == 0 { 20 } else { 1 })).await;
                running.lock().unwrap().retain(|about| *about != m.about);
                said.lock().unwrap().push((m.about, m.n));
                Ok(())
            });
        workers.push(tokio::spawn(runner.run(cancel.clone())));
    }
    for n in 0..20 {
        let jobs: Vec<NewJob> = (0..5).map(|about| word(about, n)).collect();
        db.enqueue(&jobs).await;
    }
    until("all is said", async || said.lock().unwrap().len() == 100).await;
    cancel.cancel();
    for worker in workers {
        worker.await.unwrap();
    }
    let said = said.lock().unwrap();
    for about in 0..5 {
        let line: Vec<i64> = said.iter().filter(|(of, _)| *of == about).map(|(_, n)| *n).collect();
        assert_eq!(line, (0..20).collect::<Vec<_>>(), "line {about}");
    }
}

type Said = Arc<Mutex<Vec<(i64, i64)>>>;
type Busy = Arc<Mutex<Vec<i64>>>;

#[tokio::test]
async fn one_that_failed_holds_up_its_line_alone_until_it_is_done() {
    let db = Database::new().await;
    db.enqueue(&[word(1, 1), word(1, 2), word(2, 3)]).await;
    let journal = Journal::default();
    let runner = db.runner(journal.clone()).register(async |journal: Journal, m: Word| {
        journal.write(m.n);
        if journal.entries() == [1] || journal.entries() == [3, 1] {
            return Err(Verdict::Retry("not yet".to_owned()));
        }
        Ok(())
    });
    runner.run_until_idle().await.unwrap();
    let mut first = journal.entries();
    first.sort_unstable();
    assert_eq!(first, [1, 3], "2 waits for 1");
    db.clock.step(TimeDelta::hours(1));
    runner.run_until_idle().await.unwrap();
    assert_eq!(journal.entries()[2..], [1, 2]);
}

#[tokio::test]
async fn one_that_is_parked_holds_nobody_up() {
    let db = Database::new().await;
    db.enqueue(&[word(1, 1), word(1, 2)]).await;
    let journal = Journal::default();
    let runner = db.runner(journal.clone()).register(async |journal: Journal, m: Word| {
        journal.write(m.n);
        if m.n == 1 && journal.len() < 3 { Err(Verdict::Retry("no".to_owned())) } else { Ok(()) }
    });
    for _ in 0..2 {
        runner.run_until_idle().await.unwrap();
        db.clock.step(TimeDelta::days(1));
    }
    runner.run_until_idle().await.unwrap();
    assert_eq!(journal.entries(), [1, 1, 2]);
    let parked = parked(&mut *db.conn().await, 10).await.unwrap();
    assert_eq!(parked.len(), 1);
}
