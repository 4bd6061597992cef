//! Broken files, each named by what is wrong with it: what the user is told of it.

use std::{fmt::Write as _, fs};

use blue_ribbon::{
    Lang, Progress,
    store::{load, open},
};

use super::files;
use crate::expected::assert_expected;

#[test]
fn what_is_wrong_is_said_and_what_is_whole_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    let mut told = String::new();
    for (name, bytes) in files("tests/broken") {
        fs::write(&path, bytes).unwrap();
        let error = load(&path, &Progress::default()).map(|_| ());
        let words = error.expect_err(&name).words(Lang::ENGLISH);
        let words = words.replace(&path.display().to_string(), "PATH");
        let left = match open(&path, &Progress::default()) {
            Err(_) => "nothing of it can be shown".to_owned(),
            Ok(opened) => {
                let damaged = opened.manuscript.damaged().count();
                format!("shown but for {damaged}: {} cases", opened.register.cases().len())
            }
        };
        writeln!(told, "{name}\n  {words}\n  {left}\n").unwrap();
    }
    assert_expected("broken.txt", told.as_bytes());
}
