//! What differs between two versions of a register.

use std::io::Write;

use crate::{
    Locale, Progress,
    cli::{ExitStatus, args::diff_merge::DiffArgs, load_register, write_output},
    export::diff::{self, DiffFormat, DiffInput},
    merge,
};

/// Prints what differs.
pub(super) fn run(
    DiffArgs { old, new, format, output, .. }: &DiffArgs,
    locale: Locale,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<ExitStatus> {
    let (before, after) = (load_register(old, locale)?, load_register(new, locale)?);
    let differences = merge::diff(&before, &after);
    let input = DiffInput { old: &before, new: &after, differences: &differences, locale };
    let report = diff::export_diff(*format, &input, &Progress::default());
    let done = write_output(report, output.as_deref(), &[old, new], locale, out, err)?;
    // The other formats say so themselves.
    if *format == DiffFormat::Text {
        let count = match differences.len() {
            0 => locale.t("diff.no_differences").into_owned(),
            n => locale.t_plural("diff.count", n),
        };
        writeln!(err, "{count}")?;
    }
    Ok(done)
}
