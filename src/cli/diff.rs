//! Command `diff`.

use std::{path::Path, sync::Arc};

use anyhow::anyhow;

use crate::{
    Progress,
    cli::{args::diff_merge::DiffArgs, context::CliContext, exit_status::ExitStatus},
    export::diff::{DiffFormat, export_diff, report::DiffInput},
    merge,
    register::Register,
    store::{self, startup},
};

/// Writes the differences between two versions of a register.
pub(super) fn run(
    DiffArgs { old, new, format, file, .. }: DiffArgs,
    context: &mut CliContext<'_>,
) -> anyhow::Result<ExitStatus> {
    let format = format.unwrap_or_default();
    let (before, after) = load_versions(&old, &new, context)?;
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

/// Reads both versions. The null device, by which git names a version that does not exist, is a
/// register with the parties of the other version and no other record.
fn load_versions(
    old: &Path,
    new: &Path,
    context: &mut CliContext<'_>,
) -> anyhow::Result<(Arc<Register>, Arc<Register>)> {
    let absent = [old, new].map(store::is_null_device);
    let empty = |other: &Register| Arc::new(other.with_parties_only(String::new()));
    Ok(match absent {
        [false, false] => (context.load(old)?, context.load(new)?),
        [true, false] => {
            let new = context.load(new)?;
            (empty(&new), new)
        }
        [false, true] => {
            let old = context.load(old)?;
            let new = empty(&old);
            (old, new)
        }
        [true, true] => {
            let sample = startup::sample_register();
            let sample = sample.map_err(|error| anyhow!(error.describe(context.locale)))?;
            (empty(&sample), empty(&sample))
        }
    })
}
