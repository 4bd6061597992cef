//! The parts of a text that a merge cannot keep in their place.

/// A part of the text of a side that is not where it was in the merged text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextLoss {
    /// This comment stands at the end of the merged text.
    CommentAtEnd(String),
    /// This record is printed in the usual layout, because both sides changed it. The label is its
    /// list and its id, as in `cases › yokota-megumi`.
    Layout(String),
    /// The whole text is printed in the usual layout.
    WholeLayout,
}
