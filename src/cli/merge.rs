//! Two versions of a register brought together, as git asks a merge driver to.

use std::{io::Write, path::Path};

use anyhow::anyhow;

use crate::{
    Locale, Progress,
    cli::{ExitStatus, args::diff_merge::MergeArgs},
    describe::differences::DifferenceDescriber,
    merge::{self, Side},
    store::{
        self, RegisterFile, SaveOptions,
        error::LoadError,
        register_text::{RawText, WriteRegister as _},
        ron::conflict_markers,
    },
};

/// Writes the merged register, with marks where both sides are in conflict, and tells of these.
pub(super) fn run(
    MergeArgs { base, ours, theirs, output, .. }: &MergeArgs,
    locale: Locale,
    err: &mut dyn Write,
) -> anyhow::Result<ExitStatus> {
    let before = match store::load_strict(base, &Progress::default()) {
        // Both sides have added the file.
        Err(LoadError::Empty(_)) => None,
        opened => Some(opened.map_err(|error| anyhow!(error.describe(locale)))?.register),
    };
    let ours_opened = load_opened(ours, locale)?;
    let theirs_opened = load_opened(theirs, locale)?;
    let merged = merge::merge(before.as_ref(), &ours_opened.register, &theirs_opened.register);
    let mut bytes = Vec::new();
    if merged.conflicts.is_empty() {
        (&merged.register, &ours_opened.source_text).print(&mut bytes)?;
    } else {
        conflict_markers::print_with_conflict_markers(
            &merged.register,
            &merged.resolve_all(Side::Theirs),
            &mut bytes,
        )?;
    }
    let target = output.as_ref().unwrap_or(ours);
    let is_unchanged = merged.conflicts.is_empty() && merged.register == ours_opened.register;
    // What is there already stays as it is written.
    if output.is_some() || !is_unchanged {
        write_merged(target, &bytes, output.is_some(), locale)?;
        for (path, opened) in [(ours, &ours_opened), (theirs, &theirs_opened)] {
            if !opened.source_text.comments_missing_in(&String::from_utf8_lossy(&bytes)).is_empty()
            {
                let path = [("path", &*path.display().to_string())];
                writeln!(err, "{}", locale.t_with("conflict.comments_not_merged", &path))?;
            }
        }
    }
    let describer =
        DifferenceDescriber { locale, registers: [&merged.register, &theirs_opened.register] };
    for conflict in &merged.conflicts {
        writeln!(err, "{}", describer.describe_conflict(conflict).replace(char::is_control, " "))?;
    }
    let path = target.display().to_string();
    if merged.conflicts.is_empty() {
        writeln!(err, "{}", locale.t_with("conflict.merged_cleanly", &[("path", &path)]))?;
        return Ok(ExitStatus::Success);
    }
    let n = merged.conflicts.len();
    let key = if n == 1 { "conflict.marked_in_file.one" } else { "conflict.marked_in_file.other" };
    writeln!(err, "{}", locale.t_with(key, &[("n", &locale.format_number(n)), ("path", &path)]))?;
    Ok(ExitStatus::Failure)
}

fn load_opened(path: &Path, locale: Locale) -> anyhow::Result<RegisterFile> {
    store::load_strict(path, &Progress::default()).map_err(|error| anyhow!(error.describe(locale)))
}

/// Writes the text of a register whole, or not at all.
fn write_merged(path: &Path, bytes: &[u8], backup: bool, locale: Locale) -> anyhow::Result<()> {
    if backup {
        store::save(path, &RawText(bytes), &SaveOptions::copy(), &Progress::default())
            .map(drop)
            .map_err(|error| anyhow!(error.describe(locale)))
    } else {
        // A backup beside git's own temporary file would be left in the working tree.
        store::export_file(path, bytes).map_err(|error| anyhow!(error.describe(locale)))
    }
}
