//! Handles (stub until the real one lands).
/// `name@host`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Handle { /// Name.
 pub name: String, /// Host, `None` here.
 pub host: Option<String> }
