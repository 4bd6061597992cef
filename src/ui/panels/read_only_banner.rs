//! The banner over a register that another program holds the lock of.

use egui::{Align, Frame, Label, Layout, Margin, Panel, Stroke, Ui, UiBuilder, accesskit};
use jiff::tz::TimeZone;

use crate::{
    Locale,
    analysis::finding::Severity,
    describe::{claims::format_day, labels::time_label},
    model::Day,
    store::{fs::process_identity::ProcessIdentity, lock::LockHolder},
    ui::{
        intent::Intent,
        theme::{Palette, Role, SPACE},
        widgets::{level_icon, text::rich_text},
    },
};

/// The lock of the open register, held by another program.
#[derive(Clone, Debug)]
pub struct ReadOnlyBanner {
    /// The holder; none where the lock file cannot be read.
    pub holder: Option<LockHolder>,
    /// The holder has released the lock since.
    pub is_free: bool,
    /// This process.
    pub own_process: ProcessIdentity,
}

impl ReadOnlyBanner {
    /// Draws the banner as a panel at the top of the rest of the window.
    pub fn ui(&self, ui: &mut Ui, locale: Locale, today: Day, out: &mut Vec<Intent>) {
        let palette = Palette::of(ui);
        let frame = Frame::new().fill(palette.raised).inner_margin(Margin {
            left: 16,
            right: 12,
            top: 6,
            bottom: 6,
        });
        let strip =
            Panel::top("access").frame(frame).show(ui, |ui| self.row_ui(ui, locale, today, out));
        let rect = strip.response.rect;
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, palette.line));
    }

    /// Draws the holder in as many lines as it takes, and the buttons at the right of the first.
    fn row_ui(&self, ui: &mut Ui, locale: Locale, today: Day, out: &mut Vec<Intent>) {
        let row = ui.available_rect_before_wrap();
        let at = |rect, layout| UiBuilder::new().max_rect(rect).layout(layout);
        let mut right = ui.new_child(at(row, Layout::right_to_left(Align::Min)));
        for (key, hint, force) in self.access_options() {
            if right.button(locale.t(key)).on_hover_text(locale.t(hint)).clicked() {
                out.push(Intent::RequestWriteAccess { force });
            }
        }
        let right = right.min_rect();
        let rest = row.with_max_x(right.left() - SPACE * 2.0).with_min_y(row.top() + SPACE * 0.75);
        let mut left = ui.new_child(at(rest, Layout::left_to_right(Align::Min)));
        level_icon::severity_icon(&mut left, Severity::Note);
        let text = self.describe(locale, today);
        let status = UiBuilder::new()
            .accessibility_role(accesskit::Role::Status)
            .accessibility_label(text.as_str());
        let label = Label::new(rich_text(text.as_str(), Role::Body)).wrap();
        left.scope_builder(status, |ui| ui.add(label));
        ui.advance_cursor_after_rect(left.min_rect() | right);
    }

    /// Returns the buttons, from the right: the locale keys of the label and of the tooltip, and
    /// whether it takes the lock by force.
    fn access_options(&self) -> Vec<(&'static str, &'static str, bool)> {
        let mut options = vec![("lock.open_for_work", "lock.open_for_work_tooltip", false)];
        // Only on the same machine is it known whether the holder still runs.
        let is_same_host = self
            .holder
            .as_ref()
            .is_some_and(|holder| holder.process.is_same_machine(&self.own_process));
        if !self.is_free && !is_same_host {
            options.push(("lock.take_over", "lock.take_over_tooltip", true));
        }
        options
    }

    /// Returns the sentence that names the holder and the time.
    fn describe(&self, locale: Locale, today: Day) -> String {
        if self.is_free {
            return locale.t("lock.available").into_owned();
        }
        let Some(holder) = &self.holder else {
            return locale.t("lock.held_by_unknown").into_owned();
        };
        let values = [
            ("who", &*holder_label(locale, holder, &self.own_process)),
            ("since", &since_label(locale, holder, today)),
        ];
        locale.t_with("lock.held_by", &values)
    }
}

/// Returns the name of a lock holder, relative to this process.
pub fn holder_label(locale: Locale, holder: &LockHolder, own_process: &ProcessIdentity) -> String {
    let ProcessIdentity { user, machine, process } = &holder.process;
    if holder.process.is_same_machine(own_process) && *user == own_process.user {
        let process = process.to_string();
        return locale.t_with("lock.own_window", &[("process", &process)]);
    }
    match (user.is_empty(), machine.is_empty()) {
        (false, false) => locale.t_with("lock.holder", &[("user", user), ("machine", machine)]),
        (false, true) => user.clone(),
        (true, false) => machine.clone(),
        (true, true) => locale.t("lock.unknown_holder").into_owned(),
    }
}

/// Returns the time since which the lock is held, with the day where that is not today.
pub fn since_label(locale: Locale, holder: &LockHolder, today: Day) -> String {
    let started = holder.since.to_zoned_datetime(TimeZone::system());
    let time = time_label(&started);
    if started.date() == today {
        return time;
    }
    locale.t_with(
        "lock.time_and_day",
        &[("time", &time), ("day", &format_day(locale, started.date()))],
    )
}
