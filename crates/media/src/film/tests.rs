//! Film and sound come out as every browser plays them, and say nothing of where they were made.

use super::{Bounds, Kind, Refused, Tools, make};
use std::process::Command;
use std::time::Duration;

/// What ffmpeg makes of its own test pictures and tones; nothing where this machine has none.
fn made(arguments: &str, name: &str) -> Option<(Tools, Vec<u8>)> {
    let tools = Tools::find()?;
    let folder =
        std::env::temp_dir().join(format!("hearth-film-test-{}", crate::store::Name::new().as_str()));
    std::fs::create_dir(&folder).unwrap();
    let done = Command::new(&tools.ffmpeg)
        .args(["-v", "error", "-nostdin"])
        .args(arguments.split_whitespace())
        .arg(folder.join(name))
        .status()
        .unwrap();
    assert!(done.success());
    let bytes = std::fs::read(folder.join(name)).unwrap();
    std::fs::remove_dir_all(folder).unwrap();
    Some((tools, bytes))
}

const FILM: &str = "-f lavfi -i testsrc=duration=2:size=320x180:rate=25 -f lavfi -i sine=duration=2 \
                    -metadata title=SECRETPLACE -metadata location=+52.5+013.4/ -c:v libx264 -c:a aac";

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

#[tokio::test]
async fn a_film_is_written_anew() {
    let Some((tools, file)) = made(FILM, "a.mp4") else { return };
    assert!(holds(&file, b"SECRETPLACE"));
    let film = make(&tools, file, &Bounds::default()).await.unwrap();
    assert_eq!(
        (film.media_type, film.size, film.frame_rate.as_deref()),
        ("video/mp4", Some((320, 180)), Some("25/1"))
    );
    assert!((film.duration - 2.0).abs() < 0.2 && film.bitrate.is_some(), "{film:?}", film = film.duration);
    assert!(!holds(&film.bytes, b"SECRETPLACE") && !holds(&film.bytes, b"+52.5"));
    assert_eq!(Kind::of(&film.bytes), Some(Kind::Mov));
    let frame = image::load_from_memory(&film.frame.unwrap()).unwrap();
    assert_eq!((frame.width(), frame.height()), (320, 180));
}

#[tokio::test]
async fn sound_is_written_anew() {
    let tone = "-f lavfi -i sine=duration=1 -metadata title=SECRETPLACE";
    for name in ["a.ogg", "a.wav", "a.flac", "a.mp3", "a.m4a"] {
        let Some((tools, file)) = made(tone, name) else { return };
        let sound = make(&tools, file, &Bounds::default()).await.unwrap();
        assert_eq!((sound.media_type, sound.size), ("audio/mpeg", None), "{name}");
        assert!((sound.duration - 1.0).abs() < 0.3 && !holds(&sound.bytes, b"SECRETPLACE"), "{name}");
        assert_eq!(Kind::of(&sound.bytes), Some(Kind::Mp3), "{name}");
    }
}

#[tokio::test]
async fn what_is_too_long_or_takes_too_long_is_refused() {
    let Some((tools, file)) = made(FILM, "a.mp4") else { return };
    let short = Bounds { length: Duration::from_secs(1), ..Bounds::default() };
    assert!(matches!(make(&tools, file.clone(), &short).await, Err(Refused::TooLong { .. })));
    let hurried = Bounds { work: Duration::ZERO, ..Bounds::default() };
    assert!(matches!(make(&tools, file.clone(), &hurried).await, Err(Refused::TookTooLong)));
    let poor = Bounds { memory: 20_000, ..Bounds::default() };
    assert!(matches!(make(&tools, file, &poor).await, Err(Refused::Unreadable)));
}

#[tokio::test]
async fn what_names_other_files_is_no_film() {
    let lists: [&[u8]; 5] = [
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"<?xml version=\"1.0\"?><MPD/>",
        b"",
        b"v=0\no=- 0 0 IN IP4 127.0.0.1\n",
    ];
    for list in lists {
        assert_eq!(Kind::of(list), None);
    }
    let Some(tools) = Tools::find() else { return };
    // One that begins like a film and is a list.
    let liar = [&b"\0\0\0\x18ftypisom"[..], lists[0]].concat();
    assert!(matches!(make(&tools, liar, &Bounds::default()).await, Err(Refused::Unreadable)));
}
