//! Command `list`.

use std::sync::Arc;

use crate::{
    Progress,
    analysis::{
        Analysis,
        query::{Facet, FacetFilter, FacetValue, Query},
    },
    cli::{
        args::{common::OutputFileArgs, report::ListArgs},
        context::{CliContext, LoadedVersion},
        exit_status::ExitStatus,
    },
    describe::labels::describe_query,
    export::{
        case_list::{ListFormat, export_list, export_table},
        report_input::{ReportInput, Scope},
        warnings::ExportWarnings,
    },
};

/// Writes the cases that match a query.
pub(super) fn run(
    ListArgs { common, as_of, recorded_args, status, year, certain, search, sort, format, .. }: ListArgs,
    context: &mut CliContext<'_>,
) -> anyhow::Result<ExitStatus> {
    let (path, locale) = (context.register_path(common.register)?, context.locale);
    let LoadedVersion { register, history, as_recorded } =
        context.load_as_recorded(&path, &recorded_args)?;
    let mut analysis = Analysis::new(&register, as_of.unwrap_or(context.today), Arc::default());
    let filter = |status| FacetFilter { facet: Facet::Status, value: FacetValue::Status(status) };
    let query = Query {
        search: search.unwrap_or_default(),
        facet_filters: status.into_iter().map(filter).collect(),
        year_range: year,
        is_year_certain: certain,
        sort: sort.unwrap_or_default(),
        ..Query::default()
    };
    let filter_text = describe_query(locale, &register, &query);
    analysis.set_query(&register, query);
    let scope = Scope::Filtered { rows: &analysis.query_result().rows, filter_text: &filter_text };
    let input = ReportInput {
        register: &register,
        reconciliation: analysis.reconciliation(),
        case_states: analysis.case_states(),
        scope,
        locale,
        with_contradictions: false,
        count_points: None,
        as_recorded,
        history,
    };
    let terminal_width = context.terminal_width;
    context.write_export(&OutputFileArgs::default(), &[&path], |out| match format {
        ListFormat::Table => {
            export_table(&input, terminal_width, &Progress::default(), out)?;
            Ok(ExportWarnings::default())
        }
        _ => export_list(format, &input, &Progress::default(), out),
    })
}
