//! Jobs are run: each once, in order, when they are due, by whoever can.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use hearth_queue::{Message, NewJob, Pool, Settings, enqueue};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::kit::{Database, Journal, Numbered, TestClock, numbered, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_runners_share_two_thousand_jobs_and_run_each_once() {
    let db = Database::new().await;
    db.enqueue(&(0..2000).map(numbered).collect::<Vec<_>>()).await;
    let (journal, cancel) = (Journal::default(), CancellationToken::new());
    let running: Vec<_> = (0..2)
        .map(|me| {
            let journal = journal.clone();
            let runner = db.runner(me).register(move |me, m: Numbered| {
                let journal = journal.clone();
                async move {
                    tokio::task::yield_now().await;
                    journal.write(m.n * 2 + me);
                    Ok(())
                }
            });
            tokio::spawn(runner.run(cancel.clone()))
        })
        .collect();
    until("all have run", async || db.count("true").await == 0).await;
    cancel.cancel();
    for runner in running {
        runner.await.unwrap();
    }
    let mut numbers: Vec<_> = journal.entries().iter().map(|entry| entry / 2).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (0..2000).collect::<Vec<_>>());
    let by_the_second = journal.entries().iter().filter(|entry| *entry % 2 == 1).count();
    assert!((1..2000).contains(&by_the_second), "{by_the_second}");
}

#[derive(Serialize, Deserialize)]
struct Urgent {
    n: i64,
}

impl Message for Urgent {
    const NAME: &'static str = "urgent";
    const PRIORITY: i16 = 10;
}

#[tokio::test]
async fn the_urgent_come_first_then_the_oldest() {
    let db = Database::new().await;
    let now = db.clock.now();
    let urgent = NewJob::of(&Urgent { n: 9 }).unwrap();
    let earlier = numbered(3).at(now - TimeDelta::seconds(1));
    db.enqueue(&[numbered(1), numbered(2), earlier, urgent]).await;
    let journal = Journal::default();
    let one_by_one = Settings { concurrency: 1, ..Settings::default() };
    let runner = db
        .runner_with(journal.clone(), one_by_one)
        .register(async |journal: Journal, m: Numbered| {
            journal.write(m.n);
            Ok(())
        })
        .register(async |journal: Journal, m: Urgent| {
            journal.write(m.n);
            Ok(())
        });
    assert_eq!(runner.run_until_idle().await.unwrap(), 4);
    assert_eq!(journal.entries(), [9, 3, 1, 2]);
}

#[tokio::test]
async fn a_scheduled_job_waits_for_the_clock() {
    let db = Database::new().await;
    db.enqueue(&[numbered(1).at(db.clock.now() + TimeDelta::hours(1))]).await;
    let runner = db.runner(()).register(async |(), _: Numbered| Ok(()));
    assert_eq!(runner.run_until_idle().await.unwrap(), 0);
    db.clock.step(TimeDelta::minutes(59));
    assert_eq!(runner.run_until_idle().await.unwrap(), 0);
    db.clock.step(TimeDelta::minutes(1));
    assert_eq!(runner.run_until_idle().await.unwrap(), 1);
    assert_eq!(db.count("true").await, 0);
}

#[tokio::test]
async fn a_clock_set_back_holds_up_no_job() {
    let db = Database::new().await;
    let runner = db.runner(()).register(async |(), _: Numbered| Ok(()));
    db.enqueue(&[numbered(1)]).await;
    assert_eq!(runner.run_until_idle().await.unwrap(), 1);
    db.enqueue(&[numbered(2)]).await;
    db.clock.step(TimeDelta::hours(-1));
    assert_eq!(runner.run_until_idle().await.unwrap(), 1);
}

#[tokio::test]
async fn what_a_job_enqueues_is_run_too() {
    let db = Database::new().await;
    db.enqueue(&[numbered(5)]).await;
    let ctx = (db.pool.clone(), db.clock.clone());
    let runner = db.runner(ctx).register(async |(pool, clock): (Pool, TestClock), m: Numbered| {
        let mut conn = pool.get().await.unwrap();
        let next = if m.n > 0 { vec![numbered(m.n - 1)] } else { Vec::new() };
        enqueue(&mut conn, &next, clock.now()).await.unwrap();
        Ok(())
    });
    assert_eq!(runner.run_until_idle().await.unwrap(), 6);
}

#[tokio::test]
async fn jobs_of_another_version_wait_for_it() {
    let db = Database::new().await;
    db.enqueue(&[numbered(1), NewJob::of(&Urgent { n: 2 }).unwrap()]).await;
    let runner = db.runner(()).register(async |(), _: Numbered| Ok(()));
    assert_eq!(runner.run_until_idle().await.unwrap(), 1);
    assert_eq!(db.count("name = 'urgent' AND attempts = 0 AND lease_until IS NULL").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stopped_runner_finishes_what_runs_and_gives_back_the_rest() {
    let db = Database::new().await;
    db.enqueue(&(0..10).map(numbered).collect::<Vec<_>>()).await;
    let (journal, gate) = (Journal::default(), Arc::new(Semaphore::new(0)));
    let settings = Settings { batch: 10, concurrency: 1, ..Settings::default() };
    let ctx = (journal.clone(), Arc::clone(&gate));
    let runner = db.runner_with(ctx, settings).register(
        async |(journal, gate): (Journal, Arc<Semaphore>), m: Numbered| {
            journal.write(m.n);
            gate.acquire().await.unwrap().forget();
            Ok(())
        },
    );
    let cancel = CancellationToken::new();
    let running = tokio::spawn(runner.run(cancel.clone()));
    until("the first one runs", async || journal.len() == 1).await;
    cancel.cancel();
    until("the others are given back", async || db.count("lease_until IS NULL AND attempts = 0").await == 9)
        .await;
    assert!(!running.is_finished());
    gate.add_permits(1);
    running.await.unwrap();
    assert_eq!(db.count("true").await, 9);
    assert_eq!(journal.entries(), [0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_more_run_at_a_time_than_the_settings_say() {
    let db = Database::new().await;
    db.enqueue(&(0..200).map(numbered).collect::<Vec<_>>()).await;
    let places = Arc::new(Semaphore::new(3));
    let settings = Settings { batch: 7, concurrency: 3, poll: Duration::from_secs(1), ..Settings::default() };
    let runner = db.runner_with(Arc::clone(&places), settings).register(
        async |places: Arc<Semaphore>, _: Numbered| {
            let place = places.try_acquire().unwrap();
            tokio::task::yield_now().await;
            drop(place);
            Ok(())
        },
    );
    assert_eq!(runner.run_until_idle().await.unwrap(), 200);
    assert_eq!(db.count("true").await, 0);
}
