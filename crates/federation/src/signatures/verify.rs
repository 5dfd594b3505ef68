//! Whether a signature holds: coverage, host, time and key, in that order of cost.

use chrono::{DateTime, TimeDelta, Utc};
use http::Method;
use url::Url;

use crate::origin::host_of;

use super::{Algorithm, Parsed, Request, Scheme, SignatureError, VerifyingKey, cavage, rfc9421, time};

/// Judges signatures on requests to one server, ours.
#[derive(Debug, Clone)]
pub struct Verifier {
    pub(super) scheme: String,
    pub(super) host: String,
    skew: TimeDelta,
}

impl Verifier {
    /// `origin` is our public address (`https://hearth.example`), whatever a proxy in front of us calls us; `skew`
    /// is how much clocks may differ beyond the hour that is granted anyway (zero is a good value).
    pub fn new(origin: &Url, skew: TimeDelta) -> Self {
        let host = host_of(origin).unwrap_or_default();
        Self { scheme: origin.scheme().to_owned(), host, skew: skew.max(TimeDelta::zero()) }
    }

    /// All that can be checked without the key. Call it before a key is fetched for a stranger.
    ///
    /// Cavage has to cover `(request-target)`, `host`, one of `date` and `(created)`, and with a body `digest`;
    /// RFC 9421 has to cover `@method`, `@target-uri`, and with a body `content-digest`, and to carry `created`.
    ///
    /// # Errors
    /// `Uncovered`, `Expired`, `Malformed`, or `Mismatch` when the request was meant for another host.
    pub fn admit(
        &self,
        parsed: &Parsed,
        request: &Request<'_>,
        now: DateTime<Utc>,
    ) -> Result<(), SignatureError> {
        if let Some(host) = request.host()?
            && !self.is_ours(host)
        {
            return Err(SignatureError::Mismatch("the request is for another host"));
        }
        match parsed.scheme {
            Scheme::Cavage => cavage::coverage(parsed, request)?,
            Scheme::Rfc9421 => rfc9421::coverage(parsed, request)?,
        }
        self.check_time(parsed, request, now)
    }

    /// Whether `key` made this signature over this request, now and for us. The body itself is compared by
    /// [`super::digest::verify_digest`].
    ///
    /// # Errors
    /// As [`Self::admit`]; `KeyUnusable` when the key is not of the kind the signature names; `Mismatch` when it
    /// did not make it.
    pub fn verify(
        &self,
        parsed: &Parsed,
        request: &Request<'_>,
        key: &VerifyingKey,
        now: DateTime<Utc>,
    ) -> Result<(), SignatureError> {
        self.admit(parsed, request, now)?;
        match (parsed.algorithm, key.is_rsa()) {
            (Algorithm::ByKey, _) | (Algorithm::RsaSha256, true) | (Algorithm::Ed25519, false) => {}
            _ => return Err(SignatureError::KeyUnusable("not of the kind the signature names")),
        }
        if key.verify(&self.base(parsed, request, request.path)?, &parsed.signature) {
            return Ok(());
        }
        // Mastodon and GoToSocial also sign some GETs without their query; who asks does not depend on it.
        if let (Scheme::Cavage, &Method::GET | &Method::HEAD, Some((path, _))) =
            (parsed.scheme, request.method, request.path.split_once('?'))
            && key.verify(&self.base(parsed, request, path)?, &parsed.signature)
        {
            return Ok(());
        }
        Err(SignatureError::Mismatch("not made by this key over this request"))
    }

    fn base(&self, parsed: &Parsed, request: &Request<'_>, path: &str) -> Result<Vec<u8>, SignatureError> {
        match parsed.scheme {
            Scheme::Cavage => cavage::base(self, parsed, request, path),
            Scheme::Rfc9421 => rfc9421::base(self, parsed, request),
        }
    }

    fn check_time(
        &self,
        parsed: &Parsed,
        request: &Request<'_>,
        now: DateTime<Utc>,
    ) -> Result<(), SignatureError> {
        let modern = parsed.scheme == Scheme::Rfc9421;
        // RFC 9421 signs all its parameters; cavage only those named in `headers`.
        let trusted = modern || parsed.covers("(expires)");
        if modern || parsed.covers("(created)") {
            let created = parsed.created.ok_or(SignatureError::Malformed("no `created`"))?;
            time::check(time::at(created)?, parsed.expires, trusted, now, self.skew)?;
        }
        if parsed.covers("date") {
            let date =
                request.header("date").ok_or(SignatureError::Mismatch("a signed header is not there"))?;
            time::check(time::http_date(&date)?, parsed.expires, trusted, now, self.skew)?;
        }
        Ok(())
    }

    fn is_ours(&self, host: &str) -> bool {
        let default_port = if self.scheme == "http" { ":80" } else { ":443" };
        let bare = host.strip_suffix(default_port).unwrap_or(host);
        bare.eq_ignore_ascii_case(&self.host)
    }
}
