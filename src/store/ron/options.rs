//! The options with which RON is read and written.

use ron::{Options, extensions::Extensions};

/// Returns the options of a register file: an optional value stands without `Some`.
pub(crate) fn ron_options() -> Options {
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}
