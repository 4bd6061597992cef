//! Another program that answers each save with a version of its own, at any moment of the save, by
//! renaming and by writing in place: each of its versions is in the register, was merged, or is kept.

use std::{
    fs,
    mem::MaybeUninit,
    sync::atomic::{AtomicU64, Ordering},
};

use jiff::Timestamp;
use rustix::fs::inotify;

use crate::{faults::*, synth};
use blue_ribbon::{
    merge::{Side, list_edits::edits_between, merge},
    register::{HistoryEvent, Step, StepKind, StepSubject},
    store::{
        SaveOptions,
        error::SaveError,
        fs::process_identity::ProcessIdentity,
        history::{
            commit::Commit,
            commit_info::{CommitInfo, PendingEntry},
            verify::verify,
        },
        open_writable, save,
        save_warning::SaveWarning,
        saved_version::SavedVersion,
    },
};

/// The beginning of the list to which the other program adds a record.
const LIST: &str = "sources: [\n";

/// Returns the title of the record that the other program adds in a version.
fn record_title(version: u64) -> String {
    format!("Record {version} of theirs")
}

/// The moments of a save at which the other program writes: when a file is created, modified or
/// renamed.
const MOMENTS: [(&str, inotify::ReadFlags); 5] = [
    (".tmp", inotify::ReadFlags::CREATE),
    (".history", inotify::ReadFlags::MODIFY),
    (".bak", inotify::ReadFlags::MOVED_TO),
    (".exchange", inotify::ReadFlags::MOVED_TO),
    ("register.ron", inotify::ReadFlags::MOVED_TO),
];

/// Writes a number of versions of a register, each in answer to a save.
fn answer_saves(folder: &Path, versions: u64, sent: &AtomicU64) {
    let path = folder.join("register.ron");
    let mut chance = Random::new();
    let watch = inotify::init(inotify::CreateFlags::CLOEXEC).unwrap();
    let events =
        inotify::WatchFlags::CREATE | inotify::WatchFlags::MODIFY | inotify::WatchFlags::MOVED_TO;
    inotify::add_watch(&watch, folder, events).unwrap();
    let mut buffer = [MaybeUninit::uninit(); 4096];
    let mut reader = inotify::Reader::new(&watch, &mut buffer);
    let mut wait_for = |(ending, flags): (&str, inotify::ReadFlags)| {
        loop {
            let event = reader.next().unwrap();
            let name = event.file_name().map_or("", |name| name.to_str().unwrap());
            if name.ends_with(ending) && event.events().intersects(flags) {
                return;
            }
        }
    };
    for version in 1..=versions {
        wait_for(MOMENTS[chance.below(MOMENTS.len() as u64) as usize]);
        let since = Instant::now();
        let pause = Duration::from_micros(chance.below(400));
        while since.elapsed() < pause {
            std::hint::spin_loop();
        }
        let text = fs::read_to_string(&path).unwrap();
        let record = format!(
            "(id: \"theirs-{version}\", kind: Press, publisher: \"P\", title: {:?}),\n",
            record_title(version)
        );
        assert!(text.contains(LIST), "{text}");
        let text = text.replacen(LIST, &(LIST.to_owned() + &record), 1);
        if chance.below(2) == 0 {
            let temp = folder.join("theirs");
            fs::write(&temp, text).unwrap();
            fs::rename(temp, &path).unwrap();
        } else {
            fs::write(&path, text).unwrap();
        }
        sent.store(version, Ordering::Release);
    }
}

/// Opens a version that the other program may still be writing.
fn open_written(path: &Path) -> RegisterFile {
    let since = Instant::now();
    loop {
        match open(path, &Progress::default()) {
            Err(error) if since.elapsed() > Duration::from_secs(20) => panic!("{error}"),
            Err(_) => thread::sleep(Duration::from_millis(1)),
            Ok(opened) => return opened,
        }
    }
}

/// The register of an editor, the version in the file and its records.
struct Editor {
    path: PathBuf,
    register: Register,
    base: Register,
    version: SavedVersion,
    kept: usize,
    merged: usize,
}

impl Editor {
    /// Saves with a history until no other version comes first, and merges each that does.
    fn save(&mut self) {
        loop {
            let edits = edits_between(&self.base, &self.register);
            let step = Step::new(StepKind::Change, StepSubject::Register, edits);
            let event = HistoryEvent::Performed(step);
            let info = CommitInfo {
                author_name: "Ours".into(),
                process: ProcessIdentity { user: "u".into(), machine: "m".into(), process: 1 },
                pending_entries: vec![PendingEntry { time: Timestamp::now(), event }],
                signing_key: None,
            };
            let history = Some(Commit { info: &info, overwritten: None });
            let options = SaveOptions { history, ..SaveOptions::update(&self.version) };
            match save(&self.path, &self.register, &options, &Progress::default()) {
                Ok(mut version) => {
                    let before = std::mem::replace(&mut self.base, self.register.clone());
                    for warning in version.take_warnings() {
                        match warning {
                            SaveWarning::VersionKept { kept, .. } => {
                                self.merge(&before, &open_written(&kept).register);
                                self.kept += 1;
                            }
                            SaveWarning::BackupKept { .. } => {}
                            other => panic!("{other:?}"),
                        }
                    }
                    self.version = version;
                    return;
                }
                Err(SaveError::Changed { .. }) => {
                    let theirs = open_written(&self.path);
                    let before = std::mem::replace(&mut self.base, theirs.register);
                    self.merge(&before, &self.base.clone());
                    self.version = theirs.version;
                    self.merged += 1;
                }
                Err(error) => panic!("{error}"),
            }
        }
    }

    fn merge(&mut self, base: &Register, theirs: &Register) {
        self.register = merge(Some(base), &self.register, theirs).resolve_all(Side::Theirs);
    }
}

/// Returns an editor of the register in a folder; an interrupted save is completed first.
fn open_editor(folder: &Path) -> Editor {
    let path = folder.join("register.ron");
    let since = Instant::now();
    let RegisterFile { register, version, .. } = loop {
        match open_writable(&path, &Progress::default()) {
            Ok(opened) => break opened,
            // The other program is writing it in place.
            Err(error) if since.elapsed() > Duration::from_secs(20) => panic!("{error}"),
            Err(_) => thread::sleep(Duration::from_millis(1)),
        }
    };
    let base = register.clone();
    Editor { path, register, base, version, kept: 0, merged: 0 }
}

/// Makes a register in a folder.
fn create_register(folder: &Path) {
    let path = folder.join("register.ron");
    save(&path, &synth::register(3), &SaveOptions::create(), &Progress::default()).unwrap();
}

/// Asserts that each of a number of versions is in a file of the folder, that no file of a save is
/// left there, and that the history is whole.
fn assert_nothing_lost(folder: &Path, versions: u64) {
    let entries = fs::read_dir(folder).unwrap();
    let paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    let texts: Vec<String> = paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let is_kept = |version: &u64| {
        let title = record_title(*version);
        texts.iter().any(|text| text.contains(&title))
    };
    let lost: Vec<_> = (1..=versions).filter(|version| !is_kept(version)).collect();
    assert!(lost.is_empty(), "{} of {versions} versions are lost: {lost:?}", lost.len());
    assert!(!paths.iter().any(|path| path.extension().is_some_and(|it| it == "exchange")));
    let report = verify(&folder.join("register.ron"), &Progress::default()).unwrap();
    assert!(report.issues.is_empty(), "{:?}", report.issues);
}

#[test]
fn no_version_of_a_program_that_answers_each_save_is_lost() {
    let versions = from_env("BLUE_RIBBON_VERSIONS", 60);
    let folder = tempfile::tempdir().unwrap();
    create_register(folder.path());
    let mut editor = open_editor(folder.path());
    let sent = AtomicU64::new(0);
    let mut edits = 0;
    thread::scope(|scope| {
        let writer = scope.spawn(|| answer_saves(folder.path(), versions, &sent));
        while !writer.is_finished() {
            edits += 1;
            note_first(&mut editor.register, &edits.to_string());
            editor.save();
        }
    });
    assert_eq!(sent.load(Ordering::Acquire), versions);
    note_first(&mut editor.register, "the end");
    editor.save();
    assert_nothing_lost(folder.path(), versions);
    let (kept, merged) = (editor.kept, editor.merged);
    assert!(kept > 0, "some arrived between the check and the replacement");
    print_line(&format!(
        "a second writer: {versions} versions sent during {edits} saves, {kept} kept, {merged} \
         merged before, none lost"
    ));
}

#[test]
fn no_version_is_lost_where_the_program_is_killed_while_it_is_answered() {
    let versions = from_env("BLUE_RIBBON_VERSIONS", 60);
    let folder = tempfile::tempdir().unwrap();
    create_register(folder.path());
    let mut chance = Random::new();
    let (sent, mut kills, mut recovered) = (AtomicU64::new(0), 0, 0);
    thread::scope(|scope| {
        let writer = scope.spawn(|| answer_saves(folder.path(), versions, &sent));
        while !writer.is_finished() {
            let mut running = ChildProcess::start(child_command(child_editor, folder.path()));
            running.wait_for("ready").expect("it starts on what the kill before has left");
            thread::sleep(Duration::from_micros(chance.below(150_000)));
            let said = running.kill();
            recovered += said.iter().filter(|line| *line == "recovered").count();
            kills += 1;
        }
    });
    let mut editor = open_editor(folder.path());
    note_first(&mut editor.register, "the end");
    editor.save();
    assert_nothing_lost(folder.path(), versions);
    print_line(&format!(
        "a second writer: {versions} versions sent, {kills} kills, {recovered} versions found by \
         the next start, none lost"
    ));
}

/// Edits one case again and again, and merges what the other program writes, until it is killed.
#[test]
#[ignore = "started by another test, in a process of its own"]
fn child_editor() {
    let Some(folder) = child_folder() else { return };
    let is_exchanged =
        |entry: fs::DirEntry| entry.path().extension().is_some_and(|it| it == "exchange");
    if fs::read_dir(&folder).unwrap().any(|entry| is_exchanged(entry.unwrap())) {
        print_line("recovered");
    }
    let mut editor = open_editor(&folder);
    print_line("ready");
    for edit in 1.. {
        note_first(&mut editor.register, &format!("{edit}"));
        editor.save();
    }
}
