//! Blue Ribbon: a casebook of the people abducted by North Korea.
//!
//! It keeps one local file, the *register*, shows, edits and filters its cases, and answers, by
//! name and as of any day: what does each government say, and who makes the difference?
//!
//! The modules, in reading order, which is also the order data flows:

pub mod model;
pub mod register;
pub mod view;
pub mod merge;
pub mod draft;
pub mod picture;
pub mod store;
pub mod export;
pub mod session;
pub mod command;
pub mod jobs;
pub mod ui;
pub mod cli;
mod lang;
mod progress;

pub use lang::Locale;
pub use progress::{Cancelled, Progress};

rust_i18n::i18n!("assets/locales", fallback = "en");
