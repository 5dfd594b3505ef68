//! Where a request comes from, as far as throttles need to know.

use std::net::IpAddr;

/// The network address of whoever asks; `None` where it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Address(pub Option<IpAddr>);

impl Address {
    /// What one household or machine can hardly change: an IPv4 address, or the first half of an IPv6 address, since a
    /// customer is given all of the second.
    #[must_use]
    pub fn household(self) -> String {
        match self.0.map(|address| address.to_canonical()) {
            None => "unknown".to_owned(),
            Some(IpAddr::V4(address)) => address.to_string(),
            Some(IpAddr::V6(address)) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn a_network_of_ipv6_is_one_household() {
        let of = |text: &str| Address(Some(text.parse().unwrap())).household();
        assert_eq!(of("2001:db8:1:2:3::1"), of("2001:db8:1:2:ffff:1:2:3"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
        assert_ne!(of("192.0.2.7"), of("192.0.2.8"));
    }
}
