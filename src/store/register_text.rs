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
        fs::files,
        ron::{
            incremental_writer::{CaseSpans, IncrementalWriter, OldFile},
            parse::parse,
            print::print_register,
        },
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
    /// The positions of the cases in the file, where they are known.
    pub base_case_spans: Option<&'a CaseSpans>,
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
        let old = old_file.zip(self.base_case_spans).and_then(|(path, case_spans)| {
            let cases = self.base_register.cases();
            let file = files::open(path).ok().filter(|_| cases.len() == case_spans.len())?;
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
