//! Messages to the reader, in a bar under the top of the window.

use std::{cmp::Reverse, time::Duration};

use egui::{
    Align, Color32, Frame, Label, Layout, Margin, Panel, Rect, Stroke, Ui, UiBuilder, Vec2,
    accesskit,
};

use crate::{
    Locale,
    analysis::finding,
    ui::{
        intent::Intent,
        theme::{Palette, Role, SPACE},
        widgets::{
            level_icon,
            text::{rich_text, weak_text},
        },
    },
};

/// How long a piece of news stays, in seconds.
const INFO_SECONDS: f64 = 6.0;

/// How many messages are shown at once.
const MAX_SHOWN: usize = 3;

/// How much a message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoticeLevel {
    /// News; it goes by itself.
    Info,
    /// Something to know before going on.
    Warning,
    /// Something failed.
    Error,
}

/// Messages to the reader, the oldest first. A warning or an error stays until it is dismissed.
#[derive(Default)]
pub struct NoticesPanel {
    messages: Vec<NoticeMessage>,
    next_number: u64,
}

struct NoticeMessage {
    number: u64,
    level: NoticeLevel,
    text: String,
    /// What can be done about it, each with its label.
    actions: Vec<(String, Intent)>,
    /// It is news that stays until it is dismissed.
    is_persistent: bool,
    /// When it was first drawn, in seconds since the window's start.
    shown_at: Option<f64>,
}

impl NoticeLevel {
    fn key(self) -> &'static str {
        match self {
            Self::Info => "notice.info",
            Self::Warning => "notice.warning",
            Self::Error => "notice.error",
        }
    }

    /// The level whose sign and colour it bears.
    fn severity(self) -> finding::Severity {
        match self {
            Self::Info => finding::Severity::Note,
            Self::Warning => finding::Severity::Warning,
            Self::Error => finding::Severity::Error,
        }
    }
}

impl NoticesPanel {
    /// Adds a message, with what can be done about it. A message that says the same as one still
    /// shown takes its place.
    pub fn push(
        &mut self,
        level: NoticeLevel,
        text: impl Into<String>,
        actions: Vec<(String, Intent)>,
    ) {
        self.add(level, text.into(), actions, false);
    }

    /// The same, but news stays as well.
    pub fn push_persistent(
        &mut self,
        level: NoticeLevel,
        text: impl Into<String>,
        actions: Vec<(String, Intent)>,
    ) {
        self.add(level, text.into(), actions, true);
    }

    fn add(
        &mut self,
        level: NoticeLevel,
        text: String,
        actions: Vec<(String, Intent)>,
        is_persistent: bool,
    ) {
        self.messages.retain(|message| message.text != text);
        let number = self.next_number;
        self.messages.push(NoticeMessage {
            number,
            level,
            text,
            actions,
            is_persistent,
            shown_at: None,
        });
        self.next_number += 1;
    }

    /// Whether the message that says this is still there.
    pub fn contains(&self, text: &str) -> bool {
        self.messages.iter().any(|message| message.text == text)
    }

    /// Takes back the message that says this, where it is still shown.
    pub fn remove(&mut self, text: &str) {
        self.messages.retain(|message| message.text != text);
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    /// Draws the messages as a panel at the top of what is left of the window, the gravest and the
    /// newest first; nothing where there is none.
    pub fn ui(&mut self, ui: &mut Ui, locale: Locale, out: &mut Vec<Intent>) {
        self.remove_expired(ui);
        if self.messages.is_empty() {
            return;
        }
        let frame = Frame::new().fill(Palette::of(ui).surface);
        Panel::top("notices").frame(frame).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let mut dismissed = None;
            let mut messages: Vec<&mut NoticeMessage> = self.messages.iter_mut().collect();
            messages.sort_by_key(|message| Reverse((message.level, message.number)));
            for message in messages.into_iter().take(MAX_SHOWN) {
                if message.ui(ui, locale, out) {
                    dismissed = Some(message.number);
                }
            }
            self.messages.retain(|message| Some(message.number) != dismissed);
            self.more_ui(ui, locale);
        });
    }

    /// How many are not shown, and a way to be rid of all.
    fn more_ui(&mut self, ui: &mut Ui, locale: Locale) {
        if self.messages.len() <= MAX_SHOWN {
            return;
        }
        let more = locale.t_plural("notice.more_notices", self.messages.len() - MAX_SHOWN);
        Frame::new().inner_margin(Margin::symmetric(16, 4)).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.label(weak_text(ui, more, Role::Caption));
                if ui.button(rich_text(locale.t("notice.dismiss_all"), Role::Caption)).clicked() {
                    self.messages.clear();
                }
            });
        });
    }

    fn remove_expired(&mut self, ui: &Ui) {
        let now = ui.input(|input| input.time);
        let remaining = |message: &NoticeMessage| match (message.level, message.shown_at) {
            (NoticeLevel::Info, Some(since)) if !message.is_persistent => {
                since + INFO_SECONDS - now
            }
            _ => f64::INFINITY,
        };
        self.messages.retain(|message| remaining(message) > 0.0);
        let soonest = self.messages.iter().map(remaining).fold(f64::INFINITY, f64::min);
        if let Ok(wait) = Duration::try_from_secs_f64(soonest) {
            ui.request_repaint_after(wait);
        }
    }
}

impl NoticeMessage {
    /// Draws it; whether it is to go.
    fn ui(&mut self, ui: &mut Ui, locale: Locale, out: &mut Vec<Intent>) -> bool {
        let palette = Palette::of(ui);
        let colour = level_icon::severity_color(&palette, self.level.severity());
        let mut is_dismissed = false;
        let frame = Frame::new().inner_margin(Margin { left: 16, right: 12, top: 6, bottom: 6 });
        let role = match self.level {
            NoticeLevel::Info => accesskit::Role::Status,
            NoticeLevel::Warning | NoticeLevel::Error => accesskit::Role::Alert,
        };
        let shown = ui.scope_builder(
            UiBuilder::new()
                .id_salt(self.number)
                .accessibility_role(role)
                .accessibility_label(self.text.as_str()),
            |ui| {
                frame.show(ui, |ui| is_dismissed = self.row_ui(ui, locale, colour, out));
            },
        );
        let rect = shown.response.rect;
        let painter = ui.painter();
        painter.hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, palette.line));
        let stripe = Rect::from_min_size(rect.min, Vec2::new(SPACE / 2.0, rect.height()));
        painter.rect_filled(stripe, 0.0, colour);
        let now = ui.input(|input| input.time);
        // Whoever is reading it may finish.
        if self.shown_at.is_none() || ui.rect_contains_pointer(rect) {
            self.shown_at = Some(now);
            if self.level == NoticeLevel::Info && !self.is_persistent {
                ui.request_repaint_after(Duration::from_secs_f64(INFO_SECONDS));
            }
        }
        is_dismissed
    }

    /// What it says, over as many lines as it needs, and what can be done about it at the right of
    /// the first; whether it is to go.
    fn row_ui(&self, ui: &mut Ui, locale: Locale, colour: Color32, out: &mut Vec<Intent>) -> bool {
        let row = ui.available_rect_before_wrap();
        let at = |rect, layout| UiBuilder::new().max_rect(rect).layout(layout);
        let mut right = ui.new_child(at(row, Layout::right_to_left(Align::Min)));
        let mut is_dismissed = right.button(locale.t("notice.dismiss")).clicked();
        for (label, intent) in self.actions.iter().rev() {
            if right.button(label).clicked() {
                out.push(intent.clone());
                is_dismissed = true;
            }
        }
        let right = right.min_rect();
        let rest = row.with_max_x(right.left() - SPACE * 2.0).with_min_y(row.top() + SPACE * 0.75);
        let mut left = ui.new_child(at(rest, Layout::left_to_right(Align::Min)));
        level_icon::severity_icon(&mut left, self.level.severity());
        left.label(rich_text(locale.t(self.level.key()), Role::Body).color(colour));
        left.add(Label::new(self.text.as_str()).wrap());
        ui.advance_cursor_after_rect(left.min_rect() | right);
        is_dismissed
    }
}
