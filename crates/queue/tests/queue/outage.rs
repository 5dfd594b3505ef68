//! Postgres goes away and comes back; the runner stays, and every job is done.

use std::time::Duration;

use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use hearth_queue::Settings;
use tokio_util::sync::CancellationToken;

use crate::kit::{Database, Journal, Numbered, numbered, start_cluster, until};

const EAGER: Settings =
    Settings { batch: 10, concurrency: 4, lease: Duration::from_secs(2), poll: Duration::from_millis(50) };

/// Ends every other connection to this database.
const CUT: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";

async fn write_down(journal: Journal, m: Numbered) -> Result<(), hearth_queue::Verdict> {
    tokio::task::yield_now().await;
    journal.write(m.n);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_cut_again_and_again_lose_no_job() {
    let db = Database::new().await;
    db.enqueue(&(0..3000).map(numbered).collect::<Vec<_>>()).await;
    let (journal, cancel) = (Journal::default(), CancellationToken::new());
    let runner = db.runner_with(journal.clone(), EAGER).register(write_down);
    let running = tokio::spawn(runner.run(cancel.clone()));
    let mut outsider = AsyncPgConnection::establish(&db.url).await.unwrap();
    for round in 1..=8 {
        let enough = round * 200;
        until("some have run", async || journal.len() >= enough).await;
        outsider.batch_execute(CUT).await.unwrap();
    }
    until("all have run", async || {
        // A claim whose answer was cut off is leased to nobody; it runs when its lease ends.
        db.clock.step(chrono::TimeDelta::milliseconds(5));
        outsider
            .batch_execute("DO $$BEGIN IF EXISTS (SELECT FROM jobs) THEN RAISE 'left'; END IF; END$$")
            .await
            .is_ok()
    })
    .await;
    assert!(!running.is_finished());
    cancel.cancel();
    running.await.unwrap();
    assert_eq!(journal.times().len(), 3000);
    // Twice is allowed only to those that a lease had run out for.
    let again = journal.len() - 3000;
    assert!(again <= 80, "{again} ran twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_postgres_is_waited_for() {
    let folder = std::env::temp_dir().join(format!("hearth-queue-away-{}", std::process::id()));
    let start = || {
        let folder = folder.clone();
        tokio::task::spawn_blocking(move || start_cluster(&folder, true))
    };
    let cluster = start().await.unwrap();
    let db = Database::create(&cluster.url("postgres"), "away", cluster.url("away")).await;
    db.enqueue(&(0..100).map(numbered).collect::<Vec<_>>()).await;
    let (journal, cancel) = (Journal::default(), CancellationToken::new());
    let runner = db.runner_with(journal.clone(), EAGER).register(write_down);
    let running = tokio::spawn(runner.run(cancel.clone()));
    until("all have run", async || db.count("true").await == 0).await;

    let status =
        std::process::Command::new("kill").args(["-QUIT", &cluster.pid().unwrap().to_string()]).status();
    assert!(status.unwrap().success());
    until("nobody answers", async || AsyncPgConnection::establish(&db.url).await.is_err()).await;
    assert!(!running.is_finished());
    tokio::task::spawn_blocking(|| drop(cluster)).await.unwrap();
    let cluster = start().await.unwrap();

    db.enqueue(&(100..200).map(numbered).collect::<Vec<_>>()).await;
    until("the new ones have run", async || db.count("true").await == 0).await;
    cancel.cancel();
    running.await.unwrap();
    assert_eq!(journal.times().len(), 200);
    tokio::task::spawn_blocking(|| drop(cluster)).await.unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn run_until_idle_does_not_mind_a_connection_cut_since_the_last_time() {
    let db = Database::new().await;
    let runner = db.runner(Journal::default()).register(write_down);
    for n in 0..3 {
        db.enqueue(&[numbered(n)]).await;
        assert_eq!(runner.run_until_idle().await.unwrap(), 1);
        let mut outsider = AsyncPgConnection::establish(&db.url).await.unwrap();
        outsider.batch_execute(CUT).await.unwrap();
    }
}
