//! Makes of film an MP4 and of sound an MP3 that every browser plays, written anew: what the file said besides is gone.

use super::probe::{Holds, probe};
use super::{Bounds, Kind, Refused, Tools};
use crate::store::Name;
use std::path::{Path, PathBuf};

/// Film or sound, ready to be kept.
#[derive(Debug, Clone)]
pub struct Made {
    /// The file.
    pub bytes: Vec<u8>,
    /// `video/mp4` or `audio/mpeg`.
    pub media_type: &'static str,
    /// Seconds.
    pub duration: f64,
    /// Bits a second.
    pub bitrate: Option<i64>,
    /// Pixels each way, of film.
    pub size: Option<(u32, u32)>,
    /// Frames a second as a fraction (`25/1`), of film.
    pub frame_rate: Option<String>,
    /// One of its frames as a PNG, of film.
    pub frame: Option<Vec<u8>>,
}

/// Makes a file ready. It takes as long as it takes, up to [`Bounds::work`] a few times over.
///
/// # Errors
/// See [`Refused`]; its text may be shown to whoever sent the file, but for [`Refused::Machine`].
pub async fn make(tools: &Tools, file: Vec<u8>, bounds: &Bounds) -> Result<Made, Refused> {
    let demuxer = Kind::of(&file).ok_or(Refused::Unreadable)?.demuxer();
    let desk = Desk::new()?;
    tokio::fs::write(desk.0.join("in"), file).await?;
    let holds = probe(tools, &desk.0, (demuxer, "in"), bounds).await?;
    // A hundredth more: what is written anew may end a frame later.
    if holds.duration > bounds.length.as_secs_f64() * 1.01 {
        return Err(Refused::TooLong { most: bounds.length.as_secs() / 60 });
    }
    match (&holds.picture, holds.sound) {
        (Some(_), _) => film(tools, &desk.0, demuxer, &holds, bounds).await,
        (None, Some(sound)) => self::sound(tools, &desk.0, demuxer, sound, bounds).await,
        (None, None) => Err(Refused::Unreadable),
    }
}

async fn film(
    tools: &Tools,
    desk: &Path,
    demuxer: &str,
    holds: &Holds,
    bounds: &Bounds,
) -> Result<Made, Refused> {
    let picture = holds.picture.as_ref().map_or(0, |(stream, ..)| *stream);
    let mut arguments = reading(demuxer, bounds);
    arguments.extend(["-map".to_owned(), format!("0:{picture}")]);
    if let Some(sound) = holds.sound {
        arguments.extend(["-map".to_owned(), format!("0:{sound}")]);
    }
    let side = bounds.side;
    let scale = format!(
        "scale='min({side},iw)':'min({side},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2,format=yuv420p"
    );
    arguments.extend(["-vf".to_owned(), scale]);
    arguments.extend(
        "-fpsmax 60 -c:v libx264 -preset veryfast -crf 24 -threads 2 -c:a aac -b:a 128k -ac 2 -movflags +faststart \
         -flags:v +bitexact -flags:a +bitexact -f mp4 out"
            .split_whitespace()
            .map(str::to_owned),
    );
    tools.run(&tools.ffmpeg, desk, &arguments, bounds).await?;
    let made = probe(tools, desk, ("mov", "out"), bounds).await?;
    let (_, size, frame_rate) = made.picture.ok_or(Refused::Unreadable)?;
    let at = format!("{:.3}", (made.duration / 3.0).min(1.0));
    let still =
        ["-nostdin", "-v", "error", "-protocol_whitelist", "file", "-ss", &at, "-f", "mov", "-i", "out"];
    let written = ["-frames:v", "1", "-c:v", "png", "-f", "image2", "-update", "1", "still"];
    tools.run(&tools.ffmpeg, desk, &[&still[..], &written[..]].concat(), bounds).await?;
    Ok(Made {
        bytes: tokio::fs::read(desk.join("out")).await?,
        media_type: "video/mp4",
        duration: made.duration,
        bitrate: made.bitrate,
        size: Some(size),
        frame_rate: Some(frame_rate),
        frame: Some(tokio::fs::read(desk.join("still")).await?),
    })
}

async fn sound(
    tools: &Tools,
    desk: &Path,
    demuxer: &str,
    stream: u32,
    bounds: &Bounds,
) -> Result<Made, Refused> {
    let mut arguments = reading(demuxer, bounds);
    arguments.extend(["-map".to_owned(), format!("0:{stream}")]);
    arguments.extend(
        "-vn -c:a libmp3lame -b:a 160k -ac 2 -id3v2_version 0 -flags:a +bitexact -f mp3 out"
            .split_whitespace()
            .map(str::to_owned),
    );
    tools.run(&tools.ffmpeg, desk, &arguments, bounds).await?;
    let made = probe(tools, desk, ("mp3", "out"), bounds).await?;
    Ok(Made {
        bytes: tokio::fs::read(desk.join("out")).await?,
        media_type: "audio/mpeg",
        duration: made.duration,
        bitrate: made.bitrate,
        size: None,
        frame_rate: None,
        frame: None,
    })
}

/// Reads `in` by one demuxer, opens no other file, and passes nothing on that describes it.
fn reading(demuxer: &str, bounds: &Bounds) -> Vec<String> {
    let length = bounds.length.as_secs();
    format!(
        "-nostdin -v error -protocol_whitelist file -f {demuxer} -i in -t {length} -sn -dn -map_metadata -1 \
         -map_metadata:s -1 -map_chapters -1 -fflags +bitexact"
    )
    .split_whitespace()
    .map(str::to_owned)
    .collect()
}

/// A folder for one file, gone with it.
struct Desk(PathBuf);

impl Desk {
    fn new() -> std::io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("hearth-film-{}", Name::new().as_str()));
        std::fs::create_dir(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
