//! Registers as they are to be written.

use std::{
    io::{self, Write},
    path::Path,
};

use super::{
    Damaged, Manuscript, SaveError, door,
    format::print,
    parse::parse,
    splice::{Old, Spans, Splicer},
    stamp::Stamp,
};
use crate::{
    progress::{Cancelled, Progress},
    register::Register,
};

/// A register as it is to be written.
pub trait Text {
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
    fn print_over(
        &self,
        _: Option<(&Path, &Stamp)>,
        out: &mut dyn Write,
    ) -> io::Result<Option<Spans>> {
        self.print(out).map(|()| None)
    }

    /// Whether what is written can be read again, where there is reason to doubt it.
    fn reads_back(&self) -> bool {
        true
    }
}

/// As this program writes it.
impl Text for Register {
    fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        print(self, out)
    }
}

/// As its file was written, but for what changed.
impl Text for (&Register, &Manuscript) {
    fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        self.1.print(self.0, out)
    }

    /// Beside a record that is damaged another may be lost to the eye.
    fn reads_back(&self) -> bool {
        let (register, manuscript) = *self;
        if manuscript.damaged().next().is_none() {
            return true;
        }
        let mut bytes = Vec::new();
        let printed = manuscript.print(register, &mut bytes).is_ok();
        let text = str::from_utf8(&bytes).ok().filter(|_| printed);
        text.and_then(|text| parse(text).ok()).is_some_and(|parsed| {
            let marks = |of: &Manuscript| of.damaged().map(Damaged::mark).collect::<Vec<_>>();
            parsed.register == *register && marks(&parsed.manuscript) == marks(manuscript)
        })
    }
}

/// A revision of an open register, in the place of what its file holds.
pub struct Revision<'a> {
    /// The records.
    pub register: &'a Register,
    /// What of the file's text they do not tell.
    pub manuscript: &'a Manuscript,
    /// The records that the file holds.
    pub base: &'a Register,
}

impl Text for Revision<'_> {
    fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        self.manuscript.print(self.register, out)
    }

    fn print_over(
        &self,
        old: Option<(&Path, &Stamp)>,
        out: &mut dyn Write,
    ) -> io::Result<Option<Spans>> {
        let old = old.and_then(|(path, stamp)| {
            let (cases, spans) = (self.base.cases(), stamp.spans()?);
            let file = door::open(path).ok().filter(|_| cases.len() == spans.len())?;
            Some(Old { file, cases, spans })
        });
        let mut out = Splicer::new(old, out);
        self.manuscript.print_over(self.register, &mut out)?;
        out.finish(self.register.cases().len()).map(Some)
    }

    fn reads_back(&self) -> bool {
        (self.register, self.manuscript).reads_back()
    }
}

/// Makes sure that what is to be written can be read again.
pub(super) fn legible(path: &Path, register: &dyn Text) -> Result<(), SaveError> {
    let reads_back = register.reads_back();
    reads_back.then_some(()).ok_or_else(|| SaveError::Illegible(path.to_owned()))
}

/// Reports how much has passed through it, and fails once the work is cancelled.
pub(super) struct Reporting<'a> {
    pub out: &'a mut dyn Write,
    pub progress: &'a Progress,
    pub done: usize,
    pub total: usize,
}

impl Write for Reporting<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let cancelled = |cancelled: Cancelled| io::Error::other(cancelled);
        self.progress.report(self.done, self.total.max(self.done)).map_err(cancelled)?;
        let written = self.out.write(bytes)?;
        self.done += written;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
