//! The RON text of a register: reading with the place of each fault, printing, and the conflict markers of a merge.

pub mod print;
pub mod conflict_markers;
pub(crate) mod cursor;
pub(crate) mod truncate;
pub(crate) mod lexer;
pub mod syntax_error;
pub(crate) mod diagnose;
pub(crate) mod parse;
pub(crate) mod splitter;
pub(crate) mod incremental_writer;
pub(crate) mod parallel_reader;
