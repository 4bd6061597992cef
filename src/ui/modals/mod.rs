//! The modals: what lies over the window and wants an answer before anything else.
//!
//! A dialog is one file here: a type that implements `Question`, or
//! [`Modal`](modal::Modal) where it draws itself, and a place in the window that opens it. Its
//! buttons push intents.

pub mod modal;
pub(crate) mod modal_stack;
pub(crate) mod question;
pub mod repair_texts;
pub(crate) mod author_name;
pub(crate) mod delete_records;
pub(crate) mod export_changes;
pub(crate) mod export_figure;
pub(crate) mod export_summary;
pub(crate) mod file_conflict;
pub(crate) mod history_problem;
pub(crate) mod leave_form;
pub(crate) mod new_register;
pub(crate) mod recovered_draft;
pub(crate) mod unsaved_changes;
pub(crate) mod revert;
pub(crate) mod merge_sources;
pub(crate) mod repair;
pub mod backups;
pub(crate) mod conflicts;
pub(crate) mod external_changes;
pub mod command_palette;
pub mod path_field;
pub mod help;
