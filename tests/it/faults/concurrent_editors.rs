//! Two programs that save one file at the same time: every edit that either reports as saved is in
//! the file at the end.

use std::collections::BTreeSet;

use crate::{faults::*, synth};
use blue_ribbon::{
    Progress,
    store::{SaveOptions, error::SaveError, save},
};

/// Two editors append words to the same note; one whose file was changed by the other reads it
/// again and appends its word to the new text.
#[test]
fn two_editors_of_one_file_lose_no_saved_edit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    let mut register = synth::register(40);
    note_first(&mut register, "");
    save(&path, &register, &SaveOptions::copy(), &Progress::default()).unwrap();
    let start = |name: &str| {
        let mut command = child_command(child_editor, folder.path());
        command.env("BLUE_RIBBON_NAME", name);
        ChildProcess::start(command)
    };
    let said: Vec<_> =
        ["a", "b"].map(start).into_iter().map(ChildProcess::wait_for_success).collect();
    let text = |word| {
        let lines = said.iter().flatten().filter_map(move |line| line.strip_prefix(word));
        lines.map(str::to_owned).collect::<BTreeSet<_>>()
    };
    let (saved, refused) = (text("saved "), text("refused "));
    let register = open_intact(&path).register;
    let there: Vec<&str> = register.cases()[0].note.split_whitespace().collect();
    let in_file: BTreeSet<String> = there.iter().map(|word| (*word).to_owned()).collect();
    let lost: Vec<_> = saved.difference(&in_file).collect();
    assert!(lost.is_empty(), "{} of {} saved are lost: {lost:?}", lost.len(), saved.len());
    assert_eq!(in_file, saved, "nothing is there that was not saved");
    assert_eq!(there.len(), saved.len(), "nothing is there twice");
    for name in ["a", "b"] {
        assert!(saved.iter().any(|word| word.starts_with(name)), "{name} saved something");
    }
    print_line(&format!(
        "two editors: {} edits saved, {} refused at first",
        saved.len(),
        refused.len()
    ));
}

#[test]
#[ignore = "started by another test, in a process of its own"]
fn child_editor() {
    let Some(folder) = child_folder() else { return };
    let name = env::var("BLUE_RIBBON_NAME").unwrap();
    let path = folder.join("register.ron");
    let until = Instant::now() + Duration::from_secs(from_env("BLUE_RIBBON_EDITING", 3));
    let (mut number, mut chance) = (0, Random::new());
    let RegisterFile { mut register, mut version, .. } = open_intact(&path);
    while Instant::now() < until {
        number += 1;
        let word = format!("{name}{number}");
        loop {
            let mut edited = register.clone();
            let note = format!("{} {word}", register.cases()[0].note);
            note_first(&mut edited, &note);
            match save(&path, &edited, &SaveOptions::update(&version), &Progress::default()) {
                Ok(saved) => {
                    print_line(&format!("saved {word}"));
                    (register, version) = (edited, saved);
                    // Else the one who has just saved would always be the first to save again.
                    if chance.below(3) == 0 {
                        thread::sleep(Duration::from_millis(chance.below(10)));
                    }
                    break;
                }
                Err(SaveError::Changed { .. }) => {
                    print_line(&format!("refused {word}"));
                    RegisterFile { register, version, .. } = open_intact(&path);
                }
                Err(error) => panic!("{error}"),
            }
        }
    }
}
