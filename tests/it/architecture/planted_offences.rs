//! Shows that the rules find each offence: a small sound crate, with one offence planted at a time.

use std::collections::{BTreeMap, BTreeSet};

use crate::architecture::{
    rules::{self, Offence, RULES},
    source_tree::SourceTree,
};

/// A crate that breaks no rule.
const SOUND_CRATE: [(&str, &str); 15] = [
    (
        "src/lib.rs",
        "pub mod model; pub mod register; pub mod analysis; pub mod store; pub mod session; \
         pub mod export; pub mod ui; pub use session::Session;",
    ),
    ("src/main.rs", "fn main() { blue_ribbon::ui::run(); let _: Option<eframe::Frame>; }"),
    ("src/model/mod.rs", "mod case; mod date; pub use crate::model::{case::Case, date::Day};"),
    ("src/model/case.rs", "use crate::model::Day; pub struct Case { pub born: Day }"),
    ("src/model/date.rs", "pub struct Day(pub i32); impl Day { pub fn new() -> Self { Self(0) } }"),
    ("src/register/mod.rs", "pub mod register;"),
    (
        "src/register/register.rs",
        "use std::sync::Arc; use crate::model::Case; \
         pub struct Register { cases: Vec<Arc<Case>> } \
         impl Register { pub fn apply(&mut self) {} pub fn apply_all(&mut self) {} }",
    ),
    ("src/analysis.rs", "use jiff::Timestamp; pub fn year(of: Timestamp) -> i32 { of.year() }"),
    ("src/store/mod.rs", "pub mod fs; pub fn size(file: &std::fs::File) -> u64 { fs::size(file) }"),
    (
        "src/store/fs/mod.rs",
        "use std::fs::File; pub fn size(file: &File) -> u64 { file.metadata().unwrap().len() }",
    ),
    (
        "src/session/mod.rs",
        "use crate::register::register::Register; pub struct Session { register: Register } \
         impl Session { pub fn perform(&mut self) { self.register.apply() } }",
    ),
    ("src/export/mod.rs", "use crate::session::Session; pub fn print(_: &Session) {}"),
    (
        "src/ui/mod.rs",
        "pub mod app; pub mod panels; pub fn run() { panels::draw() } \
         #[cfg(test)] mod tests { fn read() { std::fs::read(super::app::path()); } }",
    ),
    (
        "src/ui/app/mod.rs",
        "use crate::{Session, ui::panels}; pub struct App { session: Box<Session> } \
         impl App { fn ui(&mut self, ui: &mut egui::Ui) { panels::draw(ui, &self.session) } }",
    ),
    (
        "src/ui/panels.rs",
        "use crate::session::Session; pub fn draw(ui: &mut egui::Ui, session: &Session) {}",
    ),
];

fn sound_crate() -> BTreeMap<String, String> {
    SOUND_CRATE.into_iter().map(|(file, text)| (file.to_owned(), text.to_owned())).collect()
}

/// Returns everything that breaks a rule once some code is added to a file of the sound crate.
fn offences_with(file: &str, code: &str) -> BTreeSet<Offence> {
    let mut texts = sound_crate();
    texts.get_mut(file).unwrap().push_str(code);
    let tree = SourceTree::new(&texts);
    RULES.iter().flat_map(|rule| rule(&tree)).collect()
}

#[track_caller]
fn assert_found(planted: &[(&str, &str, &[&str])]) {
    for (file, code, expected) in planted {
        let expected: BTreeSet<Offence> = expected.iter().map(|it| (*it).to_owned()).collect();
        assert_eq!(offences_with(file, code), expected, "{file} with {code}");
    }
}

#[test]
fn the_sound_crate_breaks_no_rule() {
    assert_found(&[("src/model/date.rs", "", &[])]);
}

#[test]
fn imports_upwards_are_found() {
    let expected: &[&str] =
        &["src/analysis.rs: imports crate::Session, of a floor above, from src/session/mod.rs"];
    assert_found(&[("src/analysis.rs", "use crate::Session;", expected)]);
    for (code, path) in [
        ("use crate::export::print;", "crate::export::print"),
        ("pub use crate::export::print as written;", "crate::export::print"),
        ("fn late() { use crate::export::{self, print}; }", "crate::export::print"),
        ("fn late() { crate::export::print() }", "crate::export::print"),
        ("fn late() { super::export::print() }", "super::export::print"),
        ("use crate as top; fn late() { top::export::print() }", "top::export::print"),
        ("use crate::export; fn late() { export::print() }", "export::print"),
        ("use crate::export::*; fn late() { print() }", "print"),
        ("fn late() { assert!(vec![crate::export::print()]) }", "crate::export::print"),
        ("mod inner { fn late() { crate::export::print() } }", "crate::export::print"),
        ("macro_rules! late { () => { $crate::export::print() } }", "crate::export::print"),
        ("#[serde_with(crate::export::print)] struct Late;", "crate::export::print"),
    ] {
        let expected =
            format!("src/analysis.rs: imports {path}, of a floor above, from src/export/mod.rs");
        assert_found(&[("src/analysis.rs", code, &[&expected])]);
    }
}

#[test]
fn import_circles_are_found() {
    assert_found(&[
        (
            "src/model/date.rs",
            "use crate::model::Case;",
            &[
                "src/model/case.rs: in a circle by crate::model::Day from src/model/date.rs",
                "src/model/date.rs: in a circle by crate::model::Case from src/model/case.rs",
            ],
        ),
        (
            "src/model/date.rs",
            "fn born(of: &super::case::Case) {}",
            &[
                "src/model/case.rs: in a circle by crate::model::Day from src/model/date.rs",
                "src/model/date.rs: in a circle by super::case::Case from src/model/case.rs",
            ],
        ),
        (
            "src/ui/panels.rs",
            "fn again() { super::run() }",
            &[
                "src/ui/mod.rs: in a circle by panels::draw from src/ui/panels.rs",
                "src/ui/panels.rs: in a circle by super::run from src/ui/mod.rs",
            ],
        ),
        (
            "src/ui/panels.rs",
            "use crate::ui::app::App; fn draw_app(_: &App) {}",
            &[
                "src/ui/app/mod.rs: in a circle by panels::draw from src/ui/panels.rs",
                "src/ui/panels.rs: in a circle by crate::ui::app::App from src/ui/app/mod.rs",
            ],
        ),
        // Over three files, through the facade that passes the name on.
        (
            "src/ui/mod.rs",
            "mod modals { pub fn open() { super::run() } } use app::App; fn start(_: App) {}",
            &[],
        ),
        (
            "src/session/mod.rs",
            "pub fn print() { crate::export::print() }",
            &[
                "src/export/mod.rs: in a circle by crate::session::Session from src/session/mod.rs",
                "src/session/mod.rs: imports crate::export::print, of a floor above, from src/export/mod.rs",
                "src/session/mod.rs: in a circle by crate::export::print from src/export/mod.rs",
            ],
        ),
    ]);
}

#[test]
fn window_crates_outside_the_window_are_found() {
    for (code, path) in [
        ("use egui::Ui;", "egui::Ui"),
        ("fn draw(_: &eframe::Frame) {}", "eframe::Frame"),
        ("extern crate egui as gui;", "egui"),
        ("use egui_plot as plot;", "egui_plot"),
        ("fn draw() { assert!(::egui::is_visible()) }", "egui::is_visible"),
    ] {
        let expected = format!("src/export/mod.rs: uses {path}");
        assert_found(&[("src/export/mod.rs", code, &[&expected])]);
    }
    assert_found(&[("src/export/mod.rs", "fn draw(egui: u32) -> u32 { egui }", &[])]);
}

#[test]
fn file_access_outside_store_fs_is_found() {
    for (code, offence) in [
        ("fn read() { std::fs::read(path); }", "uses std::fs::read"),
        ("fn read() { std::fs::read_to_string(path) }", "uses std::fs::read_to_string"),
        ("use std::fs::OpenOptions;", "uses std::fs::OpenOptions"),
        ("use std::fs as disk;", "uses std::fs"),
        ("use std as s; fn read() { s::fs::read(path) }", "uses std::fs::read"),
        ("use std::*; fn read() { fs::read(path) }", "uses std::fs::read"),
        ("use std::fs::File; fn read() { File::open(path) }", "uses std::fs::File::open"),
        ("fn read() { <std::fs::File>::open(path) }", "uses std::fs::File::open"),
        (
            "type Handle = std::fs::File; fn read() { Handle::open(path) }",
            "uses std::fs::File::open",
        ),
        ("fn read() { let open = std::fs::File::open; }", "uses std::fs::File::open"),
        ("fn read() { dbg!(std::fs::read(path)) }", "uses std::fs::read"),
        ("fn read() { std::os::unix::fs::symlink(a, b) }", "uses std::os::unix::fs::symlink"),
        ("fn read() { tempfile::tempdir() }", "uses tempfile::tempdir"),
        ("fn is_there() { path.exists() }", "calls .exists()"),
        ("fn is_there() { assert!(path.is_file()) }", "calls .is_file()"),
        ("fn is_there() { std::path::Path::is_dir(path) }", "uses std::path::Path::is_dir"),
        (
            "use std::path::{Path}; fn all() { paths.filter(Path::exists) }",
            "uses std::path::Path::exists",
        ),
        ("fn cut(file: &std::fs::File) { file.set_len(0) }", "calls .set_len()"),
    ] {
        let expected = format!("src/session/mod.rs: {offence}");
        assert_found(&[("src/session/mod.rs", code, &[&expected])]);
    }
    assert_found(&[("src/session/mod.rs", "fn hold(_: std::fs::File) {}", &[])]);
    assert_found(&[("src/store/fs/mod.rs", "fn read() { std::fs::read(path) }", &[])]);
}

#[test]
fn clock_environment_and_chance_in_pure_code_are_found() {
    for (code, path) in [
        ("use std::time::SystemTime;", "std::time::SystemTime"),
        ("use std::time; fn now() { time::Instant::now() }", "std::time::Instant::now"),
        ("fn now() { jiff::Timestamp::now() }", "jiff::Timestamp::now"),
        ("fn now() { assert!(Timestamp::now()) }", "jiff::Timestamp::now"),
        ("use jiff::ZonedDateTime as Z; fn now() { Z::now() }", "jiff::ZonedDateTime::now"),
        ("type Moment = Timestamp; fn now() { Moment::now() }", "jiff::Timestamp::now"),
        ("fn zone() { jiff::tz::TimeZone::system() }", "jiff::tz::TimeZone::system"),
        ("fn home() { std::env::var(name) }", "std::env::var"),
        ("fn user() { whoami::username() }", "whoami::username"),
        ("fn any() { std::hash::RandomState::new() }", "std::hash::RandomState::new"),
        ("fn any() { rand::random() }", "rand::random"),
    ] {
        let expected = format!("src/analysis.rs: uses {path}");
        assert_found(&[("src/analysis.rs", code, &[&expected])]);
    }
    assert_found(&[("src/ui/app/mod.rs", "fn now() { jiff::Timestamp::now() }", &[])]);
}

#[test]
fn changes_of_records_outside_apply_are_found() {
    let register = "src/register/register.rs";
    assert_found(&[
        (
            register,
            "impl Register { fn cases_mut(&mut self) {} }",
            &["src/register/register.rs: Register::cases_mut takes &mut self"],
        ),
        (
            register,
            "impl std::ops::DerefMut for Register { fn deref_mut(&mut self) {} }",
            &["src/register/register.rs: Register::deref_mut takes &mut self"],
        ),
        (
            register,
            "pub fn change(register: &mut Register) { register.cases.clear() }",
            &["src/register/register.rs: a function takes &mut Register"],
        ),
        (
            "src/export/mod.rs",
            "fn change() { std::sync::Arc::make_mut(case) }",
            &["src/export/mod.rs: uses std::sync::Arc::make_mut"],
        ),
    ]);
    let mut texts = sound_crate();
    let text = texts.get_mut(register).unwrap();
    *text = text.replace("{ cases:", "{ pub(crate) cases:");
    let offences = rules::register_changes_outside_apply(&SourceTree::new(&texts));
    let expected = "src/register/register.rs: the field cases is public".to_owned();
    assert_eq!(offences, BTreeSet::from([expected]));
}

#[test]
fn mutable_sessions_while_drawing_are_found() {
    for (code, name) in [
        ("fn change(session: &mut Session) {}", "Session"),
        ("fn change(session: &mut crate::Session) {}", "Session"),
        ("use crate::Session as Document; fn change(_: &mut Document) {}", "Session"),
        ("fn change() { run(|it: &mut Session| it.perform()) }", "Session"),
        ("struct Panel<'a> { session: &'a mut Session }", "Session"),
        ("use crate::register::register::Register; fn change(_: &mut Register) {}", "Register"),
        ("pub struct Owner(Option<Session>); fn change(_: &mut Owner) {}", "Owner"),
    ] {
        let expected = format!("src/ui/panels.rs: holds &mut {name}");
        assert_found(&[("src/ui/panels.rs", code, &[&expected])]);
    }
    assert_found(&[
        (
            "src/ui/panels.rs",
            "pub struct Owner(Session); impl Owner { fn draw(&mut self) {} }",
            &["src/ui/panels.rs: Owner::draw takes &mut self"],
        ),
        ("src/ui/panels.rs", "struct View<'a> { session: &'a Session } impl View<'_> {}", &[]),
        ("src/ui/app/mod.rs", "fn change(session: &mut Session) { session.perform() }", &[]),
    ]);
}

#[test]
fn public_types_that_share_a_name_are_found() {
    assert_found(&[
        ("src/export/mod.rs", "pub struct Day;", &["Day: src/model/date.rs, src/export/mod.rs"]),
        (
            "src/ui/panels.rs",
            "pub(super) enum Case {}",
            &["Case: src/model/case.rs, src/ui/panels.rs"],
        ),
        (
            "src/ui/panels.rs",
            "mod inner { pub type Day = u32; }",
            &["Day: src/model/date.rs, src/ui/panels.rs"],
        ),
        ("src/export/mod.rs", "struct Day;", &[]),
    ]);
}

#[test]
fn openers_elsewhere_are_found() {
    for (code, offence) in [
        ("fn open(ctx: &egui::Context) { ctx.open_url(url) }", "calls .open_url()"),
        ("fn open(ui: &mut egui::Ui) { ui.hyperlink_to(a, b); }", "calls .hyperlink_to()"),
        ("fn open() { egui::Hyperlink::new(url); }", "uses egui::Hyperlink::new"),
        ("use opener as o; fn open() { o::open(path) }", "uses opener::open"),
        ("fn open() { webbrowser::open(url) }", "uses webbrowser::open"),
        ("fn open() { std::process::Command::new(url) }", "uses std::process::Command::new"),
    ] {
        let expected = format!("src/ui/panels.rs: {offence}");
        let found = offences_with("src/ui/panels.rs", code);
        assert!(found.contains(&expected), "{code}: {found:?}");
    }
}
