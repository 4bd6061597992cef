//! What holds for every register, not only for the bundled one.

pub mod checks;
mod dates;
mod edits;
mod map;
mod reconciliation;
mod view;
