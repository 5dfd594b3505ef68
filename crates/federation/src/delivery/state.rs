//! How deliveries to a host go.

/// The state of a host, as it stands in `peers.state`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i16)]
pub enum State {
    /// The last delivery came through, or none was tried yet.
    Alive = 0,
    /// It failed lately and is left alone for a while.
    BackingOff = 1,
    /// It failed on seven days without one success: nothing is kept for it.
    Dead = 2,
}

impl State {
    /// From the column.
    #[must_use]
    pub fn of(number: i16) -> Self {
        match number {
            0 => Self::Alive,
            2 => Self::Dead,
            _ => Self::BackingOff,
        }
    }

    /// A word for the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Alive => "well",
            Self::BackingOff => "backing off",
            Self::Dead => "dead",
        }
    }
}
