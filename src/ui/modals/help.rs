//! The help page: keys, words, rules of counting, dates, and where the register is.

use std::path::Path;

use egui::{Align, Context, Grid, Key, Label, Layout, Modifiers, RichText, ScrollArea, Ui, Vec2};

use crate::{
    Locale,
    commands::{Command, MenuGroup},
    describe::{claims::format_date, errors::path_label},
    model::Date,
    ui::{
        intent::Intent,
        modals::modal::{Modal, ModalContext, ModalState, modal_frame},
        shortcuts,
        theme::{Palette, Role, SPACE},
        widgets::text::{rich_text, section_heading, weak_text},
    },
};

/// The words of the casebook and their meaning, by their keys in the texts.
const GLOSSARY: [(&str, &str); 8] = [
    ("help.term.register", "help.definition.register"),
    ("help.term.case", "help.definition.case"),
    ("help.term.claim", "help.definition.claim"),
    ("help.term.position", "help.definition.position"),
    ("help.term.status", "help.definition.status"),
    ("help.term.total", "help.definition.total"),
    ("help.term.as_of", "help.definition.as_of"),
    ("help.term.as_recorded", "help.definition.as_recorded"),
];

/// The rules of counting, by their key in the texts.
const COUNTING_RULES: [&str; 4] =
    ["help.rule.in_force", "help.rule.list", "help.rule.status", "help.rule.difference"];

/// Ways to write a date.
const DATE_EXAMPLES: [&str; 6] =
    ["1977-11-15", "1978-06", "1978-06~", "1978?", "197X", "1978-06/1978-07"];

/// Keys of the table, which are not commands: as written, and their key in the texts.
const TABLE_KEYS: [(&str, &str); 5] = [
    ("↑ ↓ PageUp PageDown", "help.table.move_between_rows"),
    ("Home End", "help.table.first_or_last_row"),
    ("Shift+↑ Shift+↓", "help.table.extend_selection"),
    ("Enter", "help.table.edit_case"),
    ("A–Z", "help.table.find_name"),
];

/// The width of the first column of a list, in points.
const FIRST_COLUMN_WIDTH: f32 = SPACE * 22.0;

/// The help page.
pub struct HelpDialog;

impl Modal for HelpDialog {
    fn show(
        &mut self,
        ctx: &Context,
        context: &mut ModalContext,
        _out: &mut Vec<Intent>,
    ) -> ModalState {
        ModalState::from_is_open(!help_ui(ctx, context.locale, context.user_register))
    }

    fn belongs_to_register(&self) -> bool {
        false
    }
}

/// Draws the help page; returns true once it was closed.
#[must_use]
pub fn help_ui(ctx: &Context, locale: Locale, own_register: Option<&Path>) -> bool {
    let modal = modal_frame(ctx, &locale.t("command.help")).show(ctx, |ui| {
        let room = ui.ctx().content_rect().size() - Vec2::splat(SPACE * 16.0);
        ui.set_width(room.x.min(SPACE * 88.0));
        ui.label(rich_text(locale.t("command.help"), Role::Title));
        ScrollArea::vertical().max_height(room.y - SPACE * 8.0).auto_shrink([false, true]).show(
            ui,
            |ui| {
                scroll_by_keys(ui);
                // The bar floats over the right edge.
                ui.set_max_width(ui.available_width() - SPACE * 2.0);
                shortcuts_ui(ui, locale);
                glossary_ui(ui, locale);
                rules_ui(ui, locale);
                date_examples_ui(ui, locale);
                own_register_ui(ui, locale, own_register);
            },
        );
        ui.add_space(SPACE);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.button(locale.t("help.close")).clicked()
        })
        .inner
    });
    modal.inner || modal.should_close()
}

/// A page without anything to move the focus to is scrolled by the keys that move it.
fn scroll_by_keys(ui: &Ui) {
    for (key, by) in [
        (Key::ArrowDown, -5.0),
        (Key::ArrowUp, 5.0),
        (Key::PageDown, -40.0),
        (Key::PageUp, 40.0),
        (Key::End, -1e4),
        (Key::Home, 1e4),
    ] {
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            ui.scroll_with_delta(Vec2::new(0.0, by * SPACE));
        }
    }
}

fn shortcuts_ui(ui: &mut Ui, locale: Locale) {
    section_heading(ui, &locale.t("help.shortcuts"));
    for group in MenuGroup::ALL {
        let commands = Command::all().into_iter().filter(|command| command.group() == group);
        let rows = commands.filter_map(|command| {
            let keys = shortcuts::shortcut_labels(ui.ctx(), command);
            (!keys.is_empty()).then(|| (keys.join(" · "), command.label(locale, None)))
        });
        let rows: Vec<_> = rows.map(|(keys, text)| (input_text(ui, &keys), text)).collect();
        definition_list_ui(ui, &locale.t(group_heading_key(group)), rows);
    }
    let rows = TABLE_KEYS.map(|(keys, key)| (input_text(ui, keys), locale.t(key).into_owned()));
    definition_list_ui(ui, &locale.t("help.group.table"), rows);
}

fn group_heading_key(group: MenuGroup) -> &'static str {
    match group {
        MenuGroup::File => "help.group.file",
        MenuGroup::Edit => "help.group.edit",
        MenuGroup::View => "help.group.view",
        MenuGroup::Help => "help.group.help",
    }
}

fn glossary_ui(ui: &mut Ui, locale: Locale) {
    section_heading(ui, &locale.t("help.glossary"));
    let term = |key: &str| rich_text(locale.t(key), Role::Body);
    definition_list_ui(
        ui,
        "",
        GLOSSARY.map(|(key, meaning)| (term(key), locale.t(meaning).into_owned())),
    );
}

fn rules_ui(ui: &mut Ui, locale: Locale) {
    section_heading(ui, &locale.t("help.counting_rules"));
    for (number, key) in (1..).zip(COUNTING_RULES) {
        let rule = locale.t(key);
        ui.add(Label::new(format!("{number}. {rule}")).wrap());
    }
}

fn date_examples_ui(ui: &mut Ui, locale: Locale) {
    section_heading(ui, &locale.t("help.date_notation"));
    ui.add(
        Label::new(weak_text(ui, locale.t("help.date_notation_explanation"), Role::Body)).wrap(),
    );
    let date_text = |date: &str| Some(format_date(locale, &date.parse::<Date>().ok()?));
    let rows =
        DATE_EXAMPLES.iter().filter_map(|date| Some((input_text(ui, date), date_text(date)?)));
    let rows: Vec<_> = rows.collect();
    definition_list_ui(ui, "", rows);
}

fn own_register_ui(ui: &mut Ui, locale: Locale, own_register: Option<&Path>) {
    section_heading(ui, &locale.t("help.user_register"));
    match own_register {
        Some(path) => {
            ui.add(Label::new(locale.t("help.user_register_explanation")).wrap());
            let path = rich_text(path_label(path), Role::Body);
            ui.add(Label::new(path).wrap().selectable(true));
        }
        None => {
            ui.add(Label::new(locale.t("help.no_app_dirs")).wrap());
        }
    }
}

/// Returns the text of something to type, on a raised background.
fn input_text(ui: &Ui, typed: &str) -> RichText {
    rich_text(format!(" {typed} "), Role::Body).background_color(Palette::of(ui).raised)
}

/// A list of two columns under a heading: what is meant, and what it means.
fn definition_list_ui(
    ui: &mut Ui,
    heading: &str,
    rows: impl IntoIterator<Item = (RichText, String)>,
) {
    if !heading.is_empty() {
        ui.add_space(SPACE / 2.0);
        ui.label(weak_text(ui, heading, Role::Caption));
    }
    let second = ui.available_width() - FIRST_COLUMN_WIDTH - SPACE;
    let grid = Grid::new(ui.next_auto_id()).num_columns(2).min_col_width(FIRST_COLUMN_WIDTH);
    let grid = grid.max_col_width(second).min_row_height(SPACE * 2.5);
    grid.spacing(Vec2::new(SPACE, SPACE / 2.0)).show(ui, |ui| {
        for (first, text) in rows {
            ui.label(first);
            ui.add(Label::new(text).wrap());
            ui.end_row();
        }
    });
}
