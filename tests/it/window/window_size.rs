//! A small window: everything needed is within reach.

use egui::{Key, Modifiers, Rect, Role};
use egui_kittest::kittest::{NodeT, Queryable};

use crate::{source_code::repository_root, window::Window};
use blue_ribbon::{
    Locale,
    commands::{Command, Page},
};

/// The size from which nothing needed is out of reach, in points.
const LEAST_SIZE: egui::Vec2 = egui::vec2(900.0, 600.0);

fn open_small_window(locale: Locale) -> Window {
    let bundled = std::fs::read(repository_root().join("data/register.ron")).unwrap();
    Window::open_with(&bundled, locale, LEAST_SIZE)
}

/// Returns the accessible names and rectangles of the widgets with a role.
fn widgets(window: &Window, role: Role) -> Vec<(String, Rect)> {
    let nodes = window.harness.query_all_by_role(role);
    nodes.filter_map(|node| Some((node.accesskit_node().label()?, node.rect()))).collect()
}

#[test]
fn every_page_and_command_of_the_bars_fits_the_least_window() {
    let screen = Rect::from_min_size(egui::Pos2::ZERO, LEAST_SIZE);
    for locale in Locale::available() {
        let mut window = open_small_window(locale);
        for page in Page::ALL {
            window.page(&Command::Page(page).label(locale, None));
            let commands = [Command::NewCase, Command::Undo, Command::Redo, Command::ExportSummary];
            let commands = commands.map(|command| (Role::Button, command));
            let pages = Page::ALL.map(|page| (Role::Tab, Command::Page(page)));
            let mut drawn: Vec<(String, Rect)> = Vec::new();
            for (role, command) in pages.into_iter().chain(commands) {
                let name = command.label(locale, Some(window.session()));
                let rect = window.role(role, &name).rect();
                assert!(screen.contains_rect(rect), "“{name}” is at {rect}");
                assert!(rect.width() >= 20.0, "“{name}” is {} points wide", rect.width());
                for (other, before) in &drawn {
                    assert!(!before.intersects(rect), "“{name}” lies over “{other}”");
                }
                drawn.push((name, rect));
            }
        }
    }
}

#[test]
fn no_button_lies_over_another_in_the_least_window() {
    for locale in Locale::available() {
        let mut window = open_small_window(locale);
        let first_row = window.rows().remove(0);
        window.click_row(&first_row);
        for page in Page::ALL {
            window.page(&Command::Page(page).label(locale, None));
            // Rows of lists have the width of their list and are cut off at its end.
            let is_button = |(_, rect): &(String, Rect)| {
                rect.width() < LEAST_SIZE.x / 3.0 && rect.bottom() < LEAST_SIZE.y - 36.0
            };
            let buttons: Vec<_> =
                widgets(&window, Role::Button).into_iter().filter(is_button).collect();
            assert!(buttons.len() > 10, "{page:?} has {} buttons", buttons.len());
            for (at, (name, rect)) in buttons.iter().enumerate() {
                for (other, before) in &buttons[..at] {
                    let both = rect.intersect(*before);
                    assert!(
                        !both.is_positive() || both.width().min(both.height()) <= 1.0,
                        "{page:?}: “{name}” {rect} lies over “{other}” {before}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_filters_of_a_narrow_window_are_opened_and_closed() {
    let mut window = open_small_window(Locale::ENGLISH);
    let returned = "Status: Returned, 5";
    assert!(widgets(&window, Role::CheckBox).iter().all(|(name, _)| name != returned));
    window.click("Show the filters");
    window.role(Role::CheckBox, returned).click_accesskit();
    window.run_until_idle();
    assert!(window.shows("5 of 17 cases"));
    window.click("Hide the filters");
    assert!(widgets(&window, Role::CheckBox).iter().all(|(name, _)| name != returned));
    assert!(window.shows("5 of 17 cases"), "a hidden filter stays in force");
}

/// Runs a command by its text in the palette.
fn run_command(window: &mut Window, locale: Locale, command: Command) {
    window.keys(Modifiers::COMMAND, Key::K);
    window.type_text(&command.label(locale, None));
    window.key(Key::Enter);
}

#[test]
fn every_dialog_fits_the_least_window() {
    let screen = Rect::from_min_size(egui::Pos2::ZERO, LEAST_SIZE);
    for locale in Locale::available() {
        let mut window = open_small_window(locale);
        let first_row = window.rows().remove(0);
        window.click_row(&first_row);
        for (page, command) in [
            (Page::Cases, Command::NewRegister),
            (Page::Cases, Command::ExportSummary),
            (Page::Cases, Command::Backups),
            (Page::Cases, Command::EditUserName),
            (Page::Cases, Command::DeleteCases),
            (Page::Cases, Command::Help),
            (Page::Map, Command::SaveFigure),
            (Page::Changes, Command::ExportChanges),
        ] {
            window.page(&Command::Page(page).label(locale, None));
            run_command(&mut window, locale, command);
            let dialog = window.harness.get_by_role(Role::Dialog);
            let buttons: Vec<_> = dialog.query_all_by_role(Role::Button).collect();
            assert!(!buttons.is_empty(), "{command:?} opens a dialog without a button");
            for button in buttons {
                let (name, rect) = (button.accesskit_node().label(), button.rect());
                assert!(screen.contains_rect(rect), "{command:?}: {name:?} is at {rect}");
            }
            window.key(Key::Escape);
            assert!(window.harness.query_by_role(Role::Dialog).is_none(), "{command:?} closes");
        }
    }
}

#[test]
fn the_form_fits_the_least_window() {
    let screen = Rect::from_min_size(egui::Pos2::ZERO, LEAST_SIZE);
    for locale in Locale::available() {
        let mut window = open_small_window(locale);
        run_command(&mut window, locale, Command::NewCase);
        for command in [Command::SaveForm, Command::CancelForm] {
            let name = command.label(locale, None);
            let rect = window.role(Role::Button, &name).rect();
            assert!(screen.contains_rect(rect), "“{name}” is at {rect}");
        }
    }
}
