//! The format of an output that is not named: it follows from the ending of the file.

use std::path::Path;

use clap::ValueEnum;

/// The endings of files, and the names of the formats that they stand for.
const ENDINGS: [(&str, &str); 9] = [
    ("csv", "csv"),
    ("htm", "html"),
    ("html", "html"),
    ("json", "json"),
    ("markdown", "markdown"),
    ("md", "markdown"),
    ("text", "text"),
    ("tsv", "csv"),
    ("txt", "text"),
];

/// Returns the format of a file by its ending; `None` where no format has it. It is the default of a
/// file without an ending, of standard output, and of a text file where there is no format for text.
pub(in crate::cli) fn format_of_file<F: ValueEnum + Default>(file: Option<&Path>) -> Option<F> {
    let Some(ending) = file.and_then(Path::extension) else { return Some(F::default()) };
    let ending = ending.to_string_lossy().to_lowercase();
    let (_, format) = ENDINGS.iter().find(|(known, _)| *known == ending)?;
    match F::from_str(format, false) {
        Ok(format) => Some(format),
        Err(_) => (*format == "text").then(F::default),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{csv_separator::CsvSeparator, diff::DiffFormat, report::ReportFormat};

    #[test]
    fn a_format_follows_from_the_ending() {
        let report = |file: &str| format_of_file::<ReportFormat>(Some(Path::new(file)));
        let diff = |file: &str| format_of_file::<DiffFormat>(Some(Path::new(file)));
        assert_eq!(report("a/s.html"), Some(ReportFormat::Html));
        assert_eq!(report("S.HTM"), Some(ReportFormat::Html));
        assert_eq!(report("s.md"), Some(ReportFormat::Markdown));
        assert_eq!(report("s.json"), Some(ReportFormat::Json));
        assert_eq!(report("s.txt"), Some(ReportFormat::Markdown));
        assert_eq!(diff("s.txt"), Some(DiffFormat::Text));
        assert_eq!(report("s.tar.csv"), Some(ReportFormat::Csv(CsvSeparator::Comma)));
        for default in ["summary", "-", "/dev/null", ".hidden"] {
            assert_eq!(report(default), Some(ReportFormat::Markdown), "{default}");
        }
        assert_eq!(format_of_file::<ReportFormat>(None), Some(ReportFormat::Markdown));
        assert_eq!(report("s.pdf"), None);
        assert_eq!(report("s.ron"), None);
        assert_eq!(diff("s.csv"), None);
    }
}
