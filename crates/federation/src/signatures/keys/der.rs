//! Just enough DER to look at a public key before a library is asked to do arithmetic with it.

/// 1.2.840.113549.1.1.1, rsaEncryption.
pub(super) const RSA_OID: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
/// 1.3.101.112, id-Ed25519.
pub(super) const ED25519_OID: &[u8] = &[0x2b, 0x65, 0x70];
/// What stands before the 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410).
pub(super) const ED25519_SPKI: &[u8] =
    &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OBJECT_ID: u8 = 0x06;
const SEQUENCE: u8 = 0x30;

/// Takes the value with this tag off the front.
fn take<'a>(rest: &mut &'a [u8], tag: u8) -> Option<&'a [u8]> {
    let [found, length, tail @ ..] = *rest else { return None };
    if *found != tag {
        return None;
    }
    let (length, tail) = match *length {
        short @ 0..=0x7f => (usize::from(short), tail),
        long @ 0x81..=0x83 => {
            let (bytes, tail) = tail.split_at_checked(usize::from(long & 0x7f))?;
            (bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), tail)
        }
        _ => return None,
    };
    let (value, tail) = tail.split_at_checked(length)?;
    *rest = tail;
    Some(value)
}

fn whole(mut input: &[u8], tag: u8) -> Option<&[u8]> {
    let value = take(&mut input, tag)?;
    input.is_empty().then_some(value)
}

/// Splits a SubjectPublicKeyInfo into the algorithm's object id and the key's own bytes.
pub(super) fn public_key_info(input: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut body = whole(input, SEQUENCE)?;
    let mut algorithm = take(&mut body, SEQUENCE)?;
    let oid = take(&mut algorithm, OBJECT_ID)?;
    match whole(body, BIT_STRING)? {
        [0, key @ ..] => Some((oid, key)),
        _ => None,
    }
}

/// The algorithm's object id in a PKCS#8 PrivateKeyInfo.
pub(super) fn private_key_algorithm(input: &[u8]) -> Option<&[u8]> {
    let mut body = whole(input, SEQUENCE)?;
    take(&mut body, INTEGER)?;
    let mut algorithm = take(&mut body, SEQUENCE)?;
    take(&mut algorithm, OBJECT_ID)
}

/// Modulus and exponent of a PKCS#1 RSAPublicKey, big-endian without leading zeros.
pub(super) fn rsa_public_key(input: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut body = whole(input, SEQUENCE)?;
    let modulus = positive(take(&mut body, INTEGER)?)?;
    let exponent = positive(take(&mut body, INTEGER)?)?;
    body.is_empty().then_some((modulus, exponent))
}

fn positive(integer: &[u8]) -> Option<&[u8]> {
    if integer.first().is_none_or(|first| first & 0x80 != 0) {
        return None;
    }
    let zeros = integer.iter().take_while(|byte| **byte == 0).count();
    Some(&integer[zeros..])
}
