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
    describe::{
        differences::{DifferenceDescriber, describe_text_loss},
        errors::path_label,
        findings::{describe_finding, record_label},
    },
    merge::{self, Side},
    model::characters::visible_line,
    store::{
        self, SaveOptions,
        app_dirs::AppDirs,
        error::LoadError,
        fs::{
            file_state::FileState,
            fingerprint::Fingerprint,
            precondition::{BackupMode, Precondition},
        },
        history::{
            error::HistoryError, history_check::CheckedHistory, known_history::KnownHistories,
        },
        merge_input::{self, MergeVersion},
        open_warning::OpenWarning,
        paths::RegisterPaths,
        register_text::RawText,
        save_warning::SaveWarning,
        source_text::merged_text::{MergedText, TextMerge},
    },
};

/// Writes the merged register, with markers where the two sides conflict, and lists the conflicts.
pub(super) fn run(args: MergeArgs, context: &mut CliContext<'_>) -> anyhow::Result<ExitStatus> {
    let style = args.marker_style();
    let MergeArgs { base, ours, theirs, output, force, path, .. } = args;
    let (locale, progress) = (context.locale, Progress::default());
    let to_stdout = output.as_deref().is_some_and(is_standard_stream);
    if output.is_none() && store::is_stream(&ours) {
        let path = path_label(&ours);
        bail!(locale.t_with("cli.stream_without_output", &[("path", &path)]));
    }
    // Before it is read, since it may be gone afterwards.
    let is_written_over_ours =
        output.as_ref().is_none_or(|output| store::ensure_distinct_files(output, &ours).is_err());
    if let Some(output) = output.as_ref().filter(|_| !force && !to_stdout)
        && !is_written_over_ours
    {
        store::ensure_not_reserved(output).map_err(|error| context.describe_refusal(&error))?;
    }
    if output.is_none() {
        ensure_history_is_known(&ours, locale)?;
    }
    let name = path.filter(|path| !path.is_empty() && !path.starts_with('%'));
    // Of a temporary file of git the name says nothing.
    let failed = |error: &LoadError, side: &str| match &name {
        Some(path) => {
            let parts = [("path", &**path), ("side", side), ("error", &error.describe(locale))];
            anyhow!(locale.t_with("conflict.version_error", &parts))
        }
        None => anyhow!(error.describe(locale)),
    };
    let base_label = locale.t("conflict.base");
    let bases = merge_input::load_bases(&base, &progress);
    let bases = bases.map_err(|error| failed(&error, &base_label))?;
    let our_version = merge_input::load_side(&ours, &progress)
        .map_err(|error| failed(&error, &style.our_label))?;
    let their_version = merge_input::load_side(&theirs, &progress)
        .map_err(|error| failed(&error, &style.their_label))?;
    let (our_register, their_register) = (&our_version.register, &their_version.register);
    let merged = match bases.as_slice() {
        [first, second] => {
            let bases = [&first.register, &second.register];
            merge::merge_with_two_bases(bases, our_register, their_register)
        }
        bases => {
            merge::merge(bases.first().map(|base| &base.register), our_register, their_register)
        }
    };
    let texts = TextMerge {
        base: bases.first().map(MergeVersion::as_text_version),
        ours: our_version.as_text_version(),
        theirs: their_version.as_text_version(),
    };
    let MergedText { text, losses } = if merged.conflicts.is_empty() {
        texts.merge(&merged.register)
    } else {
        texts.mark_conflicts(&merged.register, &merged.resolve_all(Side::Theirs), &style)
    };
    let target = output.as_ref().unwrap_or(&ours);
    // A file that already holds the merged text is not written.
    if output.is_some() || text != our_version.text {
        let loses_hard_link = output.is_none() && store::is_hard_linked(target);
        if to_stdout {
            context.out.write_all(text.as_bytes())?;
        } else {
            let read = is_written_over_ours.then_some(our_version.text.as_bytes());
            let keeps_backup = output.is_some();
            write_merged(target, read, text.as_bytes(), keeps_backup, context)?;
        }
        if loses_hard_link {
            writeln!(context.err, "{}", OpenWarning::HardLinked.describe(locale))?;
        }
    }
    let describer = DifferenceDescriber { locale, registers: [&merged.register, their_register] };
    let target_name = name.unwrap_or_else(|| path_label(target));
    let mut lines: Vec<String> =
        losses.iter().map(|loss| describe_text_loss(locale, loss)).collect();
    lines.extend(merged.conflicts.iter().map(|conflict| describer.describe_conflict(conflict)));
    lines.extend(merged.findings.iter().map(|finding| {
        let record = record_label(locale, &merged.combined, &finding.subject);
        let text = describe_finding(locale, &merged.combined, finding);
        let parts = [("record", &*record), ("finding", &*text)];
        locale.t_with("conflict.combined_finding", &parts)
    }));
    let path = ("path", &*target_name);
    let (summary, status) = match merged.conflicts.len() {
        0 if losses.is_empty() => {
            (locale.t_with("conflict.merged_cleanly", &[path]), ExitStatus::Success)
        }
        0 => (locale.t_with("conflict.merged_with_losses", &[path]), ExitStatus::Failure),
        n => {
            let key = match n {
                1 => "conflict.marked_in_file.one",
                _ => "conflict.marked_in_file.other",
            };
            let parts = [("n", &*locale.format_number(n)), path];
            (locale.t_with(key, &parts), ExitStatus::Failure)
        }
    };
    for line in lines.iter().chain([&summary]) {
        // The file is written: the status says so also where nobody reads the message.
        let _ = writeln!(context.err, "{}", visible_line(line));
    }
    Ok(status)
}

/// Checks that the history of a register that is about to be replaced is the one that this machine
/// knows. Of a file of git no history is known.
pub(super) fn ensure_history_is_known(register: &Path, locale: Locale) -> anyhow::Result<()> {
    let Some(app_dirs) = AppDirs::for_platform() else { return Ok(()) };
    let known_histories = KnownHistories::new(&app_dirs);
    if !matches!(known_histories.load(register), Ok(Some(_))) {
        return Ok(());
    }
    match known_histories.check(register) {
        Ok(CheckedHistory { problem: Some(problem), .. }) => {
            bail!(
                locale.t_with(
                    "history.problem.not_merged",
                    &[("problem", &problem.describe(locale))]
                )
            )
        }
        Ok(_) => Ok(()),
        Err(error) => {
            let path = RegisterPaths::of(register).history();
            bail!(HistoryError::Io { path, error }.describe(locale))
        }
    }
}

/// Writes a merged file as a whole, or not at all. A file that is not what was `read` is not
/// overwritten; a version that another program writes at the same moment is kept, and is an error.
pub(super) fn write_merged(
    path: &Path,
    read: Option<&[u8]>,
    bytes: &[u8],
    keeps_backup: bool,
    context: &mut CliContext<'_>,
) -> anyhow::Result<()> {
    let locale = context.locale;
    if store::is_stream(path) {
        return store::export_file(path, |out| out.write_all(bytes))
            .map_err(|error| anyhow!(error.describe(locale)));
    }
    let state = read.map(|read| FileState::from(Fingerprint::of_bytes(read)));
    let options = SaveOptions {
        precondition: state.as_ref().map_or(Precondition::Any, Precondition::Unchanged),
        // A backup beside git's own temporary file would be left in the working tree.
        backup: if keeps_backup { BackupMode::Latest } else { BackupMode::None },
        history: None,
        expectation: None,
    };
    let saved = store::save(path, &RawText(bytes), &options, &Progress::default())
        .map_err(|error| anyhow!(error.describe(locale)))?;
    for warning in &saved.save_warnings {
        let text = warning.describe(locale);
        match warning {
            SaveWarning::VersionKept { .. } | SaveWarning::NotFlushed { .. } => bail!(text),
            SaveWarning::BackupKept { .. }
            | SaveWarning::AccessNarrowed(_)
            | SaveWarning::AttributesLost(_)
            | SaveWarning::HistoryEndNotStored { .. } => {
                writeln!(context.err, "{}", visible_line(&text))?;
            }
        }
    }
    Ok(())
}
