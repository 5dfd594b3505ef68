//! New key pairs for local accounts: RSA-2048, which every peer accepts, and Ed25519.

use crate::{Error, Result};
use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The keys of one account, in the forms that are stored and published.
#[derive(Clone)]
pub struct Pairs {
    /// PKCS#8 version 1 DER.
    pub rsa_private: Vec<u8>,
    /// SubjectPublicKeyInfo as PEM, for `publicKeyPem`.
    pub rsa_public: String,
    /// PKCS#8 version 1 DER.
    pub ed25519_private: Vec<u8>,
    /// Multikey multibase, for `publicKeyMultibase` (FEP-521a).
    pub ed25519_public: String,
}

impl std::fmt::Debug for Pairs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pairs")
    }
}

/// New keys. RSA takes 50 to 130 ms of one core, so they are made on a thread that may block.
///
/// # Errors
/// When the system has no randomness.
pub async fn pairs() -> Result<Pairs> {
    tokio::task::spawn_blocking(make).await.map_err(Error::internal)?
}

fn make() -> Result<Pairs> {
    let rsa = RsaKeyPair::generate(KeySize::Rsa2048).map_err(Error::internal)?;
    let rsa_private: Pkcs8V1Der<'_> = rsa.as_der().map_err(Error::internal)?;
    let rsa_public = rsa.public_key().as_der().map_err(Error::internal)?;
    let ed25519 = Ed25519KeyPair::generate().map_err(Error::internal)?;
    let ed25519_private = ed25519.to_pkcs8v1().map_err(Error::internal)?;
    Ok(Pairs {
        rsa_private: rsa_private.as_ref().to_vec(),
        rsa_public: pem(rsa_public.as_ref()),
        ed25519_private: ed25519_private.as_ref().to_vec(),
        ed25519_public: multibase(&[ED25519_PUB, ed25519.public_key().as_ref()].concat()),
    })
}

/// Multicodec `ed25519-pub`.
const ED25519_PUB: &[u8] = &[0xed, 0x01];

fn pem(der: &[u8]) -> String {
    let body = STANDARD.encode(der);
    let mut pem = "-----BEGIN PUBLIC KEY-----\n".to_owned();
    let mut rest = body.as_str();
    while !rest.is_empty() {
        let (line, tail) = rest.split_at(rest.len().min(64));
        pem.push_str(line);
        pem.push('\n');
        rest = tail;
    }
    pem.push_str("-----END PUBLIC KEY-----\n");
    pem
}

/// Base 58 with its `z`.
fn multibase(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut digits = Vec::<usize>::new();
    for byte in bytes {
        let mut carry = usize::from(*byte);
        for digit in &mut digits {
            carry += *digit << 8;
            *digit = carry % 58;
            carry /= 58;
        }
        while carry > 0 {
            digits.push(carry % 58);
            carry /= 58;
        }
    }
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    std::iter::once('z')
        .chain(std::iter::repeat_n('1', zeros))
        .chain(digits.iter().rev().map(|digit| char::from(ALPHABET[*digit])))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multibase_is_base_58_with_leading_zeros_kept() {
        assert_eq!(multibase(b"yes mani !"), "z7paNL19xttacUY");
        assert_eq!(multibase(b"\0yes mani !"), "z17paNL19xttacUY");
    }

    #[test]
    fn keys_come_in_the_forms_peers_read() {
        let pairs = make().unwrap();
        assert!(pairs.rsa_public.starts_with("-----BEGIN PUBLIC KEY-----\nMII"));
        assert!(pairs.ed25519_public.starts_with("z6Mk"));
        assert!(RsaKeyPair::from_pkcs8(&pairs.rsa_private).is_ok());
        assert!(Ed25519KeyPair::from_pkcs8(&pairs.ed25519_private).is_ok());
    }
}
