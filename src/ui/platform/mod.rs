//! Services of the platform: file dialogs and fonts.

pub mod file_dialog;
pub mod dialog_log;
pub(crate) mod fonts;
