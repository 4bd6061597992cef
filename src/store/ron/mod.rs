//! The RON text of a register: reading it with the position of each error, printing it, and marking
//! the conflicts of a merge in it.

pub(crate) mod register_field;
pub mod print;
pub mod conflict_markers;
pub(crate) mod truncate;
pub(crate) mod line_ends;
pub(crate) mod lexer;
pub(crate) mod nesting_path;
pub mod syntax_error;
pub(crate) mod options;
mod unexpected_token;
mod read_error;
mod diagnostic_tokens;
mod diagnostic_reader;
pub(crate) mod diagnose;
pub(crate) mod plain_deserializer;
pub(crate) mod parse_record;
pub(crate) mod splitter;
pub(crate) mod incremental_writer;
pub(crate) mod parse;
mod chunked_input;
pub(crate) mod parallel_reader;
