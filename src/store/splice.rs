//! Writes a register of many cases by copying what did not change from its old file.
//!
//! Only a text as this program writes it can be spliced so: every case begins where the one before
//! ends. The old file is made sure of before the new one takes its place, so that what was copied
//! is what was read.

use std::{
    cell::Cell,
    fs::File,
    io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write},
    sync::Arc,
};

use super::{
    format::{print_around, print_record},
    stamp::CHUNK,
};
use crate::{model::Case, register::Register};

/// Where the cases stand in a text as this program writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lengths {
    /// Where the first begins, in bytes.
    pub(super) begin: u64,
    /// How many bytes each takes, its line's end included.
    pub(super) cases: Arc<[u32]>,
}

/// A file that is to be replaced, and what it holds.
pub(super) struct Old<'a> {
    pub file: File,
    pub register: &'a Register,
    pub lengths: &'a Lengths,
}

/// Writes a register as [`print`](super::format::print) does, and gives where its cases stand.
///
/// # Errors
/// Those of the writer, and of reading the old file.
pub(super) fn print(
    register: &Register,
    old: Option<Old>,
    out: &mut dyn Write,
) -> io::Result<Lengths> {
    let count = Cell::new(0);
    let mut lengths = Vec::with_capacity(register.cases().len());
    let mut begin = 0;
    let mut copying = old.map(Copying::new);
    print_around(register, &mut Counting { out, count: &count }, |out| {
        begin = count.get();
        let mut text = String::new();
        for case in register.cases() {
            let copied = copying.as_mut().map(|old| old.take(case, out)).transpose()?.flatten();
            if let Some(length) = copied {
                lengths.push(length);
                continue;
            }
            text.clear();
            print_record(&mut text, case.as_ref());
            out.write_all(text.as_bytes())?;
            lengths.push(u32::try_from(text.len()).unwrap_or_default());
        }
        copying.iter_mut().try_for_each(|old| old.flush(out))
    })?;
    Ok(Lengths { begin, cases: lengths.into() })
}

/// The cases of an old file, from the first to the last.
struct Copying<'a> {
    old: Old<'a>,
    /// The next case.
    next: usize,
    /// What was taken and is not written yet: from where, and how much; the next case follows it.
    run: (u64, u64),
    chunk: Vec<u8>,
}

impl<'a> Copying<'a> {
    fn new(old: Old<'a>) -> Self {
        Self { run: (old.lengths.begin, 0), old, next: 0, chunk: Vec::new() }
    }

    /// Takes a case to be copied, if it is the next of the old file, or the one after that because
    /// the next is gone, and tells its length. Where it is to be written anew, all that was taken
    /// before it is written.
    fn take(&mut self, case: &Arc<Case>, out: &mut dyn Write) -> io::Result<Option<u32>> {
        let cases = self.old.register.cases();
        let is = |at: usize| cases.get(at).is_some_and(|old| Arc::ptr_eq(old, case));
        if !is(self.next) && is(self.next + 1) {
            self.skip(out)?;
        }
        if is(self.next)
            && let Some(length) = self.old.lengths.cases.get(self.next).copied()
        {
            self.next += 1;
            self.run.1 += u64::from(length);
            return Ok(Some(length));
        }
        self.flush(out)?;
        if cases.get(self.next).is_some_and(|old| old.id == case.id) {
            self.skip(out)?;
        }
        Ok(None)
    }

    /// Goes past the next case of the old file, once what was taken before it is written.
    fn skip(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.flush(out)?;
        let length = self.old.lengths.cases.get(self.next).copied().unwrap_or_default();
        self.next += 1;
        self.run.0 += u64::from(length);
        Ok(())
    }

    /// Copies what was taken.
    fn flush(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let (from, mut left) = self.run;
        if left > 0 {
            self.old.file.seek(SeekFrom::Start(from))?;
            self.chunk.resize(CHUNK, 0);
        }
        while left > 0 {
            let size = usize::try_from(left).unwrap_or(CHUNK).min(CHUNK);
            let read = self.old.file.read(&mut self.chunk[..size])?;
            if read == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            out.write_all(&self.chunk[..read])?;
            left -= read as u64;
        }
        self.run = (self.run.0 + self.run.1, 0);
        Ok(())
    }
}

/// Counts what passes through it.
struct Counting<'a> {
    out: &'a mut dyn Write,
    count: &'a Cell<u64>,
}

impl Write for Counting<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.count.set(self.count.get() + written as u64);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{bundled, format};

    #[test]
    fn what_did_not_change_is_copied_and_the_rest_is_not() {
        let register = bundled().unwrap();
        let mut text = Vec::new();
        let lengths = print(&register, None, &mut text).unwrap();
        let mut plain = Vec::new();
        format::print(&register, &mut plain).unwrap();
        assert_eq!(text, plain);
        assert_eq!(lengths.cases.len(), register.cases().len());

        // An old file in which two names are told from those in the records.
        let old = String::from_utf8(text).unwrap();
        let old = old.replace("given: \"Megumi\"", "given: \"Copied\"");
        let old = old.replace("given: \"Yutaka\"", "given: \"Copied\"");
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(old.as_bytes()).unwrap();
        let mut edited = register.clone();
        let first = Arc::clone(&register.cases()[0]);
        assert_eq!(first.name.given, "Yutaka");
        let case = Case { note: "Changed.".to_owned(), ..(*first).clone() };
        let change =
            crate::register::Change { at: 0, before: Some(first), after: Some(case.into()) };
        edited.apply(&crate::register::Edit::Case(change)).unwrap();
        let mut new = Vec::new();
        let old = Old { file, register: &register, lengths: &lengths };
        let longer = print(&edited, Some(old), &mut new).unwrap();
        let new = String::from_utf8(new).unwrap();
        assert!(new.contains("given: \"Copied\", family: \"Yokota\""));
        assert!(new.contains("given: \"Yutaka\", family: \"Kume\""));
        assert_eq!(longer.cases[1..], lengths.cases[1..]);
        assert_ne!(longer.cases[0], lengths.cases[0]);
    }
}
