//! Writers of one format each, which every report shares.

pub(crate) mod markdown;
