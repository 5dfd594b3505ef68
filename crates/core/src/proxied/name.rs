//! What kept pictures are called: their names follow from their addresses, so that one is kept once.

use aws_lc_rs::digest::{SHA256, digest};
use std::fmt::Write as _;

/// Names of the picture at `url` and of its small form: 32 hexadecimal digits each.
#[must_use]
pub fn names(url: &str) -> (String, String) {
    let sum = digest(&SHA256, url.as_bytes());
    let (whole, small) = sum.as_ref().split_at(16);
    (spelled(whole), spelled(small))
}

fn spelled(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(32), |mut text, byte| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
