//! At most one job per name and key waits, and yet no change goes unheard.

use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use diesel::result::Error as Diesel;
use diesel_async::AsyncConnection;
use hearth_queue::{Message, NewJob, Pool, Verdict, enqueue, parked, retry_parked};
use serde::{Deserialize, Serialize};

use crate::kit::{Database, Journal, TestClock};

/// "Bring this page up to date."
#[derive(Serialize, Deserialize)]
struct Refresh {
    page: String,
    reason: i64,
}

impl Message for Refresh {
    const NAME: &'static str = "refresh";
    const MAX_ATTEMPTS: i32 = 2;

    fn unique_key(&self) -> Option<String> {
        Some(self.page.clone())
    }
}

fn refresh(page: &str, reason: i64) -> NewJob {
    NewJob::of(&Refresh { page: page.to_owned(), reason }).unwrap()
}

async fn note(journal: Journal, m: Refresh) -> Result<(), Verdict> {
    journal.write(m.reason);
    Ok(())
}

#[tokio::test]
async fn the_second_with_a_key_is_dropped_while_the_first_waits() {
    let db = Database::new().await;
    db.enqueue(&[refresh("a", 1), refresh("a", 2), refresh("b", 3)]).await;
    db.enqueue(&[refresh("b", 4), refresh("a", 5), refresh("c", 6)]).await;
    let journal = Journal::default();
    let runner = db.runner(journal.clone()).register(note);
    assert_eq!(runner.run_until_idle().await.unwrap(), 3);
    let mut reasons = journal.entries();
    reasons.sort_unstable();
    assert_eq!(reasons, [1, 3, 6]);
}

#[tokio::test]
async fn a_running_job_has_let_go_of_its_key() {
    let db = Database::new().await;
    db.enqueue(&[refresh("a", 1)]).await;
    let ctx = (db.pool.clone(), db.clock.clone());
    let runner = db.runner(ctx).register(async |(pool, clock): (Pool, TestClock), m: Refresh| {
        let mut conn = pool.get().await.unwrap();
        let next = if m.reason < 3 { vec![refresh("a", m.reason + 1)] } else { Vec::new() };
        enqueue(&mut conn, &next, clock.now()).await.unwrap();
        Ok(())
    });
    assert_eq!(runner.run_until_idle().await.unwrap(), 3);
    assert_eq!(db.count("true").await, 0);
}

#[tokio::test]
async fn a_waiting_job_does_not_start_before_the_change_it_stands_for_is_there() {
    let db = Database::new().await;
    db.enqueue(&[refresh("a", 1)]).await;
    let journal = Journal::default();
    let runner = db.runner(journal.clone()).register(note);
    let mut conn = db.conn().await;
    conn.transaction::<(), Diesel, _>(async |conn| {
        enqueue(conn, &[refresh("a", 2)], db.clock.now()).await.unwrap();
        assert_eq!(runner.run_until_idle().await.unwrap(), 0, "it would not see this transaction's change");
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(runner.run_until_idle().await.unwrap(), 1);
    assert_eq!(journal.entries(), [1]);
}

#[tokio::test]
async fn a_failed_one_gives_way_to_the_one_that_waits_by_now() {
    let db = Database::new().await;
    db.enqueue(&[refresh("a", 1), refresh("b", 1)]).await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let ctx = (db.pool.clone(), db.clock.clone(), Arc::clone(&seen));
    type Context = (Pool, TestClock, Arc<Mutex<Vec<(String, i64)>>>);
    let runner = db.runner(ctx).register(async |(pool, clock, seen): Context, m: Refresh| {
        seen.lock().unwrap().push((m.page.clone(), m.reason));
        if m.reason == 2 {
            return Ok(());
        }
        let mut conn = pool.get().await.unwrap();
        let tomorrow = clock.now() + TimeDelta::days(1);
        enqueue(&mut conn, &[refresh(&m.page, 2).at(tomorrow)], clock.now()).await.unwrap();
        Err(Verdict::Retry("first time".to_owned()))
    });
    assert_eq!(runner.run_until_idle().await.unwrap(), 2);
    assert_eq!(db.count("attempts = 1 AND error = 'first time'").await, 2);
    assert_eq!(db.count("true").await, 2, "one job stands for both");
    // It runs at the time the failed one would have.
    db.clock.step(TimeDelta::seconds(3));
    assert_eq!(runner.run_until_idle().await.unwrap(), 2);
    assert_eq!(db.count("true").await, 0);
    let mut seen = seen.lock().unwrap().clone();
    seen.sort();
    let expected = [("a", 1), ("a", 2), ("b", 1), ("b", 2)].map(|(page, n)| (page.to_owned(), n));
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn two_failures_with_one_key_in_one_batch_become_one_job() {
    let db = Database::new().await;
    db.enqueue(&[refresh("a", 1)]).await;
    // The first one has been claimed by a worker that died, so a second could be enqueued.
    db.sql("UPDATE jobs SET holds_key = false, lease_until = '2000-01-01', attempts = 1").await;
    db.enqueue(&[refresh("a", 2)]).await;
    let runner = db.runner(()).register(async |(), m: Refresh| match m.reason {
        1 | 2 => Err::<(), _>(Verdict::RetryAfter(std::time::Duration::from_secs(5), "no".to_owned())),
        _ => Ok(()),
    });
    db.sql("UPDATE jobs SET attempts = 0").await;
    assert_eq!(runner.run_until_idle().await.unwrap(), 2);
    assert_eq!(db.count("holds_key").await, 1);
    assert_eq!(db.count("true").await, 1);
}

#[tokio::test]
async fn a_parked_one_keeps_nobody_out_and_comes_back_to_the_one_that_waits() {
    let db = Database::new().await;
    db.enqueue(&[refresh("a", 1)]).await;
    let runner =
        db.runner(()).register(async |(), _: Refresh| Err::<(), _>(Verdict::Retry("never works".to_owned())));
    for _ in 0..2 {
        assert_eq!(runner.run_until_idle().await.unwrap(), 1);
        db.clock.step(TimeDelta::hours(1));
    }
    let job = parked(&mut *db.conn().await, 1).await.unwrap().remove(0);
    db.enqueue(&[refresh("a", 2)]).await;
    assert_eq!(db.count("true").await, 2);
    assert!(retry_parked(&mut *db.conn().await, job.id).await.unwrap());
    assert_eq!(db.count("parked_at IS NULL AND payload ->> 'reason' = '2'").await, 1);
    assert_eq!(db.count("true").await, 1);
}
