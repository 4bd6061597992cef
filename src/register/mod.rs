//! The only owner of records. Data changes through [`Register::apply`] and nowhere else.

mod edit;
mod history;
mod list;
mod owner;

pub use edit::{About, ApplyError, Change, Edit};
pub use history::{Deed, Entry, History, Recorded, Step, Subject};
pub use owner::{FORMAT, Register};
