//! Reads from ffprobe what a file holds.

use super::{Bounds, Refused, Tools};
use serde::Deserialize;
use std::path::Path;

/// What a file holds, as far as it matters here.
#[derive(Debug, Clone, Default)]
pub(super) struct Holds {
    /// Seconds.
    pub(super) duration: f64,
    /// Bits a second.
    pub(super) bitrate: Option<i64>,
    /// Number of the moving picture among the streams, its size, and its frames a second as a fraction.
    pub(super) picture: Option<(u32, (u32, u32), String)>,
    /// Number of the sound among the streams.
    pub(super) sound: Option<u32>,
}

#[derive(Deserialize)]
struct Report {
    #[serde(default)]
    streams: Vec<Stream>,
    format: Format,
}

#[derive(Deserialize)]
struct Stream {
    index: u32,
    #[serde(default)]
    codec_type: String,
    width: Option<u32>,
    height: Option<u32>,
    #[serde(default)]
    avg_frame_rate: String,
    #[serde(default)]
    disposition: Disposition,
}

#[derive(Deserialize, Default)]
struct Disposition {
    /// The cover of a record: it does not move.
    #[serde(default)]
    attached_pic: u8,
}

#[derive(Deserialize)]
struct Format {
    duration: Option<String>,
    bit_rate: Option<String>,
}

const ASKED: &str = "format=duration,bit_rate:stream=index,codec_type,width,height,avg_frame_rate:stream_disposition=attached_pic";

/// Looks into the file `name` of the folder, read by one demuxer.
pub(super) async fn probe(
    tools: &Tools,
    folder: &Path,
    (demuxer, name): (&str, &str),
    bounds: &Bounds,
) -> Result<Holds, Refused> {
    let arguments = [
        "-v",
        "error",
        "-f",
        demuxer,
        "-protocol_whitelist",
        "file",
        "-show_entries",
        ASKED,
        "-of",
        "json",
        name,
    ];
    let told = tools.run(&tools.ffprobe, folder, &arguments, bounds).await?;
    let report: Report = serde_json::from_slice(&told).map_err(|_| Refused::Unreadable)?;
    Ok(read(report))
}

fn read(report: Report) -> Holds {
    let moving = |stream: &&Stream| stream.codec_type == "video" && stream.disposition.attached_pic == 0;
    let picture = report.streams.iter().find(moving).and_then(|stream| {
        let size = stream.width.zip(stream.height).filter(|(width, height)| width * height > 0)?;
        Some((stream.index, size, stream.avg_frame_rate.clone()))
    });
    Holds {
        duration: report.format.duration.and_then(|text| text.parse().ok()).unwrap_or_default(),
        bitrate: report.format.bit_rate.and_then(|text| text.parse().ok()),
        sound: report.streams.iter().find(|stream| stream.codec_type == "audio").map(|stream| stream.index),
        picture,
    }
}
