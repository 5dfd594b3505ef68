//! What a job's failure leads to, and that it leads to nothing for the others.

use std::time::Duration;

use chrono::TimeDelta;
use hearth_queue::{Message, NewJob, Verdict, parked, retry_parked};
use serde::{Deserialize, Serialize};

use crate::kit::{Database, Journal, Numbered, numbered};

#[derive(Serialize, Deserialize)]
struct Flaky {
    verdict: String,
}

impl Message for Flaky {
    const NAME: &'static str = "flaky";
    const MAX_ATTEMPTS: i32 = 3;
}

fn flaky(verdict: &str) -> NewJob {
    NewJob::of(&Flaky { verdict: verdict.to_owned() }).unwrap()
}

async fn fail(journal: Journal, m: Flaky) -> Result<(), Verdict> {
    journal.write(0);
    Err(match m.verdict.as_str() {
        "later" => Verdict::RetryAfter(Duration::from_secs(600), "the peer is busy".to_owned()),
        "never" => Verdict::RetryAfter(Duration::MAX, "the peer is a joker".to_owned()),
        "nul" => Verdict::Retry("a \0 in it".to_owned()),
        "discard" => Verdict::Discard("the story is gone".to_owned()),
        other => Verdict::Retry(other.to_owned()),
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_panics_is_parked_after_five_attempts_and_the_others_are_done() {
    let db = Database::new().await;
    db.enqueue(&(0..1000).map(numbered).collect::<Vec<_>>()).await;
    let journal = Journal::default();
    let runner = db.runner(journal.clone()).register(async |journal: Journal, m: Numbered| {
        journal.write(m.n);
        assert!(m.n != 500, "five hundred is unlucky");
        Ok(())
    });
    assert_eq!(runner.run_until_idle().await.unwrap(), 1000);
    assert_eq!(db.count("true").await, 1);
    for attempts in 1..5 {
        assert_eq!(db.count(&format!("attempts = {attempts} AND parked_at IS NULL")).await, 1);
        db.clock.step(TimeDelta::hours(1));
        assert_eq!(runner.run_until_idle().await.unwrap(), 1);
    }
    let given_up = parked(&mut *db.conn().await, 10).await.unwrap();
    let [job] = &given_up[..] else { panic!("{given_up:?}") };
    assert_eq!((job.attempts, job.error.as_deref()), (5, Some("panicked: five hundred is unlucky")));
    assert_eq!(job.parked_at, Some(db.clock.now()));
    db.clock.step(TimeDelta::days(30));
    assert_eq!(runner.run_until_idle().await.unwrap(), 0);
    assert_eq!(journal.times()[&500], 5);
}

#[tokio::test]
async fn a_retry_waits_two_to_three_seconds_by_the_clock() {
    let db = Database::new().await;
    db.enqueue(&[flaky("no luck")]).await;
    let runner = db.runner(Journal::default()).register(fail);
    assert_eq!(runner.run_until_idle().await.unwrap(), 1);
    assert_eq!(runner.run_until_idle().await.unwrap(), 0);
    assert_eq!(db.count("error = 'no luck' AND attempts = 1 AND lease_until IS NULL").await, 1);
    db.clock.step(TimeDelta::milliseconds(1999));
    assert_eq!(runner.run_until_idle().await.unwrap(), 0);
    db.clock.step(TimeDelta::milliseconds(1001));
    assert_eq!(runner.run_until_idle().await.unwrap(), 1);
    db.clock.step(TimeDelta::seconds(3));
    assert_eq!(runner.run_until_idle().await.unwrap(), 0, "the second wait is longer");
}

#[tokio::test]
async fn the_last_attempt_parks_and_a_person_can_let_it_run_again() {
    let db = Database::new().await;
    db.enqueue(&[flaky("no luck")]).await;
    let journal = Journal::default();
    let runner = db.runner(journal.clone()).register(fail);
    for _ in 0..10 {
        runner.run_until_idle().await.unwrap();
        db.clock.step(TimeDelta::hours(1));
    }
    assert_eq!(journal.len(), 3);
    let job = parked(&mut *db.conn().await, 10).await.unwrap().remove(0);
    assert_eq!((job.name.as_str(), job.attempts, job.error.as_deref()), ("flaky", 3, Some("no luck")));

    assert!(!retry_parked(&mut *db.conn().await, job.id + 1).await.unwrap());
    assert!(retry_parked(&mut *db.conn().await, job.id).await.unwrap());
    assert!(!retry_parked(&mut *db.conn().await, job.id).await.unwrap());
    assert_eq!(db.count(&format!("id = {} AND attempts = 0 AND parked_at IS NULL", job.id)).await, 1);
    assert_eq!(runner.run_until_idle().await.unwrap(), 1);
}

#[tokio::test]
async fn retry_after_is_taken_at_its_word() {
    let db = Database::new().await;
    db.enqueue(&[flaky("later"), flaky("never")]).await;
    let runner = db.runner(Journal::default()).register(fail);
    assert_eq!(runner.run_until_idle().await.unwrap(), 2);
    db.clock.step(TimeDelta::seconds(599));
    assert_eq!(runner.run_until_idle().await.unwrap(), 0);
    db.clock.step(TimeDelta::seconds(1));
    assert_eq!(runner.run_until_idle().await.unwrap(), 1);
    assert_eq!(db.count("run_at > '2030-01-01' AND parked_at IS NULL").await, 1);
}

#[tokio::test]
async fn a_discarded_job_is_gone() {
    let db = Database::new().await;
    db.enqueue(&[flaky("discard")]).await;
    let runner = db.runner(Journal::default()).register(fail);
    assert_eq!(runner.run_until_idle().await.unwrap(), 1);
    assert_eq!(db.count("true").await, 0);
}

#[tokio::test]
async fn an_unreadable_payload_is_parked_at_once() {
    let db = Database::new().await;
    db.enqueue(&[numbered(1), numbered(2)]).await;
    db.sql("UPDATE jobs SET payload = '{\"n\": \"two\"}' WHERE payload ->> 'n' = '2'").await;
    let runner = db.runner(()).register(async |(), _: Numbered| Ok(()));
    assert_eq!(runner.run_until_idle().await.unwrap(), 2);
    let job = parked(&mut *db.conn().await, 10).await.unwrap().remove(0);
    assert!(job.error.unwrap().starts_with("the payload cannot be read: invalid type"));
    assert_eq!(db.count("true").await, 1);
}

#[tokio::test]
async fn an_error_that_postgres_cannot_store_stops_no_batch() {
    let db = Database::new().await;
    db.enqueue(&[flaky("nul"), flaky("fine"), flaky(&"long ".repeat(10_000))]).await;
    let runner = db.runner(Journal::default()).register(fail);
    assert_eq!(runner.run_until_idle().await.unwrap(), 3);
    assert_eq!(db.count("error IS NOT NULL AND length(error) <= 2001").await, 3);
}
