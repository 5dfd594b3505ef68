//! Jobs live and die with the transaction that makes them necessary.

use diesel::result::Error as Diesel;
use diesel_async::AsyncConnection;
use hearth_queue::enqueue;

use crate::kit::{Database, Journal, Numbered, numbered};

#[tokio::test]
async fn a_rolled_back_transaction_leaves_no_job() {
    let db = Database::new().await;
    let now = db.clock.now();
    let mut conn = db.conn().await;
    let result = conn
        .transaction::<(), Diesel, _>(async |conn| {
            enqueue(conn, &[numbered(1), numbered(2)], now).await.unwrap();
            Err(Diesel::RollbackTransaction)
        })
        .await;
    assert!(result.is_err());
    assert_eq!(db.count("true").await, 0);

    conn.transaction::<(), Diesel, _>(async |conn| {
        enqueue(conn, &[numbered(1), numbered(2)], now).await.unwrap();
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(db.count("true").await, 2);
}

#[tokio::test]
async fn nobody_sees_a_job_before_its_transaction_commits() {
    let db = Database::new().await;
    let journal = Journal::default();
    let runner = db.runner(journal.clone()).register(async |journal: Journal, m: Numbered| {
        journal.write(m.n);
        Ok(())
    });
    let mut conn = db.conn().await;
    conn.transaction::<(), Diesel, _>(async |conn| {
        enqueue(conn, &[numbered(1)], db.clock.now()).await.unwrap();
        assert_eq!(runner.run_until_idle().await.unwrap(), 0);
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(runner.run_until_idle().await.unwrap(), 1);
    assert_eq!(journal.entries(), [1]);
}

#[tokio::test]
async fn many_jobs_are_one_statement_and_keep_their_order() {
    let db = Database::new().await;
    let jobs: Vec<_> = (0..10_000).map(numbered).collect();
    db.enqueue(&jobs).await;
    assert_eq!(db.count("true").await, 10_000);
    assert_eq!(db.count("(payload ->> 'n')::bigint = id - 1").await, 10_000);
    assert_eq!(db.count("xmin = (SELECT xmin FROM jobs LIMIT 1)").await, 10_000);
}

#[tokio::test]
async fn no_jobs_are_no_statement() {
    let db = Database::new().await;
    db.sql("DROP TABLE jobs").await;
    db.enqueue(&[]).await;
}
