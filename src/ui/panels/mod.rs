//! The panels around the page: menu bar, toolbar, summary, filters, detail and status bar; and the
//! table of cases.

pub(crate) mod menu_bar;
pub mod toolbar;
pub(crate) mod summary;
pub(crate) mod filters;
mod year_filter;
pub(crate) mod case_table;
pub(crate) mod detail;
pub(crate) mod read_only_banner;
pub mod notices;
pub mod status_bar;
