//! The example of RFC 8291, what a device reads, and what is refused.

use crate::cipher::seal;
use crate::{Encoding, Error, Letter, Recipient, Vapid, post};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

const PUBLIC: &str =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const SECRET: &str = "BTBZMqHH6r4Tts7J_aSIgg";

fn octets(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

fn sender() -> Vapid {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    Vapid::read(pair.to_pkcs8v1().unwrap().as_ref()).unwrap()
}

/// RFC 8291 §5 and Appendix A.
#[test]
fn the_example_of_the_rfc_comes_out() {
    let ours = octets("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw");
    let ours = PrivateKey::from_private_key(&ECDH_P256, &ours).unwrap();
    let salt = octets("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap();
    let to = Recipient { public: &octets(PUBLIC), secret: &octets(SECRET) };
    let text = b"When I grow up, I want to be a watermelon";
    let sealed = seal(text, to, Encoding::Aes128Gcm, &ours, salt).unwrap();
    let expected = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLoc\
         InmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_\
         Qulcy4a-fN";
    assert_eq!(URL_SAFE_NO_PAD.encode(sealed.body), expected);
}

#[test]
fn the_token_says_who_sends_and_holds() {
    let sender = sender();
    let letter = Letter {
        text: b"hello",
        to: Recipient { public: &octets(PUBLIC), secret: &octets(SECRET) },
        encoding: Encoding::Aes128Gcm,
        service: "https://push.example",
        contact: "mailto:ada@hearth.example",
        expires: 1_800_000_000,
    };
    let posting = post(&letter, &sender).unwrap();
    let header = posting.headers["authorization"].to_str().unwrap();
    let (token, key) = header.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
    assert_eq!(key, sender.public());
    let (text, signature) = token.rsplit_once('.').unwrap();
    let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, octets(key));
    public.verify(text.as_bytes(), &octets(signature)).unwrap();
    let claims: Value = serde_json::from_slice(&octets(text.split_once('.').unwrap().1)).unwrap();
    assert_eq!(
        claims,
        serde_json::json!({"aud": "https://push.example", "exp": 1_800_000_000, "sub": "mailto:ada@hearth.example"})
    );
    // Twice the same is never twice the same.
    assert_ne!(post(&letter, &sender).unwrap().body, posting.body);
    let old = post(&Letter { encoding: Encoding::AesGcm, ..letter }, &sender).unwrap();
    assert!(old.headers["crypto-key"].to_str().unwrap().ends_with(&format!(";p256ecdsa={key}")));
    // Length of the padding, five letters, the tag.
    assert_eq!(old.body.len(), 2 + 5 + 16);
}

#[test]
fn what_is_no_key_is_refused() {
    let ours = PrivateKey::generate(&ECDH_P256).unwrap();
    let (public, secret) = (octets(PUBLIC), octets(SECRET));
    let refused = |text: &[u8], public: &[u8], secret: &[u8]| {
        seal(text, Recipient { public, secret }, Encoding::Aes128Gcm, &ours, [0; 16]).err()
    };
    assert_eq!(refused(b"a", &public[..64], &secret), Some(Error::Recipient));
    assert_eq!(refused(b"a", &[4; 65], &secret), Some(Error::Recipient));
    assert_eq!(refused(b"a", &public, &secret[..15]), Some(Error::Recipient));
    assert_eq!(refused(&[b'a'; 3_994], &public, &secret), Some(Error::TooLong));
    assert_eq!(refused(&[b'a'; 3_993], &public, &secret), None);
    assert!(Vapid::read(b"no key").is_err());
}
