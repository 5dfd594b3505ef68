//! Text in and out: what people type becomes HTML, what peers send becomes safe.

mod clean;
mod compose;
mod count;
mod level;
mod link;
mod page;
mod sanitise;
mod scan;
mod strip;
mod text;
mod tokens;

#[cfg(test)]
mod tests;

pub use clean::{clean_name, clean_summary};
pub use compose::{Composed, Format, Resolved, compose};
pub use count::count;
pub use link::{is_web_address, web_link};
pub use page::{Head, first_link, head};
pub use sanitise::sanitise;
pub use scan::{Scanned, fold_tag, scan, scan_as};
pub use strip::stripped;
pub use text::{excerpt, to_text};
