//! Checks that the settings fit together.

use super::sections::Config;
use crate::proxies::Network;
use std::net::IpAddr;

/// Refuses what would be unsafe or cannot work; the text says what to do.
pub(super) fn check(config: &Config) -> Result<(), String> {
    for text in &config.server.trusted_proxies {
        text.parse::<Network>().map_err(|error| format!("server.trusted_proxies: {error}"))?;
    }
    if config.oauth.app_registrations < 0 {
        return Err(
            "oauth.app_registrations is a number of apps, or 0 for as many as anybody likes".to_owned()
        );
    }
    if config.registrations.per_address < 0 {
        return Err("registrations.per_address is a number of people, or 0 for as many as come".to_owned());
    }
    let domain = &config.server.domain;
    let host = host_of(domain)
        .ok_or_else(|| format!("server.domain `{domain}` is not a host name with an optional port"))?;
    if is_closed(&host) {
        return Ok(());
    }
    let federation = &config.federation;
    let public = |set: bool, key: &str| {
        if set {
            Err(format!(
                "federation.{key} is for closed networks and tests, and server.domain `{domain}` is a public name: \
                 remove it"
            ))
        } else {
            Ok(())
        }
    };
    public(federation.allow_http, "allow_http")?;
    public(!federation.allowed_addresses.is_empty(), "allowed_addresses")?;
    public(federation.clock_skew != 0, "clock_skew")
}

/// The host of `host` or `host:port`.
fn host_of(domain: &str) -> Option<String> {
    let url = url::Url::parse(&format!("http://{domain}/")).ok()?;
    let plain =
        url.path() == "/" && url.username().is_empty() && url.password().is_none() && url.query().is_none();
    let shape = !domain.contains(['/', '@', '?', '#', ' ']);
    (plain && shape).then(|| url.host_str().map(str::to_ascii_lowercase)).flatten()
}

/// Names that never resolve in the public name service (RFC 6761, RFC 6762, RFC 8375, RFC 9476), names without a
/// dot, and addresses that are not global.
fn is_closed(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    if let Ok(address) = bare.parse::<IpAddr>() {
        return match address {
            IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
            IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
        };
    }
    const CLOSED: [&str; 8] =
        ["localhost", "test", "example", "invalid", "local", "internal", "home.arpa", "lan"];
    let host = host.trim_end_matches('.');
    !host.contains('.') || CLOSED.iter().any(|end| host == *end || host.ends_with(&format!(".{end}")))
}

#[cfg(test)]
mod tests {
    use super::{Config, check, host_of, is_closed};

    #[test]
    fn tells_public_names_from_closed_ones() {
        for closed in
            ["localhost", "a.localhost", "hearth.test", "127.0.0.1", "10.1.2.3", "[::1]", "box", "x.local"]
        {
            assert!(is_closed(closed), "{closed}");
        }
        for public in ["stories.social", "example.org", "8.8.8.8", "test.org", "localhost.net"] {
            assert!(!is_closed(public), "{public}");
        }
    }

    #[test]
    fn reads_hosts_with_ports_and_refuses_addresses() {
        assert_eq!(host_of("hearth.test:8080").as_deref(), Some("hearth.test"));
        for bad in ["https://hearth.test", "hearth.test/x", "a@b", "", "two words"] {
            assert_eq!(host_of(bad), None, "{bad}");
        }
    }

    #[test]
    fn closed_network_settings_are_refused_for_a_public_name() {
        let mut config = Config::default();
        config.federation.allow_http = true;
        assert!(check(&config).is_ok());
        config.server.domain = "stories.social".to_owned();
        assert!(check(&config).is_err_and(|text| text.contains("allow_http")));
        config.federation.allow_http = false;
        config.federation.allowed_addresses = vec!["127.0.0.1".to_owned()];
        assert!(check(&config).is_err());
        config.federation.allowed_addresses.clear();
        config.federation.clock_skew = 5;
        assert!(check(&config).is_err());
        config.federation.clock_skew = 0;
        assert!(check(&config).is_ok());
    }
}
