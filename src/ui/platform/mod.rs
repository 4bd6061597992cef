//! What the window takes from the system: file dialogs, their log, fonts.

pub mod file_dialog;
pub mod dialog_log;
pub(crate) mod fonts;
