//! The layout of canonical text: what stands on a line of its own, and its indentation.

/// The fields of a case that are lists with an item on each line.
pub(crate) const MULTILINE_LISTS: [&str; 2] = ["claims", "variants"];

/// The indentation of the fields of a register, in spaces.
pub(super) const REGISTER_FIELD_INDENT: usize = 4;
/// The indentation of the records of a list.
pub(super) const RECORD_INDENT: usize = 8;
/// The indentation of the fields of a record.
pub(super) const RECORD_FIELD_INDENT: usize = 12;
/// The indentation of the items of a list in a record.
pub(super) const ITEM_INDENT: usize = 16;

/// The layout of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RonLayout {
    /// The value stands within a line.
    Inline,
    /// Each field of a record stands on a line of its own.
    FieldPerLine,
    /// Each item of a list in a record stands on a line of its own.
    ItemPerLine,
}

/// Appends spaces, at most [`ITEM_INDENT`] of them.
pub(super) fn push_indent(text: &mut String, count: usize) {
    text.push_str(&"                "[..count]);
}
