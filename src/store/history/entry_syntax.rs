//! The syntax of the entries of a history.

use ron::{Options, extensions::Extensions};

/// Returns the options by which entries are written and read.
pub(super) fn entry_options() -> Options {
    let extensions = Extensions::IMPLICIT_SOME | Extensions::UNWRAP_VARIANT_NEWTYPES;
    Options::default().with_default_extension(extensions)
}
