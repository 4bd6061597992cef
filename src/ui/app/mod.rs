//! The application: its state, its frame, and the changes that are made after the frame.

pub mod application;
mod backup_schedule;
mod backups;
mod closing;
mod commands;
mod derived_data;
mod draft_autosave;
mod draft_recovery;
mod draft_recovery_state;
mod exit;
mod external_changes;
mod external_changes_state;
mod files;
mod forms;
mod frame;
mod history_view;
mod intents;
mod open_register;
mod return_point;
mod save_tracker;
mod saving;
mod task_results;
mod tasks;
mod write_access;

#[cfg(test)]
mod tests;
