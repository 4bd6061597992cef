//! The files that an export does not replace: registers, and the files that belong to one.
//!
//! A file is recognised by its name or by its content, so that neither a second name nor a symbolic
//! link hides it. All files of this program begin as a record in RON does, which no export does. The
//! name of a file that belongs to a register is reserved before the file exists.

use std::{
    io::Read as _,
    path::{Path, PathBuf},
};

use flate2::read::GzDecoder;

use crate::store::{
    fs::files::{self, FileKind},
    paths::RegisterPaths,
    ron::lexer::Lexer,
};

/// The number of bytes by which a file is recognised.
const BEGINNING_LENGTH: u64 = 1 << 16;

/// The ends of the names of registers, and of the backups in the data folder.
const REGISTER_ENDINGS: [&str; 2] = [".ron", ".ron.gz"];

/// The ends of the names of files that belong to a register.
const SIBLING_ENDINGS: [&str; 4] = [".history", ".lock", ".bak", ".exchange"];

/// The first bytes of a file that is compressed with gzip.
const GZIP_MAGIC: &[u8] = &[0x1f, 0x8b];

/// The mark in a line of its own that starts the first side of a conflict of two versions.
const CONFLICT_START: &str = "<<<<<<<";

/// Returns whether a path is that of a register, or of a file that belongs to one.
pub(super) fn is_reserved(path: &Path) -> bool {
    is_reserved_name(path) || names(path).iter().any(|name| is_register(name))
}

/// Returns whether a name is reserved for a file that belongs to a register: its history, lock or
/// backup, whether or not that exists.
pub(super) fn is_reserved_name(path: &Path) -> bool {
    let is_sibling = |name: &PathBuf| ends_with_any(name, &SIBLING_ENDINGS);
    names(path).iter().any(|name| is_sibling(name) && belongs_to_register(name))
}

/// Returns a path, and the one to which its symbolic links lead.
fn names(path: &Path) -> [PathBuf; 2] {
    [path.to_owned(), files::resolve_symlinks(path).unwrap_or_else(|_| path.to_owned())]
}

/// Returns whether a file is a register or begins like one. A file that cannot be read counts as
/// one, since nobody knows what it holds.
fn is_register(path: &Path) -> bool {
    !is_empty(path)
        && (ends_with_any(path, &REGISTER_ENDINGS)
            || files::read_beginning(path, BEGINNING_LENGTH)
                .map_or(true, |bytes| begins_like_record(&bytes)))
}

/// Returns whether a path is named after a register in its folder.
fn belongs_to_register(path: &Path) -> bool {
    let folder = path.parent().unwrap_or(Path::new(""));
    let listed = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(entries) = files::read_folder(listed) else { return false };
    entries.flatten().any(|entry| {
        let register = folder.join(entry.file_name());
        RegisterPaths::beside(register.clone()).contains(path) && is_register(&register)
    })
}

/// Returns whether a path leads to no regular file with any content.
fn is_empty(path: &Path) -> bool {
    !files::metadata(path).is_ok_and(|metadata| {
        files::file_kind(&metadata) == FileKind::Regular && metadata.len() > 0
    })
}

fn ends_with_any(path: &Path, endings: &[&str]) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    endings.iter().any(|ending| name.ends_with(ending))
}

/// Returns whether a file with this beginning, which may be compressed, begins like a record in
/// RON: `(format: 1`, after blanks, comments, attributes and the marks of a conflict.
fn begins_like_record(bytes: &[u8]) -> bool {
    if bytes.starts_with(GZIP_MAGIC) {
        let mut text = Vec::new();
        // The beginning of a compressed file ends in the middle.
        let _ = GzDecoder::new(bytes).take(BEGINNING_LENGTH).read_to_end(&mut text);
        return begins_like_record(&text[..]) && !text.starts_with(GZIP_MAGIC);
    }
    let text = String::from_utf8_lossy(bytes);
    let mut lexer = Lexer::new(text.trim_start_matches('\u{feff}'), 0);
    loop {
        if lexer.skip_trivia().is_none() {
            // A comment longer than the beginning.
            return true;
        }
        let rest = &lexer.text[lexer.offset..];
        if rest.starts_with("#!") || rest.starts_with(CONFLICT_START) {
            lexer.offset += rest.find('\n').unwrap_or(rest.len());
        } else {
            break;
        }
    }
    if lexer.consume(b'(').is_none() {
        // Comments that are longer than the beginning.
        return lexer.peek().is_none() && bytes.len() as u64 >= BEGINNING_LENGTH;
    }
    let _ = lexer.skip_trivia();
    if lexer.consume(b')').is_some() {
        return true;
    }
    let has_name = !lexer.read_field_name().is_empty();
    let _ = lexer.skip_trivia();
    has_name && lexer.peek() == Some(b':')
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    #[test]
    fn every_file_of_this_program_begins_like_a_record() {
        for text in [
            "(\n    format: 1,",
            "\u{feff}(format: 1, n: 1",
            "// by hand\r\n/* a /* b */ */ #![enable(implicit_some)]\n(title: \"x\"",
            "<<<<<<< ours\n(\n    title: \"a\"\n=======\n",
            "(by:(user:\"mori\",machine:\"ono\",process:4711),since:\"\")\n",
            "(r#format: 1",
            "()",
        ] {
            assert!(begins_like_record(text.as_bytes()), "{text}");
            let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
            packed.write_all(text.as_bytes()).unwrap();
            assert!(begins_like_record(&packed.finish().unwrap()), "{text}");
        }
    }

    #[test]
    fn no_export_begins_like_a_record() {
        for text in [
            "",
            "# Summary",
            "<!DOCTYPE html>",
            "{\n  \"as_of\"",
            "\u{feff}id,name",
            "(see below) 3 differences",
            "<svg xmlns",
            "\u{89}PNG\r\n",
            "(unnamed)\n",
        ] {
            assert!(!begins_like_record(text.as_bytes()), "{text}");
        }
    }
}
