//! The parts of the window around the page: menu, toolbar, summary, filters, table, detail, status.

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
