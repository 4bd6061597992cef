//! The program is killed at any moment while it saves with a history: the next start tells neither
//! of a history that is not the known one nor of another program.

use jiff::Timestamp;

use crate::{faults::*, synth};
use blue_ribbon::{
    register::{HistoryEvent, Step, StepKind, StepSubject},
    store::{
        SaveOptions,
        app_dirs::AppDirs,
        check_known_history,
        fs::process_identity::ProcessIdentity,
        history::{
            commit::Commit,
            commit_info::{CommitInfo, PendingEntry},
            history_check::HistoryExpectation,
            known_history::KnownHistories,
            verify::verify,
        },
        open_warning::OpenWarning,
        open_writable, save,
    },
};

/// The number of cases of the register that is saved.
const CASES: usize = 60;

fn known_histories(folder: &Path) -> KnownHistories {
    KnownHistories::new(&AppDirs::in_folder(folder))
}

/// Opens the register in a folder, as the window does.
fn open_known(folder: &Path) -> RegisterFile {
    let path = folder.join("register.ron");
    let mut opened = open_writable(&path, &Progress::default()).unwrap();
    check_known_history(&path, &mut opened, &known_histories(folder));
    opened
}

#[test]
fn an_editor_killed_at_any_moment_causes_no_false_alarm() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    save(&path, &synth::register(CASES), &SaveOptions::copy(), &Progress::default()).unwrap();
    let (mut chance, mut unfinished) = (Random::new(), 0);
    let kills = from_env("BLUE_RIBBON_KILLS", 60);
    for kill in 1..=kills {
        let mut running = ChildProcess::start(child_command(child_editor, folder.path()));
        running.wait_for("ready").expect("it starts on what the kill before has left");
        for _ in 0..=chance.below(3) {
            running.wait_for("saving").expect("it saves");
        }
        thread::sleep(Duration::from_micros(chance.below(4_000)));
        running.kill();
        let opened = open_known(folder.path());
        let is_own = |warning: &OpenWarning| {
            matches!(
                warning,
                OpenWarning::SaveRecovered { .. }
                    | OpenWarning::SaveBrokenOff { .. }
                    | OpenWarning::RegisterIsEarlier { .. }
                    | OpenWarning::HistoryTruncated
            )
        };
        unfinished += u32::from(!opened.warnings.is_empty());
        assert!(opened.warnings.iter().all(is_own), "kill {kill}: {:?}", opened.warnings);
    }
    let mut running = ChildProcess::start(child_command(child_editor, folder.path()));
    running.wait_for("saved").expect("it saves after all kills");
    running.kill();
    open_known(folder.path());
    let report = verify(&path, &Progress::default()).unwrap();
    assert_eq!((report.clock_regressions.len(), report.issues), (0, vec![]));
    let is_external = |entry: &HistoryEvent| matches!(entry, HistoryEvent::ExternalChange { .. });
    let noted = report.noted_lines.iter().map(|noted| &noted.entry);
    let external = noted.filter(|it| is_external(&it.event) && it.gap.back.is_none()).count();
    assert_eq!(external, 0, "no change is told as one of another program");
    print_line(&format!("no false alarm: {kills} kills, {unfinished} while saving"));
}

/// Saves two changes at a time, with their history, until it is killed.
#[test]
#[ignore = "started by another test, in a process of its own"]
fn child_editor() {
    let Some(folder) = child_folder() else { return };
    let (path, known) = (folder.join("register.ron"), known_histories(&folder));
    let opened = open_known(&folder);
    let (mut register, mut version) = (opened.register, opened.version);
    print_line("ready");
    for number in 0.. {
        let mut pending_entries = Vec::new();
        for part in ["first", "second"] {
            let before = Arc::clone(&register.cases()[0]);
            let mut after = (*before).clone();
            after.note = format!("{part} of {number}");
            let change = Change { at: 0, before: Some(before), after: Some(Arc::new(after)) };
            let edits = vec![Edit::Case(change)];
            register.apply_all(&edits).unwrap();
            let step = Step::new(StepKind::Change, StepSubject::Register, edits);
            let event = HistoryEvent::Performed(step);
            pending_entries.push(PendingEntry { time: Timestamp::now(), event });
        }
        let process = ProcessIdentity::current();
        let info = CommitInfo {
            author_name: "Editor".into(),
            process,
            pending_entries,
            signing_key: None,
        };
        let options = SaveOptions {
            history: Some(Commit { info: &info, overwritten: None }),
            expectation: Some(HistoryExpectation { known_histories: &known, accepted: None }),
            ..SaveOptions::update(&version)
        };
        print_line("saving");
        let saved = save(&path, &register, &options, &Progress::default());
        version = saved.unwrap_or_else(|error| panic!("{error}"));
        print_line("saved");
    }
}
