//! Encrypts a message for one device: RFC 8291, and the draft before it, which older apps still speak.

use crate::Error;
use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};

/// Octets of a record (RFC 8188 §2.1): a message is one record.
const RECORD: u32 = 4_096;
/// What a record holds besides the message: its tag and the delimiter.
const AROUND: usize = 17;
/// Octets of the header before the record (RFC 8188 §2.1, with a key as its id).
const HEADER: usize = 16 + 4 + 1 + PUBLIC;
/// Octets of a public key, uncompressed.
const PUBLIC: usize = 65;
/// Octets of a subscription's secret.
const SECRET: usize = 16;

/// The device a message is for, as its subscription names it.
#[derive(Debug, Clone, Copy)]
pub struct Recipient<'a> {
    /// `p256dh`: its public key, a point of P-256, uncompressed.
    pub public: &'a [u8],
    /// `auth`: the secret that it shares with whoever may write to it.
    pub secret: &'a [u8],
}

/// How a message is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// RFC 8291.
    Aes128Gcm,
    /// `draft-ietf-webpush-encryption-04`, whose parameters stand in headers.
    AesGcm,
}

/// An encrypted message.
pub(crate) struct Sealed {
    /// The public key that was made for it.
    pub(crate) ours: Vec<u8>,
    /// What was drawn for it.
    pub(crate) salt: [u8; 16],
    /// The body of the request.
    pub(crate) body: Vec<u8>,
}

/// Encrypts `text` with a key and a salt that are used for nothing else.
pub(crate) fn seal(
    text: &[u8],
    to: Recipient<'_>,
    encoding: Encoding,
    ours: &PrivateKey,
    salt: [u8; 16],
) -> Result<Sealed, Error> {
    if text.len() + AROUND + HEADER > RECORD as usize {
        return Err(Error::TooLong);
    }
    if to.public.len() != PUBLIC || to.secret.len() != SECRET {
        return Err(Error::Recipient);
    }
    let public = ours.compute_public_key().map_err(|_| Error::Cipher)?;
    let public = public.as_ref();
    let peer = UnparsedPublicKey::new(&ECDH_P256, to.public);
    let prk =
        agree(ours, peer, Error::Recipient, |shared| Ok(Salt::new(HKDF_SHA256, to.secret).extract(shared)))?;
    let (key, nonce) = keys(&prk, encoding, to.public, public, &salt)?;
    let mut body = match encoding {
        Encoding::Aes128Gcm => [text, &[2]].concat(),
        Encoding::AesGcm => [&[0, 0], text].concat(),
    };
    let key = UnboundKey::new(&AES_128_GCM, &key).map_err(|_| Error::Cipher)?;
    LessSafeKey::new(key)
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut body)
        .map_err(|_| Error::Cipher)?;
    if encoding == Encoding::Aes128Gcm {
        let length = u8::try_from(public.len()).map_err(|_| Error::Cipher)?;
        body = [salt.as_slice(), &RECORD.to_be_bytes(), &[length], public, &body].concat();
    }
    Ok(Sealed { ours: public.to_vec(), salt, body })
}

/// The key and the nonce of a message (RFC 8291 §3.4; the draft's §3 and §4).
fn keys(
    prk: &Prk,
    encoding: Encoding,
    theirs: &[u8],
    ours: &[u8],
    salt: &[u8],
) -> Result<([u8; 16], [u8; 12]), Error> {
    let (input, key_info, nonce_info) = match encoding {
        Encoding::Aes128Gcm => (
            expand::<32>(prk, &[b"WebPush: info\0", theirs, ours])?,
            b"Content-Encoding: aes128gcm\0".to_vec(),
            b"Content-Encoding: nonce\0".to_vec(),
        ),
        Encoding::AesGcm => {
            let length = [0, 65];
            let context = [b"P-256\0", length.as_slice(), theirs, &length, ours].concat();
            (
                expand::<32>(prk, &[b"Content-Encoding: auth\0"])?,
                [b"Content-Encoding: aesgcm\0", context.as_slice()].concat(),
                [b"Content-Encoding: nonce\0", context.as_slice()].concat(),
            )
        }
    };
    let prk = Salt::new(HKDF_SHA256, salt).extract(&input);
    Ok((expand(&prk, &[&key_info])?, expand(&prk, &[&nonce_info])?))
}

/// How many octets are wanted.
struct Octets(usize);

impl KeyType for Octets {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand<const N: usize>(prk: &Prk, info: &[&[u8]]) -> Result<[u8; N], Error> {
    let mut octets = [0; N];
    let okm = prk.expand(info, Octets(N)).map_err(|_| Error::Cipher)?;
    okm.fill(&mut octets).map_err(|_| Error::Cipher)?;
    Ok(octets)
}
