//! What this server says of itself.

pub(crate) mod blocks;
pub(crate) mod lists;
pub(crate) mod texts;
pub(crate) mod v1;
pub(crate) mod v2;

use crate::State;
use hearth_core::accounts::update::{MAX_DISPLAY_NAME, MAX_FIELD, MAX_FIELDS, MAX_NOTE};
use hearth_core::media::{MAX_DESCRIPTION, MOST};
use hearth_core::polls;
use hearth_core::stories::draft::MAX_CHARACTERS;
use hearth_core::tags::feature::MOST as MOST_TAGS;
use hearth_media::film::{Bounds, Kind};
use hearth_media::picture::Limits;
use serde_json::{Value, json};

/// The version of Mastodon whose API this is, as apps parse it, and ours.
const VERSION: &str = concat!("4.5.0 (compatible; Hearth ", env!("CARGO_PKG_VERSION"), ")");
/// What a link counts as, however long it is.
const PER_LINK: u8 = 23;

/// Limits, as both versions of the document tell them. Film and sound are taken where there is something to read them.
fn configuration(state: &State) -> Value {
    let (pictures, films) = (Limits::default(), Bounds::default());
    let room =
        if state.rooms.films() { (films.bytes, 60, u64::from(films.side).pow(2) * 16) } else { (0, 0, 0) };
    let types = ["image/jpeg", "image/png", "image/webp", "image/gif"].into_iter();
    let types: Vec<_> = types.chain(Kind::types().iter().copied().filter(|_| state.rooms.films())).collect();
    json!({
        "statuses": {
            "max_characters": MAX_CHARACTERS,
            "max_media_attachments": MOST,
            "characters_reserved_per_url": PER_LINK,
            "supported_mime_types": ["text/plain", "text/markdown"],
        },
        "accounts": {
            "max_display_name_length": MAX_DISPLAY_NAME, "max_note_length": MAX_NOTE,
            "max_avatar_description_length": 0, "max_header_description_length": 0,
            "max_featured_tags": MOST_TAGS, "max_pinned_statuses": 20,
            "max_profile_fields": MAX_FIELDS,
            "profile_field_name_limit": MAX_FIELD, "profile_field_value_limit": MAX_FIELD,
        },
        "media_attachments": {
            "supported_mime_types": types, "description_limit": MAX_DESCRIPTION,
            "image_size_limit": pictures.bytes, "image_matrix_limit": pictures.pixels,
            "video_size_limit": room.0, "video_frame_rate_limit": room.1, "video_matrix_limit": room.2,
        },
        "polls": {
            "max_options": polls::MOST_OPTIONS, "max_characters_per_option": polls::MAX_OPTION,
            "min_expiration": polls::SHORTEST, "max_expiration": polls::LONGEST,
        },
    })
}

/// Where apps would listen; they add the path themselves.
fn streaming(state: &State) -> String {
    state.core.here.base().replacen("http", "ws", 1)
}

/// The picture that stands for this server.
fn thumbnail(state: &State) -> String {
    format!("{}/static/header.png", state.core.here.base())
}
