//! Posts one signed delivery, and knocks once more in the other scheme where the signature was not taken.

use super::signers::{Bench, Job, Report};
use super::trouble::Outcome;
use crate::client::{Answer, ClientError};
use crate::signatures::{Scheme, SignatureError};
use http::{HeaderMap, StatusCode};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Posts it and says how that ended.
pub(super) async fn post(bench: Arc<Bench>, job: Job, signed: Result<HeaderMap, SignatureError>) {
    let headers = match signed {
        Ok(headers) => headers,
        Err(error) => return report(job, Outcome::Refused(error.to_string()), Duration::ZERO),
    };
    let start = Instant::now();
    let answer = bench.client.post(&job.row.url, headers, job.row.said.body.clone()).await;
    let took = start.elapsed();
    let outcome = match &answer {
        Ok(answer) => Outcome::of_answer(answer, bench.clock.now()),
        Err(error) => Outcome::of_error(error),
    };
    if !signature_refused(&answer) {
        return report(job, outcome, took);
    }
    match job.before {
        None => bench.submit(Job { scheme: other(job.scheme), before: Some(outcome), ..job }),
        Some(before) => {
            // Neither was taken: whichever answer leaves hope counts, and the scheme stays what it was.
            let hopeful = matches!(before, Outcome::Failed(_));
            let outcome = if hopeful { before } else { outcome };
            report(Job { scheme: other(job.scheme), before: None, ..job }, outcome, took);
        }
    }
}

fn report(job: Job, outcome: Outcome, took: Duration) {
    // Nobody listens any more when the sender was dropped: the rows are still there.
    let _ = job.back.send(Report { row: job.row, slot: job.slot, outcome, scheme: job.scheme, took });
}

fn signature_refused(answer: &Result<Answer, ClientError>) -> bool {
    matches!(answer, Ok(answer) if matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::BAD_REQUEST))
}

fn other(scheme: Scheme) -> Scheme {
    match scheme {
        Scheme::Cavage => Scheme::Rfc9421,
        Scheme::Rfc9421 => Scheme::Cavage,
    }
}
