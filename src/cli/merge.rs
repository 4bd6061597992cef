//! Command `merge`, which is also a merge driver for git.

use std::path::Path;

use anyhow::anyhow;

use crate::{
    Locale, Progress,
    cli::{args::diff_merge::MergeArgs, context::CliContext, exit_status::ExitStatus},
    describe::{
        differences::{DifferenceDescriber, describe_text_loss},
        findings::{describe_finding, record_label},
    },
    merge::{self, Side},
    store::{
        self, SaveOptions,
        error::LoadError,
        merge_input::{self, MergeVersion},
        register_text::RawText,
        ron::conflict_markers::MarkerStyle,
        source_text::merged_text::{MergedText, TextMerge},
    },
};

/// Writes the merged register, with markers where the two sides conflict, and lists the conflicts.
pub(super) fn run(
    MergeArgs { base, ours, theirs, output, .. }: MergeArgs,
    context: &mut CliContext<'_>,
) -> anyhow::Result<ExitStatus> {
    let (locale, progress) = (context.locale, Progress::default());
    let failed = |error: LoadError| anyhow!(error.describe(locale));
    let bases = merge_input::load_bases(&base, &progress).map_err(failed)?;
    let our_version = merge_input::load_side(&ours, &progress).map_err(failed)?;
    let their_version = merge_input::load_side(&theirs, &progress).map_err(failed)?;
    let base = bases.first();
    let merged = merge::merge(
        base.map(|base| &base.register),
        &our_version.register,
        &their_version.register,
    );
    let texts = TextMerge {
        base: base.map(MergeVersion::as_text_version),
        ours: our_version.as_text_version(),
        theirs: their_version.as_text_version(),
    };
    let MergedText { text, losses } = if merged.conflicts.is_empty() {
        texts.merge(&merged.register)
    } else {
        let theirs = merged.resolve_all(Side::Theirs);
        texts.mark_conflicts(&merged.register, &theirs, &MarkerStyle::default())
    };
    let target = output.as_ref().unwrap_or(&ours);
    // A file that already holds the merged text is not written.
    if output.is_some() || text != our_version.text {
        write_merged(target, text.as_bytes(), output.is_some(), locale)?;
    }
    for loss in &losses {
        writeln!(context.err, "{}", describe_text_loss(locale, loss))?;
    }
    let describer =
        DifferenceDescriber { locale, registers: [&merged.register, &their_version.register] };
    for conflict in &merged.conflicts {
        writeln!(
            context.err,
            "{}",
            describer.describe_conflict(conflict).replace(char::is_control, " ")
        )?;
    }
    for finding in &merged.findings {
        let record = record_label(locale, &merged.combined, &finding.subject);
        let text = describe_finding(locale, &merged.combined, finding);
        let parts = [("record", &*record), ("finding", &*text)];
        let line = locale.t_with("conflict.combined_finding", &parts);
        writeln!(context.err, "{}", line.replace(char::is_control, " "))?;
    }
    let path = target.display().to_string();
    if merged.conflicts.is_empty() {
        let (key, status) = match losses.is_empty() {
            true => ("conflict.merged_cleanly", ExitStatus::Success),
            false => ("conflict.merged_with_losses", ExitStatus::Failure),
        };
        writeln!(context.err, "{}", locale.t_with(key, &[("path", &path)]))?;
        return Ok(status);
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
