//! The ledger: which server was handed which story of ours, and what became of asking for it back.

mod again;
mod asked_back;
mod receipts;
mod write_down;

pub use again::{again, prune};
pub(crate) use asked_back::was_asked_back;
pub use receipts::{Receipt, Standing, receipts};
pub(crate) use write_down::{About, Handed, asked, forgotten, may_have, write_down};

/// What stands in the ledger of a server, as `handed.state` holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i16)]
pub(crate) enum State {
    /// It took the story.
    Has = 0,
    /// It was asked to delete it.
    Asked = 1,
    /// It accepted that it was asked. What it did then, nobody here knows.
    Accepted = 2,
    /// It refused to be asked.
    Refused = 3,
    /// It is to be asked once it can be reached.
    ToBeAsked = 4,
    /// The story was on its way there when it was taken back.
    MayHave = 5,
}

impl State {
    /// From the number in the database; an unknown number claims least.
    fn from_i16(number: i16) -> Self {
        match number {
            0 => Self::Has,
            1 => Self::Asked,
            2 => Self::Accepted,
            3 => Self::Refused,
            4 => Self::ToBeAsked,
            _ => Self::MayHave,
        }
    }
}
