//! What a photograph costs from the upload until it is ready.

use crate::load::Connection;
use crate::report::Row;
use crate::scene::{CLEO, Scene, token};
use crate::server::Server;
use crate::yardsticks::{least, photograph};
use anyhow::Result;
use bytes::{BufMut as _, Bytes, BytesMut};
use std::time::Instant;

/// Measures photographs of 12 megapixels, one after the other.
pub async fn measure(scene: &Scene, server: &Server) -> Result<Vec<Row>> {
    let count = scene.plan.of(10).max(2);
    let (file, best) = tokio::task::spawn_blocking(move || -> Result<(Vec<u8>, f64)> {
        let file = photograph()?;
        let best = least(&file, count)?;
        Ok((file, best))
    })
    .await??;
    let request = upload(scene, &file);
    let mut connection = Connection::open(scene.place.address).await?;
    let mut times = Vec::with_capacity(count);
    let meter = server.meter()?;
    for _ in 0..count {
        let start = Instant::now();
        let answer = connection.exchange(&request).await?;
        times.push(start.elapsed());
        anyhow::ensure!(answer.status == 200, "a picture answers {}", answer.status);
    }
    let used = meter.stop()?;
    times.sort_unstable();
    let middle = times.get(count / 2).copied().unwrap_or_default().as_secs_f64() * 1e3;
    Ok(vec![
        Row::new("a JPEG of 12 megapixels, ready", used.micros(count) / 1e3, "ms")
            .limit(best, "decode, resize, encode")
            .at_most_of_limit(1.5)
            .note(format!(
                "{}; half within {middle:.0} ms by the clock; {} bytes",
                used.shares(count),
                file.len()
            )),
    ])
}

/// The request that an app would send.
fn upload(scene: &Scene, file: &[u8]) -> Bytes {
    const LINE: &str = "hearth-bench";
    let head = format!(
        "--{LINE}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\
         content-type: image/jpeg\r\n\r\n"
    );
    let tail = format!("\r\n--{LINE}--\r\n");
    let mut request = BytesMut::new();
    request.put(
        format!(
            "POST /api/v2/media HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\n\
             content-type: multipart/form-data; boundary={LINE}\r\ncontent-length: {}\r\n\r\n",
            scene.place.domain(),
            token(CLEO),
            head.len() + file.len() + tail.len()
        )
        .as_bytes(),
    );
    request.put(head.as_bytes());
    request.put(file);
    request.put(tail.as_bytes());
    request.freeze()
}
