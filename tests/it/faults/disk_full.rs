//! A full disk, simulated at every byte and real: a failed save leaves the old file whole and no
//! temporary file, reports the reason, and succeeds once there is space.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, ErrorKind, Write},
};

#[cfg(feature = "window-tests")]
use crate::window::Window;
use crate::{faults::*, source_code::repository_root};
use blue_ribbon::{
    Locale,
    register::{Change, Edit},
    store::{
        SaveOptions, app_dirs,
        error::{SaveError, WriteError},
        fs::fingerprint::Fingerprint,
        register_text::WriteRegister,
        save,
        saved_version::SavedVersion,
        settings::Settings,
    },
};

/// A register whose printing fails after a number of bytes.
struct FailingRegister<'a> {
    register: &'a Register,
    after: usize,
    why: ErrorKind,
}

impl WriteRegister for FailingRegister<'_> {
    fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        self.register.print(&mut LimitedWriter { out, left: self.after, why: self.why })
    }
}

struct LimitedWriter<'a> {
    out: &'a mut dyn Write,
    left: usize,
    why: ErrorKind,
}

impl Write for LimitedWriter<'_> {
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

/// Returns a folder with a small register in it, its path and the register.
fn small_register() -> (tempfile::TempDir, PathBuf, Register) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    fs::copy(repository_root().join("data/format-1.ron"), &path).unwrap();
    let register = open_intact(&path).register;
    (folder, path, register)
}

fn file_names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Returns the register with another note on its first case.
fn with_note(register: &Register, note: &str) -> Register {
    let mut register = register.clone();
    let before = Arc::clone(&register.cases()[0]);
    let mut after = (*before).clone();
    after.note = note.to_owned();
    let change = Change { at: 0, before: Some(before), after: Some(Arc::new(after)) };
    register.apply(&Edit::Case(change)).unwrap();
    register
}

#[test]
fn a_save_that_fails_at_any_byte_leaves_only_the_old_file() {
    let (folder, path, register) = small_register();
    let version = open_intact(&path).version;
    let (before, there) = (fs::read(&path).unwrap(), file_names(folder.path()));
    let edited = with_note(&register, "edited");
    let mut length = Vec::new();
    edited.print(&mut length).unwrap();
    for after in 0..length.len() {
        let why = if after % 2 == 0 { ErrorKind::StorageFull } else { ErrorKind::Other };
        let text = FailingRegister { register: &edited, after, why };
        let errors = [
            save(&path, &text, &SaveOptions::update(&version), &Progress::default()).unwrap_err(),
            save(&path, &text, &SaveOptions::overwrite(), &Progress::default()).unwrap_err(),
            save(
                &folder.path().join("copy.ron"),
                &text,
                &SaveOptions::copy(),
                &Progress::default(),
            )
            .unwrap_err(),
        ];
        for error in errors {
            let is_full = matches!(error, SaveError::Write(WriteError::DiskFull(_)));
            assert_eq!(is_full, why == ErrorKind::StorageFull, "{error}");
            assert!(error.describe(Locale::ENGLISH).starts_with("Not written"), "{error}");
        }
        assert_eq!(fs::read(&path).unwrap(), before, "{after}");
        assert_eq!(file_names(folder.path()), there, "{after}");
    }
    save(&path, &edited, &SaveOptions::update(&version), &Progress::default()).unwrap();
    assert_eq!(fs::read(&path).unwrap(), length);
}

/// Saves until it is called saved, and says each refusal.
fn save_with_retries(path: &Path, register: &Register, version: &SavedVersion) {
    loop {
        match save(path, register, &SaveOptions::update(version), &Progress::default()) {
            Ok(_) => return print_line("saved"),
            Err(error) => {
                print_line(&format!("refused {}", error.describe(Locale::ENGLISH)));
                assert_eq!(
                    Fingerprint::of_bytes(&fs::read(path).unwrap()),
                    version.fingerprint(),
                    "the old file is whole"
                );
                let names = file_names(path.parent().unwrap());
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

/// Limits the size of files, as a quota does.
#[cfg(unix)]
#[test]
fn save_reports_a_file_size_limit_and_loses_nothing() {
    for limit in 0..8 {
        let (folder, path, _) = small_register();
        let before = fs::read(&path).unwrap();
        let mut command = Command::new("sh");
        let limited = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" \"$@\"");
        let inner = child_command(child_with_file_size_limit, folder.path());
        command.args(["-c", &limited]).arg(inner.get_program()).args(inner.get_args());
        command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let said = ChildProcess::start(command).wait_for_success();
        let refused: Vec<_> = said.iter().filter(|line| line.starts_with("refused")).collect();
        assert!(refused.iter().all(|line| line.contains("Not written")), "{said:?}");
        // In blocks of 512 bytes.
        let fits = before.len() + "edited".len() <= limit * 512;
        assert_eq!(refused.iter().any(|line| line.contains("register.ron")), !fits, "{said:?}");
        assert_eq!(refused.iter().any(|line| line.contains("settings.ron")), limit < 3, "{said:?}");
        assert_eq!(fs::read(&path).unwrap() == before, !fits);
        open_intact(&path);
        for folder in [folder.path().to_owned(), folder.path().join("config")] {
            let names = file_names(&folder);
            assert!(!names.iter().any(|name| name.ends_with(".tmp")), "{names:?}");
        }
    }
}

#[test]
#[ignore = "started by another test, in a process of its own"]
fn child_with_file_size_limit() {
    let Some(folder) = child_folder() else { return };
    let path = folder.join("register.ron");
    let RegisterFile { register, version, .. } = open_intact(&path);
    let edited = with_note(&register, "edited");
    let say_error = |error: String| print_line(&format!("refused {error}"));
    let saved = save(&path, &edited, &SaveOptions::update(&version), &Progress::default());
    let _ = saved.map_err(|error| say_error(error.describe(Locale::ENGLISH)));
    let places = app_dirs::AppDirs::in_folder(&folder);
    let long = |n: usize| PathBuf::from("a-long-name".repeat(10) + &n.to_string());
    let settings = Settings { recent: (0..10).map(long).collect(), ..Settings::default() };
    let _ = settings.save(&places).map_err(|error| say_error(error.describe(Locale::ENGLISH)));
}

/// The child saves on a full disk of 256 KB, mounted for it alone, and frees it bit by bit.
#[cfg(target_os = "linux")]
#[test]
fn save_reports_a_full_disk_and_succeeds_after_space_is_freed() {
    let Some(said) = run_on_small_disk(child_editor_on_full_disk) else {
        return;
    };
    let refused: Vec<_> = said.iter().filter(|line| line.starts_with("refused")).collect();
    assert!(refused.iter().all(|line| line.contains("the disk is full")), "{refused:?}");
    assert!(refused.len() > 5, "{said:?}");
    assert_eq!(said.iter().filter(|line| *line == "saved").count(), 1, "{said:?}");
    print_line(&format!("a full disk: {} saves refused before there was room", refused.len()));
}

#[cfg(target_os = "linux")]
#[cfg(feature = "window-tests")]
#[test]
fn the_window_reports_a_full_disk_and_saves_after_space_is_freed() {
    let Some(said) = run_on_small_disk(child_window_on_full_disk) else {
        return;
    };
    assert!(said.iter().any(|line| line == "saved"), "{said:?}");
}

/// Runs a child on a small disk of its own and returns its output; prints a line and returns
/// nothing where this process has no right to mount one.
#[cfg(target_os = "linux")]
fn run_on_small_disk<Test: Fn()>(child: Test) -> Option<Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let small = |then: &str| {
        let mount = format!(
            "mount -t tmpfs -o size=256k,mode=777 small \"${CHILD_FOLDER_VARIABLE}\" || exit 77; {then}"
        );
        let mut command = Command::new("unshare");
        command.args(["--mount", "sh", "-c", &mount]).env(CHILD_FOLDER_VARIABLE, folder.path());
        command
    };
    if !small("exit 0").stderr(Stdio::null()).status().is_ok_and(|status| status.success()) {
        print_line(&format!(
            "skipped, for want of the right to mount a small disk: {}",
            any::type_name::<Test>()
        ));
        return None;
    }
    let inner = child_command(child, folder.path());
    let mut command = small("exec \"$0\" \"$@\"");
    command.arg(inner.get_program()).args(inner.get_args());
    command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    Some(ChildProcess::start(command).wait_for_success())
}

/// Fills the disk of a folder with files of `piece` bytes.
fn fill_disk(folder: &Path, piece: usize) {
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
fn child_editor_on_full_disk() {
    let Some(folder) = child_folder() else { return };
    let path = folder.join("register.ron");
    fs::copy(repository_root().join("data/register.ron"), &path).unwrap();
    let RegisterFile { register, version, .. } = open_intact(&path);
    fill_disk(&folder, 4096);
    save_with_retries(&path, &with_note(&register, "edited"), &version);
    assert_eq!(open_intact(&path).register.cases()[0].note, "edited");
}

#[cfg(feature = "window-tests")]
#[test]
#[ignore = "started by another test, in a process of its own"]
fn child_window_on_full_disk() {
    let Some(folder) = child_folder() else { return };
    let path = folder.join("register.ron");
    fs::copy(repository_root().join("data/register.ron"), &path).unwrap();
    let before = fs::read(&path).unwrap();
    let mut window = Window::open_at(&folder);
    fill_disk(&folder, 1024);
    window.click_row("Yutaka Kume");
    window.key(egui::Key::F2);
    window.fill_field("Given name", "Edited");
    window.keys(egui::Modifiers::COMMAND, egui::Key::S);
    window.wait_for_label("the disk is full");
    assert_eq!(fs::read(&path).unwrap(), before);
    fs::remove_dir_all(folder.join("filler")).unwrap();
    window.click("Try again");
    window.wait_until_saved();
    assert!(fs::read_to_string(&path).unwrap().contains("Edited"));
    print_line("saved");
}
