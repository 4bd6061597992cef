//! Tasks that make reports, lists and pictures and write them.

use std::{path::PathBuf, sync::Arc};

use crate::{
    Locale,
    analysis::{
        changes::Changes, counts_over_time::CountPoint, position::CaseState,
        reconciliation::Reconciliation,
    },
    export::{
        case_list::{ListFormat, export_list, export_tsv},
        changes::{export_changes, report::ChangesInput},
        csv_separator::CsvSeparator,
        figure_file::{self, FigureFormat},
        file::{ExportFileError, ExportTarget},
        report::{ExportKind, ReportFormat},
        report_input::{ReportInput, Scope},
        summary::export_summary,
        warnings::ExportWarnings,
    },
    figure::{Figure, page_layout},
    jobs::task::{Task, TaskRunner},
    model::Day,
    register::{RecordedVersion, Register},
    store::history::history_reference::HistorySource,
};

/// The input of a report, owned by its task.
pub struct ExportData {
    /// The records.
    pub register: Arc<Register>,
    /// The comparison of the two lists.
    pub reconciliation: Reconciliation,
    /// The state of each case.
    pub case_states: Vec<CaseState>,
    /// The rows to list and a description of the filter; none for the whole register.
    pub filtered: Option<(Vec<u32>, String)>,
    /// The language.
    pub locale: Locale,
    /// A summary lists the contradictions.
    pub with_contradictions: bool,
    /// The counts over time of the rows, if a summary has charts.
    pub count_points: Option<Vec<CountPoint>>,
    /// The version that is exported, if it is an earlier one.
    pub as_recorded: Option<RecordedVersion>,
    /// The source of the line of the history that records the register.
    pub history_source: HistorySource,
}

/// Draws a chart to a width and a height, in points.
pub type ChartRenderer = Box<dyn FnOnce([f32; 2]) -> Figure + Send>;

impl ExportData {
    fn report_input(&self) -> ReportInput<'_> {
        ReportInput {
            register: &self.register,
            reconciliation: &self.reconciliation,
            case_states: &self.case_states,
            scope: match &self.filtered {
                Some((rows, asked)) => Scope::Filtered { rows, filter_text: asked },
                None => Scope::Whole,
            },
            locale: self.locale,
            with_contradictions: self.with_contradictions,
            count_points: self.count_points.as_deref(),
            as_recorded: self.as_recorded,
            history: self.history_source.read(),
        }
    }
}

/// The input of a report of the changes between two days.
pub struct ChangesRequest {
    /// The records.
    pub register: Arc<Register>,
    /// The two days.
    pub days: (Day, Day),
    /// The language.
    pub locale: Locale,
    /// The source of the line of the history that records the register.
    pub history_source: HistorySource,
}

/// The kind of an export, its file, and its warnings or why it could not be written.
pub type ExportResult = (ExportKind, PathBuf, Result<ExportWarnings, ExportFileError>);

impl TaskRunner {
    /// Formats rows as text or CSV, to be pasted elsewhere.
    pub fn format_list(
        &self,
        rows: ExportData,
        as_csv: bool,
    ) -> Task<Result<String, ExportFileError>> {
        self.spawn("format list", move |progress| {
            let input = rows.report_input();
            let mut bytes = Vec::new();
            let made = if as_csv {
                export_list(ListFormat::Csv(CsvSeparator::Comma), &input, progress, &mut bytes)
            } else {
                export_tsv(&input, progress, &mut bytes).map(|()| ExportWarnings::default())
            };
            // A file says by its first letters that it is UTF-8; a text need not.
            let text = String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_owned();
            Ok(made.map(|_| text)?)
        })
    }

    /// Makes a summary and writes it to a file that is not the register's own.
    pub fn export_summary(
        &self,
        path: PathBuf,
        format: ReportFormat,
        rows: ExportData,
        own: PathBuf,
    ) -> Task<ExportResult> {
        self.spawn_labelled("export", "status_bar.exporting", move |progress| {
            let written = ExportTarget::new(&path, &[&own])
                .write(|out| export_summary(format, &rows.report_input(), progress, out));
            (ExportKind::Summary, path, written)
        })
    }

    /// Draws a chart on its page and writes it to a file that is not the register's own.
    pub fn export_figure(
        &self,
        path: PathBuf,
        (format, size): (FigureFormat, [u32; 2]),
        title: String,
        rows: ExportData,
        chart: ChartRenderer,
        own: PathBuf,
    ) -> Task<ExportResult> {
        self.spawn_labelled("export", "status_bar.exporting", move |_| {
            let print = || {
                let page = figure_file::figure_page(&rows.report_input(), &title);
                let chart = chart(page.chart_size(page_layout::page_size_in_points(size)));
                figure_file::export_figure(format, &page, chart, size, rows.locale)
            };
            let written = ExportTarget::new(&path, &[&own]).write(|out| {
                out.write_all(&print()?)?;
                Ok(ExportWarnings::default())
            });
            (ExportKind::Figure, path, written)
        })
    }

    /// Computes the changes between two days and writes them to a file that is not the register's
    /// own.
    pub fn export_changes(
        &self,
        path: PathBuf,
        format: ReportFormat,
        span: ChangesRequest,
        own: PathBuf,
    ) -> Task<ExportResult> {
        self.spawn_labelled("export", "status_bar.exporting", move |progress| {
            let ChangesRequest { register, days: (from, to), locale, history_source } = span;
            let changes = Changes::between(&register, from, to);
            let history = history_source.read();
            let input = ChangesInput { register: &register, changes: &changes, locale, history };
            let written = ExportTarget::new(&path, &[&own])
                .write(|out| export_changes(format, &input, progress, out));
            (ExportKind::Changes, path, written)
        })
    }
}
