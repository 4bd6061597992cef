//! Verifies a history: its chain of digests, and that it ends with the state of the register.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
};

use crate::{
    Progress,
    store::{
        error::LoadError,
        fs::{companion_file::CompanionFile, files, fingerprint::Fingerprint},
        history::{
            chain_verifier::ChainVerifier, error::HistoryError, integrity_report::IntegrityReport,
        },
        paths::RegisterPaths,
    },
};

/// Verifies the history of a register line by line.
///
/// # Errors
/// When there is no history or no line in it, the history or the register cannot be read, or the work was
/// cancelled.
pub fn verify(register: &Path, progress: &Progress) -> Result<IntegrityReport, HistoryError> {
    let path = RegisterPaths::of(register).history();
    let failed = |error| HistoryError::io(&path, error);
    let Some(file) = CompanionFile::History.open_if_exists(&path).map_err(failed)? else {
        return Err(HistoryError::NoHistory(path));
    };
    let length = files::length(&file).map_err(failed)?;
    let mut verifier = ChainVerifier::default();
    let (mut text, mut bytes, mut done) = (BufReader::new(&file), Vec::new(), 0);
    loop {
        bytes.clear();
        match text.read_until(b'\n', &mut bytes).map_err(failed)? {
            0 => break,
            size => done += size,
        }
        progress.report(done, usize::try_from(length).unwrap_or(0))?;
        if let Err(found) = verifier.check_line(&bytes) {
            return Err(HistoryError::NewerFormat { path, found });
        }
    }
    if done == 0 {
        return Err(HistoryError::NoLine(path));
    }
    let fingerprint = Fingerprint::of_path(register);
    let digest = fingerprint
        .map_err(|error| HistoryError::RegisterUnreadable(LoadError::io(register, error)))?
        .digest();
    Ok(verifier.finish(Some(digest)))
}
