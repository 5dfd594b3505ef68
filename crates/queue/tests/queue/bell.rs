//! A ring starts work at once, here and in other processes; nobody waits for the poll.

use std::sync::Arc;

use diesel_async::{AsyncConnection, AsyncPgConnection};
use futures::FutureExt;
use hearth_queue::{Bell, Connect};
use tokio_util::sync::CancellationToken;

use crate::kit::{Database, Journal, Numbered, numbered, until};

async fn write_down(journal: Journal, m: Numbered) -> Result<(), hearth_queue::Verdict> {
    journal.write(m.n);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ring_wakes_the_runner() {
    let db = Database::new().await;
    let (journal, cancel, bell) = (Journal::default(), CancellationToken::new(), Bell::default());
    let runner = db.runner(journal.clone()).register(write_down).woken_by(&bell);
    let running = tokio::spawn(runner.run(cancel.clone()));
    for n in 1..=20 {
        db.enqueue(&[numbered(n)]).await;
        bell.ring();
        until("it has run", async || journal.len() == usize::try_from(n).unwrap()).await;
    }
    cancel.cancel();
    running.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ring_is_heard_in_other_processes_also_after_their_connection_was_cut() {
    let db = Database::new().await;
    let (journal, cancel) = (Journal::default(), CancellationToken::new());
    let (here, there) = (Bell::default(), Bell::default());
    let url = db.url.clone();
    let connect: Connect = Arc::new(move || {
        let url = url.clone();
        async move { AsyncPgConnection::establish(&url).await }.boxed()
    });
    let runner = db.runner(journal.clone()).register(write_down).woken_by(&there);
    let tasks = [
        tokio::spawn(runner.run(cancel.clone())),
        tokio::spawn({
            let (here, pool, cancel) = (here.clone(), db.pool.clone(), cancel.clone());
            async move { here.announce(pool, cancel).await }
        }),
        tokio::spawn({
            let (there, cancel) = (there.clone(), cancel.clone());
            async move { there.listen(connect, cancel).await }
        }),
    ];
    for n in [1, 2] {
        until("it listens", async || listeners(&db).await == 1).await;
        db.enqueue(&[numbered(n)]).await;
        here.ring();
        until("it has run", async || journal.len() == usize::try_from(n).unwrap()).await;
        db.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN %'").await;
        until("it is cut off", async || listeners(&db).await == 0).await;
    }
    cancel.cancel();
    for task in tasks {
        task.await.unwrap();
    }
}

async fn listeners(db: &Database) -> i64 {
    let here =
        "EXISTS (SELECT FROM pg_stat_activity WHERE query LIKE 'LISTEN %' AND datname = current_database())";
    db.sql("INSERT INTO jobs (name, payload, run_at, created_at) VALUES ('witness', '0', now(), now())")
        .await;
    let count = db.count(&format!("name = 'witness' AND {here}")).await;
    db.sql("DELETE FROM jobs WHERE name = 'witness'").await;
    count.min(1)
}
