//! Where a remote thing comes from: the identity of URLs and the type of what they answer.

pub mod content_type;
pub mod url;

pub use content_type::is_activity_json;
pub use url::{IdError, host_of, normalise_id, same_origin};
