//! A picker of files that answers by itself.

use std::{
    collections::VecDeque,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use blue_ribbon::{
    Locale,
    ui::platform::file_dialog::{FileChoice, FilePicker, FileRequest},
};

/// The answers to the next file dialogs, in order.
#[derive(Clone, Default)]
pub struct DialogAnswers {
    paths: Arc<Mutex<VecDeque<Option<PathBuf>>>>,
    held: Arc<AtomicBool>,
}

/// A picker that gives the answers.
pub struct AnsweringPicker {
    answers: DialogAnswers,
    waiting: Option<FileRequest>,
}

impl FilePicker for AnsweringPicker {
    fn request_file(&mut self, ask: FileRequest, _: Option<PathBuf>, _: Locale, _: &eframe::Frame) {
        self.waiting = Some(ask);
    }

    fn take_choice(&mut self) -> Option<FileChoice> {
        if self.answers.held.load(Ordering::Relaxed) {
            return None;
        }
        let ask = self.waiting.take()?;
        Some(match self.answers.paths.lock().unwrap().pop_front() {
            Some(Some(path)) => FileChoice::Chosen(ask, path),
            Some(None) => FileChoice::Cancelled(ask),
            None => FileChoice::Unavailable(ask, "no portal".to_owned()),
        })
    }

    fn is_picking(&self) -> bool {
        self.waiting.is_some()
    }
}

impl DialogAnswers {
    /// Returns a picker that gives these answers.
    pub fn picker(&self) -> AnsweringPicker {
        AnsweringPicker { answers: self.clone(), waiting: None }
    }

    /// Answers the next file dialog with a path, or cancels it.
    pub fn push(&self, path: Option<PathBuf>) {
        self.paths.lock().unwrap().push_back(path);
    }

    /// Keeps file dialogs open until they are released.
    pub fn set_held(&self, held: bool) {
        self.held.store(held, Ordering::Relaxed);
    }
}
