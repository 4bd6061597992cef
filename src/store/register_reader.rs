//! Reads the file of a register.

use std::{
    io::{self, Read as _, Seek as _},
    path::Path,
    str::Utf8Error,
};

use crate::{
    Progress,
    register::Register,
    store::{
        error::LoadError,
        fs::{
            file_snapshot::StatSnapshot,
            file_state::FileState,
            files::{self, File, FileKind, IO_CHUNK_SIZE, Metadata},
            fingerprint::Fingerprint,
            hash::Hash,
            unusable_file::UnusableFile,
        },
        ron::{
            parallel_reader,
            parse::{ParsedRegister, parse},
            syntax_error::LineColumn,
        },
        saved_version::SavedVersion,
        source_text::broken_record::BrokenRecord,
    },
};

/// The share of the progress that reading the bytes takes: one eighth, since parsing takes longer.
const READING_SHARE: usize = 8;

/// The content of the file of a register.
pub(super) struct FileContent {
    /// The records and the source text.
    pub parsed: ParsedRegister,
    /// The version in the file.
    pub version: SavedVersion,
    /// True if the file is read-only.
    pub is_read_only: bool,
}

/// Reads and parses the file of a register that was opened.
///
/// # Errors
/// When the file cannot be read or is not a register, or the work was cancelled.
pub(super) fn read_register_file(
    path: &Path,
    (file, metadata): (File, Metadata),
    progress: &Progress,
) -> Result<FileContent, LoadError> {
    let snapshot = StatSnapshot::take(&file).map_err(|error| LoadError::io(path, error))?;
    let length = usize::try_from(metadata.len()).unwrap_or(0);
    let (parsed, content_hash, case_spans) =
        match parallel_reader::read_parallel(&file, length, progress) {
            Some((register, source_text, content_hash, case_spans)) => {
                let parsed = ParsedRegister { register, source_text, is_lossless: true };
                (parsed, content_hash, Some(case_spans))
            }
            // The text has another layout, or a syntax error, whose position only the sequential
            // parser finds.
            None => {
                let (parsed, fingerprint) = read_sequentially(path, &file, length, progress)?;
                (parsed, fingerprint.into(), None)
            }
        };
    let version = SavedVersion {
        file: FileState::with_snapshot(content_hash, snapshot),
        case_spans,
        needs_numbered_backup: !parsed.is_lossless,
        save_warnings: Vec::new(),
    };
    Ok(FileContent { parsed, version, is_read_only: metadata.permissions().readonly() })
}

/// Reads the text of a register that is to be merged.
///
/// # Errors
/// When the file cannot be read, holds nothing or is not text, or the work was cancelled.
pub(super) fn read_text(path: &Path, progress: &Progress) -> Result<String, LoadError> {
    let (file, metadata) = open_input(path)?;
    read_text_of(path, &file, usize::try_from(metadata.len()).unwrap_or(0), progress)
}

/// The records of the file of a register.
pub(super) struct RecordsContent {
    /// The records.
    pub register: Register,
    /// The records that cannot be read.
    pub broken_records: Vec<BrokenRecord>,
    /// The file that the records were read from, whatever has its name by now.
    file: File,
}

impl RecordsContent {
    /// Returns the SHA-256 of the file that the records were read from.
    ///
    /// # Errors
    /// When the file cannot be read again.
    pub fn digest(&mut self) -> io::Result<Hash> {
        self.file.rewind()?;
        Ok(Fingerprint::of_reader(&mut self.file)?.digest())
    }
}

/// Reads the records of the file of a register, without what only a save needs.
///
/// # Errors
/// When the file cannot be read or is not a register, or the work was cancelled.
pub(super) fn read_records(path: &Path, progress: &Progress) -> Result<RecordsContent, LoadError> {
    let (file, metadata) = open_input(path)?;
    let length = usize::try_from(metadata.len()).unwrap_or(0);
    if let Some(register) = parallel_reader::read_records_parallel(&file, length, progress) {
        return Ok(RecordsContent { register, broken_records: Vec::new(), file });
    }
    let (ParsedRegister { register, source_text, .. }, _) =
        read_sequentially(path, &file, length, progress)?;
    let broken_records = source_text.broken_records().cloned().collect();
    Ok(RecordsContent { register, broken_records, file })
}

/// Opens a regular file. Never waits.
///
/// # Errors
/// When there is no such file, or it cannot be opened.
pub(super) fn open_file(path: &Path) -> Result<(File, Metadata), LoadError> {
    let failed = |error| LoadError::io(path, error);
    let metadata = files::metadata(path).map_err(failed)?;
    match files::file_kind(&metadata) {
        FileKind::Regular => {
            let (length, limit) = (metadata.len(), files::MAX_TEXT_LENGTH);
            if length > limit {
                return Err(failed(UnusableFile::TooLarge { length, limit }.into()));
            }
            Ok((files::open(path).map_err(failed)?, metadata))
        }
        FileKind::Folder => Err(LoadError::Folder(path.to_owned())),
        FileKind::Stream | FileKind::Special => Err(LoadError::NotAFile(path.to_owned())),
    }
}

/// Opens a regular file, or what a stream gave until its end.
///
/// # Errors
/// The errors of [`open_file`], and when the stream cannot be read or has no end.
pub(super) fn open_input(path: &Path) -> Result<(File, Metadata), LoadError> {
    if files::is_stream(path) {
        files::open_stream(path).map_err(|error| LoadError::io(path, error))
    } else {
        open_file(path)
    }
}

/// Reads and parses the whole text of a register.
fn read_sequentially(
    path: &Path,
    mut file: &File,
    length: usize,
    progress: &Progress,
) -> Result<(ParsedRegister, Fingerprint), LoadError> {
    file.rewind().map_err(|error| LoadError::io(path, error))?;
    let text = read_text_of(path, file, length, progress)?;
    let parsed = parse(&text).map_err(|failure| failure.into_load_error(path))?;
    Ok((parsed, Fingerprint::of_bytes(text.as_bytes())))
}

/// Reads the text of a file of about `length` bytes from its position on.
fn read_text_of(
    path: &Path,
    file: &File,
    length: usize,
    progress: &Progress,
) -> Result<String, LoadError> {
    let failed = |error| LoadError::io(path, error);
    let mut bytes = Vec::with_capacity(length + 1);
    loop {
        progress.report(bytes.len(), READING_SHARE * length)?;
        if file.take(IO_CHUNK_SIZE as u64).read_to_end(&mut bytes).map_err(failed)? == 0 {
            break;
        }
    }
    let text = String::from_utf8(bytes)
        .map_err(|error| not_utf8_error(path, error.as_bytes(), error.utf8_error()))?;
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(LoadError::Empty(path.to_owned()));
    }
    Ok(text)
}

fn not_utf8_error(path: &Path, bytes: &[u8], error: Utf8Error) -> LoadError {
    let valid = bytes.get(..error.valid_up_to()).map(String::from_utf8_lossy).unwrap_or_default();
    LoadError::NotUtf8 {
        path: path.to_owned(),
        position: LineColumn::from_offset(&valid, valid.len()),
    }
}
