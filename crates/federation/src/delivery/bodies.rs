//! What is sent, read once however many hosts it goes to.

use crate::keyring::SigningKeys;
use crate::ledger::About;
use crate::{Error, Federation, Result};
use bytes::Bytes;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hearth_core::Error as CoreError;
use hearth_core::db::Conn;
use hearth_core::ids::AccountId;
use hearth_core::schema::activities;
use moka::sync::Cache;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// Bodies kept, in bytes: what is being sent just now, and not much of what was.
const KEPT_BYTES: u64 = 8 * 1024 * 1024;

/// An activity as it goes out.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) body: Bytes,
    /// SHA-256 of the body.
    pub(super) digest: [u8; 32],
    /// What the ledger learns when it was taken: the story of ours that it hands out or asks for back.
    pub(super) about: Option<About>,
    /// Whose it is; `None` where there is no key to sign with, so that it can never go out.
    pub(super) keys: Option<Arc<SigningKeys>>,
}

#[cfg(test)]
impl Said {
    /// For tests that send nothing.
    pub(super) fn nothing() -> Self {
        Self { body: Bytes::new(), digest: [0; 32], about: None, keys: None }
    }
}

/// Activities by id.
#[derive(Debug)]
pub(super) struct Bodies(Cache<i64, Arc<Said>>);

impl Bodies {
    pub(super) fn new() -> Self {
        let weight = |_: &i64, said: &Arc<Said>| u32::try_from(said.body.len() + 200).unwrap_or(u32::MAX);
        let idle = Duration::from_secs(300);
        Self(Cache::builder().max_capacity(KEPT_BYTES).weigher(weight).time_to_idle(idle).build())
    }

    /// The activities with these ids, the missing ones in one query. Those that were deleted meanwhile are left out.
    ///
    /// # Errors
    /// When Postgres fails.
    pub(super) async fn of(
        &self,
        federation: &Federation,
        conn: &mut Conn,
        mut ids: Vec<i64>,
    ) -> Result<HashMap<i64, Arc<Said>>> {
        ids.sort_unstable();
        ids.dedup();
        let mut found = HashMap::with_capacity(ids.len());
        ids.retain(|id| match self.0.get(id) {
            Some(said) => found.insert(*id, said).is_some(),
            None => true,
        });
        if ids.is_empty() {
            return Ok(found);
        }
        let rows = activities::table
            .filter(activities::id.eq_any(&ids))
            .select((
                activities::id,
                activities::actor_id,
                activities::body,
                activities::digest,
                activities::story_id,
                activities::kind,
            ))
            .load::<(i64, AccountId, Vec<u8>, Vec<u8>, Option<i64>, String)>(conn)
            .await
            .map_err(CoreError::from)?;
        for (id, actor, body, digest, story, kind) in rows {
            let keys = keys(federation, actor).await?;
            let digest = digest.try_into().unwrap_or_else(|_| crate::signatures::digest::sha256(&body));
            let about = story.and_then(|story| About::of(story, &kind));
            let said = Arc::new(Said { body: body.into(), digest, about, keys });
            self.0.insert(id, Arc::clone(&said));
            found.insert(id, said);
        }
        Ok(found)
    }
}

async fn keys(federation: &Federation, actor: AccountId) -> Result<Option<Arc<SigningKeys>>> {
    match federation.keys.signing(&federation.core, actor).await {
        Ok(keys) => Ok(Some(keys)),
        Err(Error::Signature(error)) => {
            tracing::error!(%actor, %error, "nothing can be sent in this name");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
