//! Command palette, shortcuts and help.

use std::{collections::HashSet, path::Path};

use egui::{Event, Key, Modifiers, Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use jiff::Timestamp;

use crate::components::{japanese_locale, session, window};
use blue_ribbon::{
    Locale,
    commands::{Command, CommandContext, Page},
    register::{self, Edit, Step, StepKind, StepSubject},
    session::{Action, Session},
    ui::{
        modals::{
            command_palette::{CommandPalette, PaletteAnswer},
            help::help_ui,
        },
        shortcuts,
    },
};

/// A palette for the bundled register, and its last answer other than that it is still open.
fn show_palette(session: &Session, locale: Locale) -> Harness<'_, (CommandPalette, PaletteAnswer)> {
    let draw = move |ui: &mut egui::Ui, (palette, last): &mut (CommandPalette, PaletteAnswer)| {
        let now = CommandContext { session: Some(session), ..CommandContext::default() };
        match palette.ui(ui.ctx(), now, locale) {
            PaletteAnswer::Open => {}
            answer => *last = answer,
        }
    };
    let mut palette = window(draw, (CommandPalette::default(), PaletteAnswer::Open));
    palette.run();
    palette
}

fn type_text(harness: &Harness<impl Sized>, text: &str) {
    harness.event(Event::Text(text.to_owned()));
}

#[test]
fn the_palette_finds_a_command_by_typing() {
    let session = session();
    let mut palette = show_palette(&session, Locale::ENGLISH);
    assert!(palette.get_by_label("Find a command").is_focused());
    type_text(&palette, "expo");
    palette.run();
    palette.get_by_label_contains("Export summary…");
    assert!(palette.query_by_label_contains("New register…").is_none());
    palette.key_press(Key::Enter);
    palette.run();
    assert_eq!(palette.state().1, PaletteAnswer::Chosen(Command::ExportSummary));
}

#[test]
fn the_palette_does_not_run_disabled_commands() {
    let session = session();
    let mut palette = show_palette(&session, Locale::ENGLISH);
    type_text(&palette, "undo");
    palette.run();
    assert!(palette.get_by_label_contains("Undo").accesskit_node().is_disabled());
    palette.key_press(Key::Enter);
    palette.run();
    assert_eq!(palette.state().1, PaletteAnswer::Open);
    assert!(palette.get_by_label("Find a command").is_focused());
}

#[test]
fn the_palette_works_by_arrow_keys_and_mouse() {
    let session = session();
    let mut by_keys = show_palette(&session, Locale::ENGLISH);
    type_text(&by_keys, "xyzzy");
    by_keys.run();
    by_keys.get_by_label("No command matches.");
    let mut by_keys = show_palette(&session, Locale::ENGLISH);
    by_keys.key_press(Key::ArrowDown);
    by_keys.run();
    by_keys.key_press(Key::Enter);
    by_keys.run();
    assert_eq!(by_keys.state().1, PaletteAnswer::Chosen(Command::Open));
    let mut by_mouse = show_palette(&session, Locale::ENGLISH);
    type_text(&by_mouse, "events");
    by_mouse.run();
    by_mouse.get_by_label_contains("Events").click();
    by_mouse.run();
    assert_eq!(by_mouse.state().1, PaletteAnswer::Chosen(Command::Page(Page::Events)));
}

#[test]
fn the_palette_scrolls_to_the_command_that_keys_choose() {
    let session = session();
    let mut palette = show_palette(&session, Locale::ENGLISH);
    let list = palette.get_by_role_and_label(Role::ListBox, "All commands").rect();
    let mut chosen = Vec::new();
    for _ in 0..3 {
        palette.key_press(Key::PageDown);
        palette.run();
        let rows = palette.query_all_by_role(Role::ListBoxOption);
        let mut selected = rows.filter(|row| row.accesskit_node().is_selected() == Some(true));
        let row = selected.next().expect("a row is chosen");
        assert!(list.expand(1.0).contains_rect(row.rect()), "{} in {list}", row.rect());
        chosen.push(row.accesskit_node().label());
        assert!(selected.next().is_none());
    }
    chosen.dedup();
    assert_eq!(chosen.len(), 3);
    assert!(palette.get_by_label("Find a command").is_focused());
}

#[test]
fn escape_closes_the_palette() {
    let session = session();
    let mut palette = show_palette(&session, Locale::ENGLISH);
    palette.key_press(Key::Escape);
    palette.run();
    assert_eq!(palette.state().1, PaletteAnswer::Closed);
}

#[test]
fn the_japanese_palette_searches_both_languages() {
    let session = session();
    for typed in ["検索", "find"] {
        let mut palette = show_palette(&session, japanese_locale());
        type_text(&palette, typed);
        palette.run();
        palette.key_press(Key::Enter);
        palette.run();
        assert_eq!(palette.state().1, PaletteAnswer::Chosen(Command::FocusSearch), "{typed}");
    }
}

/// Opens a window with one text field; the state is its text and the commands given by keys.
fn show_shortcuts(session: &Session, form: bool) -> Harness<'_, (String, Vec<Command>)> {
    let draw = move |ui: &mut egui::Ui, (text, pressed): &mut (String, Vec<Command>)| {
        let now = CommandContext {
            session: Some(session),
            is_form_open: form,
            can_save_form: form,
            ..CommandContext::default()
        };
        pressed.extend(shortcuts::take_pressed_command(ui.ctx(), now));
        ui.text_edit_singleline(text).accessible_name("Text");
    };
    let mut keys = window(draw, (String::new(), Vec::new()));
    keys.run();
    keys
}

fn press(
    keys: &mut Harness<(String, Vec<Command>)>,
    modifiers: Modifiers,
    key: Key,
) -> Vec<Command> {
    keys.key_press_modifiers(modifiers, key);
    keys.run();
    std::mem::take(&mut keys.state_mut().1)
}

const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;
const ALT: Modifiers = Modifiers::ALT;
const NONE: Modifiers = Modifiers::NONE;

/// Opens the bundled register with one step that can be undone and none that can be redone.
fn session_with_one_step() -> Session {
    let mut session = session();
    let before = session.register().info();
    let after = register::RegisterInfo { title: "Another title".to_owned(), ..before.clone() };
    let edits = vec![Edit::RegisterInfo { before: Box::new(before), after: Box::new(after) }];
    let step = Step::new(StepKind::Change, StepSubject::Register, edits);
    session.perform(Action::Perform(step), Timestamp::now()).unwrap();
    session
}

#[test]
fn the_most_specific_shortcut_wins() {
    let session = session_with_one_step();
    let mut keys = show_shortcuts(&session, true);
    assert_eq!(press(&mut keys, CTRL, Key::S), [Command::SaveForm]);
    assert_eq!(press(&mut keys, CTRL | SHIFT, Key::S), [Command::SaveCopy]);
    assert_eq!(press(&mut keys, NONE, Key::Escape), [Command::CancelForm]);
    assert_eq!(press(&mut keys, ALT, Key::ArrowLeft), [Command::PreviousDay]);
    // A digit that needs Shift on some keyboards.
    assert_eq!(press(&mut keys, CTRL | SHIFT, Key::Num2), [Command::Page(Page::OverTime)]);
    assert_eq!(press(&mut keys, CTRL, Key::PageUp), [Command::PreviousPage]);
    assert_eq!(press(&mut keys, CTRL, Key::PageDown), [Command::NextPage]);
    // AltGr types a letter.
    assert_eq!(press(&mut keys, CTRL | ALT, Key::E), []);
}

#[test]
fn every_page_is_reachable_from_its_neighbors() {
    for (at, page) in Page::ALL.into_iter().enumerate() {
        let next = Page::ALL[(at + 1) % Page::ALL.len()];
        assert_eq!((page.neighbor(false), next.neighbor(true)), (next, page));
    }
}

#[test]
fn the_redo_shortcut_never_undoes() {
    let mut session = session_with_one_step();
    assert_eq!(press(&mut show_shortcuts(&session, false), CTRL | SHIFT, Key::Z), []);
    assert_eq!(press(&mut show_shortcuts(&session, false), CTRL, Key::Y), []);
    assert_eq!(press(&mut show_shortcuts(&session, false), CTRL, Key::Z), [Command::Undo]);
    session.perform(Action::Undo, Timestamp::now()).unwrap();
    assert_eq!(press(&mut show_shortcuts(&session, false), CTRL | SHIFT, Key::Z), [Command::Redo]);
    assert_eq!(press(&mut show_shortcuts(&session, false), CTRL, Key::Y), [Command::Redo]);
}

#[test]
fn a_focused_text_field_keeps_its_shortcuts() {
    let session = session_with_one_step();
    let mut keys = show_shortcuts(&session, true);
    keys.get_by_label("Text").focus();
    keys.run();
    for (modifiers, key) in [
        (CTRL, Key::Z),
        (CTRL, Key::A),
        (NONE, Key::Delete),
        (ALT, Key::ArrowLeft),
        (ALT, Key::Home),
    ] {
        assert_eq!(press(&mut keys, modifiers, key), [], "{modifiers:?} {key:?}");
    }
    keys.event(Event::Copy);
    keys.run();
    assert_eq!(keys.state().1, []);
    assert_eq!(press(&mut keys, CTRL, Key::S), [Command::SaveForm]);
    assert_eq!(press(&mut keys, NONE, Key::F1), [Command::Help]);
}

#[test]
fn the_copy_shortcut_copies_the_selected_rows() {
    let mut session = session();
    session.perform(Action::SelectAll, Timestamp::now()).unwrap();
    let mut keys = show_shortcuts(&session, false);
    keys.event(Event::Copy);
    keys.run();
    assert_eq!(std::mem::take(&mut keys.state_mut().1), [Command::CopyText]);
    assert_eq!(press(&mut keys, CTRL | SHIFT, Key::C), [Command::CopyCsv]);
}

#[test]
fn shortcuts_are_disabled_behind_a_modal() {
    let session = session();
    let draw = |ui: &mut egui::Ui, pressed: &mut Vec<Command>| {
        let now = CommandContext { session: Some(&session), ..CommandContext::default() };
        pressed.extend(shortcuts::take_pressed_command(ui.ctx(), now));
        egui::Modal::new(egui::Id::unique("modal")).show(ui.ctx(), |ui| ui.label("A question"));
    };
    let mut window = window(draw, Vec::new());
    window.run();
    window.key_press_modifiers(CTRL, Key::N);
    window.run();
    assert_eq!(*window.state(), []);
}

#[test]
fn every_command_has_texts_in_every_language() {
    for locale in Locale::available() {
        let mut seen = HashSet::new();
        for command in Command::all() {
            let (text, tooltip) = (command.label(locale, None), command.tooltip(locale));
            assert!(!text.contains("command.") && !text.is_empty(), "{locale:?} {command:?}");
            let one_sentence = tooltip.ends_with(['.', '。']) && !tooltip.contains("tooltip.");
            assert!(one_sentence, "{locale:?} {command:?}: {tooltip}");
            assert!(seen.insert(text.clone()), "{locale:?}: two commands are called {text}");
        }
    }
}

#[test]
fn the_undo_command_names_its_step() {
    let session = session_with_one_step();
    let text = Command::Undo.label(Locale::ENGLISH, Some(&session));
    assert!(text.starts_with("Undo ") && text.len() > "Undo ".len(), "{text}");
}

#[test]
fn help_lists_every_shortcut_and_the_register_path() {
    for locale in [Locale::ENGLISH, japanese_locale()] {
        let own = Path::new("/home/mori/register.ron");
        let draw =
            |ui: &mut egui::Ui, closed: &mut bool| *closed |= help_ui(ui.ctx(), locale, Some(own));
        let mut help = window(draw, false);
        help.run();
        help.get_by_label("/home/mori/register.ron");
        help.get_by_label_contains("1978-06~");
        for command in Command::all() {
            if !command.shortcuts().is_empty() {
                let text = command.label(locale, None);
                assert!(help.query_all_by_label(&text).next().is_some(), "{text}");
            }
        }
        help.key_press(Key::Escape);
        help.run();
        assert!(*help.state());
    }
}
