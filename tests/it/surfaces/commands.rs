//! Palette, shortcuts, help.

use std::{collections::HashSet, path::Path};

use blue_ribbon::{
    Lang,
    command::{Command, Page, Situation},
    register::{Deed, Edit, Step, Subject},
    session::{Action, Session},
    ui::{
        help::help_ui,
        palette::{CommandPalette, PaletteAnswer},
        shortcuts,
    },
};
use egui::{Event, Key, Modifiers};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};

use super::{japanese, session, window};

/// A palette over the bundled register, and its last answer that was not "still open".
fn palette(session: &Session, lang: Lang) -> Harness<'_, (CommandPalette, PaletteAnswer)> {
    let draw = move |ui: &mut egui::Ui, (palette, last): &mut (CommandPalette, PaletteAnswer)| {
        let now = Situation { session: Some(session), ..Situation::default() };
        match palette.ui(ui.ctx(), now, lang) {
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
    let mut palette = palette(&session, Lang::ENGLISH);
    assert!(palette.get_by_label("Find a command").is_focused());
    type_text(&palette, "expo");
    palette.run();
    palette.get_by_label_contains("Export summary…");
    assert!(palette.query_by_label_contains("New register…").is_none());
    palette.key_press(Key::Enter);
    palette.run();
    assert_eq!(palette.state().1, PaletteAnswer::Chosen(Command::Export));
}

#[test]
fn a_command_that_cannot_be_given_is_not_chosen() {
    let session = session();
    let mut palette = palette(&session, Lang::ENGLISH);
    type_text(&palette, "undo");
    palette.run();
    assert!(palette.get_by_label_contains("Undo").accesskit_node().is_disabled());
    palette.key_press(Key::Enter);
    palette.run();
    assert_eq!(palette.state().1, PaletteAnswer::Open);
    assert!(palette.get_by_label("Find a command").is_focused());
}

#[test]
fn the_palette_goes_by_arrows_and_by_the_mouse() {
    let session = session();
    let mut by_keys = palette(&session, Lang::ENGLISH);
    type_text(&by_keys, "xyzzy");
    by_keys.run();
    by_keys.get_by_label("No command matches.");
    let mut by_keys = palette(&session, Lang::ENGLISH);
    by_keys.key_press(Key::ArrowDown);
    by_keys.run();
    by_keys.key_press(Key::Enter);
    by_keys.run();
    assert_eq!(by_keys.state().1, PaletteAnswer::Chosen(Command::Open));
    let mut by_mouse = palette(&session, Lang::ENGLISH);
    type_text(&by_mouse, "events");
    by_mouse.run();
    by_mouse.get_by_label_contains("Events").click();
    by_mouse.run();
    assert_eq!(by_mouse.state().1, PaletteAnswer::Chosen(Command::Page(Page::Events)));
}

#[test]
fn the_palette_closes_by_escape() {
    let session = session();
    let mut palette = palette(&session, Lang::ENGLISH);
    palette.key_press(Key::Escape);
    palette.run();
    assert_eq!(palette.state().1, PaletteAnswer::Closed);
}

#[test]
fn a_japanese_palette_is_searched_in_both_languages() {
    let session = session();
    for typed in ["検索", "find"] {
        let mut palette = palette(&session, japanese());
        type_text(&palette, typed);
        palette.run();
        palette.key_press(Key::Enter);
        palette.run();
        assert_eq!(palette.state().1, PaletteAnswer::Chosen(Command::Find), "{typed}");
    }
}

/// What was pressed, in a window with one text field.
fn keys(session: &Session, form: bool) -> Harness<'_, (String, Vec<Command>)> {
    let draw = move |ui: &mut egui::Ui, (text, pressed): &mut (String, Vec<Command>)| {
        let now = Situation {
            session: Some(session),
            form,
            form_can_be_saved: form,
            ..Situation::default()
        };
        pressed.extend(shortcuts::pressed(ui.ctx(), now));
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

/// The bundled register with one step done and none undone.
fn changed_session() -> Session {
    let mut session = session();
    let before = session.register().about();
    let after =
        blue_ribbon::register::About { title: "Another title".to_owned(), ..before.clone() };
    let edits = vec![Edit::About { before: Box::new(before), after: Box::new(after) }];
    let step = Step::new(Deed::Change, Subject::Register, edits);
    session.perform(Action::Perform(step)).unwrap();
    session
}

#[test]
fn the_most_specific_shortcut_wins() {
    let session = changed_session();
    let mut keys = keys(&session, true);
    assert_eq!(press(&mut keys, CTRL, Key::S), [Command::SaveForm]);
    assert_eq!(press(&mut keys, CTRL | SHIFT, Key::S), [Command::SaveCopy]);
    assert_eq!(press(&mut keys, NONE, Key::Escape), [Command::CancelForm]);
    assert_eq!(press(&mut keys, ALT, Key::ArrowLeft), [Command::PreviousDay]);
    // A digit that needs Shift on some keyboards.
    assert_eq!(press(&mut keys, CTRL | SHIFT, Key::Num2), [Command::Page(Page::Time)]);
    assert_eq!(press(&mut keys, CTRL, Key::PageUp), [Command::PreviousPage]);
    assert_eq!(press(&mut keys, CTRL, Key::PageDown), [Command::NextPage]);
    // AltGr types a letter.
    assert_eq!(press(&mut keys, CTRL | ALT, Key::E), []);
}

#[test]
fn every_page_is_reached_from_its_neighbours() {
    for (at, page) in Page::ALL.into_iter().enumerate() {
        let next = Page::ALL[(at + 1) % Page::ALL.len()];
        assert_eq!((page.beside(false), next.beside(true)), (next, page));
    }
}

#[test]
fn redo_that_cannot_be_given_does_not_undo() {
    let mut session = changed_session();
    assert_eq!(press(&mut keys(&session, false), CTRL | SHIFT, Key::Z), []);
    assert_eq!(press(&mut keys(&session, false), CTRL, Key::Y), []);
    assert_eq!(press(&mut keys(&session, false), CTRL, Key::Z), [Command::Undo]);
    session.perform(Action::Undo).unwrap();
    assert_eq!(press(&mut keys(&session, false), CTRL | SHIFT, Key::Z), [Command::Redo]);
    assert_eq!(press(&mut keys(&session, false), CTRL, Key::Y), [Command::Redo]);
}

#[test]
fn a_text_field_with_the_focus_keeps_its_keys() {
    let session = changed_session();
    let mut keys = keys(&session, true);
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
fn the_copy_keys_copy_the_chosen_rows() {
    let mut session = session();
    session.perform(Action::All).unwrap();
    let mut keys = keys(&session, false);
    keys.event(Event::Copy);
    keys.run();
    assert_eq!(std::mem::take(&mut keys.state_mut().1), [Command::CopyText]);
    assert_eq!(press(&mut keys, CTRL | SHIFT, Key::C), [Command::CopyCsv]);
}

#[test]
fn nothing_is_given_behind_a_modal() {
    let session = session();
    let draw = |ui: &mut egui::Ui, pressed: &mut Vec<Command>| {
        let now = Situation { session: Some(&session), ..Situation::default() };
        pressed.extend(shortcuts::pressed(ui.ctx(), now));
        egui::Modal::new(egui::Id::unique("modal")).show(ui.ctx(), |ui| ui.label("A question"));
    };
    let mut window = window(draw, Vec::new());
    window.run();
    window.key_press_modifiers(CTRL, Key::N);
    window.run();
    assert_eq!(*window.state(), []);
}

#[test]
fn every_command_is_in_words_in_every_language() {
    for lang in Lang::available() {
        let mut seen = HashSet::new();
        for command in Command::all() {
            let (text, tooltip) = (command.text(lang, None), command.tooltip(lang));
            assert!(!text.contains("command.") && !text.is_empty(), "{lang:?} {command:?}");
            let one_sentence = tooltip.ends_with(['.', '。']) && !tooltip.contains("tooltip.");
            assert!(one_sentence, "{lang:?} {command:?}: {tooltip}");
            assert!(seen.insert(text.clone()), "{lang:?}: two commands are called {text}");
        }
    }
}

#[test]
fn an_undo_step_is_named() {
    let session = changed_session();
    let text = Command::Undo.text(Lang::ENGLISH, Some(&session));
    assert!(text.starts_with("Undo ") && text.len() > "Undo ".len(), "{text}");
}

#[test]
fn the_help_lists_every_shortcut_and_says_where_the_register_is() {
    for lang in [Lang::ENGLISH, japanese()] {
        let own = Path::new("/home/mori/register.ron");
        let draw =
            |ui: &mut egui::Ui, closed: &mut bool| *closed |= help_ui(ui.ctx(), lang, Some(own));
        let mut help = window(draw, false);
        help.run();
        help.get_by_label("/home/mori/register.ron");
        help.get_by_label_contains("1978-06~");
        for command in Command::all() {
            if command.shortcut().is_some() {
                let text = command.text(lang, None);
                assert!(help.query_all_by_label(&text).next().is_some(), "{text}");
            }
        }
        help.key_press(Key::Escape);
        help.run();
        assert!(*help.state());
    }
}
