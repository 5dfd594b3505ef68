//! What may be believed of whom: ids, origins, and the gate through which every remote document comes.

mod content_type;
pub mod documents;
pub mod gate;
pub mod json;
pub mod reading;
pub mod url;

pub use content_type::is_activity_json;
pub use gate::Trusted;
pub use url::{IdError, document_of, host_of, normalise_id, same_origin};

#[cfg(test)]
mod tests;
