//! Two versions of a register brought together, as git asks a merge driver to.

use std::{io::Write, path::Path};

use anyhow::anyhow;

use super::{Outcome, args::MergeArgs};
use crate::{
    lang::Lang,
    merge::{self, Side, Speaker},
    progress::Progress,
    store::{self, LoadError, Opened, Text as _},
};

/// Writes the merged register, with marks where both sides are in conflict, and tells of these.
pub(super) fn run(
    MergeArgs { base, ours, theirs, output, .. }: &MergeArgs,
    lang: Lang,
    err: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let before = match store::load(base, &Progress::default()) {
        // Both sides have added the file.
        Err(LoadError::Empty(_)) => None,
        opened => Some(opened.map_err(|error| anyhow!(error.words(lang)))?.register),
    };
    let ours_opened = open(ours, lang)?;
    let theirs_opened = open(theirs, lang)?;
    let merged = merge::merge(before.as_ref(), &ours_opened.register, &theirs_opened.register);
    let mut bytes = Vec::new();
    if merged.conflicts.is_empty() {
        (&merged.register, &ours_opened.manuscript).print(&mut bytes)?;
    } else {
        store::print_marked(&merged.register, &merged.all(Side::Theirs), &mut bytes)?;
    }
    let target = output.as_ref().unwrap_or(ours);
    let settled = merged.conflicts.is_empty() && merged.register == ours_opened.register;
    // What is there already stays as it is written.
    if output.is_some() || !settled {
        write(target, &bytes, output.is_some(), lang)?;
        for (path, opened) in [(ours, &ours_opened), (theirs, &theirs_opened)] {
            if !opened.manuscript.comments_missing_in(&String::from_utf8_lossy(&bytes)).is_empty() {
                let path = [("path", &*path.display().to_string())];
                writeln!(err, "{}", lang.with("conflict.layout", &path))?;
            }
        }
    }
    let speaker = Speaker { lang, registers: [&merged.register, &theirs_opened.register] };
    for conflict in &merged.conflicts {
        writeln!(err, "{}", speaker.conflict(conflict).replace(char::is_control, " "))?;
    }
    let path = target.display().to_string();
    if merged.conflicts.is_empty() {
        writeln!(err, "{}", lang.with("conflict.merged", &[("path", &path)]))?;
        return Ok(Outcome::Done);
    }
    let n = merged.conflicts.len();
    let key = if n == 1 { "conflict.marked.one" } else { "conflict.marked.other" };
    writeln!(err, "{}", lang.with(key, &[("n", &lang.number(n)), ("path", &path)]))?;
    Ok(Outcome::Failed)
}

fn open(path: &Path, lang: Lang) -> anyhow::Result<Opened> {
    store::load(path, &Progress::default()).map_err(|error| anyhow!(error.words(lang)))
}

/// Writes the text of a register whole, or not at all.
fn write(path: &Path, bytes: &[u8], backup: bool, lang: Lang) -> anyhow::Result<()> {
    if backup {
        store::write_text(path, bytes).map_err(|error| anyhow!(error.words(lang)))
    } else {
        // A backup beside git's own temporary file would be left in the working tree.
        store::write_file(path, bytes).map_err(|error| anyhow!(error.words(lang)))
    }
}
