//! Command `diff`.

use crate::{
    Progress,
    cli::{args::diff_merge::DiffArgs, context::CliContext, exit_status::ExitStatus},
    export::diff::{DiffFormat, export_diff, report::DiffInput},
    merge,
};

/// Writes the differences between two versions of a register.
pub(super) fn run(
    DiffArgs { old, new, format, file, .. }: DiffArgs,
    context: &mut CliContext<'_>,
) -> anyhow::Result<ExitStatus> {
    let (before, after) = (context.load(&old)?, context.load(&new)?);
    let (differences, locale) = (merge::diff(&before, &after), context.locale);
    let input = DiffInput { old: &before, new: &after, differences: &differences, locale };
    let status = context.write_export(&file, &[&old, &new], |out| {
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
