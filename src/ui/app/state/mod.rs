//! The states that the application is made of. Their files do not import the application.

pub mod backup_schedule;
pub mod draft_autosave;
pub mod draft_recovery;
pub mod draft_snapshot;
pub mod external_changes;
pub mod return_point;
pub mod save_tracker;
pub mod ui_state;
