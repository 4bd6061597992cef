//! The differences between two versions of a register.

use crate::{
    merge::{
        field_path::FieldPath,
        side::Side,
        three_way::{FieldChange, walk_versions},
        value::FieldValue,
    },
    register::Register,
};

/// A field, item or record that differs between an old and a new version of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The path of the field, item or record.
    pub path: FieldPath,
    /// The old value; `None` if the old version has nothing there.
    pub old: Option<FieldValue>,
    /// The new value; `None` if the new version has nothing there.
    pub new: Option<FieldValue>,
}

/// Returns the differences between two versions of a register: of the register itself, of the cases
/// in the order of the new version (a deleted one where it was), then of totals, events, incidents,
/// parties and sources. Returns none only if both are equal.
pub fn diff(old: &Register, new: &Register) -> Vec<Difference> {
    let mut differences = Vec::new();
    let mut collect = |FieldChange { path, base, ours, .. }: FieldChange| {
        differences.push(Difference { path, old: base, new: ours });
        Side::Ours
    };
    walk_versions(Some(old), new, old, &|_| false, &mut collect);
    differences
}
