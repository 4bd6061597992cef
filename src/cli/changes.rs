//! Command `changes`.

use crate::{
    Progress,
    analysis::changes::Changes,
    cli::{
        args::report::{ChangesArgs, OutputArgs},
        context::CliContext,
        exit_status::ExitStatus,
    },
    export::changes::{export_changes, report::ChangesInput},
};

/// Writes the changes between two days.
pub(super) fn run(
    ChangesArgs { common, from, to, output_args }: ChangesArgs,
    context: &mut CliContext<'_>,
) -> anyhow::Result<ExitStatus> {
    let OutputArgs { format, file, .. } = output_args;
    let format = format.unwrap_or_default();
    let path = context.register_path(common.register)?;
    let (register, history) = context.load_with_history(&path)?;
    let changes = Changes::between(&register, from, to.unwrap_or(context.today));
    let locale = context.locale;
    let input = ChangesInput { register: &register, changes: &changes, locale, history };
    context.write_export(&file, &[&path], |out| {
        export_changes(format, &input, &Progress::default(), out)
    })
}
