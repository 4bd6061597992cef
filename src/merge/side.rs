//! The two sides of a merge.

/// One of the two versions that are merged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// The version that is merged into.
    #[default]
    Ours,
    /// The version that is brought in.
    Theirs,
}
