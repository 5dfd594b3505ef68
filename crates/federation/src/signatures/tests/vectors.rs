//! Signatures that somebody else made: the RFC's own Ed25519 example, and OpenSSL over bases written by hand.

use super::*;

/// The public key behind the two OpenSSL signatures below; `openssl dgst -sha256 -sign` made them.
const OPENSSL_KEY: &str = "-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAogJqpTjSxToHZrYb22Gk
e3BR/UbmwPzW/RNjD+O2puX5M/dkNUvqWfJIVpiH5F0XnudCyk7jChXYIvgaDN2a
VpLjmHX6fzvgIinqu8S9the4BJu1HQooHJSFG+OAU0BNGaz9VkrAmVyImQtou9ER
zIYhiaYO94vmSG6GnmlQZJNIsNpJsc/v1jEH5qUPqs1MYQJvQNgEA5S/QHtamByX
TM/FBTbB/1NPFCtqbhichgEdz7UoxAPd4YocY7Pt8WeHl784RFrw2B2gV3gJZQcY
zOm/PnfVFudVdGd5TIJUskSctfbVDumNPzkonsohtqSJhx+Hb3rAVfgnlo0H9snK
YQIDAQAB
-----END PUBLIC KEY-----
";

const CAVAGE: &str = "LRt/jVZ3N3CyxW6ICquXboKhEaNYY0pfXoO3YBJMH+xTZcLmR6tE8yND9L5vvb6PWVnYfTjtC0MblFzXZt7LuV6SHvl9\
NwmG6egoypMy899QZJtMBoHP03XvA9WVwGA2orjFGO/QExBSdH6rGE051fgtV+OpckED8oEUxb8zSHo60QqWf8su017nQ0sAAnTIPbHcl63OukWKPF8lz\
orvX9MsmyKBUEKFRIZA2pyiHzc29XtG2VVMnjJL/rigsmxq2m9gqN9eivuoFt6hqlpjlE4B457fm8Bg426OkzNYwr0UZP3GFOXyEkrNyhkQHNccY6kfoj\
aRcr1hBkBv9etqnw==";

const MODERN: &str = "TEf+bCp0Ju7Zk96bYYwljmRws5UrqZLMvhc6L9TLMkOGyoysQtribNKRcMtwCT5XpN3X6F8yr5wYxAfRr5ArUb2T3D0BSN\
lri2w+0yIu1yNjEyorE69mZonAKik12ZFbFwc1xK8ayg1TQsvCZI2ZIi8QhbbPhC9POYUjEtf+JjeJhU9UCU12x0Xd9ner8uJrnAgq8Jmzl5dIzAPWydw\
JhhVglslHM5frbEriT4C78LqBhfeCAMnPp4ANp0lbgVt1iGhLvAhpar6slIYH6IXdKGo7F8XffRuUROT5ZaBaDG/pk8EO/sQguAnDiOcHDX0ps18yiNek\
R1FmyV7IZOi6uA==";

fn judge(wire: &Wire) -> Result<(), SignatureError> {
    let parsed = Parsed::of(&wire.request())?;
    let key = VerifyingKey::from_pem(OPENSSL_KEY)?;
    Verifier::new(&inbox(), TimeDelta::zero()).verify(&parsed, &wire.request(), &key, now())?;
    digest::verify_digest(&wire.headers, BODY)
}

#[test]
fn openssl_made_a_cavage_signature() {
    let wire = Wire::new(Method::POST, "/inbox?param=value&pet=dog", HeaderMap::new())
        .with("host", "hearth.example")
        .with("date", "Sun, 22 Nov 2026 12:00:00 GMT")
        .with("digest", "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=")
        .with("content-type", "application/activity+json");
    let header = format!(
        "keyId=\"{KEY_ID}\",algorithm=\"rsa-sha256\",\
         headers=\"(request-target) host date digest content-type\",signature=\"{CAVAGE}\""
    );
    assert_eq!(judge(&wire.clone().with("signature", &header)), Ok(()));
    let other = wire.with("content-type", "application/ld+json").with("signature", &header);
    assert!(matches!(judge(&other), Err(SignatureError::Mismatch(_))));
}

#[test]
fn openssl_made_a_modern_signature() {
    let wire = Wire::new(Method::POST, "/inbox?param=value&pet=dog", HeaderMap::new())
        .with("host", "hearth.example")
        .with("content-digest", "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:")
        .with(
            "signature-input",
            &format!(
                "sig-b26=(\"@method\" \"@target-uri\" \"content-digest\");created=1795348800;\
                 keyid=\"{KEY_ID}\";alg=\"rsa-v1_5-sha256\""
            ),
        )
        .with("signature", &format!("sig-b26=:{MODERN}:"));
    assert_eq!(judge(&wire), Ok(()));
    let mut other = wire;
    other.path = "/inbox?param=value&pet=cat".to_owned();
    assert!(matches!(judge(&other), Err(SignatureError::Mismatch(_))));
}

/// RFC 9421 appendix B.2.6 with the key of B.1.4. Ed25519 is deterministic, so it is checked both ways.
#[test]
fn the_rfc_made_an_ed25519_signature() {
    let private = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF
-----END PRIVATE KEY-----";
    let public = "-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=
-----END PUBLIC KEY-----";
    let made = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==";
    let wire = Wire::new(Method::POST, "/foo?param=Value&Pet=dog", HeaderMap::new())
        .with("host", "example.com")
        .with("date", "Tue, 20 Apr 2021 02:07:55 GMT")
        .with("content-type", "application/json")
        .with("content-length", "18")
        .with(
            "signature-input",
            "sig-b26=(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\")\
             ;created=1618884473;keyid=\"test-key-ed25519\"",
        )
        .with("signature", &format!("sig-b26=:{made}:"));
    let expected = "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n\"@method\": POST\n\"@path\": /foo\n\
        \"@authority\": example.com\n\"content-type\": application/json\n\"content-length\": 18\n\
        \"@signature-params\": (\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\")\
        ;created=1618884473;keyid=\"test-key-ed25519\"";
    let parsed = Parsed::of(&wire.request()).expect("parsed");
    let base = rfc9421::base_of("https", "example.com", &parsed, &wire.request()).expect("a base");
    assert_eq!(String::from_utf8(base.clone()).expect("text"), expected);
    assert!(VerifyingKey::from_pem(public).expect("a key").verify(&base, &parsed.signature));
    let again = SigningKey::from_pem(private).expect("a key").sign(&base, <[u8]>::to_vec).expect("signed");
    assert_eq!(again, parsed.signature);
}

/// The signing string of draft-cavage-12 appendix C.3.
#[test]
fn the_draft_wrote_a_signing_string() {
    let wire = Wire::new(Method::POST, "/foo?param=value&pet=dog", HeaderMap::new())
        .with("host", "example.com")
        .with("date", "Sun, 05 Jan 2014 21:31:40 GMT")
        .with("content-type", "application/json")
        .with("digest", "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=")
        .with("content-length", "18")
        .with(
            "signature",
            "keyId=\"Test\",algorithm=\"hs2019\",created=1402170695,expires=1402170699,headers=\"(request-target) \
             (created) (expires) host date content-type digest content-length\",signature=\"AAAA\"",
        );
    let parsed = Parsed::of(&wire.request()).expect("parsed");
    let verifier = Verifier::new(&inbox(), TimeDelta::zero());
    let base = super::super::cavage::base(&verifier, &parsed, &wire.request(), &wire.path).expect("a base");
    assert_eq!(
        String::from_utf8(base).expect("text"),
        "(request-target): post /foo?param=value&pet=dog\n(created): 1402170695\n(expires): 1402170699\n\
         host: example.com\ndate: Sun, 05 Jan 2014 21:31:40 GMT\ncontent-type: application/json\n\
         digest: SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=\ncontent-length: 18"
    );
    assert_eq!(digest::verify_digest(&wire.headers, BODY), Ok(()));
}

#[test]
fn what_we_send_looks_as_peers_expect() {
    let wire = post(super::super::cavage::sign, &RSA);
    assert!(wire.text("signature").starts_with(&format!(
        "keyId=\"{KEY_ID}\",algorithm=\"rsa-sha256\",\
         headers=\"(request-target) host date digest content-type\",signature=\""
    )));
    assert_eq!(wire.text("date"), "Sun, 22 Nov 2026 12:00:00 GMT");
    assert_eq!(wire.text("digest"), "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=");
    assert_eq!(wire.text("host"), "hearth.example");
    let wire = post(rfc9421::sign, &RSA);
    assert_eq!(
        wire.text("signature-input"),
        format!(
            "sig1=(\"@method\" \"@target-uri\" \"content-digest\");created=1795348800;keyid=\"{KEY_ID}\""
        )
    );
    assert_eq!(wire.text("content-digest"), "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:");
    assert!(wire.text("signature").starts_with("sig1=:"));
    assert!(!wire.headers.contains_key("digest"));
    let wire = get(super::super::cavage::sign, "https://hearth.example:8443/users/ada?x=1#y", &ED25519);
    assert_eq!(wire.text("host"), "hearth.example:8443");
    assert!(wire.text("signature").contains("algorithm=\"hs2019\",headers=\"(request-target) host date\""));
    let url = inbox();
    for bad in ["a\"b", "a b", "ä", "a\\"] {
        for (_, sign) in SCHEMES {
            let signed = sign(&Outgoing::get(&url, now()), bad, &ED25519);
            assert!(matches!(signed, Err(SignatureError::KeyUnusable(_))), "{bad}");
        }
    }
}
