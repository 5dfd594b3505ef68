//! A picture goes in through the door that apps use, is stripped, described, told, shown, and goes when its story does.

use super::ask::{error, id, limited, unknown};
use chrono::TimeDelta;
use hearth_testkit::person::{exchange, http};
use hearth_testkit::{Answer, Person, TestHearth};
use image::codecs::gif::GifEncoder;
use image::{DynamicImage, Frame, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use reqwest::Method;
use serde_json::{Value, json};
use std::io::Cursor;

const SECRET: &[u8] = b"SECRETPLACE";

/// A JPEG that carries a secret in a comment.
pub fn picture() -> Vec<u8> {
    let picture: DynamicImage = RgbImage::from_pixel(48, 24, Rgb([200, 80, 20])).into();
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    let plain = bytes.into_inner();
    let length = u16::try_from(SECRET.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], &[0xff, 0xfe], &length, SECRET, &plain[2..]].concat()
}

/// Sends a file as apps do, with what is said of it.
pub async fn send(person: &Person, file: &[u8], said: &[(&str, &str)]) -> Answer {
    send_with(person, file, said, None, None).await
}

/// The same, with a picture that stands for it and with a key.
pub async fn send_with(
    person: &Person,
    file: &[u8],
    said: &[(&str, &str)],
    thumbnail: Option<&[u8]>,
    key: Option<&str>,
) -> Answer {
    let mut body = Vec::new();
    for (name, value) in said {
        body.extend(
            format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    for (name, file) in [("thumbnail", thumbnail), ("file", Some(file))] {
        let Some(file) = file else { continue };
        let head = format!(
            "--cut\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"../x.svg\"\r\nContent-Type: text/html\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend(file);
        body.extend(b"\r\n");
    }
    body.extend(b"--cut--\r\n");
    let mut request = http().post(format!("{}/api/v2/media", person.base)).bearer_auth(&person.token);
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    exchange(request.header("content-type", "multipart/form-data; boundary=cut").body(body)).await
}

async fn file(url: &Value, range: Option<&str>) -> (u16, http::HeaderMap, Vec<u8>) {
    let mut request = http().get(url.as_str().unwrap());
    if let Some(range) = range {
        request = request.header("range", range);
    }
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    (status, headers, response.bytes().await.unwrap().to_vec())
}

fn tell(text: &str, media: &[&str]) -> Value {
    json!({"status": text, "visibility": "public", "media_ids": media})
}

#[tokio::test]
async fn a_picture_is_sent_described_told_and_shown() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    assert!(picture().windows(SECRET.len()).any(|window| window == SECRET));
    let sent = send(&ada, &picture(), &[("description", "A fire"), ("focus", "0.5,-2")]).await.ok();
    assert_eq!(
        (&sent["type"], &sent["description"], &sent["remote_url"]),
        (&json!("image"), &json!("A fire"), &Value::Null)
    );
    assert_eq!(sent["meta"]["original"]["size"], "48x24");
    assert_eq!(sent["meta"]["focus"], json!({"x": 0.5, "y": -1.0}));
    assert!(sent["blurhash"].is_string());

    let path = format!("/api/v1/media/{}", id(&sent));
    let said = ada.ask(Method::PUT, &path, Some(json!({"description": "A small fire"}))).await.ok();
    assert_eq!((&said["description"], &said["meta"]["focus"]["x"]), (&json!("A small fire"), &json!(0.5)));
    assert_eq!(ada.get(&path).await, said);

    let told = ada.post("/api/v1/statuses", tell("", &[id(&sent)])).await;
    assert_eq!(told["media_attachments"], json!([said]));
    for url in [&sent["url"], &sent["preview_url"]] {
        let (status, headers, bytes) = file(url, None).await;
        assert_eq!((status, headers["content-type"].to_str().unwrap()), (200, "image/jpeg"));
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["cache-control"], "public, max-age=31536000, immutable");
        assert!(headers["content-security-policy"].to_str().unwrap().contains("sandbox"));
        assert!(!headers.contains_key("set-cookie"));
        assert!(!bytes.windows(SECRET.len()).any(|window| window == SECRET), "nothing but pixels is shown");
    }
    ada.ask(Method::PUT, &path, Some(json!({"description": "x"}))).await.is(404);
    error(&ada.ask(Method::DELETE, &path, None).await, 422, "Media attachment is currently used by a status");
}

#[tokio::test]
async fn files_are_shown_in_parts() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let url = &send(&ada, &picture(), &[]).await.ok()["url"];
    let (_, _, whole) = file(url, None).await;
    let (status, headers, some) = file(url, Some("bytes=2-9")).await;
    assert_eq!((status, &some[..]), (206, &whole[2..10]));
    assert_eq!(headers["content-range"].to_str().unwrap(), format!("bytes 2-9/{}", whole.len()));
    assert_eq!(file(url, Some("bytes=-5")).await.2, whole[whole.len() - 5..]);
    let (status, headers, none) = file(url, Some("bytes=999999-")).await;
    assert_eq!((status, none.len()), (416, 0));
    assert_eq!(headers["content-range"].to_str().unwrap(), format!("bytes */{}", whole.len()));
    for path in
        ["/media/..%2f..%2fetc%2fpasswd.jpg", "/media/x.jpg", "/media/00000000000000000000000000000000.jpg"]
    {
        unknown(&hearth, Method::GET, path).await.is(404);
    }
    let name = url.as_str().unwrap().replace(".jpg", ".svg");
    assert_eq!(file(&json!(name), None).await.0, 404);
}

#[tokio::test]
async fn what_is_no_picture_is_refused() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    for bad in [&b"<svg onload='alert(1)'/>"[..], b"GIF89a", b"\xff\xd8\xff\xe0 not a picture"] {
        send(&ada, bad, &[]).await.is(422);
    }
    error(&send(&ada, b"", &[]).await, 422, "Validation failed: File can't be blank");
    send(&ada, &picture(), &[("focus", "here")]).await.is(422);
    send(&ada, &picture(), &[("description", &"x".repeat(1_501))]).await.is(422);
    send(&ada, &vec![0xff; 18 << 20], &[]).await.is(422);
    send(&ada, &vec![0xff; 58 << 20], &[]).await.is(413);
    let reader = limited(&hearth, &ada, "read").await;
    error(&send(&reader, &picture(), &[]).await, 403, "This action is outside the authorized scopes");
}

#[tokio::test]
async fn a_picture_is_its_senders_and_stands_in_one_story() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let sent = send(&ada, &picture(), &[]).await.ok();
    let path = format!("/api/v1/media/{}", id(&sent));
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        ben.ask(method, &path, None).await.is(404);
    }
    let taken = "Validation failed: Media not found or already attached to another post";
    error(&ben.ask(Method::POST, "/api/v1/statuses", Some(tell("mine", &[id(&sent)]))).await, 422, taken);
    ada.post("/api/v1/statuses", tell("hers", &[id(&sent)])).await;
    error(&ada.ask(Method::POST, "/api/v1/statuses", Some(tell("again", &[id(&sent)]))).await, 422, taken);
    assert_eq!(ben.get("/api/v1/timelines/public").await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_edit_describes_adds_and_takes_away() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let (one, two) = (send(&ada, &picture(), &[]).await.ok(), send(&ada, &picture(), &[]).await.ok());
    let told = ada.post("/api/v1/statuses", tell("a story", &[id(&one)])).await;
    let path = format!("/api/v1/statuses/{}", id(&told));
    let both = json!({"status": "a story", "media_ids": [id(&two), id(&one)],
        "media_attributes": [{"id": id(&one), "description": "Ash"}]});
    let edited = ada.ask(Method::PUT, &path, Some(both)).await.ok();
    let media = &edited["media_attachments"];
    assert_eq!((id(&media[0]), id(&media[1]), &media[1]["description"]), (id(&two), id(&one), &json!("Ash")));
    assert!(edited["edited_at"].is_string());
    let words = ada.ask(Method::PUT, &path, Some(json!({"status": "another"}))).await.ok();
    assert_eq!(words["media_attachments"], *media, "an app that says nothing of pictures keeps them");
    let fewer =
        ada.ask(Method::PUT, &path, Some(json!({"status": "another", "media_ids": [id(&one)]}))).await.ok();
    assert_eq!(fewer["media_attachments"].as_array().unwrap().len(), 1);
    hearth_worker::schedule::every_minute(hearth.worker.context()).await;
    assert_eq!((file(&two["url"], None).await.0, file(&one["url"], None).await.0), (404, 200));
}

#[tokio::test]
async fn files_go_with_their_story_and_when_nobody_tells_them() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let mut sent = Vec::new();
    for _ in 0..4 {
        sent.push(send(&ada, &picture(), &[]).await.ok());
    }
    let [told, loose, kept, dropped] = &sent[..] else { panic!("four were sent") };
    let story = ada.post("/api/v1/statuses", tell("a story", &[id(told)])).await;
    ada.post("/api/hearth/v1/drafts", json!({"text": "not yet", "media_ids": [id(kept)]})).await;
    ada.ask(Method::DELETE, &format!("/api/v1/media/{}", id(dropped)), None).await.ok();
    let statuses = async || {
        hearth_worker::schedule::every_minute(hearth.worker.context()).await;
        let mut found = Vec::new();
        for one in [told, loose, kept, dropped] {
            found.push(file(&one["url"], None).await.0);
        }
        found
    };
    assert_eq!(statuses().await, [200, 200, 200, 404]);
    hearth.clock.step(TimeDelta::hours(25));
    assert_eq!(statuses().await, [200, 404, 200, 404]);
    ada.ask(Method::DELETE, &format!("/api/v1/statuses/{}", id(&story)), None).await.ok();
    assert_eq!(statuses().await, [200, 404, 200, 404], "for an hour it can be told again");
    let story = ada.post("/api/v1/statuses", tell("anew", &[id(told)])).await;
    ada.ask(Method::DELETE, &format!("/api/v1/statuses/{}", id(&story)), None).await.ok();
    hearth.clock.step(TimeDelta::minutes(61));
    assert_eq!(statuses().await, [404, 404, 200, 404]);
    let story = ada.post("/api/v1/statuses", tell("with the one kept", &[id(kept)])).await;
    let path = format!("/api/v1/statuses/{}?delete_media=true", id(&story));
    ada.ask(Method::DELETE, &path, None).await.ok();
    assert_eq!(statuses().await, [404, 404, 404, 404], "at once where it is said so");
}

#[tokio::test]
async fn people_have_pictures_of_themselves() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let ask = async |avatar: &[u8], name: &str| {
        let part = |field: &str, file: &str| {
            format!("--cut\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{file}\"\r\n\r\n")
                .into_bytes()
        };
        let body = [
            part("avatar", name),
            avatar.to_vec(),
            b"\r\n".to_vec(),
            part("header", ""),
            b"\r\n--cut--\r\n".to_vec(),
        ];
        let request =
            http().patch(format!("{}/api/v1/accounts/update_credentials", ada.base)).bearer_auth(&ada.token);
        exchange(request.header("content-type", "multipart/form-data; boundary=cut").body(body.concat()))
            .await
    };
    let first = ask(&picture(), "me.jpg").await.ok();
    assert!(first["avatar"].as_str().unwrap().contains("/media/"), "{first}");
    assert!(!first["header"].as_str().unwrap().contains("/media/"), "what was left empty stays");
    let (status, _, bytes) = file(&first["avatar"], None).await;
    assert!(status == 200 && !bytes.windows(SECRET.len()).any(|window| window == SECRET));
    ask(b"<svg/>", "me.svg").await.is(422);
    let as_text = json!({"avatar": "data:image/png;base64,AAAA"});
    ada.ask(Method::PATCH, "/api/v1/accounts/update_credentials", Some(as_text)).await.is(422);
    assert_eq!(ada.get("/api/v1/accounts/verify_credentials").await["avatar"], first["avatar"]);
    let request = http().get(format!("{}/users/ada", ada.base)).header("accept", "application/activity+json");
    assert_eq!(exchange(request).await.ok()["icon"]["url"], first["avatar"]);
    let second = ask(&picture(), "me.jpg").await.ok();
    hearth_worker::schedule::every_minute(hearth.worker.context()).await;
    assert_eq!((file(&first["avatar"], None).await.0, file(&second["avatar"], None).await.0), (404, 200));
}

#[tokio::test]
async fn what_moves_is_shown_moving_and_the_size_of_the_small_form_is_true() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let mut film = Vec::new();
    let mut encoder = GifEncoder::new(&mut film);
    for shade in [0, 200] {
        encoder.encode_frame(Frame::new(RgbaImage::from_pixel(8, 4, Rgba([shade, 0, 0, 255])))).unwrap();
    }
    drop(encoder);
    let moving = send(&ada, &film, &[]).await.ok();
    assert_eq!(moving["type"], "image");
    assert!(moving["url"].as_str().unwrap().ends_with(".gif"), "{moving}");
    let (status, headers, bytes) = file(&moving["url"], None).await;
    assert_eq!(
        (status, headers["content-type"].to_str().unwrap(), &bytes[..4]),
        (200, "image/gif", &b"GIF8"[..])
    );
    let (_, headers, _) = file(&moving["preview_url"], None).await;
    assert_ne!(headers["content-type"], "image/gif");
    let large: DynamicImage = RgbImage::from_pixel(1001, 333, Rgb([9, 9, 9])).into();
    let mut bytes = Cursor::new(Vec::new());
    large.write_to(&mut bytes, ImageFormat::Png).unwrap();
    let sent = send(&ada, &bytes.into_inner(), &[]).await.ok();
    let (_, _, small) = file(&sent["preview_url"], None).await;
    let small = image::load_from_memory(&small).unwrap();
    let meta = &sent["meta"]["small"];
    assert_eq!((&meta["width"], &meta["height"]), (&json!(small.width()), &json!(small.height())));
    assert_eq!(meta["size"], format!("{}x{}", small.width(), small.height()));
    assert_eq!(sent["meta"]["original"]["width"], json!(1001));
}
