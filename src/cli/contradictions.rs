//! Command `contradictions`.

use crate::{
    Progress,
    cli::{
        args::report::{DayArgs, OutputArgs},
        context::{CliContext, LoadedVersion, reconcile},
        exit_status::ExitStatus,
    },
    export::{
        contradictions::export_contradictions,
        report_input::{ReportInput, Scope},
    },
};

/// Writes the contradictions of a register as of a day.
pub(super) fn run(
    DayArgs { common, as_of, recorded_args, output_args }: DayArgs,
    context: &mut CliContext<'_>,
) -> anyhow::Result<ExitStatus> {
    let OutputArgs { format, file, .. } = output_args;
    let format = format.unwrap_or_default();
    let (path, locale) = (context.register_path(common.register)?, context.locale);
    let LoadedVersion { register, history, as_recorded } =
        context.load_as_recorded(&path, &recorded_args)?;
    let (case_states, reconciliation) = reconcile(&register, as_of.unwrap_or(context.today));
    let input = ReportInput {
        register: &register,
        reconciliation: &reconciliation,
        case_states: &case_states,
        scope: Scope::Whole,
        locale,
        with_contradictions: false,
        count_points: None,
        as_recorded,
        history,
    };
    context.write_export(&file, &[&path], |out| {
        export_contradictions(format, &input, &Progress::default(), out)
    })
}
