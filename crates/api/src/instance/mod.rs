//! What this server says of itself.

pub(crate) mod lists;
pub(crate) mod v1;
pub(crate) mod v2;

use hearth_core::stories::draft::MAX_CHARACTERS;
use serde_json::{Value, json};

/// The version of Mastodon whose API this is, as apps parse it, and ours.
pub(crate) const VERSION: &str = concat!("4.5.0 (compatible; Hearth ", env!("CARGO_PKG_VERSION"), ")");

/// Limits, as both versions of the document tell them.
fn configuration() -> Value {
    json!({
        "statuses": {"max_characters": MAX_CHARACTERS, "max_media_attachments": 0, "characters_reserved_per_url": 23},
        "accounts": {"max_featured_tags": 0, "max_pinned_statuses": 20, "max_profile_fields": 8},
        "media_attachments": {
            "supported_mime_types": [], "description_limit": 1500, "image_size_limit": 0, "image_matrix_limit": 0,
            "video_size_limit": 0, "video_frame_rate_limit": 0, "video_matrix_limit": 0,
        },
        "polls": {"max_options": 0, "max_characters_per_option": 0, "min_expiration": 0, "max_expiration": 0},
    })
}
