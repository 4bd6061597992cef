//! Making summaries, lists and what changed, and writing them.

use std::{path::PathBuf, sync::Arc};

use crate::{
    Locale,
    analysis::{
        changes::Changes, counts_over_time::CountPoint, position::CaseState,
        reconciliation::Reconciliation,
    },
    export::{
        self, ExportKind, ReportFormat, ReportInput, Scope,
        case_list::{self, ListFormat},
        changes::{self, ChangesInput},
        figure_file::{self, FigureFormat},
    },
    figure::{Figure, page_layout},
    jobs::{JobKind, JobResult, Jobs},
    model::Day,
    register::{RecordedVersion, Register},
    store::{self, error::WriteError},
};

/// Why nothing was exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportJobError {
    /// It could not be made.
    #[error(transparent)]
    Export(#[from] export::ExportError),
    /// It could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl ExportJobError {
    /// What went wrong and what to do, in words; none where it was cancelled.
    pub fn describe(&self, locale: Locale) -> Option<String> {
        match self {
            Self::Export(export::ExportError::Cancelled) => None,
            Self::Export(error) => Some(error.describe(locale)),
            Self::Write(error) => Some(error.describe(locale)),
        }
    }
}

/// What to print, handed to a worker whole.
pub struct ExportData {
    /// The records.
    pub register: Arc<Register>,
    /// The two lists held against each other.
    pub reconciliation: Reconciliation,
    /// The standing of each case.
    pub case_states: Vec<CaseState>,
    /// The rows to list and the filter in words; none for the whole.
    pub filtered: Option<(Vec<u32>, String)>,
    /// The language.
    pub locale: Locale,
    /// Whether a summary has where a side contradicts itself or the other.
    pub with_contradictions: bool,
    /// Both lists over time of the rows, where a summary is to have its pictures.
    pub count_points: Option<Vec<CountPoint>>,
    /// When the register stood so, where it is an earlier one.
    pub as_recorded: Option<RecordedVersion>,
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
        }
    }
}

/// What changed between two days, to be worked out and printed by a worker.
pub struct ChangesRequest {
    /// The records.
    pub register: Arc<Register>,
    /// The two days.
    pub days: (Day, Day),
    /// The language.
    pub locale: Locale,
}

impl Jobs {
    /// Makes a text of rows, to be pasted elsewhere.
    pub fn format_list(&mut self, rows: ExportData, as_csv: bool) {
        self.start(JobKind::FormattingList, move |progress| {
            let input = rows.report_input();
            let text = if as_csv {
                // A file says by its first letters that it is UTF-8; a text need not.
                let bytes = case_list::export_list(ListFormat::Csv, &input, progress);
                bytes.map(|bytes| {
                    String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_owned()
                })
            } else {
                case_list::to_tsv(&input, progress)
            };
            JobResult::ListFormatted(text.map_err(ExportJobError::from))
        });
    }

    /// Makes a summary and writes it to a file that is not the register's own.
    pub fn export_summary(
        &mut self,
        path: PathBuf,
        format: ReportFormat,
        rows: ExportData,
        own: PathBuf,
    ) {
        self.start(JobKind::Exporting, move |progress| {
            let written = store::ensure_distinct_files(&path, &own)
                .map_err(ExportJobError::from)
                .and_then(|()| Ok(export::export_summary(format, &rows.report_input(), progress)?))
                .and_then(|bytes| Ok(store::export_file(&path, &bytes)?));
            JobResult::Exported(ExportKind::Summary, path, written)
        });
    }

    /// Draws a chart on its sheet and writes it to a file that is not the register's own.
    pub fn export_figure(
        &mut self,
        path: PathBuf,
        (format, size): (FigureFormat, [u32; 2]),
        title: String,
        rows: ExportData,
        chart: ChartRenderer,
        own: PathBuf,
    ) {
        self.start(JobKind::Exporting, move |_| {
            let print = || {
                let sheet = figure_file::figure_page(&rows.report_input(), &title);
                let chart = chart(sheet.chart_size(page_layout::page_size_in_points(size)));
                figure_file::export_figure(format, &sheet, chart, size, rows.locale)
            };
            let written = store::ensure_distinct_files(&path, &own)
                .map_err(ExportJobError::from)
                .and_then(|()| Ok(print()?))
                .and_then(|bytes| Ok(store::export_file(&path, &bytes)?));
            JobResult::Exported(ExportKind::Figure, path, written)
        });
    }

    /// Works out what changed between two days and writes it to a file that is not the register's
    /// own.
    pub fn export_changes(
        &mut self,
        path: PathBuf,
        format: ReportFormat,
        span: ChangesRequest,
        own: PathBuf,
    ) {
        self.start(JobKind::Exporting, move |progress| {
            let ChangesRequest { register, days: (from, to), locale } = span;
            let changes = Changes::between(&register, from, to);
            let input = ChangesInput { register: &register, changes: &changes, locale };
            let written = store::ensure_distinct_files(&path, &own)
                .map_err(ExportJobError::from)
                .and_then(|()| Ok(changes::export_changes(format, &input, progress)?))
                .and_then(|bytes| Ok(store::export_file(&path, &bytes)?));
            JobResult::Exported(ExportKind::Changes, path, written)
        });
    }
}
