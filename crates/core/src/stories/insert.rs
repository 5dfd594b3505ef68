//! Writes the rows of a new story: shared by publish and receive.

use crate::{Core, Result};
