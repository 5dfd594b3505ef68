//! A worker may die or stall at any instant: its jobs run again, and what it says too late is not heard.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use hearth_queue::{Runner, Settings, Verdict, parked};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::kit::{Database, Journal, Numbered, numbered, until};

/// A handler that stops at a gate after it has written its number down.
fn at_a_gate(
    db: &Database,
    settings: Settings,
    journal: &Journal,
    gate: &Arc<Semaphore>,
) -> Runner<(Journal, Arc<Semaphore>)> {
    db.runner_with((journal.clone(), Arc::clone(gate)), settings).register(
        async |(journal, gate): (Journal, Arc<Semaphore>), m: Numbered| {
            journal.write(m.n);
            gate.acquire().await.unwrap().forget();
            Ok(())
        },
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_workers_job_runs_again_when_its_lease_has_run_out() {
    let db = Database::new().await;
    db.enqueue(&[numbered(1)]).await;
    let (journal, gate) = (Journal::default(), Arc::new(Semaphore::new(0)));
    let settings = Settings { lease: Duration::from_secs(60), ..Settings::default() };
    let doomed =
        tokio::spawn(at_a_gate(&db, settings.clone(), &journal, &gate).run(CancellationToken::new()));
    until("it runs", async || journal.len() == 1).await;
    doomed.abort();
    assert!(doomed.await.unwrap_err().is_cancelled());

    let heir = db.runner_with(journal.clone(), settings).register(async |journal: Journal, m: Numbered| {
        journal.write(m.n);
        Ok(())
    });
    assert_eq!(heir.run_until_idle().await.unwrap(), 0);
    db.clock.step(TimeDelta::seconds(59));
    assert_eq!(heir.run_until_idle().await.unwrap(), 0);
    db.clock.step(TimeDelta::seconds(1));
    assert_eq!(heir.run_until_idle().await.unwrap(), 1);
    assert_eq!(journal.entries(), [1, 1]);
    assert_eq!(db.count("true").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stalled_worker_cannot_finish_what_another_has_claimed() {
    let db = Database::new().await;
    db.enqueue(&[numbered(1)]).await;
    let (journal, gate) = (Journal::default(), Arc::new(Semaphore::new(0)));
    // No renewal within this test, as if the worker's machine had been suspended.
    let settings = Settings { lease: Duration::from_secs(3600), ..Settings::default() };
    let cancel = CancellationToken::new();
    let stalled = at_a_gate(&db, settings.clone(), &journal, &gate).run(cancel.clone());
    let stalled = tokio::spawn(stalled);
    until("the first one has it", async || journal.len() == 1).await;

    db.clock.step(TimeDelta::seconds(3600));
    let second_gate = Arc::new(Semaphore::new(0));
    let second = at_a_gate(&db, settings, &journal, &second_gate).run(cancel.clone());
    let second = tokio::spawn(second);
    until("the second one has it", async || journal.len() == 2).await;

    gate.add_permits(1);
    cancel.cancel();
    stalled.await.unwrap();
    assert_eq!(db.count("lease_token = 2 AND lease_until IS NOT NULL AND attempts = 2").await, 1);
    second_gate.add_permits(1);
    second.await.unwrap();
    assert_eq!(db.count("true").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stalled_workers_failure_is_not_heard_either() {
    let db = Database::new().await;
    db.enqueue(&[numbered(1), numbered(2)]).await;
    let gate = Arc::new(Semaphore::new(0));
    let (journal, cancel) = (Journal::default(), CancellationToken::new());
    let settings = Settings { lease: Duration::from_secs(3600), ..Settings::default() };
    let ctx = (journal.clone(), Arc::clone(&gate));
    let runner = db.runner_with(ctx, settings).register(
        async |(journal, gate): (Journal, Arc<Semaphore>), m: Numbered| {
            journal.write(m.n);
            gate.acquire().await.unwrap().forget();
            match m.n {
                1 => Err::<(), _>(Verdict::Retry("too late".to_owned())),
                _ => panic!("too late"),
            }
        },
    );
    let running = tokio::spawn(runner.run(cancel.clone()));
    until("both run", async || journal.len() == 2).await;
    db.sql("UPDATE jobs SET lease_token = lease_token + 1, attempts = 8").await;
    gate.add_permits(2);
    cancel.cancel();
    running.await.unwrap();
    assert_eq!(db.count("error IS NULL AND parked_at IS NULL AND lease_until IS NOT NULL").await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_jobs_lease_is_renewed() {
    let db = Database::new().await;
    db.enqueue(&[numbered(1), numbered(2)]).await;
    let (journal, gate) = (Journal::default(), Arc::new(Semaphore::new(0)));
    let settings = Settings { lease: Duration::from_millis(600), concurrency: 1, ..Settings::default() };
    let cancel = CancellationToken::new();
    let running = tokio::spawn(at_a_gate(&db, settings, &journal, &gate).run(cancel.clone()));
    until("it runs", async || journal.len() == 1).await;
    for _ in 0..3 {
        db.clock.step(TimeDelta::seconds(1));
        let now = db.clock.now().to_rfc3339();
        let renewed = format!("lease_until > '{now}' AND attempts = 1");
        until("it is renewed", async || db.count(&renewed).await == 1).await;
    }
    until("the other is free for others", async || {
        db.count("lease_until IS NULL AND attempts = 0").await == 1
    })
    .await;
    gate.add_permits(2);
    until("both are done", async || db.count("true").await == 0).await;
    assert_eq!(journal.entries(), [1, 2]);
    cancel.cancel();
    running.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_keeps_killing_its_worker_runs_alone_and_is_parked_in_the_end() {
    let db = Database::new().await;
    db.enqueue(&(0..50).map(numbered).collect::<Vec<_>>()).await;
    // Five workers have died with number 7 and with number 8 in hand.
    let vanished =
        "UPDATE jobs SET attempts = 5, lease_until = '2000-01-01' WHERE payload ->> 'n' IN ('7', '8')";
    db.sql(vanished).await;
    let places = Arc::new(Semaphore::new(16));
    let runner = db.runner(Arc::clone(&places)).register(async |places: Arc<Semaphore>, m: Numbered| {
        let place = places.acquire().await.unwrap();
        if m.n == 7 || m.n == 8 {
            assert_eq!(places.available_permits(), 15, "it has company");
        }
        tokio::task::yield_now().await;
        drop(place);
        Ok(())
    });
    assert_eq!(runner.run_until_idle().await.unwrap(), 50);
    assert_eq!(db.count("true").await, 0);

    db.enqueue(&[numbered(1)]).await;
    db.sql("UPDATE jobs SET attempts = 8, lease_until = '2000-01-01'").await;
    runner.run_until_idle().await.unwrap();
    let job = parked(&mut *db.conn().await, 1).await.unwrap().remove(0);
    assert_eq!(job.error.as_deref(), Some("its worker vanished in the middle of it; 8 attempts"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suspect_does_not_hold_up_the_others_while_a_long_job_runs() {
    let db = Database::new().await;
    db.enqueue(&[numbered(0)]).await;
    let (journal, gate) = (Journal::default(), Arc::new(Semaphore::new(0)));
    let settings = Settings {
        lease: Duration::from_millis(300),
        poll: Duration::from_millis(20),
        ..Settings::default()
    };
    let runner = db.runner_with((journal.clone(), Arc::clone(&gate)), settings).register(
        async |(journal, gate): (Journal, Arc<Semaphore>), m: Numbered| {
            journal.write(m.n);
            if m.n == 0 {
                gate.acquire().await.unwrap().forget();
            }
            Ok(())
        },
    );
    let cancel = CancellationToken::new();
    let running = tokio::spawn(runner.run(cancel.clone()));
    until("the long one runs", async || journal.len() == 1).await;
    // Nobody may take it before it is a suspect.
    db.enqueue(&[numbered(7).at(db.clock.now() + TimeDelta::days(1))]).await;
    db.sql(
        "UPDATE jobs SET attempts = 5, lease_until = '2000-01-01', run_at = created_at \
         WHERE payload ->> 'n' = '7'",
    )
    .await;
    db.enqueue(&(1..=20).filter(|n| *n != 7).map(numbered).collect::<Vec<_>>()).await;
    until("the others are done", async || db.count("true").await == 2).await;
    assert_eq!(db.count("attempts = 5 AND run_at > created_at").await, 1);
    gate.add_permits(1);
    db.clock.step(TimeDelta::seconds(1));
    until("the suspect is done too", async || db.count("true").await == 0).await;
    assert_eq!(journal.times().len(), 21);
    cancel.cancel();
    running.await.unwrap();
}
