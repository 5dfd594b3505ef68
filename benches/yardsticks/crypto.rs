//! What signing and verifying cost one core.

use crate::cpu::of_this_thread;
use crate::signing::Key;
use anyhow::{Result, anyhow};
use aws_lc_rs::signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256};

/// As long as what is signed of a delivery.
const TEXT: [u8; 300] = [b'x'; 300];

/// Processor microseconds of an RSA-2048 signature.
pub fn sign(key: &Key, count: usize) -> Result<f64> {
    let before = of_this_thread()?;
    for _ in 0..count {
        std::hint::black_box(key.sign(std::hint::black_box(&TEXT))?);
    }
    Ok((of_this_thread()? - before).as_secs_f64() * 1e6 / count as f64)
}

/// Processor microseconds of a verification, the key being parsed.
pub fn verify(key: &Key, count: usize) -> Result<f64> {
    let signature = key.sign(&TEXT)?;
    let public = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key.public())?;
    let before = of_this_thread()?;
    for _ in 0..count {
        let held = public.verify_sig(std::hint::black_box(&TEXT), std::hint::black_box(&signature));
        held.map_err(|_| anyhow!("our own signature does not hold"))?;
    }
    Ok((of_this_thread()? - before).as_secs_f64() * 1e6 / count as f64)
}
