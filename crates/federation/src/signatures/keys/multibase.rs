//! Multibase text, in the two bases that Multikey documents use.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// An RSA-8192 Multikey is 1,420 characters; decoding base 58 is quadratic, so more is refused.
const MAX_CHARACTERS: usize = 2048;

/// Decodes `z…` (base58btc) and `u…` (base64url without padding).
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    if text.len() > MAX_CHARACTERS {
        return None;
    }
    match text.split_at_checked(1)? {
        ("z", digits) => base58_decode(digits),
        ("u", digits) => URL_SAFE_NO_PAD.decode(digits).ok(),
        _ => None,
    }
}

/// Encodes as base58btc with its `z`.
pub(super) fn encode(bytes: &[u8]) -> String {
    let mut digits = Vec::<u8>::new();
    for byte in bytes {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            carry += u32::from(*digit) << 8;
            *digit = (carry % 58) as u8;
            carry /= 58;
        }
        while carry > 0 {
            digits.push((carry % 58) as u8);
            carry /= 58;
        }
    }
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    std::iter::once('z')
        .chain(std::iter::repeat_n('1', zeros))
        .chain(digits.iter().rev().map(|digit| char::from(ALPHABET[usize::from(*digit)])))
        .collect()
}

fn base58_decode(digits: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::<u8>::new();
    for digit in digits.bytes() {
        let mut carry = ALPHABET.iter().position(|known| *known == digit)? as u32;
        for byte in &mut bytes {
            carry += u32::from(*byte) * 58;
            *byte = (carry & 0xff) as u8;
            carry >>= 8;
        }
        while carry > 0 {
            bytes.push((carry & 0xff) as u8);
            carry >>= 8;
        }
    }
    let zeros = digits.bytes().take_while(|digit| *digit == b'1').count();
    bytes.extend(std::iter::repeat_n(0, zeros));
    bytes.reverse();
    Some(bytes)
}
