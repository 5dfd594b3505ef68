//! Which addresses may be talked to: global unicast, and what the settings let through by name.
//!
//! IPv6 is a list of what is allowed; IPv4, which has no such block, is the registry of what is not.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

/// An address or range let through although it is not global: `127.0.0.1`, `10.0.0.0/8`, `127.0.0.1:8080`,
/// `[::1]:8080`, `fd00::/8`. With a port it names exactly that socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AllowedAddress {
    network: IpAddr,
    prefix: u8,
    port: Option<u16>,
}

/// The text is not an address, a range or a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an address, a range (10.0.0.0/8) or a socket (127.0.0.1:8080)")]
pub struct NotAnAddress;

impl FromStr for AllowedAddress {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        if let Ok(socket) = text.parse::<SocketAddr>() {
            let port = Some(socket.port()).filter(|port| *port != 0).ok_or(NotAnAddress)?;
            return Ok(Self { network: socket.ip(), prefix: width(socket.ip()), port: Some(port) });
        }
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let network: IpAddr = address.parse().map_err(|_| NotAnAddress)?;
        let prefix = match prefix {
            Some(prefix) => {
                prefix.parse().ok().filter(|prefix| *prefix <= width(network)).ok_or(NotAnAddress)?
            }
            None => width(network),
        };
        Ok(Self { network, prefix, port: None })
    }
}

impl fmt::Display for AllowedAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            Some(port) => SocketAddr::new(self.network, port).fmt(formatter),
            None => write!(formatter, "{}/{}", self.network, self.prefix),
        }
    }
}

impl AllowedAddress {
    /// The port this names, if it names one.
    pub(super) fn port(&self) -> Option<u16> {
        self.port
    }

    fn covers(&self, address: IpAddr, port: u16) -> bool {
        let same_prefix = match (self.network, address) {
            (IpAddr::V4(network), IpAddr::V4(address)) => within4(address, network, self.prefix),
            (IpAddr::V6(network), IpAddr::V6(address)) => within6(address, network, self.prefix),
            _ => false,
        };
        same_prefix && self.port.is_none_or(|own| own == port)
    }
}

/// The rule for one client: global addresses on the usual ports, named ones as named.
#[derive(Debug)]
pub(super) struct Policy {
    allowed: Vec<AllowedAddress>,
}

impl Policy {
    pub(super) fn new(allowed: Vec<AllowedAddress>) -> Self {
        Self { allowed }
    }

    /// Whether a socket may be opened. `usual` says that the port is the scheme's own.
    pub(super) fn permits(&self, address: IpAddr, port: u16, usual: bool) -> bool {
        (usual && is_global(address)) || self.names(address, port)
    }

    fn names(&self, address: IpAddr, port: u16) -> bool {
        self.allowed.iter().any(|allowed| allowed.covers(address, port))
    }
}

/// True for addresses of machines on the open internet.
pub fn is_global(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_global4(address),
        IpAddr::V6(address) => is_global6(address),
    }
}

/// The IANA special-purpose registry for IPv4, as far as it is not globally reachable, and the one public address
/// that a large cloud answers on internally.
const RESERVED4: &[(Ipv4Addr, u8)] = &[
    (Ipv4Addr::new(0, 0, 0, 0), 8),        // this network; Linux connects to itself
    (Ipv4Addr::new(10, 0, 0, 0), 8),       // private
    (Ipv4Addr::new(100, 64, 0, 0), 10),    // shared (carrier NAT, cloud services)
    (Ipv4Addr::new(127, 0, 0, 0), 8),      // loopback
    (Ipv4Addr::new(168, 63, 129, 16), 32), // Azure's host agent
    (Ipv4Addr::new(169, 254, 0, 0), 16),   // link-local, cloud metadata
    (Ipv4Addr::new(172, 16, 0, 0), 12),    // private
    (Ipv4Addr::new(192, 0, 0, 0), 24),     // protocol assignments
    (Ipv4Addr::new(192, 0, 2, 0), 24),     // documentation
    (Ipv4Addr::new(192, 88, 99, 0), 24),   // 6to4 relays
    (Ipv4Addr::new(192, 168, 0, 0), 16),   // private
    (Ipv4Addr::new(198, 18, 0, 0), 15),    // benchmarks
    (Ipv4Addr::new(198, 51, 100, 0), 24),  // documentation
    (Ipv4Addr::new(203, 0, 113, 0), 24),   // documentation
    (Ipv4Addr::new(224, 0, 0, 0), 4),      // multicast
    (Ipv4Addr::new(240, 0, 0, 0), 4),      // reserved, broadcast
];

/// What is not for machines on the open internet within `2000::/3`; all the rest of IPv6 is refused anyway.
const RESERVED6: &[(Ipv6Addr, u8)] = &[
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23), // protocol assignments, Teredo, ORCHID, benchmarks
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32), // documentation
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16), // 6to4, carries any IPv4 address
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20), // documentation
];

fn is_global4(address: Ipv4Addr) -> bool {
    !RESERVED4.iter().any(|(network, prefix)| within4(address, *network, *prefix))
}

fn is_global6(address: Ipv6Addr) -> bool {
    // NAT64's well-known prefix is how a server without IPv4 reaches IPv4; what counts is the address inside.
    if let [0x64, 0xff9b, 0, 0, 0, 0, high, low] = address.segments() {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        return is_global4(Ipv4Addr::new(a, b, c, d));
    }
    within6(address, Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3)
        && !RESERVED6.iter().any(|(network, prefix)| within6(address, *network, *prefix))
}

fn width(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn within4(address: Ipv4Addr, network: Ipv4Addr, prefix: u8) -> bool {
    (address.to_bits() ^ network.to_bits()).leading_zeros() >= u32::from(prefix)
}

fn within6(address: Ipv6Addr, network: Ipv6Addr, prefix: u8) -> bool {
    (address.to_bits() ^ network.to_bits()).leading_zeros() >= u32::from(prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    const INSIDE: &str = "\
        0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.100.100.200 100.127.255.255 127.0.0.1 127.255.255.254 \
        168.63.129.16 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.192 192.0.2.1 192.88.99.1 \
        192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 \
        240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:8.8.8.8 \
        ::ffff:0:127.0.0.1 64:ff9b::127.0.0.1 64:ff9b::10.0.0.1 64:ff9b::169.254.169.254 64:ff9b:1::1 \
        100::1 2001::1 2001:2::1 2001:10::1 2001:20::1 2001:1ff::1 2001:db8::1 2002:7f00:1:: \
        2002:808:808::1 3fff::1 3fff:fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1 \
        4000::1 e000::1";

    const OUTSIDE: &str = "\
        1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 126.0.0.1 128.0.0.1 \
        168.63.129.17 172.15.0.1 172.32.0.1 192.0.1.1 198.17.0.1 198.20.0.1 223.255.255.255 2001:200::1 \
        2001:4860:4860::8888 2003::1 2606:4700::1111 2a01:4f8::1 3ffe::1 64:ff9b::8.8.8.8";

    #[test]
    fn only_the_open_internet_is_global() {
        for inside in INSIDE.split_ascii_whitespace() {
            assert!(!is_global(inside.parse().expect("an address")), "{inside}");
        }
        for outside in OUTSIDE.split_ascii_whitespace() {
            assert!(is_global(outside.parse().expect("an address")), "{outside}");
        }
    }

    #[test]
    fn names_let_through_what_they_name_and_no_more() {
        let policy = |texts: &[&str]| {
            Policy::new(texts.iter().map(|text| text.parse().expect("an allowed address")).collect())
        };
        let ip = |text: &str| text.parse::<IpAddr>().expect("an address");

        let socket = policy(&["127.0.0.1:8080"]);
        assert!(socket.permits(ip("127.0.0.1"), 8080, false));
        assert!(!socket.permits(ip("127.0.0.1"), 8081, false));
        assert!(!socket.permits(ip("127.0.0.1"), 443, true));
        assert!(!socket.permits(ip("127.0.0.2"), 8080, false));
        assert!(!socket.permits(ip("::ffff:127.0.0.1"), 8080, false));

        let range = policy(&["127.0.0.0/8", "fd00::/8", "::1"]);
        assert!(range.permits(ip("127.9.9.9"), 25, false));
        assert!(range.permits(ip("fd12::1"), 443, true));
        assert!(range.permits(ip("::1"), 1, false));
        assert!(!range.permits(ip("::2"), 1, false));
        assert!(!range.permits(ip("10.0.0.1"), 443, true));
        assert!(range.permits(ip("1.1.1.1"), 443, true));
        assert!(!range.permits(ip("1.1.1.1"), 22, false));

        assert!(policy(&["0.0.0.0/0"]).permits(ip("10.0.0.1"), 22, false));
        assert!(policy(&["[::1]:8080"]).permits(ip("::1"), 8080, false));
    }

    #[test]
    fn nonsense_is_not_an_allowed_address() {
        for bad in ["", "localhost", "127.0.0.1/33", "::/129", "127.0.0.1:0", "127.0.0.0/8:80", "127.1", "/8"]
        {
            assert_eq!(bad.parse::<AllowedAddress>(), Err(NotAnAddress), "{bad}");
        }
        for good in ["127.0.0.1:8080", "10.0.0.0/8", "[::1]:80", "fd00::/8"] {
            assert_eq!(good.parse::<AllowedAddress>().expect("an allowed address").to_string(), good);
        }
    }
}
