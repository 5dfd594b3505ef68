//! Being heard: stories that hope for an answer, what counts as one, and who still waits.
//!
//! One row of `heard` stands for each story that asks. The verbs that tell, receive, let in, delete, take out, fold away
//! or block keep it true in their own transactions, so that reading the queue is walking an index.

pub(crate) mod answer;
pub(crate) mod ask;
pub mod enough;
pub mod figures;
pub mod queue;
pub mod unanswered;

pub use figures::Figures;
pub use queue::Waiting;
pub use unanswered::Unanswered;
