//! The differences between two versions of a register, and merging them. Pure: no file, no clock.
//!
//! Both are one walk over three versions, record by record and field by field. A merge takes each
//! value from the side that changed it since the base; a diff is the changes that the walk reports
//! if one side is the new register and the other still the old one.

pub mod field_path;
pub mod value;
mod side;
pub(crate) mod list_matching;
mod align;
mod three_way;
mod scalars;
mod fields;
mod contested_change;
mod added_records;
mod new_findings;
mod merge_result;
mod difference;
pub mod list_edits;
pub mod diff_stats;
pub mod revert;

pub use crate::merge::{
    difference::{Difference, diff},
    merge_result::{Conflict, MergeResult, merge, merge_with_two_bases},
    side::Side,
};
