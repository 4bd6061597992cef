//! Hostile input causes no panic, no endless loop and no exhausted memory, but an error message.

mod broken_files;
mod slips;
mod broken_records;
mod huge_files;
mod mutation_fuzzing;
mod command_line;

/// The fuzz targets, which `fuzz/` runs as well.
#[path = "../../../fuzz/src/lib.rs"]
mod targets;

use std::{fs, path::Path, sync::mpsc, thread};

use crate::{child_process::silence_timeout, source_code::repository_root};

/// Runs a function that must end before the timeout, and returns its result.
fn finishes_in_time<T: Send + 'static>(what: &str, run: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = mpsc::channel();
    let worker = thread::spawn(move || {
        let _ = sender.send(run());
    });
    match receiver.recv_timeout(silence_timeout()) {
        Ok(done) => done,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("{what} does not come to an end"),
        Err(mpsc::RecvTimeoutError::Disconnected) => match worker.join() {
            Err(panic) => std::panic::resume_unwind(panic),
            Ok(()) => unreachable!("it ended without a word"),
        },
    }
}

/// Returns the files of a folder with their names, sorted.
fn files_in(folder: &str) -> Vec<(String, Vec<u8>)> {
    let read = |path: &Path| {
        (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap())
    };
    let entries = fs::read_dir(repository_root().join(folder)).unwrap();
    let mut files: Vec<_> = entries.map(|entry| read(&entry.unwrap().path())).collect();
    files.sort();
    assert!(!files.is_empty(), "{folder} is empty");
    files
}
