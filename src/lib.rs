//! Blue Ribbon: a casebook of the people abducted by North Korea.
//!
//! It keeps one local file, the *register*, shows, edits and filters its cases, and answers, by
//! name and as of any day: what does each government say, and who makes the difference?
//!
//! The modules, in reading order, which is also the order data flows:

mod progress;
mod i18n;
pub mod model;
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
pub mod jobs;
pub mod cli;
pub mod ui;

pub use crate::{
    i18n::Locale,
    progress::{Cancelled, Progress},
};

rust_i18n::i18n!("assets/locales", fallback = "en");
