//! What a file of film or sound is, told by its first bytes. What is none of these never reaches ffmpeg: its lists of
//! other files and its many formats for experts are where its faults are.

/// A kind of file that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// MP4, MOV, M4A.
    Mov,
    /// `WebM`, Matroska.
    Matroska,
    /// Ogg: Vorbis, Opus, Theora.
    Ogg,
    /// MP3.
    Mp3,
    /// WAV.
    Wav,
    /// FLAC.
    Flac,
    /// AAC.
    Aac,
}

/// Types of media that are taken.
const TYPES: [&str; 11] = [
    "video/mp4",
    "video/quicktime",
    "video/webm",
    "audio/mp4",
    "audio/x-m4a",
    "audio/webm",
    "audio/ogg",
    "audio/mpeg",
    "audio/wav",
    "audio/flac",
    "audio/aac",
];

impl Kind {
    /// The kind of a file, whatever it is called.
    #[must_use]
    pub fn of(file: &[u8]) -> Option<Self> {
        let kind = match file {
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => Self::Mov,
            [0x1a, 0x45, 0xdf, 0xa3, ..] => Self::Matroska,
            [b'O', b'g', b'g', b'S', ..] => Self::Ogg,
            [b'I', b'D', b'3', ..] => Self::Mp3,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => Self::Wav,
            [b'f', b'L', b'a', b'C', ..] => Self::Flac,
            // A frame begins with ones; then come the version and the layer, which AAC has none of.
            [0xff, 0xf0 | 0xf1 | 0xf8 | 0xf9, ..] => Self::Aac,
            [0xff, 0xe2 | 0xe3 | 0xf2 | 0xf3 | 0xfa | 0xfb, ..] => Self::Mp3,
            _ => return None,
        };
        Some(kind)
    }

    /// Types of media that are taken, as apps ask for them.
    #[must_use]
    pub fn types() -> &'static [&'static str] {
        &TYPES
    }

    /// The media type of what will probably be made of it.
    #[must_use]
    pub fn foreseen(self) -> &'static str {
        match self {
            Self::Mov | Self::Matroska => "video/mp4",
            Self::Ogg | Self::Mp3 | Self::Wav | Self::Flac | Self::Aac => "audio/mpeg",
        }
    }

    /// The one part of ffmpeg that may read it.
    pub(super) fn demuxer(self) -> &'static str {
        match self {
            Self::Mov => "mov",
            Self::Matroska => "matroska",
            Self::Ogg => "ogg",
            Self::Mp3 => "mp3",
            Self::Wav => "wav",
            Self::Flac => "flac",
            Self::Aac => "aac",
        }
    }
}
