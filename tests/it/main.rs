//! One test binary: the parts are its modules.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod made_up;
mod source;
mod expected;

/// Registers of any size.
#[path = "../../examples/synth/register.rs"]
mod synth;

mod architecture;
mod bundled;
mod changes;
mod cli;
mod contradictions;
mod draft;
mod export;
mod export_hostile;
mod faults;
mod form;
mod form_pages;
mod hostile;
mod laws;
mod locales;
mod merge;
mod pictures;
mod session;
mod sources;
mod store;
mod surfaces;
mod view_order;
mod window;
