//! Blue Ribbon: a casebook of the people abducted by North Korea.
//!
//! The library reads, edits and saves a *register*: one local file of cases, claims and sources.
//! From the claims it works out, by name and as of any day, whom each government lists and which
//! names make the difference.
//!
//! The modules stand in the order of their floors: a module imports only modules that stand
//! before it. Without the feature `window` the library is what the command line needs; `jobs` and
//! `ui` are left out.

mod progress;
mod worker_thread;
pub mod model;
mod i18n;
pub mod register;
pub mod analysis;
pub mod merge;
pub mod draft;
pub mod store;
pub mod describe;
pub mod figure;
pub mod session;
pub mod export;
pub mod commands;
#[cfg(feature = "window")]
pub mod jobs;
pub mod cli;
#[cfg(feature = "window")]
pub mod ui;

pub use crate::{
    i18n::Locale,
    progress::{Cancelled, Progress},
};

rust_i18n::i18n!("assets/locales", fallback = "en");
