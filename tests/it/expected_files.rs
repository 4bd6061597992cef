//! Comparison of reports with the files in `tests/expected`, byte for byte.
//!
//! `UPDATE_EXPECTED=1 cargo test --test it` writes these files again. Review the difference before
//! you commit it.

use blue_ribbon::{
    Locale,
    export::{error::ExportError, report::ReportFormat},
};

use crate::source_code::repository_root;

/// Returns the bytes that an export writes.
pub fn exported<T>(
    export: impl FnOnce(&mut Vec<u8>) -> Result<T, ExportError>,
) -> Result<Vec<u8>, ExportError> {
    let mut bytes = Vec::new();
    export(&mut bytes).map(|_| bytes)
}

/// Returns the language of the expected files of a format: each format is compared in one.
pub fn expected_locale(format: ReportFormat) -> Locale {
    match format {
        ReportFormat::Markdown | ReportFormat::Html => Locale::ENGLISH,
        ReportFormat::Csv(_) | ReportFormat::Json => Locale::from_tag("ja").unwrap(),
    }
}

/// Compares with the expected file of this name.
pub fn assert_expected(name: &str, made: &[u8]) {
    let path = repository_root().join("tests/expected").join(name);
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&path, made).unwrap();
    }
    let expected = std::fs::read(&path).unwrap_or_default();
    if expected == made {
        return;
    }
    let (made, expected) = (String::from_utf8_lossy(made), String::from_utf8_lossy(&expected));
    let (mut made, mut expected) = (made.split('\n'), expected.split('\n'));
    for number in 1.. {
        let (is, should) = (made.next(), expected.next());
        assert_eq!(is, should, "{name}, line {number}; UPDATE_EXPECTED=1 writes the file anew");
    }
}
