//! What differs between two versions of a register, to hand out: worked out once here, printed by
//! each format.

mod text;
mod markdown;
mod html;
mod json;

use crate::{
    Locale, Progress,
    describe::differences::{DifferenceDescriber, DifferenceText},
    export::{
        ExportError,
        footnotes::{Footnote, FootnoteRef, Footnotes},
    },
    merge::Difference,
    register::Register,
};

/// A format of what differs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DiffFormat {
    /// A difference a line, to be read in a terminal.
    #[default]
    Text,
    /// Markdown, with a heading for each person.
    Markdown,
    /// One self-contained HTML file.
    Html,
    /// For programs (RFC 8259).
    Json,
}

impl DiffFormat {
    /// Every format, in the order it is offered.
    pub const ALL: [Self; 4] = [Self::Text, Self::Markdown, Self::Html, Self::Json];

    /// Its name on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Json => "json",
        }
    }
}

/// What an export of differences is made from. The differences are those of the two registers.
pub struct DiffInput<'a> {
    /// The older version.
    pub old: &'a Register,
    /// The newer version.
    pub new: &'a Register,
    /// What differs.
    pub differences: &'a [Difference],
    /// The language.
    pub locale: Locale,
}

/// Makes an export of what differs. Reports each difference once, when it is worked out.
///
/// # Errors
/// When it was cancelled, or when a writer failed.
pub fn export_diff(
    format: DiffFormat,
    input: &DiffInput<'_>,
    progress: &Progress,
) -> Result<Vec<u8>, ExportError> {
    let DiffInput { old, new, differences, locale } = *input;
    let describer = DifferenceDescriber { locale, registers: [new, old] };
    let mut notes = Footnotes::from_either([new, old]);
    let mut entries = Vec::with_capacity(differences.len());
    for (done, difference) in differences.iter().enumerate() {
        progress.report(done, differences.len())?;
        let value = difference.new.as_ref().or(difference.old.as_ref());
        let cites = notes.cite(value.map_or(&[], |value| value.sources()));
        entries.push(DiffEntry {
            difference,
            text: describer.describe_difference(difference),
            cites,
        });
    }
    let report = DiffReport { locale, old, new, entries, footnotes: notes.into_footnotes() };
    match format {
        DiffFormat::Text => Ok(text::print(&report)),
        DiffFormat::Markdown => Ok(markdown::print(&report)),
        DiffFormat::Html => Ok(html::print(&report)),
        DiffFormat::Json => json::print(&report),
    }
}

/// What differs. Sources are numbered in the order of its entries.
struct DiffReport<'a> {
    locale: Locale,
    old: &'a Register,
    new: &'a Register,
    entries: Vec<DiffEntry<'a>>,
    /// The sources cited, by number.
    footnotes: Vec<Footnote<'a>>,
}

/// A difference with its sources.
struct DiffEntry<'a> {
    difference: &'a Difference,
    text: DifferenceText,
    cites: Vec<FootnoteRef>,
}

impl DiffReport<'_> {
    /// How many differences there are, or that there are none.
    fn describe_count(&self) -> String {
        match self.entries.len() {
            0 => self.locale.t("diff.no_differences").into_owned(),
            n => self.locale.t_plural("diff.count", n),
        }
    }

    /// The title of the older version, where it is another than that of the newer one.
    fn describe_older_title(&self) -> Option<String> {
        let title = self.old.title();
        (title != self.new.title())
            .then(|| self.locale.t_with("diff.older_version", &[("title", title)]))
    }
}
