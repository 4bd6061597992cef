//! The window without a display, driven by mouse and keyboard through its accessible names.

mod backups;
mod contradictions;
mod changes;
mod editing;
mod files;
mod file_conflicts;
mod history;
mod known_history;
mod draft_recovery;
mod keyboard;
mod figures;
mod growth;
mod map;
mod repair;
mod repair_drafts;
mod browsing;
mod sources;
mod concurrent_windows;
mod window_size;
mod file_dialog_answers;

use std::{
    path::{Path, PathBuf},
    rc::Rc,
    time::{Duration, Instant},
};

use egui::{Key, Modifiers};
use egui_kittest::{
    Harness, Node,
    kittest::{NodeT, Queryable},
};

use crate::{source_code::repository_root, window::file_dialog_answers::DialogAnswers};
use blue_ribbon::{
    Locale,
    model::Day,
    session::Session,
    store::{app_dirs::AppDirs, settings::Settings},
    ui::app::application::{App, Setup},
};

/// The time to wait for a worker before a test fails.
pub const WAIT_TIMEOUT: Duration = Duration::from_secs(20);

/// The day that the window is told is today.
fn today() -> Day {
    jiff::civil::date(2014, 3, 30)
}

/// A window on a register in a folder of its own.
pub struct Window {
    harness: Harness<'static, App>,
    folder: Rc<tempfile::TempDir>,
    answers: DialogAnswers,
}

impl Window {
    /// Opens a window on a copy of the bundled register, in English.
    pub fn open() -> Self {
        let bundled = std::fs::read(repository_root().join("data/register.ron")).unwrap();
        Self::open_with(&bundled, Locale::ENGLISH, egui::vec2(1600.0, 1000.0))
    }

    /// Opens a window of a size in points on a register with this text, in a language.
    pub fn open_with(register: &[u8], locale: Locale, size: egui::Vec2) -> Self {
        let folder = Rc::new(tempfile::tempdir().unwrap());
        let path = folder.path().join("register.ron");
        std::fs::write(&path, register).unwrap();
        Self::start(Some(path), folder, locale, size)
    }

    /// Opens a window on a register with this text, after preparing its home folder.
    pub fn open_with_home(register: &[u8], prepare: impl FnOnce(&Path)) -> Self {
        let folder = Rc::new(tempfile::tempdir().unwrap());
        let path = folder.path().join("register.ron");
        std::fs::write(&path, register).unwrap();
        prepare(&folder.path().join("home"));
        Self::start(Some(path), folder, Locale::ENGLISH, egui::vec2(1600.0, 1000.0))
    }

    /// Opens a window on the register in a folder, which outlives the window.
    #[cfg(unix)]
    pub fn open_at(folder: &Path) -> Self {
        let own = Rc::new(tempfile::tempdir_in(folder).unwrap());
        let home = folder.join("home");
        std::fs::create_dir_all(&home).unwrap();
        std::os::unix::fs::symlink(home, own.path().join("home")).unwrap();
        let path = folder.join("register.ron");
        Self::start(Some(path), own, Locale::ENGLISH, egui::vec2(1600.0, 1000.0))
    }

    /// Opens a window on a copy of the bundled register, for a user who has entered no name.
    pub fn open_unnamed() -> Self {
        let folder = Rc::new(tempfile::tempdir().unwrap());
        let path = folder.path().join("register.ron");
        std::fs::copy(repository_root().join("data/register.ron"), &path).unwrap();
        Self::start_asking(Some(path), folder, Locale::ENGLISH, egui::vec2(1600.0, 1000.0), true)
    }

    /// Opens a window as at the first start, without any register.
    pub fn first_start() -> Self {
        let folder = Rc::new(tempfile::tempdir().unwrap());
        Self::start(None, folder, Locale::ENGLISH, egui::vec2(1600.0, 1000.0))
    }

    fn start(
        register: Option<PathBuf>,
        folder: Rc<tempfile::TempDir>,
        locale: Locale,
        size: egui::Vec2,
    ) -> Self {
        Self::start_asking(register, folder, locale, size, false)
    }

    /// Opens a window for a user who may have entered no name yet.
    fn start_asking(
        register: Option<PathBuf>,
        folder: Rc<tempfile::TempDir>,
        locale: Locale,
        size: egui::Vec2,
        asks_name: bool,
    ) -> Self {
        let answers = DialogAnswers::default();
        let picker = answers.picker();
        let places = AppDirs::in_folder(&folder.path().join("home"));
        let who = (!asks_name).then(|| "Tester".to_owned());
        let harness = Harness::builder().with_size(size).build_eframe(move |cc| {
            App::new(
                &cc.egui_ctx,
                Setup {
                    register,
                    app_dirs: Some(places),
                    settings: (Settings { author_name: who, ..Settings::default() }, None),
                    locale,
                    today,
                    picker: Box::new(picker),
                },
            )
        });
        let mut this = Self { harness, folder, answers };
        this.wait_until("the register to be read", |app| app.session().is_some());
        this.run_until_idle();
        this
    }

    /// Opens another window on the same files, as a second start of the program does.
    pub fn open_second_window(&self) -> Self {
        let (path, folder) = (self.path(), Rc::clone(&self.folder));
        Self::start(Some(path), folder, Locale::ENGLISH, egui::vec2(1600.0, 1000.0))
    }

    /// Ends the program as a crash does and starts it again on the same files.
    pub fn kill_and_restart(self) -> Self {
        let (path, folder) = (self.path(), Rc::clone(&self.folder));
        drop(self);
        Self::start(Some(path), folder, Locale::ENGLISH, egui::vec2(1600.0, 1000.0))
    }

    /// Returns the folders of the program's own files.
    pub fn app_dirs(&self) -> AppDirs {
        AppDirs::in_folder(&self.folder().join("home"))
    }

    /// Returns the folder of the register.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Returns the path of the open file.
    pub fn path(&self) -> PathBuf {
        self.session().path().clone()
    }

    /// Returns the text of the open file.
    pub fn file(&self) -> String {
        std::fs::read_to_string(self.path()).unwrap()
    }

    /// Returns the open session.
    pub fn session(&self) -> &Session {
        self.harness.state().session().unwrap()
    }

    /// Answers the next file dialog with a path, or cancels it.
    pub fn answer_dialog_with(&self, path: Option<PathBuf>) {
        self.answers.push(path);
    }

    /// Keeps file dialogs open until they are released.
    pub fn set_dialogs_delayed(&self, held: bool) {
        self.answers.set_held(held);
    }

    /// Gives the window the focus, as after work in another one.
    pub fn focus_window(&mut self) {
        self.harness.event(egui::Event::WindowFocused(true));
        self.harness.step();
    }

    /// Asks the window to close, as its frame does.
    pub fn close(&mut self) {
        let viewport = self.harness.input_mut().viewports.get_mut(&egui::ViewportId::ROOT);
        viewport.unwrap().events.push(egui::ViewportEvent::Close);
        self.harness.step();
    }

    /// Tells whether the last frame lets the window close.
    pub fn is_closing(&self) -> bool {
        let output = &self.harness.output().viewport_output[&egui::ViewportId::ROOT];
        !output.commands.contains(&egui::ViewportCommand::CancelClose)
    }

    /// Draws frames until none is requested.
    pub fn run_until_idle(&mut self) {
        let since = Instant::now();
        // On a busy machine a worker may wake the window more often than one run draws.
        while self.harness.run_ok().is_none() {
            assert!(since.elapsed() < WAIT_TIMEOUT, "the window does not come to rest");
        }
    }

    /// Draws frames until a condition on the window holds; fails with the reason after the
    /// deadline.
    pub fn wait_for(
        &mut self,
        reason: &str,
        deadline: Duration,
        mut condition: impl FnMut(&mut Self) -> bool,
    ) {
        let since = Instant::now();
        while !condition(self) {
            assert!(since.elapsed() < deadline, "waited in vain for {reason}");
            std::thread::sleep(Duration::from_millis(5));
            self.harness.step();
        }
    }

    /// Draws at least one frame, and further ones until a condition on the app holds.
    pub fn wait_until(&mut self, reason: &str, mut condition: impl FnMut(&App) -> bool) {
        self.harness.step();
        self.wait_for(reason, WAIT_TIMEOUT, |window| condition(window.harness.state()));
    }

    /// Draws until everything is on the disk.
    pub fn wait_until_saved(&mut self) {
        self.wait_until("saving", |app| app.session().is_some_and(Session::is_saved));
        self.run_until_idle();
    }

    /// Draws until a text can be read.
    pub fn wait_for_label(&mut self, text: &str) {
        self.wait_for(&format!("“{text}”"), WAIT_TIMEOUT, |window| window.shows(text));
        self.run_until_idle();
    }

    /// Tells whether any label or value contains a text.
    pub fn shows(&self, text: &str) -> bool {
        self.harness.query_all_by_label_contains(text).next().is_some()
            || self.harness.query_all_by_value(text).next().is_some()
    }

    /// Returns the only node with this accessible name.
    pub fn get<'a>(&'a self, name: &'a str) -> Node<'a> {
        self.harness.get_by_label(name)
    }

    /// Returns the first node with this role and accessible name.
    pub fn role<'a>(&'a self, role: egui::Role, name: &'a str) -> Node<'a> {
        let mut found = self.harness.query_all_by_role_and_label(role, name);
        found.next().unwrap_or_else(|| panic!("no {role:?} is named “{name}”"))
    }

    /// Presses the button with this name as a screen reader does; of several the last, which is on
    /// top. A mouse may miss a button that a message above it moves meanwhile.
    pub fn click(&mut self, name: &str) {
        let buttons = self.harness.query_all_by_role_and_label(egui::Role::Button, name);
        let button = buttons.last().unwrap_or_else(|| panic!("no button is named “{name}”"));
        button.click_accesskit();
        self.run_until_idle();
    }

    /// Opens a page by its tab.
    pub fn page(&mut self, name: &str) {
        // Not by where it is: a message that goes at this moment lets the tabs move up.
        self.role(egui::Role::Tab, name).click_accesskit();
        self.run_until_idle();
    }

    /// The names of the buttons whose name begins so.
    pub fn buttons(&self, beginning: &str) -> Vec<String> {
        let buttons = self.harness.query_all_by_role(egui::Role::Button);
        let names = buttons.filter_map(|button| button.accesskit_node().label());
        names.filter(|name| name.starts_with(beginning)).collect()
    }

    /// Returns the accessible name of the widget with the keyboard focus, where it has one.
    pub fn focused_label(&self) -> Option<String> {
        let everything = self.harness.query_all_by(|node| node.is_focused());
        everything.filter_map(|node| node.accesskit_node().label()).next()
    }

    /// Returns the labels and values that contain a text.
    pub fn labels(&self, text: &str) -> Vec<String> {
        let found = self.harness.query_all_by_label_contains(text);
        let text = |node: Node| {
            let node = node.accesskit_node();
            node.label().or_else(|| node.value())
        };
        found.filter_map(text).collect()
    }

    /// Returns the name of the first button with this beginning.
    pub fn button(&self, beginning: &str) -> String {
        let names = self.buttons(beginning);
        names.into_iter().next().unwrap_or_else(|| panic!("no button begins “{beginning}”"))
    }

    /// Clicks the row of a person.
    pub fn click_row(&mut self, name: &str) {
        self.click_row_with(name, egui::PointerButton::Primary);
    }

    /// Clicks the name in the row of a person with a button of the mouse.
    pub fn click_row_with(&mut self, name: &str, button: egui::PointerButton) {
        let row = self.role(egui::Role::Row, name).rect();
        let pos = row.left_center() + egui::vec2(40.0, 0.0);
        self.harness.event(egui::Event::PointerMoved(pos));
        for pressed in [true, false] {
            let modifiers = Modifiers::NONE;
            self.harness.event(egui::Event::PointerButton { pos, button, pressed, modifiers });
        }
        self.run_until_idle();
    }

    /// Replaces the text of a field.
    pub fn fill_field(&mut self, field: &str, text: &str) {
        self.get(field).focus();
        self.run_until_idle();
        self.keys(Modifiers::COMMAND, Key::A);
        if text.is_empty() {
            self.key(Key::Backspace);
        } else {
            self.get(field).type_text(text);
            self.run_until_idle();
        }
    }

    /// Presses a key.
    pub fn key(&mut self, key: Key) {
        self.keys(Modifiers::NONE, key);
    }

    /// Presses a key with modifiers.
    pub fn keys(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.run_until_idle();
    }

    /// Types into the widget that has the focus.
    pub fn type_text(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.run_until_idle();
    }

    /// Returns the people in the table in order.
    pub fn rows(&self) -> Vec<String> {
        let mut rows: Vec<(f32, String)> = self
            .harness
            .query_all_by_role(egui::Role::Row)
            .filter_map(|row| Some((row.rect().top(), row.accesskit_node().label()?)))
            .collect();
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        rows.into_iter().map(|(_, name)| name).collect()
    }

    /// Draws until something is put on the clipboard.
    pub fn wait_for_clipboard(&mut self) -> String {
        self.wait_for_output("a copy", |command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    }

    /// Draws until an address is given to the browser.
    pub fn wait_for_opened_address(&mut self) -> String {
        self.wait_for_output("an opened address", |command| match command {
            egui::OutputCommand::OpenUrl(open) => Some(open.url.clone()),
            _ => None,
        })
    }

    fn wait_for_output(
        &mut self,
        reason: &str,
        text_of: impl Fn(&egui::OutputCommand) -> Option<String>,
    ) -> String {
        let mut found = None;
        self.harness.step();
        self.wait_for(reason, WAIT_TIMEOUT, |window| {
            let commands = &window.harness.output().platform_output.commands;
            found = commands.iter().find_map(&text_of);
            found.is_some()
        });
        found.unwrap()
    }
}
