//! What opening a register does with its history.

use std::{fs::File, io, path::Path};

use super::{
    backwards::{Backwards, End},
    history_of,
    line::Line,
    open,
};
use crate::{
    register::{Entry, History},
    store::{door, hash::Hash, notice::Notice, save, stamp::Stamp},
};

/// How many steps can be undone that were done before the program was started.
const UNDOABLE: usize = 100;

/// Finishes a save that broke off when its change was in the history and its register not yet in
/// place: the register lies ready beside it, in a temporary file that the last line names. Nothing
/// else is touched, and nothing at all where anything is not as such a save leaves it.
pub(in crate::store) fn finish(path: &Path) -> Option<Notice> {
    let finished = try_to_finish(path).unwrap_or_else(|error| {
        tracing::warn!("a save that broke off could not be finished: {error}");
        None
    });
    finished.map(|n| Notice::Finished { n })
}

fn try_to_finish(path: &Path) -> io::Result<Option<u64>> {
    let Some(file) = open(&history_of(path))? else { return Ok(None) };
    let [Some(last), Some(before)] = ends(&file)? else { return Ok(None) };
    let Some(digest) = last.file else { return Ok(None) };
    // Looked for first, since there hardly ever is one, and a register may be long.
    if save::ready(path, digest)?.is_none() {
        return Ok(None);
    }
    // Another window may be saving just now, and about to put it in place itself.
    let _turn = save::turn(path)?;
    let Some(ready) = save::ready(path, digest)? else { return Ok(None) };
    let now = Some(Stamp::of_file(&mut door::open(path)?)?.digest());
    if now == last.file || now != before.file {
        return Ok(None);
    }
    save::put_ready(path, &ready)?;
    Ok(Some(last.n))
}

/// The last two lines that end a save.
fn ends(file: &File) -> io::Result<[Option<Line>; 2]> {
    let mut lines = Backwards::new(file)?;
    let mut found = [None, None];
    while let Some(raw) = lines.next()? {
        if let Ok(line) = Line::read(&raw.bytes)
            && raw.is_whole
            && line.file.is_some()
        {
            let place = if found[0].is_none() { 0 } else { 1 };
            found[place] = Some(line);
            if place == 1 {
                break;
            }
        }
    }
    Ok(found)
}

/// The steps that can be undone in a register that was just read, and what there is to know of its
/// history. Where the register is not what its history ends with nothing can be undone.
pub(in crate::store) fn undoable(path: &Path, digest: Hash) -> (History, Option<Notice>) {
    let read = || -> io::Result<_> {
        let Some(file) = open(&history_of(path))? else { return Ok((History::default(), None)) };
        // Nothing is known of lines that only a newer program reads; saving says so.
        let Ok(end) = End::of(&file) else { return Ok((History::default(), None)) };
        let cut = (end.at < end.length).then_some(Notice::HistoryCut);
        let Some((line, _)) = end.line else { return Ok((History::default(), cut)) };
        if line.file != Some(digest) {
            return Ok((History::default(), Some(Notice::Outside { n: line.n })));
        }
        Ok((History::of(last_entries(&file, end.at)?), cut))
    };
    read().unwrap_or_else(|error| {
        tracing::warn!("the history could not be read: {error}");
        (History::default(), None)
    })
}

/// The last steps up to a place, in order; what lies before one that cannot be read is left out.
fn last_entries(file: &File, end: u64) -> io::Result<Vec<Entry>> {
    let mut lines = Backwards::new(file)?;
    let mut entries = Vec::new();
    while let Some(raw) = lines.next()? {
        if raw.from >= end {
            continue;
        }
        let Ok(Line { what, .. }) = Line::read(&raw.bytes) else { break };
        if what.step().is_none() {
            break;
        }
        entries.push(what);
        if entries.len() == UNDOABLE {
            break;
        }
    }
    entries.reverse();
    Ok(entries)
}
