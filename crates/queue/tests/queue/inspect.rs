//! What the command line shows is what is there.

use chrono::TimeDelta;
use hearth_queue::{Message, NewJob, Verdict, Waiting, oldest_due, parked, waiting};
use serde::{Deserialize, Serialize};

use crate::kit::{Database, Numbered, numbered};

#[derive(Serialize, Deserialize)]
struct Mail;

impl Message for Mail {
    const NAME: &'static str = "mail";
    const PRIORITY: i16 = -5;
    const MAX_ATTEMPTS: i32 = 1;
}

#[tokio::test]
async fn the_waiting_are_counted_by_name() {
    let db = Database::new().await;
    let now = db.clock.now();
    let later = now + TimeDelta::hours(1);
    db.enqueue(&[numbered(1), numbered(2), numbered(3), NewJob::of(&Mail).unwrap().at(later)]).await;
    db.sql("UPDATE jobs SET lease_until = '2100-01-01' WHERE payload ->> 'n' = '2'").await;
    db.sql("UPDATE jobs SET parked_at = now() WHERE payload ->> 'n' = '3'").await;
    let rows = waiting(&mut *db.conn().await).await.unwrap();
    let row = |name: &str, waiting, held, at| Waiting {
        name: name.to_owned(),
        waiting,
        held,
        next_run_at: Some(at),
    };
    assert_eq!(rows, [row("mail", 1, 0, later), row("numbered", 1, 1, now)]);
}

#[tokio::test]
async fn the_oldest_due_job_tells_how_far_behind_the_workers_are() {
    let db = Database::new().await;
    let now = db.clock.now();
    assert_eq!(oldest_due(&mut *db.conn().await, now).await.unwrap(), None);
    let mail = NewJob::of(&Mail).unwrap();
    db.enqueue(&[numbered(1).at(now + TimeDelta::hours(1)), numbered(2).at(now - TimeDelta::seconds(5))])
        .await;
    assert_eq!(oldest_due(&mut *db.conn().await, now).await.unwrap(), Some(TimeDelta::seconds(5)));
    db.enqueue(&[mail.at(now - TimeDelta::seconds(9))]).await;
    assert_eq!(oldest_due(&mut *db.conn().await, now).await.unwrap(), Some(TimeDelta::seconds(9)));
    db.sql("UPDATE jobs SET lease_until = '2100-01-01' WHERE name = 'mail'").await;
    assert_eq!(oldest_due(&mut *db.conn().await, now).await.unwrap(), Some(TimeDelta::seconds(5)));
}

#[tokio::test]
async fn the_last_given_up_is_shown_first() {
    let db = Database::new().await;
    db.enqueue(&[NewJob::of(&Mail).unwrap()]).await;
    let runner = db
        .runner(())
        .register(async |(), _: Mail| Err::<(), _>(Verdict::Retry("no server".to_owned())))
        .register(async |(), _: Numbered| Ok(()));
    runner.run_until_idle().await.unwrap();
    db.clock.step(TimeDelta::seconds(1));
    db.enqueue(&[NewJob::of(&Mail).unwrap()]).await;
    runner.run_until_idle().await.unwrap();
    let rows = parked(&mut *db.conn().await, 10).await.unwrap();
    assert_eq!(rows.iter().map(|job| job.id).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(rows[1].created_at, db.clock.now() - TimeDelta::seconds(1));
    assert_eq!(parked(&mut *db.conn().await, 1).await.unwrap().len(), 1);
}
