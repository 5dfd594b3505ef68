//! Hashes passwords slowly, off the async threads, and never more than two at once: each takes 19 MiB.

use crate::{Core, Error, Result};
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use tokio::sync::Semaphore;

static ROOM: Semaphore = Semaphore::const_new(2);

/// The hash of no password that anybody has, so that a name that nobody has takes as long as any other.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdCE$B0gV9mV0iUq0lGxQ1sCv9bQvHn8yBLhAz0Wn2vVhT2c";

/// The password as it is kept: argon2id as a PHC string, with the parameters that OWASP names first.
pub(crate) async fn hash(core: &Core, password: &str) -> Result<String> {
    let mut salt = [0; 16];
    core.chance.fill(&mut salt);
    let password = password.to_owned();
    apart(move || {
        let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
        hash.map(|hash| hash.to_string()).map_err(|error| Error::internal(error.to_string()))
    })
    .await?
}

/// Whether it is the password. `None`: there is none, which takes as long to find out.
pub(super) async fn verify(password: &str, kept: Option<String>) -> Result<bool> {
    let password = password.to_owned();
    apart(move || {
        let text = kept.as_deref().unwrap_or(NOBODYS);
        let right = Argon2::default().verify_password(password.as_bytes(), text).is_ok();
        right && kept.is_some()
    })
    .await
}

async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _room = ROOM.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::{NOBODYS, verify};
    use argon2::Argon2;
    use argon2::password_hash::{PasswordHasher as _, phc::PasswordHash};

    #[tokio::test]
    async fn nobodys_password_costs_as_much_as_anybodys() {
        let parsed = PasswordHash::new(NOBODYS).unwrap();
        let fresh = Argon2::default().hash_password_with_salt(b"correct horse", &[7; 16]).unwrap();
        assert_eq!((parsed.algorithm, parsed.version), (fresh.algorithm, fresh.version));
        assert_eq!(parsed.params.to_string(), fresh.params.to_string());
        assert!(!verify("anything", None).await.unwrap());
        assert!(verify("correct horse", Some(fresh.to_string())).await.unwrap());
        assert!(!verify("wrong horse", Some(fresh.to_string())).await.unwrap());
    }
}
