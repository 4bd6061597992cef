//! Command `merge`, which is also a merge driver for git.

use std::path::Path;

use anyhow::{anyhow, bail};

use crate::{
    Locale, Progress,
    cli::{
        args::diff_merge::MergeArgs,
        context::{CliContext, is_standard_stream},
        exit_status::ExitStatus,
    },
    describe::differences::DifferenceDescriber,
    merge::{self, Side},
    model::characters::visible_line,
    store::{
        self, SaveOptions,
        error::LoadError,
        open_warning::OpenWarning,
        register_text::{RawText, WriteRegister as _},
        ron::conflict_markers,
    },
};

/// Writes the merged register, with markers where the two sides conflict, and lists the conflicts.
pub(super) fn run(
    MergeArgs { base, ours, theirs, output, force, .. }: MergeArgs,
    context: &mut CliContext<'_>,
) -> anyhow::Result<ExitStatus> {
    let (locale, ours) = (context.locale, &ours);
    let to_stdout = output.as_deref().is_some_and(is_standard_stream);
    if output.is_none() && store::is_stream(ours) {
        let path = ours.display().to_string();
        bail!(locale.t_with("cli.stream_without_output", &[("path", &path)]));
    }
    if let Some(output) = output.as_ref().filter(|_| !force && !to_stdout)
        && store::ensure_distinct_files(output, ours).is_ok()
    {
        store::ensure_not_reserved(output).map_err(|error| context.describe_refusal(&error))?;
    }
    let before = match store::load_strict(&base, &Progress::default()) {
        // git gives an empty file where both sides have added theirs.
        Err(LoadError::Empty(_)) => None,
        opened => Some(opened.map_err(|error| anyhow!(error.describe(locale)))?.register),
    };
    let ours_opened = context.load_file(ours)?;
    let theirs_opened = context.load_file(&theirs)?;
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
    // A file that already holds the merged register keeps its text.
    if output.is_some() || !is_unchanged {
        if to_stdout {
            context.out.write_all(&bytes)?;
        } else {
            write_merged(target, &bytes, output.is_some() && !store::is_stream(target), locale)?;
        }
        if output.is_none() && ours_opened.warnings.contains(&OpenWarning::HardLinked) {
            writeln!(context.err, "{}", OpenWarning::HardLinked.describe(locale))?;
        }
        for (path, opened) in [(ours, &ours_opened), (&theirs, &theirs_opened)] {
            if !opened.source_text.comments_missing_in(&String::from_utf8_lossy(&bytes)).is_empty()
            {
                let path = [("path", &*path.display().to_string())];
                writeln!(context.err, "{}", locale.t_with("conflict.comments_not_merged", &path))?;
            }
        }
    }
    let describer =
        DifferenceDescriber { locale, registers: [&merged.register, &theirs_opened.register] };
    for conflict in &merged.conflicts {
        writeln!(context.err, "{}", visible_line(&describer.describe_conflict(conflict)))?;
    }
    let path = target.display().to_string();
    if merged.conflicts.is_empty() {
        writeln!(context.err, "{}", locale.t_with("conflict.merged_cleanly", &[("path", &path)]))?;
        return Ok(ExitStatus::Success);
    }
    let n = merged.conflicts.len();
    let key = if n == 1 { "conflict.marked_in_file.one" } else { "conflict.marked_in_file.other" };
    writeln!(
        context.err,
        "{}",
        locale.t_with(key, &[("n", &locale.format_number(n)), ("path", &path)])
    )?;
    Ok(ExitStatus::Failure)
}

/// Writes the text of a register as a whole, or not at all.
fn write_merged(path: &Path, bytes: &[u8], backup: bool, locale: Locale) -> anyhow::Result<()> {
    if backup {
        store::save(path, &RawText(bytes), &SaveOptions::copy(), &Progress::default())
            .map(drop)
            .map_err(|error| anyhow!(error.describe(locale)))
    } else {
        // A backup beside git's own temporary file would be left in the working tree.
        store::export_file(path, |out| out.write_all(bytes))
            .map_err(|error| anyhow!(error.describe(locale)))
    }
}
