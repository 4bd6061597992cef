//! Reports: summary, changes, contradictions, differences and case list; each in the formats that
//! suit it, and figures as files.
//!
//! Pure: the day, the language and the cases are given, and the same input gives the same bytes.
//! A report builds a document, a flat table or a value for programs (`document.rs`, `report.rs`), and
//! each format has one writer (`format`).

pub mod error;
pub mod file;
mod document;
mod footnotes;
pub mod report_input;
pub mod visible_writer;
pub mod warnings;
mod case_section;
pub mod figure_file;
pub mod csv_separator;
mod format;
pub mod report;
pub mod contradictions;
pub mod summary;
pub mod changes;
pub mod diff;
pub mod case_list;
