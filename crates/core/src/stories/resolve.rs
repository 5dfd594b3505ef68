//! Turns the handles, tags and emoji of a text into links.

use crate::{Core, Result};
