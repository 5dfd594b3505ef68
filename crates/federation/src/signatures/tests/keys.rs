//! Keys in all their written forms, and the ones that are refused.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::super::keys::{GeneratedKey, SigningKey, VerifyingKey, generate_ed25519, generate_rsa};
use super::*;

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut der = vec![tag];
    match length {
        0..=0x7f => der.push(length as u8),
        0x80..=0xff => der.extend([0x81, length as u8]),
        _ => der.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    der.extend_from_slice(content);
    der
}

fn integer(bytes: &[u8]) -> Vec<u8> {
    let negative = bytes.first().is_none_or(|first| first & 0x80 != 0);
    element(2, &[&[0][..usize::from(negative)], bytes].concat())
}

/// A PKCS#1 public key with a modulus of this many bits; not one that anybody holds the private half of.
fn rsa(bits: usize, exponent: &[u8]) -> String {
    let mut modulus = vec![0x5a; bits.div_ceil(8)];
    modulus[0] = if bits.is_multiple_of(8) { 0xc5 } else { 1 };
    *modulus.last_mut().expect("not empty") = 0x5b;
    pem("RSA PUBLIC KEY", &element(0x30, &[integer(&modulus), integer(exponent)].concat()))
}

fn pem(label: &str, bytes: &[u8]) -> String {
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(bytes))
}

fn unpem(text: &str) -> Vec<u8> {
    let body: String = text.lines().filter(|line| !line.starts_with('-')).collect();
    STANDARD.decode(body).expect("base64")
}

const F4: &[u8] = &[1, 0, 1];

#[test]
fn every_written_form_is_the_same_key() {
    for generated in [generate_rsa().expect("a key"), generate_ed25519().expect("a key")] {
        let GeneratedKey { private_pkcs8, public_pem, public_multibase } = generated;
        let private = SigningKey::from_pkcs8_der(&private_pkcs8).expect("a key");
        assert_eq!(private.public_pem().expect("a key"), public_pem);
        assert!(SigningKey::from_pem(&pem("PRIVATE KEY", &private_pkcs8)).is_ok());
        let signature = private.sign(b"story", <[u8]>::to_vec).expect("signed");

        let mut forms = vec![
            public_pem.clone(),
            public_pem.replace('\n', "\r\n"),
            format!("\n  {}\n\n", public_pem.trim()),
            pem("PUBLIC KEY", &unpem(&public_pem)),
            format!("{public_pem}\u{1}stray"),
        ];
        if private.is_rsa() {
            // PKCS#1 is what stands in the bit string of the other form, behind 24 bytes.
            forms.push(pem("RSA PUBLIC KEY", &unpem(&public_pem)[24..]));
        }
        for form in forms {
            let key = VerifyingKey::from_pem(&form).expect("a key");
            assert!(key.verify(b"story", &signature), "{form}");
            assert!(!key.verify(b"storey", &signature), "{form}");
            assert!(!key.verify(b"story", &signature[1..]), "{form}");
            assert!(!key.verify(b"story", b""), "{form}");
        }
        let key = VerifyingKey::from_multibase(&public_multibase).expect("a key");
        assert!(key.verify(b"story", &signature));
        assert_eq!(key.is_rsa(), private.is_rsa());
    }
}

#[test]
fn an_openssl_key_signs() {
    // RFC 8410's own example of an Ed25519 private key, as OpenSSL writes it, with its public half.
    let private = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
-----END PRIVATE KEY-----";
    let public = "-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PUBLIC KEY-----
";
    let key = SigningKey::from_pem(private).expect("a key");
    assert_eq!(key.public_pem().expect("a key"), public);
}

#[test]
fn a_multikey_from_elsewhere() {
    // The did:key test vector for the all-known Ed25519 seed of zeros.
    let key =
        VerifyingKey::from_multibase("z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp").expect("a key");
    let seed =
        [&[0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20][..], &[0; 32]].concat();
    let private = SigningKey::from_pkcs8_der(&seed).expect("a key");
    assert!(key.verify(b"story", &private.sign(b"story", <[u8]>::to_vec).expect("signed")));
}

#[test]
fn case_13_weak_and_costly_keys() {
    for good in
        [rsa(2048, F4), rsa(4096, F4), rsa(8192, F4), rsa(2056, F4), rsa(2048, &[0xff, 0xff, 0xff, 0xff])]
    {
        assert!(VerifyingKey::from_pem(&good).is_ok(), "{good}");
    }
    for bad in [
        rsa(1024, F4),
        rsa(2041, F4),
        rsa(8193, F4),
        rsa(16384, F4),
        rsa(2048, &[1]),
        rsa(2048, &[3]),
        rsa(2048, &[17]),
        rsa(2048, &[]),
        rsa(2048, &[1, 0, 0]),
        rsa(2048, &[1, 0, 0, 0, 1]),
        rsa(2048, &[0x41; 256]),
    ] {
        let started = std::time::Instant::now();
        assert!(matches!(VerifyingKey::from_pem(&bad), Err(SignatureError::KeyUnusable(_))), "{bad}");
        assert!(started.elapsed().as_millis() < 50);
    }
}

#[test]
fn what_is_not_a_key() {
    let good = post_key();
    let der = unpem(&good);
    let mut bads = vec![
        String::new(),
        "ada".to_owned(),
        "-----BEGIN PUBLIC KEY-----".to_owned(),
        "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----".to_owned(),
        good.replace("END PUBLIC", "END RSA PUBLIC"),
        good.replace("PUBLIC", "PRIVATE"),
        good.replace("PUBLIC KEY", "CERTIFICATE"),
        good.replace('M', "!"),
        pem("PUBLIC KEY", &[&der[..], &[0]].concat()),
        pem("RSA PUBLIC KEY", &der),
        "A".repeat(100_000),
    ];
    bads.extend((0..der.len()).step_by(7).map(|end| pem("PUBLIC KEY", &der[..end])));
    for bad in bads {
        assert!(matches!(VerifyingKey::from_pem(&bad), Err(SignatureError::KeyUnusable(_))), "{bad}");
        assert!(matches!(SigningKey::from_pem(&bad), Err(SignatureError::KeyUnusable(_))), "{bad}");
    }
    let long = format!("z{}", "1".repeat(5000));
    for bad in ["", "z", "x6Mk", "z0OIl", "z6Mk", "ä", "u", "u7QE", &long] {
        assert!(matches!(VerifyingKey::from_multibase(bad), Err(SignatureError::KeyUnusable(_))), "{bad}");
    }
}

fn post_key() -> String {
    RSA.public_pem().expect("a key")
}

#[test]
fn a_key_does_not_show_itself() {
    assert_eq!(format!("{:?} {:?}", *RSA, *ED25519), "SigningKey(RSA) SigningKey(Ed25519)");
}
