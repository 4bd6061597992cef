//! Writers of the formats: one for each, shared by every report.

pub(super) mod csv;
mod formula_escape;
pub(super) mod html;
pub(super) mod json;
pub(super) mod markdown;
pub(super) mod text;
