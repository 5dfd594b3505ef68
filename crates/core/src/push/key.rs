//! The key by which push services know this server (VAPID, RFC 8292): made once, the same for all devices and processes.

use crate::schema::server_facts;
use crate::{Core, Error, Result};
use aws_lc_rs::encoding::{AsBigEndian as _, EcPublicKeyUncompressedBin};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tokio::sync::OnceCell;

/// Where it is kept.
const FACT: &str = "vapid_key";

/// The key, once it was read.
pub(crate) type KeyCell = Arc<OnceCell<Arc<SenderKey>>>;

/// A key pair.
#[derive(Clone, Serialize, Deserialize)]
pub struct SenderKey {
    /// The public key: a point of P-256, uncompressed, in base64url.
    pub public: String,
    /// PKCS#8, in base64url.
    private: String,
}

impl SenderKey {
    /// PKCS#8.
    ///
    /// # Errors
    /// When what was kept is not what was written.
    pub fn pkcs8(&self) -> Result<Vec<u8>> {
        URL_SAFE_NO_PAD.decode(&self.private).map_err(Error::internal)
    }

    fn make() -> Result<Self> {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map_err(Error::internal)?;
        let public: EcPublicKeyUncompressedBin<'_> =
            pair.public_key().as_be_bytes().map_err(Error::internal)?;
        let private = pair.to_pkcs8v1().map_err(Error::internal)?;
        Ok(Self {
            public: URL_SAFE_NO_PAD.encode(public.as_ref()),
            private: URL_SAFE_NO_PAD.encode(private.as_ref()),
        })
    }
}

impl std::fmt::Debug for SenderKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SenderKey").field("public", &self.public).finish_non_exhaustive()
    }
}

/// This server's key; made by whoever asks first.
///
/// # Errors
/// When Postgres fails.
pub async fn key(core: &Core) -> Result<Arc<SenderKey>> {
    core.push_key.get_or_try_init(|| kept(core)).await.cloned()
}

async fn kept(core: &Core) -> Result<Arc<SenderKey>> {
    let mut conn = core.db.conn().await?;
    let made = serde_json::to_value(SenderKey::make()?).map_err(Error::internal)?;
    diesel::insert_into(server_facts::table)
        .values((server_facts::name.eq(FACT), server_facts::value.eq(made)))
        .on_conflict_do_nothing()
        .execute(&mut conn)
        .await?;
    let value = server_facts::table
        .find(FACT)
        .select(server_facts::value)
        .first::<serde_json::Value>(&mut conn)
        .await?;
    Ok(Arc::new(serde_json::from_value(value).map_err(Error::internal)?))
}
