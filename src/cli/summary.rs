//! Command `summary`.

use std::sync::Arc;

use crate::{
    Progress,
    analysis::Analysis,
    cli::{
        args::report::{DayArgs, OutputArgs, SummaryArgs},
        context::{CliContext, LoadedVersion, reconcile},
        exit_status::ExitStatus,
    },
    export::{
        report_input::{ReportInput, Scope},
        summary::export_summary,
    },
};

/// Writes the summary of a register as of a day.
pub(super) fn run(
    SummaryArgs { day_args, contradictions, pictures }: SummaryArgs,
    context: &mut CliContext<'_>,
) -> anyhow::Result<ExitStatus> {
    let DayArgs { common, as_of, recorded_args, output_args } = day_args;
    let OutputArgs { format, file, .. } = output_args;
    let format = format.unwrap_or_default();
    let (path, locale) = (context.register_path(common.register)?, context.locale);
    let LoadedVersion { register, history, as_recorded } =
        context.load_as_recorded(&path, &recorded_args)?;
    let as_of = as_of.unwrap_or(context.today);
    let (case_states, reconciliation) = reconcile(&register, as_of);
    let count_points =
        pictures.then(|| Analysis::new(&register, as_of, Arc::default()).counts_over_time());
    let input = ReportInput {
        register: &register,
        reconciliation: &reconciliation,
        case_states: &case_states,
        scope: Scope::Whole,
        locale,
        with_contradictions: contradictions,
        count_points: count_points.as_deref(),
        as_recorded,
        history,
    };
    context.write_export(&file, &[&path], |out| {
        export_summary(format, &input, &Progress::default(), out)
    })
}
