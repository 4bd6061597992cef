//! Registers as they are to be written.

use std::{
    io::{self, Write},
    path::Path,
};

use crate::{
    Cancelled, Progress,
    register::Register,
    store::{
        error::SaveError,
        fs::{files, fingerprint::Fingerprint},
        ron::{
            incremental_writer::{CaseSpans, IncrementalWriter, OldFile},
            parse::parse,
            print::print_register,
        },
        source_text::{SourceText, broken_record::BrokenRecord},
    },
};

/// A register as it is to be written.
pub trait WriteRegister {
    /// Writes the text of its file.
    ///
    /// # Errors
    /// Those of the writer; what was written until then is then the beginning of the text.
    fn print(&self, out: &mut dyn Write) -> io::Result<()>;

    /// Writes the same in the place of what a file of this stamp held; what did not change may be
    /// copied from there. Tells where the cases stand, where that is known.
    ///
    /// # Errors
    /// Those of the writer, and of reading that file.
    fn print_incrementally(
        &self,
        _: Option<(&Path, &Fingerprint)>,
        out: &mut dyn Write,
    ) -> io::Result<Option<CaseSpans>> {
        self.print(out).map(|()| None)
    }

    /// Whether what is written can be read again, where there is reason to doubt it.
    fn can_round_trip(&self) -> bool {
        true
    }
}

/// As this program writes it.
impl WriteRegister for Register {
    fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        print_register(self, out)
    }
}

/// As its file was written, but for what changed.
impl WriteRegister for (&Register, &SourceText) {
    fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        self.1.print(self.0, out)
    }

    /// Beside a record that is damaged another may be lost to the eye.
    fn can_round_trip(&self) -> bool {
        let (register, source_text) = *self;
        if source_text.broken_records().next().is_none() {
            return true;
        }
        let mut bytes = Vec::new();
        let printed = source_text.print(register, &mut bytes).is_ok();
        let text = str::from_utf8(&bytes).ok().filter(|_| printed);
        text.and_then(|text| parse(text).ok()).is_some_and(|parsed| {
            let marks = |of: &SourceText| {
                of.broken_records().map(BrokenRecord::content_hash).collect::<Vec<_>>()
            };
            parsed.register == *register && marks(&parsed.source_text) == marks(source_text)
        })
    }
}

/// A revision of an open register, in the place of what its file holds.
pub struct IncrementalText<'a> {
    /// The records.
    pub register: &'a Register,
    /// What of the file's text they do not tell.
    pub source_text: &'a SourceText,
    /// The records that the file holds.
    pub base_register: &'a Register,
}

impl WriteRegister for IncrementalText<'_> {
    fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        self.source_text.print(self.register, out)
    }

    fn print_incrementally(
        &self,
        old: Option<(&Path, &Fingerprint)>,
        out: &mut dyn Write,
    ) -> io::Result<Option<CaseSpans>> {
        let old = old.and_then(|(path, fingerprint)| {
            let (cases, spans) = (self.base_register.cases(), fingerprint.case_spans()?);
            let file = files::open(path).ok().filter(|_| cases.len() == spans.len())?;
            Some(OldFile { file, cases, case_spans: spans })
        });
        let mut out = IncrementalWriter::new(old, out);
        self.source_text.print_incrementally(self.register, &mut out)?;
        out.finish(self.register.cases().len()).map(Some)
    }

    fn can_round_trip(&self) -> bool {
        (self.register, self.source_text).can_round_trip()
    }
}

/// Makes sure that what is to be written can be read again.
pub(super) fn ensure_round_trip(
    path: &Path,
    register: &dyn WriteRegister,
) -> Result<(), SaveError> {
    let reads_back = register.can_round_trip();
    reads_back.then_some(()).ok_or_else(|| SaveError::DoesNotRoundTrip(path.to_owned()))
}

/// Reports how much has passed through it, and fails once the work is cancelled.
pub(super) struct ProgressWriter<'a> {
    pub out: &'a mut dyn Write,
    pub progress: &'a Progress,
    pub bytes_written: usize,
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
