//! Tells a device of a notification while its app is closed.

mod words;

use super::Job;
use crate::{Context, verdict};
use hearth_core::ids::{NotificationId, SubscriptionId};
use hearth_core::push::{self, Letter};
use hearth_federation::client::{Answer, ClientError, RetryAfter};
use hearth_push::{Encoding, Posting, Recipient, Vapid};
use hearth_queue::{Message, Verdict};
use serde::{Deserialize, Serialize};
use url::Url;

/// For how long the push service believes a letter, in seconds.
const HOLDS: i64 = 12 * 3_600;

/// Tell a device of a notification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Push {
    /// The notification.
    pub notification: NotificationId,
    /// The device.
    pub subscription: SubscriptionId,
}

impl Message for Push {
    const NAME: &'static str = "push";
}

impl Job for Push {
    async fn run(self, context: Context) -> Result<(), Verdict> {
        let core = &context.core;
        let letter = push::letter(core, self.notification, self.subscription).await;
        let Some(letter) = letter.map_err(|error| verdict::of_core(&error))? else { return Ok(()) };
        let url = Url::parse(&letter.to.device.endpoint).map_err(never)?;
        let posting = sealed(&context, &letter, &url).await?;
        let sent = context.federation.client.post(&url, posting.headers, posting.body.into()).await;
        match outcome(sent) {
            Outcome::Sent => Ok(()),
            Outcome::Later(verdict) => Err(verdict),
            Outcome::Gone(why) => {
                tracing::info!(subscription = %self.subscription, why, "a device is told nothing more");
                push::gone(core, self.subscription).await.map_err(|error| verdict::of_core(&error))
            }
        }
    }
}

async fn sealed(context: &Context, letter: &Letter, url: &Url) -> Result<Posting, Verdict> {
    let core = &context.core;
    let key = push::key(core).await.map_err(|error| verdict::of_core(&error))?;
    let sender = Vapid::read(&key.pkcs8().map_err(never)?).map_err(never)?;
    let device = &letter.to.device;
    let text = words::of(&core.here, letter).to_string();
    let letter = hearth_push::Letter {
        text: text.as_bytes(),
        to: Recipient { public: &device.p256dh, secret: &device.auth },
        encoding: if device.standard { Encoding::Aes128Gcm } else { Encoding::AesGcm },
        service: &url.origin().ascii_serialization(),
        contact: core.here.base(),
        expires: core.now().timestamp() + HOLDS,
    };
    hearth_push::post(&letter, &sender).map_err(never)
}

enum Outcome {
    Sent,
    Later(Verdict),
    /// The device cannot be reached any more.
    Gone(String),
}

/// What came of it (RFC 8030 §5 and §7.3).
fn outcome(sent: Result<Answer, ClientError>) -> Outcome {
    let answer = match sent {
        Ok(answer) => answer,
        Err(error) if error.passes() => return Outcome::Later(Verdict::Retry(error.to_string())),
        Err(error) => return Outcome::Gone(error.to_string()),
    };
    let said = format!("the push service answered {}", answer.status);
    match answer.status.as_u16() {
        200..300 => Outcome::Sent,
        // What is too long for this service is too long for ever, but the next letter may not be.
        413 => Outcome::Later(Verdict::Discard(said)),
        408 | 425 | 429 | 500.. => Outcome::Later(match answer.retry_after {
            Some(RetryAfter::After(pause)) => Verdict::RetryAfter(pause, said),
            _ => Verdict::Retry(said),
        }),
        _ => Outcome::Gone(said),
    }
}

fn never(error: impl std::fmt::Display) -> Verdict {
    Verdict::Discard(error.to_string())
}
