//! The attack cases 6 to 14 and their right twins, at the level of one request.

mod cavage;
mod keys;
mod modern;
mod random;
mod vectors;

use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, TimeZone as _, Utc};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use url::Url;

use super::*;

const BODY: &[u8] = br#"{"hello": "world"}"#;
const KEY_ID: &str = "https://other.example/users/ben#main-key";

static RSA: LazyLock<SigningKey> = LazyLock::new(|| {
    SigningKey::from_pkcs8_der(&generate_rsa().expect("a key").private_pkcs8).expect("a key")
});
static ED25519: LazyLock<SigningKey> = LazyLock::new(|| {
    SigningKey::from_pkcs8_der(&generate_ed25519().expect("a key").private_pkcs8).expect("a key")
});
static STRANGER: LazyLock<SigningKey> = LazyLock::new(|| {
    SigningKey::from_pkcs8_der(&generate_rsa().expect("a key").private_pkcs8).expect("a key")
});

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).single().expect("a time")
}

fn inbox() -> Url {
    Url::parse("https://hearth.example/inbox").expect("a URL")
}

/// A request as it would arrive, easy to spoil.
#[derive(Debug, Clone)]
struct Wire {
    method: Method,
    path: String,
    authority: Option<String>,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Wire {
    fn new(method: Method, path: &str, headers: HeaderMap) -> Self {
        let body = if method == Method::GET { Vec::new() } else { BODY.to_vec() };
        Self { method, path: path.to_owned(), authority: None, headers, body }
    }

    fn request(&self) -> Request<'_> {
        Request {
            method: &self.method,
            path: &self.path,
            authority: self.authority.as_deref(),
            headers: &self.headers,
        }
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(HeaderName::from_static(name), HeaderValue::from_str(value).expect("a value"));
        self
    }

    fn also(mut self, name: &'static str, value: &str) -> Self {
        self.headers.append(HeaderName::from_static(name), HeaderValue::from_str(value).expect("a value"));
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    fn text(&self, name: &str) -> String {
        self.headers[name].to_str().expect("text").to_owned()
    }

    /// What the inbox does: syntax, signature, digest.
    fn judge_at(&self, key: &SigningKey, now: DateTime<Utc>) -> Result<(), SignatureError> {
        let verifier = Verifier::new(&inbox(), TimeDelta::zero());
        let parsed = Parsed::of(&self.request())?;
        verifier.verify(&parsed, &self.request(), &key.verifying_key()?, now)?;
        if self.body.is_empty() { Ok(()) } else { digest::verify_digest(&self.headers, &self.body) }
    }

    fn judge(&self, key: &SigningKey) -> Result<(), SignatureError> {
        self.judge_at(key, now())
    }
}

type Signs = fn(&Outgoing<'_>, &str, &SigningKey) -> Result<HeaderMap, SignatureError>;
const SCHEMES: [(&str, Signs); 2] = [("cavage", super::cavage::sign), ("rfc9421", rfc9421::sign)];

fn post(sign: Signs, key: &SigningKey) -> Wire {
    let digest = digest::sha256(BODY);
    let url = inbox();
    let outgoing = Outgoing::post(&url, now(), &digest, "application/activity+json");
    Wire::new(Method::POST, "/inbox", sign(&outgoing, KEY_ID, key).expect("signed"))
}

fn get(sign: Signs, url: &str, key: &SigningKey) -> Wire {
    let url = Url::parse(url).expect("a URL");
    let headers = sign(&Outgoing::get(&url, now()), KEY_ID, key).expect("signed");
    let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    Wire::new(Method::GET, &path, headers)
}

#[test]
fn what_we_sign_we_verify() {
    for (name, sign) in SCHEMES {
        for key in [&*RSA, &*ED25519] {
            assert_eq!(post(sign, key).judge(key), Ok(()), "{name} {key:?}");
            let outbox = "https://hearth.example/users/ada/outbox?page=true#x";
            assert_eq!(get(sign, outbox, key).judge(key), Ok(()), "{name} {key:?}");
            let parsed = Parsed::of(&post(sign, key).request()).expect("parsed");
            assert_eq!(parsed.key_id(), KEY_ID);
        }
    }
}

#[test]
fn another_key_did_not_sign_it() {
    let mismatch = Err(SignatureError::Mismatch("not made by this key over this request"));
    let other_kind = Err(SignatureError::KeyUnusable("not of the kind the signature names"));
    for (name, sign) in SCHEMES {
        assert_eq!(post(sign, &RSA).judge(&STRANGER), mismatch, "{name}");
    }
    // Cavage names the algorithm of an RSA key; RFC 9421 leaves it to the key.
    assert_eq!(post(super::cavage::sign, &RSA).judge(&ED25519), other_kind);
    assert_eq!(post(super::cavage::sign, &ED25519).judge(&RSA), mismatch);
    assert_eq!(post(rfc9421::sign, &RSA).judge(&ED25519), mismatch);
}

#[test]
fn case_07_a_changed_body() {
    for (name, sign) in SCHEMES {
        let mut wire = post(sign, &RSA);
        assert_eq!(wire.judge(&RSA), Ok(()), "{name}");
        wire.body[3] ^= 1;
        assert_eq!(wire.judge(&RSA), Err(SignatureError::Digest("not the digest of this body")), "{name}");
    }
}

#[test]
fn case_08_another_path_or_method() {
    for (name, sign) in SCHEMES {
        let mut personal = post(sign, &RSA);
        personal.path = "/users/ada/inbox".to_owned();
        assert!(matches!(personal.judge(&RSA), Err(SignatureError::Mismatch(_))), "{name}");

        let mut replayed = get(sign, "https://hearth.example/inbox", &RSA);
        replayed.method = Method::POST;
        replayed.body = BODY.to_vec();
        assert!(matches!(replayed.judge(&RSA), Err(SignatureError::Uncovered(_))), "{name}");

        let mut put = post(sign, &RSA);
        put.method = Method::PUT;
        assert!(matches!(put.judge(&RSA), Err(SignatureError::Mismatch(_))), "{name}");
    }
}

#[test]
fn case_09_signed_for_another_server() {
    for (name, sign) in SCHEMES {
        let url = Url::parse("https://third.example/inbox").expect("a URL");
        let digest = digest::sha256(BODY);
        let outgoing = Outgoing::post(&url, now(), &digest, "application/activity+json");
        let captured = Wire::new(Method::POST, "/inbox", sign(&outgoing, KEY_ID, &RSA).expect("signed"));
        assert!(matches!(captured.judge(&RSA), Err(SignatureError::Mismatch(_))), "{name} as captured");
        let rewritten = captured.clone().with("host", "hearth.example");
        assert!(matches!(rewritten.judge(&RSA), Err(SignatureError::Mismatch(_))), "{name} rewritten");
        let hostless = captured.without("host");
        assert!(matches!(hostless.judge(&RSA), Err(SignatureError::Mismatch(_))), "{name} without Host");

        let right = post(sign, &RSA);
        assert_eq!(right.clone().without("host").judge(&RSA), Ok(()), "{name}: a proxy dropped Host");
        let mut http2 = right.clone().without("host");
        http2.authority = Some("hearth.example".to_owned());
        assert_eq!(http2.judge(&RSA), Ok(()), "{name}: HTTP/2");
        http2.authority = Some("third.example".to_owned());
        assert!(matches!(http2.judge(&RSA), Err(SignatureError::Mismatch(_))), "{name}: HTTP/2, other host");
        let doubled = right.also("host", "hearth.example");
        assert_eq!(doubled.judge(&RSA), Err(SignatureError::Malformed("two Host headers")), "{name}");
    }
}

#[test]
fn case_11_time() {
    for (name, sign) in SCHEMES {
        let wire = post(sign, &RSA);
        for (minutes, inside) in [
            (0, true),
            (-59, true),
            (-61, false),
            (-13 * 60, false),
            (59, true),
            (61, false),
            (13 * 60, false),
        ] {
            // The clock moves instead of the date: a message dated `minutes` from now.
            let judged = wire.judge_at(&RSA, now() - TimeDelta::minutes(minutes));
            assert_eq!(judged.is_ok(), inside, "{name} {minutes} minutes: {judged:?}");
            assert!(
                inside || matches!(judged, Err(SignatureError::Expired(_))),
                "{name} {minutes}: {judged:?}"
            );
        }
        let lenient = Verifier::new(&inbox(), TimeDelta::minutes(5));
        let parsed = Parsed::of(&wire.request()).expect("parsed");
        let later = now() + TimeDelta::minutes(64);
        assert_eq!(lenient.admit(&parsed, &wire.request(), later), Ok(()), "{name}");
    }
}

#[test]
fn case_14_both_schemes_at_once() {
    let old = post(super::cavage::sign, &RSA);
    let new = post(rfc9421::sign, &STRANGER);
    let mut both = old.clone();
    for (header, value) in &new.headers {
        both.headers.append(header, value.clone());
    }
    assert_eq!(Parsed::of(&both.request()), Err(SignatureError::Malformed("two Signature headers")));
    let one_line = old
        .clone()
        .with("signature-input", &new.text("signature-input"))
        .with("signature", &format!("{}, {}", old.text("signature"), new.text("signature")));
    assert!(matches!(Parsed::of(&one_line.request()), Err(SignatureError::Malformed(_))));
    let input_only = old.with("signature-input", &new.text("signature-input"));
    assert!(matches!(Parsed::of(&input_only.request()), Err(SignatureError::Malformed(_))));
    let input_alone = new.clone().without("signature");
    assert_eq!(
        Parsed::of(&input_alone.request()),
        Err(SignatureError::Malformed("Signature-Input without Signature"))
    );
    assert_eq!(
        Parsed::of(&new.without("signature").without("signature-input").request()),
        Err(SignatureError::Missing)
    );
}
