//! How much of this machine one picture may use, so that a small file cannot fill its memory.

/// The bounds of one picture. The default suits photographs of today's telephones.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The file as sent, in bytes.
    pub bytes: usize,
    /// Width times height as the file claims, looked at before anything is decoded.
    pub pixels: u64,
    /// What the decoder may allocate, in bytes.
    pub memory: u64,
    /// The longer side of what is kept, in pixels.
    pub side: u32,
    /// The longer side of the preview, in pixels.
    pub preview_side: u32,
    /// The pixels of all frames together, up to which a picture that moves keeps moving. It costs about a second of one
    /// core for 20 million. With 0 its first frame is all that stays.
    pub moving: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 16 << 20,
            pixels: 50_000_000,
            memory: 512 << 20,
            side: 3840,
            preview_side: 640,
            moving: 60_000_000,
        }
    }
}
