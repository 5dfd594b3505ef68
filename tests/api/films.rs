//! Film and sound go in through the door that apps use and are made fit to show by a job, where this machine has ffmpeg;
//! uploads may be repeated and cut off.

use super::ask::{error, id};
use super::media::{picture, send, send_with};
use chrono::TimeDelta;
use hearth_media::film::Tools;
use hearth_media::store::Name;
use hearth_testkit::person::http;
use hearth_testkit::{Person, TestHearth};
use hearth_worker::schedule;
use reqwest::Method;
use serde_json::{Value, json};
use std::process::Command;

const SECRET: &str = "SECRETPLACE";
const FILM: &str =
    "-f lavfi -i testsrc=duration=1:size=160x90:rate=10 -f lavfi -i sine=duration=1 -c:v libx264 -c:a aac";
const TONE: &str = "-f lavfi -i sine=duration=1";

/// A file that ffmpeg made; nothing where this machine has none.
fn made(arguments: &str, name: &str) -> Option<Vec<u8>> {
    if Tools::find().is_none() {
        eprintln!("skipped: this machine has no ffmpeg");
        return None;
    }
    let file = std::env::temp_dir().join(format!("hearth-{}-{name}", Name::new().as_str()));
    let done = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin"])
        .args(arguments.split_whitespace())
        .args(["-metadata", &format!("title={SECRET}")])
        .arg(&file)
        .status();
    assert!(done.unwrap().success());
    let bytes = std::fs::read(&file).unwrap();
    std::fs::remove_file(file).unwrap();
    Some(bytes)
}

async fn file(url: &Value) -> (u16, String, Vec<u8>) {
    let response = http().get(url.as_str().unwrap()).send().await.unwrap();
    let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
    (response.status().as_u16(), kind, response.bytes().await.unwrap().to_vec())
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

async fn tell(ada: &Person, media: &Value) -> hearth_testkit::Answer {
    let story = json!({"status": "Look", "visibility": "public", "media_ids": [media["id"]]});
    ada.ask(Method::POST, "/api/v1/statuses", Some(story)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_is_sent_worked_on_told_and_shown() {
    let Some(film) = made(FILM, "a.mov") else { return };
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    assert!(holds(&film, SECRET));
    let answer = send(&ada, &film, &[("description", "Bars")]).await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    let sent = answer.json;
    assert_eq!(
        (&sent["type"], &sent["url"], &sent["description"]),
        (&json!("video"), &Value::Null, &json!("Bars"))
    );
    let path = format!("/api/v1/media/{}", id(&sent));
    ada.ask(Method::GET, &path, None).await.is(206);
    let early = "Cannot attach files that have not finished processing. Try again in a moment!";
    error(&tell(&ada, &sent).await, 422, early);
    hearth.settle().await;
    let answer = ada.ask(Method::GET, &path, None).await;
    let ready = answer.is(200).json.clone();
    let original = &ready["meta"]["original"];
    assert_eq!((&original["width"], &original["height"]), (&json!(160), &json!(90)));
    assert_eq!(original["frame_rate"], "10/1");
    assert!(
        (original["duration"].as_f64().unwrap() - 1.0).abs() < 0.2 && original["bitrate"].is_i64(),
        "{original}"
    );
    assert!(ready["blurhash"].is_string());
    let told = tell(&ada, &sent).await.ok();
    assert_eq!(told["media_attachments"], json!([ready]));
    let (status, kind, bytes) = file(&ready["url"]).await;
    assert_eq!((status, kind.as_str()), (200, "video/mp4"));
    assert!(!holds(&bytes, SECRET), "nothing passes but what is seen and heard");
    let (status, kind, _) = file(&ready["preview_url"]).await;
    assert!(status == 200 && kind.starts_with("image/"), "{status} {kind}");
    // What was sent is gone, and nothing else is left lying.
    schedule::every_minute(hearth.worker.context()).await;
    assert_eq!(hearth.database.count("dropped_files").await, 0);
    assert_eq!(files(&hearth), 2);
}

/// How many files this Hearth keeps for its members.
fn files(hearth: &TestHearth) -> usize {
    fn count(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).into_iter().flatten().map(Result::unwrap);
        entries.map(|entry| if entry.path().is_dir() { count(&entry.path()) } else { 1 }).sum()
    }
    count(&hearth.config.server.data_dir.join("media"))
}

#[tokio::test(flavor = "multi_thread")]
async fn sound_may_bring_a_picture_along() {
    let Some(tone) = made(TONE, "a.ogg") else { return };
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let bare = send(&ada, &tone, &[]).await.json;
    let dressed = send_with(&ada, &tone, &[], Some(&picture()), None).await.json;
    hearth.settle().await;
    let ready = async |sent: &Value| ada.get(&format!("/api/v1/media/{}", id(sent))).await;
    let (bare, dressed) = (ready(&bare).await, ready(&dressed).await);
    assert_eq!((&bare["type"], &bare["preview_url"]), (&json!("audio"), &Value::Null));
    assert!((bare["meta"]["original"]["duration"].as_f64().unwrap() - 1.0).abs() < 0.3);
    assert_eq!(file(&bare["url"]).await.1, "audio/mpeg");
    let (status, kind, bytes) = file(&dressed["preview_url"]).await;
    assert_eq!((status, kind.as_str()), (200, "image/jpeg"));
    assert!(dressed["blurhash"].is_string() && !holds(&bytes, SECRET));
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_69_what_only_begins_like_a_film_is_refused_and_goes() {
    if Tools::find().is_none() {
        return;
    }
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let list = b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n";
    send(&ada, list, &[]).await.is(422);
    let liar = [&b"\0\0\0\x18ftypisom"[..], list].concat();
    let sent = send(&ada, &liar, &[]).await;
    assert_eq!(sent.status, 202);
    hearth.settle().await;
    let path = format!("/api/v1/media/{}", id(&sent.json));
    let why =
        "Validation failed: this file cannot be read as film or sound: save it as MP4 or MP3 and send that";
    error(&ada.ask(Method::GET, &path, None).await, 422, why);
    tell(&ada, &sent.json).await.is(422);
    ada.ask(Method::DELETE, &path, None).await.ok();
    schedule::every_minute(hearth.worker.context()).await;
    assert_eq!(files(&hearth), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_ffmpeg_a_film_is_refused_in_words() {
    let hearth = TestHearth::with(|config| config.media.films = false).await;
    let ada = hearth.person("ada").await;
    let says =
        "Validation failed: This server has no ffmpeg, so it takes pictures only: JPEG, PNG, WebP or GIF";
    error(&send(&ada, b"\0\0\0\x18ftypisom....", &[]).await, 422, says);
    let types = async |hearth: &TestHearth| {
        let answer = http().get(format!("{}/api/v2/instance", hearth.base)).send().await.unwrap();
        let all: Value = answer.json().await.unwrap();
        let types = all["configuration"]["media_attachments"]["supported_mime_types"].clone();
        types.as_array().unwrap().iter().any(|kind| kind.as_str().unwrap().starts_with("video/"))
    };
    assert!(!types(&hearth).await);
    assert_eq!(types(&TestHearth::start().await).await, Tools::find().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_brings_the_same_file() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let first = send_with(&ada, &picture(), &[("description", "A fire")], None, Some("one")).await.ok();
    assert_eq!(send_with(&ada, &picture(), &[], None, Some("one")).await.ok(), first);
    assert_eq!(hearth.database.count("media").await, 1);
    for (who, key) in [(&ada, Some("two")), (&ada, None), (&ben, Some("one"))] {
        assert_ne!(send_with(who, &picture(), &[], None, key).await.ok()["id"], first["id"]);
    }
    // Two at once are one.
    let file = picture();
    let race = [(); 4].map(|()| send_with(&ada, &file, &[], None, Some("race")));
    let answers = futures::future::join_all(race).await;
    let ids: Vec<Value> =
        answers.iter().filter(|answer| answer.status == 200).map(|one| one.json["id"].clone()).collect();
    assert!(!ids.is_empty() && ids.iter().all(|one| *one == ids[0]), "{ids:?}");
    hearth.clock.step(TimeDelta::minutes(61));
    assert_ne!(send_with(&ada, &picture(), &[], None, Some("one")).await.ok()["id"], first["id"]);
    // What was kept for nothing goes.
    hearth.clock.step(TimeDelta::minutes(20));
    schedule::every_minute(hearth.worker.context()).await;
    let rows = usize::try_from(hearth.database.count("media").await).unwrap();
    assert_eq!(files(&hearth), rows * 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_no_row_came_to_need_goes() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let context = hearth.worker.context();
    // What a process leaves that dies between the file and its row.
    let name = Name::new();
    hearth_core::media::expect::expect(&hearth.core, &format!("{}.jpg", name.as_str())).await.unwrap();
    context.files.put(&name, b"bytes").unwrap();
    let sent = send(&ada, &picture(), &[]).await.ok();
    schedule::every_minute(context).await;
    assert_eq!(files(&hearth), 3, "for a while it may still be needed");
    hearth.clock.step(TimeDelta::minutes(71));
    schedule::every_minute(context).await;
    assert_eq!((files(&hearth), file(&sent["url"]).await.0), (2, 200));
}
