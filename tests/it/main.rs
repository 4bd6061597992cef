//! All tests in one binary; each module tests one part of the program.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod child_process;
mod generators;
mod source_code;
mod expected_files;
mod architecture;
mod bundled_register;
mod changes;
#[cfg(feature = "window")]
mod citations;
mod cli;
mod contradictions;
mod draft;
mod export;
mod export_injection;
mod faults;
#[cfg(target_os = "linux")]
mod growth;
#[cfg(feature = "window-tests")]
mod form;
#[cfg(feature = "window-tests")]
mod long_forms;
#[cfg(feature = "window-tests")]
mod record_pages;
mod hostile_input;
mod properties;
mod locales;
mod plausibility;
mod merge;
mod figures;
mod session;
mod sources;
mod store;
#[cfg(feature = "window-tests")]
mod components;
mod row_order;
#[cfg(feature = "window-tests")]
mod window;
#[cfg(not(feature = "window"))]
mod without_window;

/// Synthetic registers in which one list is long.
#[path = "../../examples/synth/long_list.rs"]
mod long_list;
/// Synthetic registers of any size.
#[path = "../../examples/synth/register.rs"]
mod synth;
