//! No room left, at every byte and on a real disk: the old file is whole, nothing is left behind,
//! it is said in words, and with room again the save goes through.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, ErrorKind, Write},
};

use blue_ribbon::{
    Lang,
    register::{Change, Edit},
    store::{SaveError, Settings, Stamp, Text, WriteError, copy, overwrite, save},
};

use super::*;
use crate::{source::top, window::Window};

/// A register whose writing breaks off after some bytes.
struct BreaksOff<'a> {
    register: &'a Register,
    after: usize,
    why: ErrorKind,
}

impl Text for BreaksOff<'_> {
    fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        self.register.print(&mut Limited { out, left: self.after, why: self.why })
    }
}

struct Limited<'a> {
    out: &'a mut dyn Write,
    left: usize,
    why: ErrorKind,
}

impl Write for Limited<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(self.why.into());
        }
        let written = self.out.write(&bytes[..bytes.len().min(self.left)])?;
        self.left -= written;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A folder with a small register in it.
fn small() -> (tempfile::TempDir, PathBuf, Register) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    fs::copy(top().join("data/format-1.ron"), &path).unwrap();
    let register = whole(&path).register;
    (folder, path, register)
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// The register with another note on its first case.
fn noting(register: &Register, note: &str) -> Register {
    let mut register = register.clone();
    let before = Arc::clone(&register.cases()[0]);
    let mut after = (*before).clone();
    after.note = note.to_owned();
    let change = Change { at: 0, before: Some(before), after: Some(Arc::new(after)) };
    register.apply(&Edit::Case(change)).unwrap();
    register
}

#[test]
fn a_save_that_breaks_off_at_any_byte_leaves_the_old_file_and_nothing_else() {
    let (folder, path, register) = small();
    let stamp = whole(&path).stamp;
    let (before, there) = (fs::read(&path).unwrap(), names(folder.path()));
    let edited = noting(&register, "edited");
    let mut length = Vec::new();
    edited.print(&mut length).unwrap();
    for after in 0..length.len() {
        let why = if after % 2 == 0 { ErrorKind::StorageFull } else { ErrorKind::Other };
        let text = BreaksOff { register: &edited, after, why };
        let errors = [
            save(&path, &text, Some(&stamp), &Progress::default()).unwrap_err(),
            overwrite(&path, &text).unwrap_err(),
            copy(&folder.path().join("copy.ron"), &text).unwrap_err(),
        ];
        for error in errors {
            let is_full = matches!(error, SaveError::Write(WriteError::Full(_)));
            assert_eq!(is_full, why == ErrorKind::StorageFull, "{error}");
            assert!(error.words(Lang::ENGLISH).starts_with("Not written"), "{error}");
        }
        assert_eq!(fs::read(&path).unwrap(), before, "{after}");
        assert_eq!(names(folder.path()), there, "{after}");
    }
    save(&path, &edited, Some(&stamp), &Progress::default()).unwrap();
    assert_eq!(fs::read(&path).unwrap(), length);
}

/// Saves until it is called saved, and says each refusal.
fn save_at_last(path: &Path, register: &Register, stamp: &Stamp) {
    loop {
        match save(path, register, Some(stamp), &Progress::default()) {
            Ok(_) => return say("saved"),
            Err(error) => {
                say(&format!("refused {}", error.words(Lang::ENGLISH)));
                assert_eq!(Stamp::of(&fs::read(path).unwrap()), *stamp, "the old file is whole");
                let names = names(path.parent().unwrap());
                assert!(!names.iter().any(|name| name.ends_with(".tmp")), "{names:?} is left");
            }
        }
        let Ok(freed) = fs::read_dir(path.parent().unwrap().join("filler")) else { continue };
        // Some room more, until it is enough.
        match freed.map(|entry| entry.unwrap().path()).next() {
            Some(filler) => fs::remove_file(filler).unwrap(),
            None => panic!("there is all the room there can be"),
        }
    }
}

/// Files that may not grow beyond a limit, as by a quota.
#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_any_further_is_said_and_nothing_is_lost() {
    for limit in 0..8 {
        let (folder, path, _) = small();
        let before = fs::read(&path).unwrap();
        let mut command = Command::new("sh");
        let limited = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" \"$@\"");
        let inner = child("faults::room::limited", folder.path());
        command.args(["-c", &limited]).arg(inner.get_program()).args(inner.get_args());
        command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let said = Running::start(command).ends();
        let refused: Vec<_> = said.iter().filter(|line| line.starts_with("refused")).collect();
        assert!(refused.iter().all(|line| line.contains("Not written")), "{said:?}");
        // In blocks of 512 bytes.
        let fits = before.len() + "edited".len() <= limit * 512;
        assert_eq!(refused.iter().any(|line| line.contains("register.ron")), !fits, "{said:?}");
        assert_eq!(refused.iter().any(|line| line.contains("settings.ron")), limit < 3, "{said:?}");
        assert_eq!(fs::read(&path).unwrap() == before, !fits);
        whole(&path);
        for folder in [folder.path().to_owned(), folder.path().join("config")] {
            let names = names(&folder);
            assert!(!names.iter().any(|name| name.ends_with(".tmp")), "{names:?}");
        }
    }
}

#[test]
#[ignore = "started by another test, in a process of its own"]
fn limited() {
    let Some(folder) = given_folder() else { return };
    let path = folder.join("register.ron");
    let Opened { register, stamp, .. } = whole(&path);
    let edited = noting(&register, "edited");
    let say_error = |error: String| say(&format!("refused {error}"));
    let saved = save(&path, &edited, Some(&stamp), &Progress::default());
    let _ = saved.map_err(|error| say_error(error.words(Lang::ENGLISH)));
    let places = blue_ribbon::store::Places::under(&folder);
    let long = |n: usize| PathBuf::from("a-long-name".repeat(10) + &n.to_string());
    let settings = Settings { recent: (0..10).map(long).collect(), ..Settings::default() };
    let _ = settings.save(&places).map_err(|error| say_error(error.words(Lang::ENGLISH)));
}

/// A real disk of 256 KB that is full, in a mount of the child's own; freed bit by bit.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_and_with_room_again_the_save_goes_through() {
    let Some(said) = on_small_disk("faults::room::full") else { return };
    let refused: Vec<_> = said.iter().filter(|line| line.starts_with("refused")).collect();
    assert!(refused.iter().all(|line| line.contains("the disk is full")), "{refused:?}");
    assert!(refused.len() > 5, "{said:?}");
    assert_eq!(said.iter().filter(|line| *line == "saved").count(), 1, "{said:?}");
    say(&format!("a full disk: {} saves refused before there was room", refused.len()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_window_on_a_full_disk_says_so_and_saves_once_there_is_room() {
    let Some(said) = on_small_disk("faults::room::window") else { return };
    assert!(said.iter().any(|line| line == "saved"), "{said:?}");
}

/// Runs a child on a disk of its own; nothing, with a word of it, where that cannot be had.
#[cfg(target_os = "linux")]
fn on_small_disk(name: &str) -> Option<Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let small = |then: &str| {
        let mount =
            format!("mount -t tmpfs -o size=256k,mode=777 small \"${FOLDER}\" || exit 77; {then}");
        let mut command = Command::new("unshare");
        command.args(["--mount", "sh", "-c", &mount]).env(FOLDER, folder.path());
        command
    };
    if !small("exit 0").stderr(Stdio::null()).status().is_ok_and(|status| status.success()) {
        say(&format!("skipped, for want of the right to mount a small disk: {name}"));
        return None;
    }
    let inner = child(name, folder.path());
    let mut command = small("exec \"$0\" \"$@\"");
    command.arg(inner.get_program()).args(inner.get_args());
    command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    Some(Running::start(command).ends())
}

/// Fills the disk that a folder is on, in pieces, but for what less than a piece takes.
fn fill(folder: &Path, piece: usize) {
    fs::create_dir(folder.join("filler")).unwrap();
    for number in 0.. {
        let path = folder.join(format!("filler/{number}"));
        if fs::write(&path, vec![0; piece]).is_err() {
            let _ = fs::remove_file(path);
            return;
        }
    }
}

#[test]
#[ignore = "started by another test, in a process of its own"]
fn full() {
    let Some(folder) = given_folder() else { return };
    let path = folder.join("register.ron");
    fs::copy(top().join("data/register.ron"), &path).unwrap();
    let Opened { register, stamp, .. } = whole(&path);
    fill(&folder, 4096);
    save_at_last(&path, &noting(&register, "edited"), &stamp);
    assert_eq!(whole(&path).register.cases()[0].note, "edited");
}

#[test]
#[ignore = "started by another test, in a process of its own"]
fn window() {
    let Some(folder) = given_folder() else { return };
    let path = folder.join("register.ron");
    fs::copy(top().join("data/register.ron"), &path).unwrap();
    let before = fs::read(&path).unwrap();
    let mut window = Window::at(&folder);
    fill(&folder, 1024);
    window.click_row("Yutaka Kume");
    window.key(egui::Key::F2);
    window.write("Given name", "Edited");
    window.keys(egui::Modifiers::COMMAND, egui::Key::S);
    window.wait_for("the disk is full");
    assert_eq!(fs::read(&path).unwrap(), before);
    fs::remove_dir_all(folder.join("filler")).unwrap();
    window.click("Try again");
    window.wait_saved();
    assert!(fs::read_to_string(&path).unwrap().contains("Edited"));
    say("saved");
}
