//! Drawing one frame.

use egui::{Align, CentralPanel, Context, Frame, Id, Label, Layout, Margin, Panel, Ui, UiBuilder};

use crate::{
    Locale,
    commands::{Command, Page},
    session::Action,
    store::{app_dirs::AppDirs, lock},
    ui::{
        app::{
            application::{App, command_context},
            open_register::{OpenRegister, RegisterUiState},
        },
        context::UiContext,
        intent::Intent,
        modals::modal::ModalContext,
        panels::{
            case_table::{CaseTableState, case_table_ui},
            detail::case_detail_ui,
            filters::{FiltersState, closed_filters_ui, filters_ui},
            menu_bar, status_bar,
            summary::summary_ui,
            toolbar::toolbar_ui,
        },
        shortcuts,
        theme::{NARROW_WINDOW_WIDTH, Palette, Role, SPACE},
        widgets::{date_picker::as_of_ui, text::rich_text},
    },
};

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        let size = ctx.input(|input| input.viewport().inner_rect).map(|rect| rect.size());
        self.settings.window_size = size.map(|size| (size.x, size.y)).or(self.settings.window_size);
        self.settings.zoom = Some(ctx.zoom_factor());
        self.poll_background(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        let intents = self.draw(ui);
        if self.open.session.is_some() && !std::mem::replace(&mut self.has_drawn, true) {
            tracing::debug!("the first full frame is drawn");
        }
        let has_form = self.open.ui_state.form.is_some();
        // The last lines of the frame: the only place where anything changes.
        for intent in intents.into_iter().chain(std::mem::take(&mut self.pending_intents)) {
            self.handle_intent(intent, ui.ctx(), frame);
        }
        if has_form && self.open.ui_state.form.is_none() {
            // A field that is no longer drawn keeps no keys to itself.
            ui.memory_mut(egui::Memory::stop_text_input);
        }
        self.start_pending_work(ui.ctx());
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        // The lock is given back before the program is gone.
        self.open.access = lock::RegisterAccess::LockUnavailable;
        self.update_column_settings();
        if let Some(Err(error)) = self.app_dirs.as_ref().map(|places| self.settings.save(places)) {
            tracing::error!("the settings were not kept: {}", error.describe(self.locale));
        }
    }
}

impl App {
    /// Draws every part of the window and returns the changes that they ask for.
    #[must_use]
    fn draw(&mut self, ui: &mut Ui) -> Vec<Intent> {
        let mut out = Vec::new();
        self.status_bar_ui(ui, &mut out);
        if self.open.session.is_some() && self.tasks.open.is_running() {
            // What is shown is about to be replaced: nothing may be begun on it.
            ui.disable();
        } else {
            self.handle_shortcuts(ui.ctx(), &mut out);
        }
        self.top_bar_ui(ui, &mut out);
        self.read_only_banner_ui(ui, &mut out);
        self.notices.ui(ui, self.locale, &mut out);
        // Strips come and go above; what is below keeps its identity, and so the focus.
        let below = UiBuilder::new().scope_id(Id::unique("below the strips"));
        ui.scope_builder(below, |ui| self.main_area_ui(ui, &mut out));
        self.modals_ui(ui.ctx(), &mut out);
        out
    }

    /// Draws the open register below the bars and banners.
    fn main_area_ui(&mut self, ui: &mut Ui, out: &mut Vec<Intent>) {
        let session = self.open.session.as_ref();
        let (locale, page, today) = (self.locale, self.page, self.today);
        if let Some(session) = session {
            let context = UiContext { session, locale, page, today };
            let command_context = self.command_context();
            if let Some(present) = &self.open.return_point {
                historical_banner_ui(ui, locale, &present.describe_shown_entry(locale), out);
            }
            let strip = bar_frame(ui).inner_margin(Margin::symmetric(16, 10));
            Panel::top("summary").frame(strip).show(ui, |ui| summary_ui(ui, &context, out));
            let strip = bar_frame(ui).inner_margin(Margin::symmetric(16, 4));
            Panel::top("toolbar")
                .frame(strip)
                .show(ui, |ui| toolbar_ui(ui, command_context, locale, out));
            body_ui(ui, &context, &mut self.open.ui_state, &mut self.case_table, out);
        } else {
            self.no_register_ui(ui, out);
        }
    }

    /// Runs the command whose shortcut was pressed, unless a modal is open.
    fn handle_shortcuts(&self, ctx: &Context, out: &mut Vec<Intent>) {
        if self.modals.is_empty() {
            out.extend(
                shortcuts::take_pressed_command(ctx, self.command_context()).map(Intent::Command),
            );
        }
    }

    /// Draws the menu, the search and the day.
    fn top_bar_ui(&mut self, ui: &mut Ui, out: &mut Vec<Intent>) {
        let frame = bar_frame(ui).inner_margin(Margin::symmetric(12, 6));
        let Self { open, case_table, locale, page, today, settings, picker, .. } = self;
        let OpenRegister { session, ui_state, .. } = open;
        let (session, locale, page, today) = (session.as_ref(), *locale, *page, *today);
        let command_context = command_context(session, page, ui_state.form.as_ref(), &**picker);
        Panel::top("top").frame(frame).show(ui, |ui| {
            ui.horizontal(|ui| {
                let chosen =
                    menu_bar::MenuState { locale, settings, hidden_columns: &case_table.hidden };
                // A menu bar takes all the width it is given.
                let size = egui::vec2(SPACE * 27.0, ui.spacing().interact_size.y);
                ui.allocate_ui(size, |ui| menu_bar::menu_ui(ui, command_context, &chosen, out));
                let Some(session) = session else { return };
                let context = UiContext { session, locale, page, today };
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    as_of_ui(ui, &context, &mut ui_state.date_picker, out);
                    ui.add_space(SPACE);
                    search_ui(ui, &context, ui_state, case_table, out);
                });
            });
        });
    }

    fn status_bar_ui(&mut self, ui: &mut Ui, out: &mut Vec<Intent>) {
        let (locale, page, today) = (self.locale, self.page, self.today);
        let context =
            self.open.session.as_ref().map(|session| UiContext { session, locale, page, today });
        let frame = bar_frame(ui).inner_margin(Margin::symmetric(12, 4));
        Panel::bottom("status").frame(frame).show(ui, |ui| {
            status_bar::status_bar_ui(
                ui,
                context.as_ref(),
                locale,
                &self.save_state(),
                &self.runner.running(),
                out,
            );
        });
    }

    /// Draws the window while no register is open.
    fn no_register_ui(&self, ui: &mut Ui, out: &mut Vec<Intent>) {
        CentralPanel::default().show(ui, |ui| {
            if self.tasks.open.is_running() {
                return;
            }
            ui.vertical_centered(|ui| {
                ui.add_space(SPACE * 10.0);
                ui.label(self.locale.t("window.no_register"));
                for command in [Command::Open, Command::NewRegister] {
                    if ui.button(command.label(self.locale, None)).clicked() {
                        out.push(Intent::Command(command));
                    }
                }
            });
        });
    }

    /// Draws the modals.
    fn modals_ui(&mut self, ctx: &Context, out: &mut Vec<Intent>) {
        let Self { open, modals, locale, page, today, picker, app_dirs, .. } = self;
        let OpenRegister { session, ui_state, .. } = open;
        let user_register = app_dirs.as_ref().map(AppDirs::user_register_path);
        let mut context = ModalContext {
            session: session.as_ref(),
            locale: *locale,
            page: *page,
            today: *today,
            command_context: command_context(
                session.as_ref(),
                *page,
                ui_state.form.as_ref(),
                &**picker,
            ),
            user_register: user_register.as_deref(),
            repair_texts: &mut ui_state.repair_texts,
        };
        modals.ui(ctx, &mut context, out);
    }
}

/// Draws the banner that says which earlier version is shown, with the way back.
fn historical_banner_ui(ui: &mut Ui, locale: Locale, banner: &str, out: &mut Vec<Intent>) {
    let palette = Palette::of(ui);
    let frame = Frame::new().fill(palette.selection).inner_margin(Margin::symmetric(16, 6));
    Panel::top("as recorded").frame(frame).show(ui, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.button(locale.t("history.as_recorded.return_to_present").as_ref()).clicked() {
                out.push(Intent::ShowPresent);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(rich_text(banner, Role::Body)).wrap());
            });
        });
    });
}

/// Returns the frame of a bar over the whole width of the window.
fn bar_frame(ui: &Ui) -> Frame {
    Frame::new().fill(Palette::of(ui).background)
}

/// Returns the frame of a panel at the side of the window.
fn side_panel_frame(ui: &Ui) -> Frame {
    Frame::new().fill(Palette::of(ui).surface).inner_margin(Margin::symmetric(16, 12))
}

/// Draws the page between the filters and the detail or the form.
fn body_ui(
    ui: &mut Ui,
    context: &UiContext,
    ui_state: &mut RegisterUiState,
    case_table: &mut CaseTableState,
    out: &mut Vec<Intent>,
) {
    let window_width = ui.ctx().content_rect().width();
    if context.page.is_case_page() {
        filters_panel_ui(ui, context, &mut ui_state.filters, window_width, out);
    }
    // A page beside the narrower panel keeps half of a narrow window.
    let default_width = if window_width < NARROW_WINDOW_WIDTH { 320.0 } else { 384.0 };
    let side_panel = |ui: &Ui, id: &'static str| {
        Panel::right(id)
            .frame(side_panel_frame(ui))
            .default_size(default_width)
            .size_range(320.0..=720.0)
    };
    if let Some(form) = &mut ui_state.form {
        let frame = Frame::new().fill(Palette::of(ui).surface);
        // A form keeps its width, whatever its fields hold.
        let width = (window_width * 0.46).clamp(520.0, 720.0);
        Panel::right("form")
            .frame(frame)
            .resizable(false)
            .exact_size(width)
            .show(ui, |ui| form.ui(ui, context, out));
    } else if context.page == Page::Map {
        side_panel(ui, "beside").show(ui, |ui| ui_state.pages.map_side_panel_ui(ui, context, out));
    } else if context.page == Page::Cases
        || context.page.is_case_page() && context.session.current().is_some()
    {
        side_panel(ui, "detail").show(ui, |ui| case_detail_ui(ui, context, out));
    }
    let frame = Frame::new().fill(Palette::of(ui).surface).inner_margin(Margin {
        left: 12,
        right: 12,
        top: 10,
        bottom: 0,
    });
    CentralPanel::default().frame(frame).show(ui, |ui| match context.page {
        Page::Cases => case_table_ui(ui, context, case_table, out),
        _ => ui_state.pages.ui(ui, context, out),
    });
}

/// Draws the filters beside a page of cases, or the strip that opens them.
fn filters_panel_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut FiltersState,
    window_width: f32,
    out: &mut Vec<Intent>,
) {
    let frame = Frame::new().fill(Palette::of(ui).background);
    if state.is_open(window_width) {
        let margin = Margin { left: 16, right: 12, top: 12, bottom: 0 };
        Panel::left("filters")
            .frame(frame.inner_margin(margin))
            .default_size(216.0)
            .size_range(180.0..=360.0)
            .show(ui, |ui| filters_ui(ui, context, state, out));
    } else {
        Panel::left("closed filters")
            .frame(frame.inner_margin(Margin { left: 4, right: 4, top: 8, bottom: 0 }))
            .resizable(false)
            .exact_size(SPACE * 4.0)
            .show(ui, |ui| closed_filters_ui(ui, context.locale, state));
    }
}

/// Draws the search field over the remaining width.
fn search_ui(
    ui: &mut Ui,
    context: &UiContext,
    ui_state: &mut RegisterUiState,
    case_table: &mut CaseTableState,
    out: &mut Vec<Intent>,
) {
    let locale: Locale = context.locale;
    let asked = &context.session.analysis().query().search;
    let typed = &mut ui_state.search_text;
    let id = ui.make_persistent_id("search");
    if std::mem::take(&mut ui_state.wants_search_focus) {
        // Before the field is drawn, so that it has what is typed in this frame.
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let field = egui::TextEdit::singleline(typed)
        .id(id)
        .hint_text(locale.t("window.search"))
        .align(egui::Align2::LEFT_CENTER)
        .desired_width((ui.available_width() - SPACE).clamp(SPACE * 10.0, SPACE * 52.0));
    let field = ui.add(field).accessible_name(locale.t("window.search_label"));
    if field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
        case_table.wants_focus = true;
    }
    if field.changed() {
        let mut query = context.session.analysis().query().clone();
        query.search.clone_from(typed);
        out.push(Intent::Action(Action::SetQuery(query)));
        if !context.page.is_case_page() {
            out.push(Intent::Command(Command::Page(Page::Cases)));
        }
    } else if !field.has_focus() && typed != asked {
        // The query was cleared elsewhere.
        typed.clone_from(asked);
    }
}
