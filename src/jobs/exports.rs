//! Making summaries, lists and what changed, and writing them.

use std::{path::PathBuf, sync::Arc};

use super::{Done, Jobs, Work};
use crate::{
    export::{self, ChangesInput, Format, Input, ListFormat, PictureFormat, Product, Scope},
    lang::Lang,
    model::Day,
    picture::{Picture, sheet},
    register::{Recorded, Register},
    store::{self, WriteError},
    view::{Changes, Figures, Reconciliation, Standing},
};

/// Why nothing was exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportFailed {
    /// It could not be made.
    #[error(transparent)]
    Export(#[from] export::ExportError),
    /// It could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl ExportFailed {
    /// What went wrong and what to do, in words; none where it was cancelled.
    pub fn words(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Export(export::ExportError::Cancelled) => None,
            Self::Export(error) => Some(error.words(lang)),
            Self::Write(error) => Some(error.words(lang)),
        }
    }
}

/// What to print, handed to a worker whole.
pub struct Rows {
    /// The records.
    pub register: Arc<Register>,
    /// The two lists held against each other.
    pub reconciliation: Reconciliation,
    /// The standing of each case.
    pub standings: Vec<Standing>,
    /// The rows to list and the filter in words; none for the whole.
    pub filtered: Option<(Vec<u32>, String)>,
    /// The language.
    pub lang: Lang,
    /// Whether a summary has where a side contradicts itself or the other.
    pub contradictions: bool,
    /// Both lists over time of the rows, where a summary is to have its pictures.
    pub pictures: Option<Vec<Figures>>,
    /// When the register stood so, where it is an earlier one.
    pub as_recorded: Option<Recorded>,
}

/// Draws a chart to a width and a height, in points.
pub type Chart = Box<dyn FnOnce([f32; 2]) -> Picture + Send>;

impl Rows {
    fn input(&self) -> Input<'_> {
        Input {
            register: &self.register,
            reconciliation: &self.reconciliation,
            standings: &self.standings,
            scope: match &self.filtered {
                Some((rows, asked)) => Scope::Filtered { rows, asked },
                None => Scope::Whole,
            },
            lang: self.lang,
            contradictions: self.contradictions,
            pictures: self.pictures.as_deref(),
            as_recorded: self.as_recorded,
        }
    }
}

/// What changed between two days, to be worked out and printed by a worker.
pub struct Span {
    /// The records.
    pub register: Arc<Register>,
    /// The two days.
    pub days: (Day, Day),
    /// The language.
    pub lang: Lang,
}

impl Jobs {
    /// Makes a text of rows, to be pasted elsewhere.
    pub fn list(&mut self, rows: Rows, as_csv: bool) {
        self.start(Work::Listing, move |progress| {
            let input = rows.input();
            let text = if as_csv {
                // A file says by its first letters that it is UTF-8; a text need not.
                let bytes = export::list(ListFormat::Csv, &input, progress);
                bytes.map(|bytes| {
                    String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_owned()
                })
            } else {
                export::pasted(&input, progress)
            };
            Done::Listed(text.map_err(ExportFailed::from))
        });
    }

    /// Makes a summary and writes it to a file that is not the register's own.
    pub fn export(&mut self, path: PathBuf, format: Format, rows: Rows, own: PathBuf) {
        self.start(Work::Exporting, move |progress| {
            let written = store::apart(&path, &own)
                .map_err(ExportFailed::from)
                .and_then(|()| Ok(export::export(format, &rows.input(), progress)?))
                .and_then(|bytes| Ok(store::write_file(&path, &bytes)?));
            Done::Exported(Product::Summary, path, written)
        });
    }

    /// Draws a chart on its sheet and writes it to a file that is not the register's own.
    pub fn export_picture(
        &mut self,
        path: PathBuf,
        (format, size): (PictureFormat, [u32; 2]),
        title: String,
        rows: Rows,
        chart: Chart,
        own: PathBuf,
    ) {
        self.start(Work::Exporting, move |_| {
            let print = || {
                let sheet = export::around(&rows.input(), &title);
                let chart = chart(sheet.room(sheet::points(size)));
                export::picture(format, &sheet, chart, size, rows.lang)
            };
            let written = store::apart(&path, &own)
                .map_err(ExportFailed::from)
                .and_then(|()| Ok(print()?))
                .and_then(|bytes| Ok(store::write_file(&path, &bytes)?));
            Done::Exported(Product::Picture, path, written)
        });
    }

    /// Works out what changed between two days and writes it to a file that is not the register's
    /// own.
    pub fn export_changes(&mut self, path: PathBuf, format: Format, span: Span, own: PathBuf) {
        self.start(Work::Exporting, move |progress| {
            let Span { register, days: (from, to), lang } = span;
            let changes = Changes::between(&register, from, to);
            let input = ChangesInput { register: &register, changes: &changes, lang };
            let written = store::apart(&path, &own)
                .map_err(ExportFailed::from)
                .and_then(|()| Ok(export::changes(format, &input, progress)?))
                .and_then(|bytes| Ok(store::write_file(&path, &bytes)?));
            Done::Exported(Product::Changes, path, written)
        });
    }
}
