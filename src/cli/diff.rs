//! Command `diff`.

use std::path::Path;

use anyhow::anyhow;

use crate::{
    Progress,
    cli::{args::diff_merge::DiffArgs, context::CliContext, exit_status::ExitStatus},
    export::diff::{DiffFormat, export_diff, report::DiffInput},
    merge,
    store::merge_input,
};

/// Writes the differences between two versions of a register.
pub(super) fn run(
    DiffArgs { old, new, format, output, .. }: DiffArgs,
    context: &mut CliContext<'_>,
) -> anyhow::Result<ExitStatus> {
    let locale = context.locale;
    let load = |path: &Path| {
        let loaded = merge_input::load_if_present(path, &Progress::default());
        loaded.map_err(|error| anyhow!(error.describe(locale)))
    };
    let (before, after) = match (load(&old)?, load(&new)?) {
        (Some(before), Some(after)) => (before, after),
        (Some(before), None) => (before.clone(), before.to_empty()),
        (None, Some(after)) => (after.to_empty(), after),
        (None, None) => (context.load(&old)?, context.load(&new)?),
    };
    let differences = merge::diff(&before, &after);
    let input = DiffInput { old: &before, new: &after, differences: &differences, locale };
    let status = context.write_export(output.as_deref(), &[&old, &new], |out| {
        export_diff(format, &input, &Progress::default(), out)
    })?;
    // The other formats hold the count themselves.
    if format == DiffFormat::Text {
        let count = match differences.len() {
            0 => locale.t("diff.no_differences").into_owned(),
            n => locale.t_plural("diff.count", n),
        };
        writeln!(context.err, "{count}")?;
    }
    Ok(status)
}
