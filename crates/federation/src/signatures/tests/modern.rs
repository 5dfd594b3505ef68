//! Cases that only RFC 9421 can get wrong.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::*;

const DIGEST: &str = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";
const METHOD: (&str, &str) = ("@method", "POST");
const TARGET: (&str, &str) = ("@target-uri", "https://hearth.example/inbox");

/// Signs exactly these lines with these parameters; the base is put together here.
fn by_hand(lines: &[(&'static str, &str)], params: &str, key: &SigningKey) -> Wire {
    let names: Vec<String> = lines.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let list = format!("({}){params}", names.join(" "));
    let mut base: String = lines.iter().map(|(name, value)| format!("\"{name}\": {value}\n")).collect();
    base += &format!("\"@signature-params\": {list}");
    let signature = key.sign(base.as_bytes(), |made| STANDARD.encode(made)).expect("signed");
    let mut wire = Wire::new(Method::POST, "/inbox", HeaderMap::new()).with("host", "hearth.example");
    for (name, value) in lines.iter().filter(|(name, _)| !name.starts_with('@')) {
        wire = wire.with(name, value);
    }
    wire.with("signature-input", &format!("sig1={list}")).with("signature", &format!("sig1=:{signature}:"))
}

fn params() -> String {
    format!(";created={};keyid=\"{KEY_ID}\"", now().timestamp())
}

fn right() -> Wire {
    by_hand(&[METHOD, TARGET, ("content-digest", DIGEST)], &params(), &RSA)
}

#[test]
fn case_06_content_digest() {
    assert_eq!(right().judge(&RSA), Ok(()));
    let unsigned = by_hand(&[METHOD, TARGET], &params(), &RSA);
    assert_eq!(unsigned.judge(&RSA), Err(SignatureError::Uncovered("content-digest")));
    let unsigned = unsigned.with("content-digest", DIGEST);
    assert_eq!(unsigned.judge(&RSA), Err(SignatureError::Uncovered("content-digest")));
    // A signed Digest does not stand in for it, nor an honest Digest for a wrong Content-Digest.
    let legacy = by_hand(
        &[METHOD, TARGET, ("digest", "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=")],
        &params(),
        &RSA,
    );
    assert_eq!(legacy.judge(&RSA), Err(SignatureError::Uncovered("content-digest")));

    let both = format!("sha-512=:AAAA:, {DIGEST}");
    assert_eq!(by_hand(&[METHOD, TARGET, ("content-digest", &both)], &params(), &RSA).judge(&RSA), Ok(()));
    let doubled = format!("{DIGEST}, {DIGEST}");
    let bare = DIGEST.replace(':', "");
    for bad in [
        doubled.as_str(),
        &bare,
        "sha-512=:AAAA:",
        "sha-256=:AAAA:",
        "sha-256=::",
        "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:",
        "",
        ",",
    ] {
        let wire = by_hand(&[METHOD, TARGET, ("content-digest", bad)], &params(), &RSA);
        assert!(matches!(wire.judge(&RSA), Err(SignatureError::Digest(_))), "{bad}");
    }
}

#[test]
fn case_08_to_10_what_has_to_be_covered() {
    let digest = ("content-digest", DIGEST);
    let judge = |lines: &[(&'static str, &str)]| by_hand(lines, &params(), &RSA).judge(&RSA);
    assert_eq!(judge(&[TARGET, digest]), Err(SignatureError::Uncovered("@method")));
    assert_eq!(judge(&[METHOD, digest]), Err(SignatureError::Uncovered("@target-uri")));
    assert_eq!(judge(&[]), Err(SignatureError::Uncovered("@method")));
    let all = [
        METHOD,
        TARGET,
        ("@authority", "hearth.example"),
        ("@scheme", "https"),
        ("@request-target", "/inbox"),
        ("@path", "/inbox"),
        ("@query", "?"),
        ("host", "hearth.example"),
        digest,
    ];
    assert_eq!(judge(&all), Ok(()));
    for elsewhere in [
        "https://hearth.example/users/ada/inbox",
        "https://hearth.example/inbox?x=1",
        "https://third.example/inbox",
        "http://hearth.example/inbox",
        "/inbox",
    ] {
        let judged = judge(&[METHOD, ("@target-uri", elsewhere), digest]);
        assert!(matches!(judged, Err(SignatureError::Mismatch(_))), "{elsewhere}");
    }
    let unknown = judge(&[METHOD, TARGET, digest, ("@status", "200")]);
    assert_eq!(unknown, Err(SignatureError::Malformed("unknown component")));
    let absent = by_hand(&[METHOD, TARGET, digest, ("date", "x")], &params(), &RSA).without("date");
    assert_eq!(absent.judge(&RSA), Err(SignatureError::Mismatch("a signed header is not there")));
}

#[test]
fn case_11_created_and_expires() {
    let at = |minutes: i64| (now() + TimeDelta::minutes(minutes)).timestamp();
    let judge = |created: i64, expires: i64| {
        let params = format!(";created={};expires={};keyid=\"{KEY_ID}\"", at(created), at(expires));
        by_hand(&[METHOD, TARGET, ("content-digest", DIGEST)], &params, &RSA).judge(&RSA)
    };
    assert_eq!(judge(-5, 5), Ok(()));
    assert_eq!(judge(-11 * 60, 1), Ok(()));
    for outside in [judge(-5, -1), judge(-13 * 60, 1), judge(61, 70)] {
        assert!(matches!(outside, Err(SignatureError::Expired(_))), "{outside:?}");
    }
    let uncreated = format!(";keyid=\"{KEY_ID}\"");
    let uncreated = by_hand(&[METHOD, TARGET, ("content-digest", DIGEST)], &uncreated, &RSA);
    assert_eq!(uncreated.judge(&RSA), Err(SignatureError::Malformed("no created")));
}

#[test]
fn algorithms_have_to_fit_the_key() {
    let named = |algorithm: &str, key: &SigningKey| {
        let params = format!("{};alg=\"{algorithm}\";nonce=\"n\";tag=\"t\"", params());
        by_hand(&[METHOD, TARGET, ("content-digest", DIGEST)], &params, key).judge(key)
    };
    assert_eq!(named("rsa-v1_5-sha256", &RSA), Ok(()));
    assert_eq!(named("ed25519", &ED25519), Ok(()));
    assert!(matches!(named("ed25519", &RSA), Err(SignatureError::KeyUnusable(_))));
    assert!(matches!(named("rsa-v1_5-sha256", &ED25519), Err(SignatureError::KeyUnusable(_))));
    for unknown in ["rsa-pss-sha512", "hmac-sha256", "hs2019", "ED25519", ""] {
        assert_eq!(named(unknown, &RSA), Err(SignatureError::Malformed("unknown algorithm")), "{unknown}");
    }
}

#[test]
fn case_13_garbled() {
    let (input, signature) = (right().text("signature-input"), right().text("signature"));
    for same in [format!(" {input} "), input.clone()] {
        assert_eq!(right().with("signature-input", &same).judge(&RSA), Ok(()), "{same}");
    }
    let many: String = (0..70).map(|n| format!(" \"x{n}\"")).collect();
    for bad in [
        format!("{input}, sig2=(\"@method\");created=1;keyid=\"x\""),
        format!("{input};keyid=\"x\""),
        format!("{input};created=1"),
        format!("{input};"),
        input.replace("sig1", "sig2"),
        input.replace("sig1", "Sig1"),
        input.replace("sig1=", ""),
        input.replace("\"@method\"", "\"@method\" \"@method\""),
        input.replace("\"@method\"", "\"@method\";req"),
        input.replace("\"@method\"", "\"@method"),
        input.replace("\"@method\" ", "\"@method\""),
        input.replace("\"@method\"", "@method"),
        input.replace("\"@method\"", &format!("\"@method\"{many}")),
        input.replace("keyid=", "keyid=:AA==:;x="),
        input.replace("keyid=\"", "keyid=\"\\x"),
        input.replace("keyid=", "KeyId="),
        input.replace("created=", "created=\""),
        input.replace("created=", "created=1."),
        input.replace("created=", "created=99999999999999999999"),
        input.replace("created=", "created=-99999999999999"),
        input.replace(KEY_ID, ""),
        input.replace('(', ""),
        input.replace(')', ""),
        "sig1".to_owned(),
        "sig1=?1".to_owned(),
        "sig1=();".to_owned(),
        String::new(),
    ] {
        let judged = right().with("signature-input", &bad).judge(&RSA);
        assert!(matches!(judged, Err(SignatureError::Malformed(_))), "{bad}: {judged:?}");
    }
    for bad in [
        format!("{signature}, sig2=:AAAA:"),
        signature.replace(':', ""),
        signature.replace("=:", "=:!"),
        "sig1=::".to_owned(),
        "sig1=:".to_owned(),
        "sig2=:AAAA:".to_owned(),
        String::new(),
    ] {
        let judged = right().with("signature", &bad).judge(&RSA);
        assert!(matches!(judged, Err(SignatureError::Malformed(_))), "{bad}: {judged:?}");
    }
    let twice = right().also("signature-input", &input);
    assert_eq!(twice.judge(&RSA), Err(SignatureError::Malformed("two Signature-Input headers")));
}
