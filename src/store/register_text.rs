//! The text of a register, as a save writes it.

use std::{
    io::{self, Write},
    path::Path,
};

use crate::{
    Cancelled, Progress,
    register::Register,
    store::{
        error::SaveError,
        fs::{files, verified_file::VerifiedFile},
        ron::{
            incremental_writer::{CaseSpans, IncrementalWriter, OldFile},
            parse::parse,
            print::print_register,
        },
        saved_version::SavedVersion,
        source_text::{SourceText, broken_record::BrokenRecord},
    },
};

/// The source of the text of a register's file.
pub trait WriteRegister {
    /// Writes the text.
    ///
    /// # Errors
    /// The errors of the writer, which then has the beginning of the text.
    fn print(&self, out: &mut dyn Write) -> io::Result<()>;

    /// Writes the same text, copying unchanged parts from the old file where there is one, and
    /// returns the positions of the cases in it, where they are known.
    ///
    /// # Errors
    /// The errors of the writer, and of reading the old file.
    fn print_incrementally(
        &self,
        old_file: Option<&Path>,
        out: &mut dyn Write,
    ) -> io::Result<Option<CaseSpans>> {
        let _ = old_file;
        self.print(out).map(|()| None)
    }

    /// Returns whether parsing the text gives the same register. The text is parsed only where
    /// that is in doubt.
    fn can_round_trip(&self) -> bool {
        true
    }
}

/// A register in the canonical layout.
impl WriteRegister for Register {
    fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        print_register(self, out)
    }
}

/// A register in the layout of its source text.
impl WriteRegister for (&Register, &SourceText) {
    fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        self.1.print(self.0, out)
    }

    /// Parses the text where it has broken records, which may hide records beside them.
    fn can_round_trip(&self) -> bool {
        let (register, source_text) = *self;
        if source_text.broken_records().next().is_none() {
            return true;
        }
        let mut bytes = Vec::new();
        let printed = source_text.print(register, &mut bytes).is_ok();
        let text = str::from_utf8(&bytes).ok().filter(|_| printed);
        text.and_then(|text| parse(text).ok()).is_some_and(|parsed| {
            let content_hashes = |of: &SourceText| {
                of.broken_records().map(BrokenRecord::content_hash).collect::<Vec<_>>()
            };
            parsed.register == *register
                && content_hashes(&parsed.source_text) == content_hashes(source_text)
        })
    }
}

/// A text that is written as it stands, also where it is not a valid register.
pub struct RawText<'a>(pub &'a [u8]);

impl WriteRegister for RawText<'_> {
    fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.0)
    }
}

/// A revision of an open register that replaces the version in its file.
pub struct IncrementalText<'a> {
    /// The records.
    pub register: &'a Register,
    /// The layout of the text, and the records that cannot be read.
    pub source_text: &'a SourceText,
    /// The records of the version in the file.
    pub base_register: &'a Register,
    /// The version in the file. Unchanged cases are copied from it where their positions are known.
    pub base_version: &'a SavedVersion,
}

impl WriteRegister for IncrementalText<'_> {
    fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        self.source_text.print(self.register, out)
    }

    fn print_incrementally(
        &self,
        old_file: Option<&Path>,
        out: &mut dyn Write,
    ) -> io::Result<Option<CaseSpans>> {
        let SavedVersion { file: state, case_spans, .. } = self.base_version;
        let old = old_file.zip(case_spans.as_ref()).and_then(|(path, case_spans)| {
            let cases = self.base_register.cases();
            let content_hash = state.content_hash();
            if cases.len() != case_spans.len() || !content_hash.has_blocks() {
                return None;
            }
            let file = VerifiedFile::new(files::open(path).ok()?, content_hash.clone());
            Some(OldFile { file, cases, case_spans })
        });
        let mut out = IncrementalWriter::new(old, out);
        self.source_text.print_incrementally(self.register, &mut out)?;
        out.finish(self.register.cases().len()).map(Some)
    }

    fn can_round_trip(&self) -> bool {
        (self.register, self.source_text).can_round_trip()
    }
}

/// Checks that parsing the text of a register gives the same register.
pub(super) fn ensure_round_trip(
    path: &Path,
    register: &dyn WriteRegister,
) -> Result<(), SaveError> {
    if register.can_round_trip() {
        Ok(())
    } else {
        Err(SaveError::DoesNotRoundTrip(path.to_owned()))
    }
}

/// A writer that reports the number of bytes it has passed on, and fails once the work is
/// cancelled.
pub(super) struct ProgressWriter<'a> {
    /// The writer that gets the bytes.
    pub out: &'a mut dyn Write,
    /// The receiver of the reports.
    pub progress: &'a Progress,
    /// The number of bytes passed on.
    pub bytes_written: usize,
    /// The expected number of bytes in all.
    pub expected_bytes: usize,
}

impl Write for ProgressWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let cancelled = |cancelled: Cancelled| io::Error::other(cancelled);
        self.progress
            .report(self.bytes_written, self.expected_bytes.max(self.bytes_written))
            .map_err(cancelled)?;
        let written = self.out.write(bytes)?;
        self.bytes_written += written;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, sync::Arc, thread, time::Duration};

    use super::*;
    use crate::{
        model::Case,
        register::{Change, Edit},
        store::{
            RegisterFile, SaveOptions, fs::file_snapshot::StatSnapshot, open, save,
            startup::sample_register,
        },
    };

    #[test]
    fn bytes_that_changed_without_a_trace_are_not_saved_and_the_file_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.ron");
        let mut bytes = Vec::new();
        sample_register().unwrap().print(&mut bytes).unwrap();
        fs::write(&path, &bytes).unwrap();
        let RegisterFile { register: base, source_text, version, .. } =
            open(&path, &Progress::default()).unwrap();
        let mut register = base.clone();
        let first = Arc::clone(&base.cases()[0]);
        let case = Case { note: "Changed.".to_owned(), ..(*first).clone() };
        let change = Change { at: 0, before: Some(first), after: Some(case.into()) };
        register.apply(&Edit::Case(change)).unwrap();

        // A failing disk leaves the metadata as they were: here they are taken afterwards.
        let rotten = String::from_utf8(bytes).unwrap().replace("\"Megumi\"", "\"Megume\"");
        fs::write(&path, &rotten).unwrap();
        thread::sleep(Duration::from_millis(200));
        version.file.set_snapshot(StatSnapshot::take(&fs::File::open(&path).unwrap()).unwrap());

        let text = IncrementalText {
            register: &register,
            source_text: &source_text,
            base_register: &base,
            base_version: &version,
        };
        let error = save(&path, &text, &SaveOptions::update(&version), &Progress::default());
        let Err(SaveError::ContentChanged { range, .. }) = error else { panic!("{error:?}") };
        let at = rotten.find("\"Megume\"").unwrap() as u64;
        assert!(range.contains(&at) && range.end <= rotten.len() as u64, "{range:?}");
        assert_eq!(fs::read_to_string(&path).unwrap(), rotten);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);

        // Overwriting prints every record and keeps what was there.
        save(&path, &text, &SaveOptions::overwrite(), &Progress::default()).unwrap();
        let written = fs::read_to_string(&path).unwrap();
        assert!(written.contains("\"Megumi\"") && written.contains("Changed."));
        assert_eq!(fs::read_to_string(folder.path().join("r.ron.1.bak")).unwrap(), rotten);
    }
}
