//! Output on a terminal: a table fits it, and is whole where it is piped.

use std::process::Command;

use unicode_width::UnicodeWidthStr as _;

use crate::{
    cli::{BUNDLED, output_of, run},
    source_code::repository_root,
};

/// Runs `list` on a terminal of this many columns; `None` where this machine cannot make one.
fn list_on_a_terminal(columns: usize) -> Option<String> {
    let program = env!("CARGO_BIN_EXE_blue-ribbon");
    let line = format!("{program} list {BUNDLED} --as-of 2014-03-30");
    let output = Command::new("script")
        .args(["-qec", &line, "/dev/null"])
        .current_dir(repository_root())
        .env("LC_ALL", "C")
        .env_remove("LANGUAGE")
        .env("COLUMNS", columns.to_string())
        .output()
        .ok()?;
    assert!(output.status.success(), "{output:?}");
    Some(String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n"))
}

#[cfg(target_os = "linux")]
#[test]
fn a_table_fits_the_terminal_and_is_whole_where_it_is_piped() {
    let (whole, _) = output_of(&run(&["list", BUNDLED, "--as-of", "2014-03-30"]).success());
    let widest = whole.lines().map(|line| line.width()).max().unwrap();
    let Some(wide) = list_on_a_terminal(widest) else {
        // Without the program `script` there is no terminal to try.
        return;
    };
    assert_eq!(wide, whole);
    for columns in [100, 80] {
        let narrow = list_on_a_terminal(columns).unwrap();
        assert_eq!(narrow.lines().count(), whole.lines().count());
        assert!(narrow.contains('…') && narrow.contains("Yutaka"), "{narrow}");
        for line in narrow.lines() {
            assert!(line.width() <= columns, "{columns}: {line}");
        }
    }
}
