//! Error messages for the files in `tests/broken`, each of which is named by its fault.

use std::{fmt::Write as _, fs};

use crate::{expected_files::assert_expected, hostile_input::files_in};
use blue_ribbon::{
    Locale, Progress,
    store::{load_strict, open},
};

#[test]
fn a_broken_file_is_diagnosed_and_its_intact_records_open() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    let mut told = String::new();
    for (name, bytes) in files_in("tests/broken") {
        fs::write(&path, bytes).unwrap();
        let error = load_strict(&path, &Progress::default()).map(|_| ());
        let text = error.expect_err(&name).describe(Locale::ENGLISH);
        let text = text.replace(&path.display().to_string(), "PATH");
        let left = match open(&path, &Progress::default()) {
            Err(_) => "nothing of it can be shown".to_owned(),
            Ok(opened) => {
                let broken = opened.source_text.broken_records().count();
                format!("shown but for {broken}: {} cases", opened.register.cases().len())
            }
        };
        writeln!(told, "{name}\n  {text}\n  {left}\n").unwrap();
    }
    assert_expected("broken.txt", told.as_bytes());
}
