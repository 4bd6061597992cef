//! The palette: every command, found by typing.

use egui::{
    Align, Button, Context, Key, Margin, Modifiers, ScrollArea, TextEdit, Ui, Vec2, accesskit,
};

use super::{
    modal::modal_at_top,
    shortcuts,
    theme::{ROW, Role, SPACE},
    widgets::weak,
};
use crate::{
    command::{Command, Situation},
    lang::Lang,
    view::fold,
};

/// The open palette.
#[derive(Default)]
pub struct CommandPalette {
    text: String,
    /// The place of the chosen command among those found.
    chosen: usize,
    is_shown: bool,
}

/// What came of drawing the palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaletteAnswer {
    /// It stays open.
    Open,
    /// It was closed without a command.
    Closed,
    /// This command was chosen; it can be given now.
    Chosen(Command),
}

/// A command that the typed text finds.
struct Found {
    command: Command,
    text: String,
    is_enabled: bool,
}

/// How well a text fits what was typed, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is just that.
    Whole,
    /// It begins with it.
    Start,
    /// One of its words does.
    Word,
    /// The first letters of its words do, in a row.
    Initials,
    /// It holds it.
    Inside,
}

impl CommandPalette {
    /// Draws the palette over the window, with the cursor in its field.
    #[must_use]
    pub fn ui(&mut self, ctx: &Context, now: Situation, lang: Lang) -> PaletteAnswer {
        let modal = modal_at_top(ctx, &lang.t("palette.title")).show(ctx, |ui| {
            ui.set_width(SPACE * 64.0);
            let step = step(ui);
            let entered = self.field_ui(ui, lang);
            let found = find(&self.text, now, lang);
            self.chosen =
                self.chosen.saturating_add_signed(step).min(found.len().saturating_sub(1));
            ui.add_space(SPACE / 2.0);
            let clicked = self.found_ui(ui, lang, &found, step != 0);
            if let Some(found) = found.get(self.chosen) {
                ui.add_space(SPACE / 2.0);
                let off = found.command.why_off(lang, now.session);
                let words = off.unwrap_or_else(|| found.command.tooltip(lang));
                ui.label(weak(ui, words, Role::Caption));
            }
            let chosen = if entered { Some(self.chosen) } else { clicked };
            chosen
                .and_then(|at| found.get(at))
                .filter(|found| found.is_enabled)
                .map(|it| it.command)
        });
        match modal.inner {
            Some(command) => PaletteAnswer::Chosen(command),
            None if modal.should_close() => PaletteAnswer::Closed,
            None => PaletteAnswer::Open,
        }
    }

    /// The field; whether it was left by Enter. It never loses the focus for long.
    fn field_ui(&mut self, ui: &mut Ui, lang: Lang) -> bool {
        let field = TextEdit::singleline(&mut self.text)
            .hint_text(lang.t("palette.name"))
            .margin(Margin::symmetric(10, 8))
            .desired_width(f32::INFINITY);
        let field = ui.add(field).accessible_name(lang.t("palette.name"));
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if !std::mem::replace(&mut self.is_shown, true) || entered {
            field.request_focus();
        }
        if field.changed() {
            self.chosen = 0;
        }
        entered
    }

    /// The commands found; the place of the one clicked.
    fn found_ui(&mut self, ui: &mut Ui, lang: Lang, found: &[Found], moved: bool) -> Option<usize> {
        if found.is_empty() {
            ui.label(weak(ui, lang.t("palette.nothing"), Role::Body));
            return None;
        }
        let mut clicked = None;
        let pointer_moves = ui.input(|input| input.pointer.is_moving());
        let height = (ui.ctx().content_rect().height() - SPACE * 28.0).clamp(ROW * 3.0, ROW * 14.0);
        ScrollArea::vertical().max_height(height).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (at, Found { command, text, is_enabled }) in found.iter().enumerate() {
                let is_chosen = at == self.chosen;
                let row = Button::selectable(is_chosen, text.as_str())
                    .shortcut_text(shortcuts::words(ui.ctx(), *command))
                    .min_size(Vec2::new(ui.available_width() - SPACE, ROW));
                let row = ui.add_enabled(*is_enabled, row);
                row.ctx.accesskit_node_builder(row.id, |node| {
                    node.set_role(accesskit::Role::ListBoxOption);
                    node.set_selected(is_chosen);
                });
                if is_chosen && moved {
                    row.scroll_to_me(None::<Align>);
                }
                if row.clicked() {
                    clicked = Some(at);
                }
                if row.hovered() && pointer_moves {
                    self.chosen = at;
                }
            }
        });
        clicked
    }
}

/// The rows that the keys pressed move by. The keys are consumed before the field sees them.
fn step(ui: &Ui) -> isize {
    let step = |key, by: isize| {
        let pressed = ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
        by * pressed.cast_signed()
    };
    step(Key::ArrowDown, 1)
        + step(Key::ArrowUp, -1)
        + step(Key::PageDown, 10)
        + step(Key::PageUp, -10)
}

/// The commands that the typed text finds, those that can be given first, then by fit, then in
/// the order of the menu. A command is also found by the words of its English text.
fn find(typed: &str, now: Situation, lang: Lang) -> Vec<Found> {
    let typed = fold(typed);
    let mut found: Vec<_> = Command::all()
        .into_iter()
        .filter_map(|command| {
            let text = text(command, lang, now);
            let english = || {
                let text = command.text(Lang::ENGLISH, now.session);
                fit(&text, &typed).filter(|fit| *fit < Fit::Initials)
            };
            let fit = fit(&text, &typed).or_else(english)?;
            Some((fit, Found { command, text, is_enabled: command.is_enabled(now) }))
        })
        .collect();
    found.sort_by_key(|(fit, found)| (!found.is_enabled, *fit));
    found.into_iter().map(|(_, found)| found).collect()
}

/// The command's text, which must stand on its own here.
fn text(command: Command, lang: Lang, now: Situation) -> String {
    let text = command.text(lang, now.session);
    match command {
        Command::Language(_) => lang.with("palette.language", &[("name", &text)]),
        Command::Theme(_) => lang.with("palette.theme", &[("name", &text)]),
        _ => text,
    }
}

fn fit(text: &str, typed: &str) -> Option<Fit> {
    let words: Vec<String> = text.split_whitespace().map(fold).collect();
    let initials: String = words.iter().filter_map(|word| word.chars().next()).collect();
    let text = words.concat();
    if text == typed {
        Some(Fit::Whole)
    } else if text.starts_with(typed) {
        Some(Fit::Start)
    } else if words.iter().any(|word| word.starts_with(typed)) {
        Some(Fit::Word)
    } else if initials.starts_with(typed) {
        Some(Fit::Initials)
    } else {
        // One letter stands in nearly every text.
        (typed.chars().nth(1).is_some() && text.contains(typed)).then_some(Fit::Inside)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fit, fit, fold};

    #[test]
    fn a_text_is_found_by_its_start_its_words_its_initials_and_its_inside() {
        for (text, typed, expected) in [
            ("New case…", "", Some(Fit::Start)),
            ("New case", "new CASE", Some(Fit::Whole)),
            ("New case…", "new", Some(Fit::Start)),
            ("New case…", "newc", Some(Fit::Start)),
            ("New case…", "case", Some(Fit::Word)),
            ("New case…", "nc", Some(Fit::Initials)),
            ("New case…", "ase", Some(Fit::Inside)),
            ("New case…", "s", None),
            ("New case…", "xy", None),
            ("ヘルプ", "へる", Some(Fit::Start)),
        ] {
            assert_eq!(fit(text, &fold(typed)), expected, "{text:?} for {typed:?}");
        }
    }
}
