//! Cases that only draft-cavage can get wrong, built by hand so that every part can be left out.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::*;

const DATE: &str = "Sun, 22 Nov 2026 12:00:00 GMT";
const DIGEST: &str = "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=";
const TARGET: (&str, &str) = ("(request-target)", "post /inbox");
const HOST: (&str, &str) = ("host", "hearth.example");

/// Signs exactly these lines; the signing string is put together here, not by the code under test.
fn header(lines: &[(&str, &str)], more: &str, key: &SigningKey) -> String {
    let base: Vec<String> = lines.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let names: Vec<&str> = lines.iter().map(|(name, _)| *name).collect();
    let signature = key.sign(base.join("\n").as_bytes(), |made| STANDARD.encode(made)).expect("signed");
    format!(r#"keyId="{KEY_ID}",{more}headers="{}",signature="{signature}""#, names.join(" "))
}

fn by_hand(method: Method, path: &str, lines: &[(&'static str, &str)], more: &str) -> Wire {
    let mut wire = Wire::new(method, path, HeaderMap::new());
    for (name, value) in lines.iter().filter(|(name, _)| !name.starts_with('(')) {
        wire = wire.with(name, value);
    }
    wire.with("signature", &header(lines, more, &RSA))
}

fn posted(lines: &[(&'static str, &str)], more: &str) -> Wire {
    by_hand(Method::POST, "/inbox", lines, more)
}

fn right() -> Wire {
    posted(&[TARGET, HOST, ("date", DATE), ("digest", DIGEST)], "algorithm=\"rsa-sha256\",")
}

#[test]
fn case_06_digest() {
    assert_eq!(right().judge(&RSA), Ok(()));
    let lower = DIGEST.replace("SHA", "sha");
    assert_eq!(posted(&[TARGET, HOST, ("date", DATE), ("digest", &lower)], "").judge(&RSA), Ok(()));

    let unsigned = posted(&[TARGET, HOST, ("date", DATE)], "");
    assert_eq!(unsigned.judge(&RSA), Err(SignatureError::Uncovered("digest")), "neither there nor signed");
    let unsigned = unsigned.with("digest", DIGEST);
    assert_eq!(unsigned.judge(&RSA), Err(SignatureError::Uncovered("digest")), "there but not signed");
    let absent = right().without("digest");
    assert_eq!(absent.judge(&RSA), Err(SignatureError::Mismatch("a signed header is not there")));
    assert_eq!(digest::verify_digest(&absent.headers, BODY), Err(SignatureError::Digest("absent")));

    let twice = right().also("digest", DIGEST);
    assert_eq!(digest::verify_digest(&twice.headers, BODY), Err(SignatureError::Digest("two headers")));
    let listed = format!("{DIGEST},{DIGEST}");
    let md5 = "MD5=Sd/dVLAcvNLSq16eXua5uQ==";
    let short = "SHA-256=Sd/dVLAcvNLSq16eXua5uQ==";
    let other = "SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    for bad in [listed.as_str(), md5, short, other, "SHA-256", "SHA-256=", "SHA-256=!!", ""] {
        let wire = posted(&[TARGET, HOST, ("date", DATE), ("digest", bad)], "");
        assert!(matches!(wire.judge(&RSA), Err(SignatureError::Digest(_))), "{bad}");
    }
    // An honest, unsigned Content-Digest beside a signed Digest changes nothing; a wrong one is refused.
    let modern = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";
    assert_eq!(right().with("content-digest", modern).judge(&RSA), Ok(()));
    let wrong = right().with("content-digest", "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:");
    assert!(matches!(wrong.judge(&RSA), Err(SignatureError::Digest(_))));
}

#[test]
fn case_08_and_09_what_has_to_be_covered() {
    let digest = ("digest", DIGEST);
    let date = ("date", DATE);
    for (lines, missing) in [
        (vec![HOST, date, digest], "(request-target)"),
        (vec![TARGET, date, digest], "host"),
        (vec![TARGET, HOST, digest], "date or (created)"),
        (vec![TARGET, HOST, date], "digest"),
    ] {
        let wire = posted(&lines, "").with("host", "hearth.example");
        assert_eq!(wire.judge(&RSA), Err(SignatureError::Uncovered(missing)));
    }
    let bare = right();
    let bare = bare.clone().with("signature", &bare.text("signature").replace("headers", "heads"));
    assert_eq!(bare.judge(&RSA), Err(SignatureError::Uncovered("(request-target)")), "no `headers` at all");
    let more = posted(
        &[TARGET, HOST, date, digest, ("content-type", "application/activity+json"), ("user-agent", "x")],
        "",
    );
    assert_eq!(more.judge(&RSA), Ok(()));
    let port = posted(&[TARGET, ("host", "hearth.example:443"), date, digest], "");
    assert_eq!(port.judge(&RSA), Ok(()));
    let case = posted(&[TARGET, ("host", "Hearth.Example"), date, digest], "");
    assert_eq!(case.judge(&RSA), Ok(()));
    let port = posted(&[TARGET, ("host", "hearth.example:8443"), date, digest], "");
    assert!(matches!(port.judge(&RSA), Err(SignatureError::Mismatch(_))));
}

#[test]
fn case_10_query() {
    let get = |signed: &str, asked: &str| {
        let target = format!("get {signed}");
        let lines = [("(request-target)", target.as_str()), HOST, ("date", DATE)];
        by_hand(Method::GET, asked, &lines, "").judge(&RSA)
    };
    assert_eq!(get("/users/ada/outbox?page=true", "/users/ada/outbox?page=true"), Ok(()));
    assert_eq!(get("/users/ada/outbox", "/users/ada/outbox?page=true"), Ok(()), "the documented fallback");
    assert!(get("/users/ada/outbox?page=true", "/users/ada/outbox").is_err());
    assert!(get("/users/ada/outbox?page=1", "/users/ada/outbox?page=2").is_err());
    assert!(get("/users/ben/outbox", "/users/ada/outbox?page=true").is_err());

    let mut posted = right();
    posted.path = "/inbox?x=1".to_owned();
    assert!(matches!(posted.judge(&RSA), Err(SignatureError::Mismatch(_))), "a POST has no fallback");
    let target = ("(request-target)", "post /inbox?x=1");
    let lines = [target, HOST, ("date", DATE), ("digest", DIGEST)];
    assert_eq!(by_hand(Method::POST, "/inbox?x=1", &lines, "").judge(&RSA), Ok(()));
}

#[test]
fn case_11_created_and_expires() {
    let at = |minutes: i64| (now() + TimeDelta::minutes(minutes)).timestamp();
    let judge = |created: i64, expires: Option<i64>, expires_signed: bool| {
        let (c, e) = (at(created).to_string(), expires.map(|minutes| at(minutes).to_string()));
        let mut lines = vec![TARGET, HOST, ("digest", DIGEST), ("(created)", c.as_str())];
        let mut more = format!("algorithm=\"hs2019\",created={c},");
        if let Some(e) = &e {
            more += &format!("expires={e},");
            if expires_signed {
                lines.push(("(expires)", e));
            }
        }
        posted(&lines, &more).judge(&RSA)
    };
    for inside in [
        judge(0, None, false),
        judge(-59, None, false),
        judge(59, None, false),
        judge(-5, Some(5), true),
        judge(-5, Some(5), false),
        judge(-11 * 60, Some(1), true),
    ] {
        assert_eq!(inside, Ok(()));
    }
    for outside in [
        judge(61, None, false),
        judge(-61, None, false),
        judge(-5, Some(-1), true),
        judge(-5, Some(-1), false),
        judge(-61, Some(5), false),
        judge(-13 * 60, Some(5), true),
        judge(61, Some(70), true),
    ] {
        assert!(matches!(outside, Err(SignatureError::Expired(_))), "{outside:?}");
    }
    let undated = posted(&[TARGET, HOST, ("digest", DIGEST), ("date", "yesterday")], "");
    assert_eq!(undated.judge(&RSA), Err(SignatureError::Malformed("Date is not a date")));
    let lines = [TARGET, HOST, ("digest", DIGEST), ("(created)", "1795348800")];
    assert!(matches!(posted(&lines, "").judge(&RSA), Err(SignatureError::Malformed(_))), "created not given");
    let labelled = posted(&lines, "algorithm=\"rsa-sha256\",created=1795348800,");
    assert!(matches!(labelled.judge(&RSA), Err(SignatureError::Malformed(_))), "(created) with rsa-sha256");
}

#[test]
fn case_13_garbled() {
    let good = right().text("signature");
    for same in [
        good.clone(),
        good.replace(",", ", "),
        good.replace("rsa-sha256", "RSA-SHA256"),
        good.replace("algorithm=\"rsa-sha256\"", "algorithm=\"hs2019\""),
        good.replace("algorithm=\"rsa-sha256\",", ""),
        good.replace("keyId", "keyid"),
        format!("{good},nonce=\"x\""),
        good.replace("(request-target) host", "(Request-Target)  Host"),
    ] {
        assert_eq!(right().with("signature", &same).judge(&RSA), Ok(()), "{same}");
    }
    let long = format!("{good},x=\"{}\"", "a".repeat(9000));
    let many: String = (0..20).map(|n| format!(",x{n}=1")).collect();
    let many = good.clone() + &many;
    for bad in [
        format!("{good},keyId=\"https://third.example/users/cleo#main-key\""),
        format!("keyid=\"x\",{good}"),
        format!("{good},algorithm=\"hs2019\""),
        format!("{good},x=1,X=2"),
        good.replace("host date", "host date host"),
        good.replace("rsa-sha256", "rsa-sha1"),
        good.replace("rsa-sha256", "hmac-sha256"),
        good.replace("rsa-sha256", ""),
        good.replace("keyId", "key"),
        good.replace("signature=", "sig="),
        good.replace("signature=\"", "signature=\"!"),
        good.replace(",headers", " headers"),
        good.replace("\",signature", ",signature"),
        good.replace(KEY_ID, ""),
        good.replace(KEY_ID, "a\\\"b"),
        format!("{good},"),
        format!("{good}\""),
        format!("Signature {good}"),
        "signature=\"\",keyId=\"x\"".to_owned(),
        "keyId=\"x".to_owned(),
        "=".to_owned(),
        ",".to_owned(),
        "x".to_owned(),
        String::new(),
        long,
        many,
    ] {
        let judged = right().with("signature", &bad).judge(&RSA);
        assert!(matches!(judged, Err(SignatureError::Malformed(_))), "{bad}: {judged:?}");
    }
    let twice = right().also("signature", &good);
    assert_eq!(twice.judge(&RSA), Err(SignatureError::Malformed("two Signature headers")));
    let odd = posted(&[TARGET, HOST, ("date", DATE), ("digest", DIGEST), ("(odd)", "x")], "");
    assert_eq!(odd.judge(&RSA), Err(SignatureError::Malformed("unknown pseudo-header")));
}

#[test]
fn repeated_headers_are_joined() {
    let lines =
        [TARGET, HOST, ("date", DATE), ("digest", DIGEST), ("cache-control", "max-age=60, must-revalidate")];
    let wire =
        posted(&lines, "").with("cache-control", "max-age=60").also("cache-control", " must-revalidate ");
    assert_eq!(wire.judge(&RSA), Ok(()));
}
