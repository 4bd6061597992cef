//! Sentences and labels made of values, in the reader's language. Every text about a value is
//! written here once.
//!
//! `describe_*` functions return sentences, `*_label` and `*_name` functions return names.

pub(crate) mod characters;
#[cfg(feature = "window")]
pub(crate) mod addresses;
pub mod changes;
pub mod contradictions;
pub mod claims;
pub mod labels;
pub(crate) mod cluster_label;
#[cfg(feature = "window")]
pub(crate) mod statements;
pub mod field_names;
pub mod differences;
pub mod drafts;
#[cfg(feature = "window")]
pub(crate) mod draft_differences;
pub mod steps;
pub mod history_references;
mod seals;
mod signatures;
pub(crate) mod errors;
mod syntax_errors;
mod history_errors;
mod file_warnings;
pub(crate) mod history_problems;
mod git;
pub mod findings;
