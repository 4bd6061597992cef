//! The application: its state, its frame, and the changes that are made after the frame.

pub mod application;
mod state;
mod frame;
mod intents;
mod forms;
mod task_results;
mod tasks;
mod exit;
mod derived_data;
mod files;
mod draft_autosave;
mod draft_recovery;
mod backups;
mod write_access;
mod external_changes;
mod history_view;

#[cfg(test)]
mod tests;
