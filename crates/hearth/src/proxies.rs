//! Finds out where a request comes from when proxies stand in front, for the throttles.
//!
//! A proxy adds the address that it was asked from at the end of `X-Forwarded-For`; what stands before that, anybody may
//! have written. So the list is read from its end, for as long as the addresses are those of our own proxies.

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use hearth_core::signin::Address;
use http::HeaderMap;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;

/// Notes the address of whoever asks, for the handlers.
pub async fn note(State(ours): State<Arc<[Network]>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = peer.map(|peer| origin(peer, request.headers(), &ours));
    request.extensions_mut().insert(Address(address));
    next.run(request).await
}

fn origin(peer: IpAddr, headers: &HeaderMap, ours: &[Network]) -> IpAddr {
    let is_ours = |address: IpAddr| ours.iter().any(|network| network.holds(address));
    let mut nearest = peer.to_canonical();
    if !is_ours(nearest) {
        return nearest;
    }
    let all = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let entries: Vec<&str> = all.flat_map(|text| text.split(',')).collect();
    for entry in entries.into_iter().rev() {
        let Some(address) = read(entry.trim()) else { break };
        nearest = address.to_canonical();
        if !is_ours(nearest) {
            break;
        }
    }
    nearest
}

/// An address, maybe with the port that some proxies add.
fn read(text: &str) -> Option<IpAddr> {
    text.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
}

/// An address or a network, such as `10.0.0.0/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    bits: u32,
}

impl Network {
    fn holds(self, address: IpAddr) -> bool {
        match (self.base, address) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                (base.to_bits() ^ address.to_bits()).checked_shr(32 - self.bits).unwrap_or(0) == 0
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => {
                (base.to_bits() ^ address.to_bits()).checked_shr(128 - self.bits).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no address or network, such as 10.1.2.3 or 10.0.0.0/8");
        let (base, bits) = text.split_once('/').map_or((text, None), |(base, bits)| (base, Some(bits)));
        let base: IpAddr = base.parse().map_err(|_| wrong())?;
        let most = if base.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).map_err(|_| wrong())?;
        if bits <= most { Ok(Self { base, bits }) } else { Err(wrong()) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Network, origin};
    use http::{HeaderMap, HeaderValue};

    fn from(peer: &str, forwarded: &[&'static str], ours: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_static(value));
        }
        let ours: Vec<Network> = ours.iter().map(|text| text.parse().unwrap()).collect();
        origin(peer.parse().unwrap(), &headers, &ours).to_string()
    }

    #[test]
    fn a_stranger_cannot_say_who_they_are() {
        assert_eq!(from("192.0.2.1", &["198.51.100.7"], &["127.0.0.1"]), "192.0.2.1");
        assert_eq!(from("127.0.0.1", &["198.51.100.7"], &[]), "127.0.0.1");
    }

    #[test]
    fn our_proxy_is_believed_and_what_it_was_told_is_not() {
        let ours = ["127.0.0.1", "10.0.0.0/8"];
        assert_eq!(from("127.0.0.1", &["203.0.113.9, 198.51.100.7"], &ours), "198.51.100.7");
        assert_eq!(from("127.0.0.1", &["203.0.113.9", "198.51.100.7, 10.1.2.3"], &ours), "198.51.100.7");
        assert_eq!(from("127.0.0.1", &["[2001:db8::1]:443"], &ours), "2001:db8::1");
        assert_eq!(from("::ffff:127.0.0.1", &["198.51.100.7:1234"], &ours), "198.51.100.7");
        assert_eq!(from("127.0.0.1", &["nonsense"], &ours), "127.0.0.1");
        assert_eq!(from("127.0.0.1", &["203.0.113.9, nonsense, 10.1.2.3"], &ours), "10.1.2.3");
        assert_eq!(from("127.0.0.1", &[], &ours), "127.0.0.1");
    }

    #[test]
    fn networks_hold_what_lies_in_them() {
        let holds = |network: &str, address: &str| {
            network.parse::<Network>().unwrap().holds(address.parse().unwrap())
        };
        assert!(holds("10.0.0.0/8", "10.255.1.2") && !holds("10.0.0.0/8", "11.0.0.1"));
        assert!(holds("0.0.0.0/0", "192.0.2.1") && !holds("0.0.0.0/0", "::1"));
        assert!(holds("fd00::/8", "fd12::1") && !holds("fd00::/8", "fe80::1"));
        assert!(holds("::1", "::1") && !holds("::1", "::2"));
        for bad in ["", "10.0.0.0/33", "10.0.0.0/x", "host"] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
    }
}
