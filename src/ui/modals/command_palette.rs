//! The palette: every command, found by typing.

use std::cell::Cell;

use egui::{Context, Key, Margin, Modifiers, Response, TextEdit, Ui, Vec2, WidgetText, accesskit};

use crate::{
    Locale,
    commands::{Command, CommandContext},
    model::folding::fold,
    ui::{
        intent::Intent,
        modals::modal::{Modal, ModalContext, ModalState, top_modal_frame},
        shortcuts,
        theme::{Role, SPACE, TABLE_ROW_HEIGHT},
        widgets::{
            list_item::ListItem,
            text::{rich_text, weak_text},
            virtual_list::{ListFocus, RowEvent, VirtualList, VirtualListState},
        },
    },
};

/// The open palette.
#[derive(Default)]
pub struct CommandPalette {
    typed: String,
    /// The list of the commands found; its current row is the chosen one.
    list_state: VirtualListState,
    is_shown: bool,
}

/// The result of drawing the palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaletteAnswer {
    /// The palette stays open.
    Open,
    /// The palette was closed without a command.
    Closed,
    /// This command was chosen; it is enabled.
    Chosen(Command),
}

/// A command that the typed text finds.
struct CommandMatch {
    command: Command,
    text: String,
    is_enabled: bool,
}

/// The quality of a match with the typed text, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum MatchRank {
    /// The text equals the typed text.
    Exact,
    /// The text begins with the typed text.
    Prefix,
    /// A word of the text begins with the typed text.
    WordPrefix,
    /// The initials of consecutive words of the text are the typed text.
    Initials,
    /// The text contains the typed text.
    Substring,
}

impl CommandPalette {
    /// Draws the palette over the window, with the cursor in its field.
    #[must_use]
    pub fn ui(
        &mut self,
        ctx: &Context,
        command_context: CommandContext,
        locale: Locale,
    ) -> PaletteAnswer {
        let modal = top_modal_frame(ctx, &locale.t("command_palette.title")).show(ctx, |ui| {
            ui.set_width(SPACE * 64.0);
            let row_step = take_row_step(ui);
            let is_enter_pressed = self.field_ui(ui, locale);
            let matches = find_commands(&self.typed, command_context, locale);
            let selected = self.list_state.current_row().saturating_add_signed(row_step);
            let selected = selected.min(matches.len().saturating_sub(1));
            if row_step == 0 {
                self.list_state.set_current_row(selected);
            } else {
                self.list_state.move_to_row(selected);
            }
            ui.add_space(SPACE / 2.0);
            let clicked_row = self.matches_ui(ui, locale, &matches);
            let selected = self.list_state.current_row();
            if let Some(found) = matches.get(selected) {
                ui.add_space(SPACE / 2.0);
                let disabled_reason =
                    found.command.describe_disabled_reason(locale, command_context.session);
                let text = disabled_reason.unwrap_or_else(|| found.command.tooltip(locale));
                ui.label(weak_text(ui, text, Role::Caption));
            }
            let accepted_row = if is_enter_pressed { Some(selected) } else { clicked_row };
            accepted_row
                .and_then(|at| matches.get(at))
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
    fn field_ui(&mut self, ui: &mut Ui, locale: Locale) -> bool {
        let field = TextEdit::singleline(&mut self.typed)
            .hint_text(locale.t("command_palette.search_field"))
            .margin(Margin::symmetric(10, 8))
            .desired_width(f32::INFINITY);
        let field = ui.add(field).accessible_name(locale.t("command_palette.search_field"));
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if !std::mem::replace(&mut self.is_shown, true) || entered {
            field.request_focus();
        }
        if field.changed() {
            self.list_state.reveal_row(0);
        }
        entered
    }

    /// Draws the commands found; returns the row of the one clicked.
    fn matches_ui(
        &mut self,
        ui: &mut Ui,
        locale: Locale,
        matches: &[CommandMatch],
    ) -> Option<usize> {
        if matches.is_empty() {
            ui.label(weak_text(ui, locale.t("command_palette.no_command"), Role::Body));
            return None;
        }
        let pointer_moves = ui.input(|input| input.pointer.is_moving());
        let hovered_row = Cell::new(None);
        let current_row = self.list_state.current_row();
        let draw_row = |ui: &Ui, row: usize, response: Response| {
            let response = command_item(ui, &matches[row], row == current_row).paint(ui, response);
            if !matches[row].is_enabled {
                ui.accesskit_node_builder(response.id, accesskit::Node::set_disabled);
            }
            if response.hovered() && pointer_moves {
                hovered_row.set(Some(row));
            }
            response
        };
        let name = locale.t("command_palette.title");
        let list = VirtualList {
            focus: ListFocus::Field(&name),
            ..VirtualList::new(matches.len(), TABLE_ROW_HEIGHT, &draw_row)
        };
        let height = (ui.ctx().content_rect().height() - SPACE * 28.0)
            .clamp(TABLE_ROW_HEIGHT * 3.0, TABLE_ROW_HEIGHT * 14.0)
            .min(TABLE_ROW_HEIGHT * matches.len() as f32);
        let size = Vec2::new(ui.available_width(), height);
        let event = ui.allocate_ui(size, |ui| list.ui(ui, &mut self.list_state)).inner;
        if let Some(row) = hovered_row.get() {
            self.list_state.set_current_row(row);
        }
        match event {
            Some(RowEvent::Opened(row)) => Some(row),
            Some(RowEvent::Focused(_)) | None => None,
        }
    }
}

/// Returns the row of a command: its text and its shortcut.
fn command_item(
    ui: &Ui,
    CommandMatch { command, text, is_enabled }: &CommandMatch,
    is_selected: bool,
) -> ListItem<'static> {
    let shortcut = shortcuts::shortcut_label(ui.ctx(), *command);
    let title = match is_enabled {
        true => rich_text(text, Role::Body),
        false => weak_text(ui, text, Role::Body),
    };
    ListItem {
        accessible_name: text.clone(),
        title: title.into(),
        trailing: [weak_text(ui, shortcut, Role::Caption).into(), WidgetText::default()],
        is_selected: Some(is_selected),
        ..ListItem::new("", "")
    }
}

impl Modal for CommandPalette {
    fn show(
        &mut self,
        ctx: &Context,
        context: &mut ModalContext,
        out: &mut Vec<Intent>,
    ) -> ModalState {
        match self.ui(ctx, context.command_context, context.locale) {
            PaletteAnswer::Open => return ModalState::Open,
            PaletteAnswer::Closed => {}
            PaletteAnswer::Chosen(command) => out.push(Intent::Command(command)),
        }
        ModalState::Closed
    }

    fn belongs_to_register(&self) -> bool {
        false
    }
}

/// The rows that the keys pressed move by. The keys are consumed before the field sees them.
fn take_row_step(ui: &Ui) -> isize {
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
fn find_commands(
    typed: &str,
    command_context: CommandContext,
    locale: Locale,
) -> Vec<CommandMatch> {
    let typed = fold(typed);
    let mut matches: Vec<_> = Command::all()
        .into_iter()
        .filter_map(|command| {
            let text = command_text(command, locale, command_context);
            let english = || {
                let text = command.label(Locale::ENGLISH, command_context.session);
                match_rank(&text, &typed).filter(|fit| *fit < MatchRank::Initials)
            };
            let rank = match_rank(&text, &typed).or_else(english)?;
            Some((
                rank,
                CommandMatch { command, text, is_enabled: command.is_enabled(command_context) },
            ))
        })
        .collect();
    matches.sort_by_key(|(fit, found)| (!found.is_enabled, *fit));
    matches.into_iter().map(|(_, found)| found).collect()
}

/// The command's text, which must stand on its own here.
fn command_text(command: Command, locale: Locale, command_context: CommandContext) -> String {
    let text = command.label(locale, command_context.session);
    match command {
        Command::Language(_) => locale.t_with("command_palette.language", &[("name", &text)]),
        Command::Theme(_) => locale.t_with("command_palette.theme", &[("name", &text)]),
        _ => text,
    }
}

fn match_rank(text: &str, typed: &str) -> Option<MatchRank> {
    let words: Vec<String> = text.split_whitespace().map(fold).collect();
    let initials: String = words.iter().filter_map(|word| word.chars().next()).collect();
    let text = words.concat();
    if text == typed {
        Some(MatchRank::Exact)
    } else if text.starts_with(typed) {
        Some(MatchRank::Prefix)
    } else if words.iter().any(|word| word.starts_with(typed)) {
        Some(MatchRank::WordPrefix)
    } else if initials.starts_with(typed) {
        Some(MatchRank::Initials)
    } else {
        // One letter stands in nearly every text.
        (typed.chars().nth(1).is_some() && text.contains(typed)).then_some(MatchRank::Substring)
    }
}

#[cfg(test)]
mod tests {
    use super::{MatchRank, match_rank};
    use crate::model::folding::fold;

    #[test]
    fn a_text_is_found_by_its_start_its_words_its_initials_and_its_inside() {
        for (text, typed, expected) in [
            ("New case…", "", Some(MatchRank::Prefix)),
            ("New case", "new CASE", Some(MatchRank::Exact)),
            ("New case…", "new", Some(MatchRank::Prefix)),
            ("New case…", "newc", Some(MatchRank::Prefix)),
            ("New case…", "case", Some(MatchRank::WordPrefix)),
            ("New case…", "nc", Some(MatchRank::Initials)),
            ("New case…", "ase", Some(MatchRank::Substring)),
            ("New case…", "s", None),
            ("New case…", "xy", None),
            ("ヘルプ", "へる", Some(MatchRank::Prefix)),
        ] {
            assert_eq!(match_rank(text, &fold(typed)), expected, "{text:?} for {typed:?}");
        }
    }
}
