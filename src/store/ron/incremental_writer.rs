//! A writer that copies the text of unchanged cases from the old file.
//!
//! Each block of the old file is compared with what was read from it before text of it is copied.

use std::{
    io::{self, Write},
    mem,
    ops::Range,
    sync::Arc,
};

use crate::{
    model::Case,
    register::record::Record,
    store::{fs::verified_file::VerifiedFile, ron::print::push_record},
};

/// The range of each case in its file, in bytes and without the comma after it. The range is empty
/// if the text of the case is not canonical.
pub type CaseSpans = Arc<[Range<u64>]>;

/// The number of cases that a case is searched among in the old file: fewer than this may have been
/// deleted in one place.
const LOOKAHEAD_CASES: usize = 64;

/// The text between two canonical cases.
pub(crate) const RECORD_SEPARATOR: &[u8] = b",\n";

/// The file that is to be replaced, with its cases and their ranges.
pub(crate) struct OldFile<'a> {
    pub file: VerifiedFile,
    pub cases: &'a [Arc<Case>],
    pub case_spans: &'a [Range<u64>],
}

/// A writer of the text of a register, which copies ranges of the old file.
pub(crate) struct IncrementalWriter<'a> {
    out: &'a mut dyn Write,
    bytes_written: u64,
    old: Option<OldFile<'a>>,
    /// The index of the next case in the register, and its index in the old file if no case is
    /// inserted or deleted before it.
    next_indexes: (usize, usize),
    /// The text that is to be copied before anything else is written.
    pending_copy: PendingCopy,
    case_spans: Vec<Range<u64>>,
    buffer: String,
}

/// A range of the old file that is to be copied: cases that follow each other.
#[derive(Default)]
struct PendingCopy {
    range: Range<u64>,
    /// True if the separator after the last case is written as well.
    with_separator: bool,
}

impl<'a> IncrementalWriter<'a> {
    /// Returns a writer into `out`.
    pub fn new(old: Option<OldFile<'a>>, out: &'a mut dyn Write) -> Self {
        let (case_spans, buffer) = (Vec::new(), String::new());
        Self {
            out,
            bytes_written: 0,
            old,
            next_indexes: (0, 0),
            pending_copy: PendingCopy::default(),
            case_spans,
            buffer,
        }
    }

    /// Prints a record without the comma after it.
    pub fn write_record<T: Record>(&mut self, _place: usize, record: &Arc<T>) -> io::Result<()> {
        let mut text = mem::take(&mut self.buffer);
        text.clear();
        push_record(&mut text, record.as_ref());
        let written = self.write_all(text.trim_end_matches([',', '\n']).as_bytes());
        self.buffer = text;
        written
    }

    /// Writes the case at an index of the register: copied, if it stands in the old file.
    pub fn write_case(&mut self, place: usize, case: &Arc<Case>) -> io::Result<()> {
        let begin = self.bytes_written;
        match self.find_old_span(place, case) {
            Some(span) => self.queue_copy(span)?,
            None => self.write_record(place, case)?,
        }
        self.case_spans.resize(place, 0..0);
        self.case_spans.push(begin..self.bytes_written);
        Ok(())
    }

    /// Writes the separator after a record: copied, if the record is and it follows there as well.
    pub fn write_separator(&mut self) -> io::Result<()> {
        let PendingCopy { range, with_separator } = &mut self.pending_copy;
        if range.is_empty() || *with_separator {
            return self.write_all(RECORD_SEPARATOR);
        }
        *with_separator = true;
        self.bytes_written += RECORD_SEPARATOR.len() as u64;
        Ok(())
    }

    /// Ends the text, and returns the range of each of its `cases` cases.
    pub fn finish(mut self, cases: usize) -> io::Result<CaseSpans> {
        self.flush_copy()?;
        self.case_spans.resize(cases, 0..0);
        Ok(self.case_spans.into())
    }

    /// Returns the range of a case in the old file.
    fn find_old_span(&mut self, place: usize, case: &Arc<Case>) -> Option<Range<u64>> {
        let old = self.old.as_ref()?;
        let (before, then) = self.next_indexes;
        let from = (then + (place - before)).min(old.cases.len());
        let found =
            old.cases[from..].iter().take(LOOKAHEAD_CASES).position(|old| Arc::ptr_eq(old, case));
        let at = found.map(|ahead| from + ahead);
        let is_changed = || old.cases.get(from).is_some_and(|old| old.id == case.id);
        self.next_indexes =
            (place + 1, at.map_or_else(|| from + usize::from(is_changed()), |at| at + 1));
        old.case_spans.get(at?).filter(|span| !span.is_empty()).cloned()
    }

    /// Queues a range of the old file for copying; ranges that follow each other are copied as
    /// one.
    fn queue_copy(&mut self, span: Range<u64>) -> io::Result<()> {
        self.bytes_written += span.end - span.start;
        let PendingCopy { range, with_separator } = &mut self.pending_copy;
        if *with_separator && range.end + RECORD_SEPARATOR.len() as u64 == span.start {
            (range.end, *with_separator) = (span.end, false);
            return Ok(());
        }
        self.flush_copy()?;
        self.pending_copy.range = span;
        Ok(())
    }

    /// Copies the queued range.
    fn flush_copy(&mut self) -> io::Result<()> {
        let PendingCopy { range, with_separator } = mem::take(&mut self.pending_copy);
        if let Some(old) = self.old.as_mut().filter(|_| !range.is_empty()) {
            old.file.copy(&range, self.out)?;
        }
        if with_separator { self.out.write_all(RECORD_SEPARATOR) } else { Ok(()) }
    }
}

impl Write for IncrementalWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.flush_copy()?;
        let written = self.out.write(bytes)?;
        self.bytes_written += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.flush_copy()?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        register::{Change, Edit, Register},
        store::{
            fs::fingerprint::FingerprintWriter, ron::parse::parse, source_text::SourceText,
            startup::sample_register,
        },
    };

    /// The text of a register, and where its cases stand there.
    fn print_with_spans(
        register: &Register,
        source_text: &SourceText,
        old: Option<OldFile>,
    ) -> (String, CaseSpans) {
        let mut text = Vec::new();
        let mut out = IncrementalWriter::new(old, &mut text);
        source_text.print_incrementally(register, &mut out).unwrap();
        let spans = out.finish(register.cases().len()).unwrap();
        (String::from_utf8(text).unwrap(), spans)
    }

    /// The text of a register whose first case is changed: written anew, and over an old file that
    /// gives two people, the first among them, a name that stands in no record.
    fn edit_and_reprint(register: &Register, source_text: &SourceText) -> (String, String) {
        let (text, spans) = print_with_spans(register, source_text, None);
        let marked = text.replace("given: \"Megumi\"", "given: \"Copied\"");
        let marked = marked.replace("given: \"Yutaka\"", "given: \"Copied\"");
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(marked.as_bytes()).unwrap();
        let mut writer = FingerprintWriter::default();
        writer.write_all(marked.as_bytes()).unwrap();
        let file = VerifiedFile::new(file, writer.finish_with_blocks());
        let mut edited = register.clone();
        let first = Arc::clone(&register.cases()[0]);
        assert_eq!(first.name.given, "Yutaka");
        let case = Case { note: "Changed.".to_owned(), ..(*first).clone() };
        let change = Change { at: 0, before: Some(first), after: Some(case.into()) };
        edited.apply(&Edit::Case(change)).unwrap();
        let old = OldFile { file, cases: register.cases(), case_spans: &spans };
        let (new, again) = print_with_spans(&edited, source_text, Some(old));
        assert_eq!(again.len(), spans.len());
        (print_with_spans(&edited, source_text, None).0, new)
    }

    #[test]
    fn what_did_not_change_is_copied_and_the_rest_is_not() {
        let register = sample_register().unwrap();
        let (anew, spliced) = edit_and_reprint(&register, &SourceText::default());
        assert!(spliced == anew.replace("\"Megumi\"", "\"Copied\""));
        assert!(spliced.contains("given: \"Yutaka\""));
    }

    #[test]
    fn beside_what_was_written_by_hand_the_rest_is_copied_too() {
        let (text, _) = print_with_spans(&sample_register().unwrap(), &SourceText::default(), None);
        let note = "        // Seen by hand.\n        (\n            id: \"taguchi-yaeko\"";
        let by_hand = text.replace("        (\n            id: \"taguchi-yaeko\"", note);
        assert!(text != by_hand);
        let parsed = parse(&by_hand).ok().unwrap();
        let (anew, spliced) = edit_and_reprint(&parsed.register, &parsed.source_text);
        assert!(spliced.contains(note));
        assert!(spliced == anew.replace("\"Megumi\"", "\"Copied\""));
    }
}
