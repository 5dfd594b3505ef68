//! The seal on addresses of pictures shown through this server, so that it fetches for nobody what it did not name itself.

use crate::schema::server_facts;
use crate::{Core, Error, Result};
use aws_lc_rs::hmac::{self, HMAC_SHA256, Key};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Where its key is kept.
const FACT: &str = "media_seal";
/// Bytes of a seal: more than anybody could try.
const LENGTH: usize = 16;

/// Reads the key of the seal, or makes it; addresses are sealed from then on.
///
/// # Errors
/// When Postgres fails.
pub async fn prepare(core: &Core) -> Result<()> {
    let mut conn = core.db.conn().await?;
    let mut secret = [0; 32];
    core.chance.fill(&mut secret);
    diesel::insert_into(server_facts::table)
        .values((
            server_facts::name.eq(FACT),
            server_facts::value.eq(serde_json::json!(URL_SAFE_NO_PAD.encode(secret))),
        ))
        .on_conflict_do_nothing()
        .execute(&mut conn)
        .await?;
    let kept: serde_json::Value =
        server_facts::table.find(FACT).select(server_facts::value).first(&mut conn).await?;
    let secret = URL_SAFE_NO_PAD.decode(kept.as_str().unwrap_or_default()).map_err(Error::internal)?;
    core.here.seal_with(Seal::new(&secret));
    Ok(())
}

/// Seals addresses.
#[derive(Debug)]
pub struct Seal(Key);

impl Seal {
    /// With this secret.
    #[must_use]
    pub fn new(secret: &[u8]) -> Self {
        Self(Key::new(HMAC_SHA256, secret))
    }

    /// The seal of an address, as it stands in a path.
    #[must_use]
    pub fn of(&self, url: &str) -> String {
        let tag = hmac::sign(&self.0, url.as_bytes());
        URL_SAFE_NO_PAD.encode(tag.as_ref().get(..LENGTH).unwrap_or_default())
    }

    /// Whether this is the seal of that address; takes as long for a wrong one as for the right one.
    #[must_use]
    pub fn is_of(&self, seal: &str, url: &str) -> bool {
        aws_lc_rs::constant_time::verify_slices_are_equal(self.of(url).as_bytes(), seal.as_bytes()).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Seal;

    #[test]
    fn a_seal_holds_for_one_address_and_one_server() {
        let (ours, theirs) = (Seal::new(b"one"), Seal::new(b"two"));
        let seal = ours.of("https://a.example/1.png");
        assert_eq!(seal.len(), 22);
        assert!(ours.is_of(&seal, "https://a.example/1.png"));
        assert!(!ours.is_of(&seal, "https://a.example/2.png"));
        assert!(!theirs.is_of(&seal, "https://a.example/1.png"));
        assert!(
            !ours.is_of("", "https://a.example/1.png") && !ours.is_of(&seal[..21], "https://a.example/1.png")
        );
    }
}
