//! Asks servers that were given up on whether they are back.

use super::health::PROBED_EVERY;
use super::revive::revive;
use crate::{Federation, Result, peers};
use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamptz};
use diesel_async::RunQueryDsl;
use futures::StreamExt as _;
use hearth_core::Error;
use hearth_core::sql::sql;
use url::Url;

/// Asked at one time.
const SIDE_BY_SIDE: usize = 8;

#[derive(QueryableByName)]
struct Dead {
    #[diesel(sql_type = Text)]
    host: String,
}

/// Asks dead servers for their NodeInfo, each once a week and at most a hundred at a time; those that answer are
/// alive again.
///
/// # Errors
/// When Postgres fails.
pub async fn probe_dead(federation: &Federation) -> Result<()> {
    let now = federation.core.now();
    let mut conn = federation.core.db.conn().await?;
    // Noted before they are asked, so that two processes do not both ask.
    let dead: Vec<Dead> = sql("UPDATE peers p SET next_attempt_at = $2 \
         FROM (SELECT id FROM peers WHERE state = 2 AND next_attempt_at <= $1 \
               ORDER BY next_attempt_at LIMIT 100 FOR NO KEY UPDATE SKIP LOCKED) due \
         WHERE p.id = due.id RETURNING p.host")
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now + PROBED_EVERY)
    .load(&mut conn)
    .await
    .map_err(Error::from)?;
    drop(conn);
    futures::stream::iter(dead).for_each_concurrent(SIDE_BY_SIDE, |dead| probe(federation, dead.host)).await;
    Ok(())
}

async fn probe(federation: &Federation, host: String) {
    let scheme = if federation.settings.allow_http { "http" } else { "https" };
    let Ok(url) = Url::parse(&format!("{scheme}://{host}/.well-known/nodeinfo")) else { return };
    if !peers::deals_with(federation, &host).await.unwrap_or_default() {
        return;
    }
    match federation.client.get(&url, "application/json", None).await {
        Ok(answer) if answer.status.is_success() => {
            federation.heard.forget(&host);
            if let Err(error) = revive(federation, &host).await {
                tracing::warn!(host, %error, "could not be noted as alive");
            }
        }
        Ok(answer) => tracing::debug!(host, status = answer.status.as_u16(), "still dead"),
        Err(error) => tracing::debug!(host, %error, "still dead"),
    }
}
