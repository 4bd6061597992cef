//! The streams of the command line: messages, whose loss changes nothing in what was done, and output
//! for a reader that may stop reading.

use std::io::{self, ErrorKind, Write};

use crate::export::visible_writer::VisibleWriter;

/// A writer of messages for people, in which no character controls a terminal. It never fails: where
/// nobody can read a message, the exit status says what was done.
pub struct MessageWriter<W: Write>(VisibleWriter<W>);

impl<W: Write> MessageWriter<W> {
    /// Creates a writer that passes messages on to `inner`.
    pub fn new(inner: W) -> Self {
        Self(VisibleWriter::new(inner))
    }
}

impl<W: Write> Write for MessageWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = self.0.write_all(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let _ = self.0.flush();
        Ok(())
    }
}

/// A writer of output that drops the rest once its reader is gone, which is no failure. Any other
/// error of the stream is one.
pub(super) struct OutputWriter<'o>(&'o mut dyn Write);

impl<'o> OutputWriter<'o> {
    /// Creates a writer that passes output on to `inner`.
    pub fn new(inner: &'o mut dyn Write) -> Self {
        Self(inner)
    }
}

impl Write for OutputWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.write(bytes) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(bytes.len()),
            written => written,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.0.flush() {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            flushed => flushed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stream that accepts nothing.
    struct FailingStream(ErrorKind);

    impl Write for FailingStream {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(self.0.into())
        }
    }

    #[test]
    fn messages_never_fail() {
        for kind in [ErrorKind::BrokenPipe, ErrorKind::StorageFull] {
            let mut messages = MessageWriter::new(FailingStream(kind));
            assert!(writeln!(messages, "done").and_then(|()| messages.flush()).is_ok());
        }
    }

    #[test]
    fn a_reader_that_is_gone_is_no_failure_and_a_full_disk_is_one() {
        for (kind, is_failure) in [(ErrorKind::BrokenPipe, false), (ErrorKind::StorageFull, true)] {
            let mut stream = FailingStream(kind);
            let mut output = OutputWriter::new(&mut stream);
            assert_eq!(output.write_all(b"x").is_err(), is_failure);
            assert_eq!(output.flush().is_err(), is_failure);
        }
    }
}
