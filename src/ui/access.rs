//! The strip that says who has the open register, where it is shown only.

use egui::{Align, Frame, Label, Layout, Margin, Panel, Stroke, Ui, UiBuilder, accesskit};
use jiff::tz::TimeZone;

use super::{
    Intent, signs,
    theme::{Palette, Role, SPACE},
    widgets::text,
};
use crate::{
    lang::Lang,
    model::Day,
    store::{Here, Holder},
    view::{Level, day_words},
};

/// Who has the open register.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    /// Who; none where their lock cannot be read.
    pub holder: Option<Holder>,
    /// Whether they have given it back since.
    pub is_free: bool,
    /// Who is at this window.
    pub here: Here,
}

impl Elsewhere {
    /// Draws the strip as a panel at the top of what is left of the window.
    pub fn ui(&self, ui: &mut Ui, lang: Lang, today: Day, out: &mut Vec<Intent>) {
        let palette = Palette::of(ui);
        let frame = Frame::new().fill(palette.raised).inner_margin(Margin {
            left: 16,
            right: 12,
            top: 6,
            bottom: 6,
        });
        let strip =
            Panel::top("access").frame(frame).show(ui, |ui| self.row_ui(ui, lang, today, out));
        let rect = strip.response.rect;
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, palette.line));
    }

    /// Who has it, over as many lines as that needs, and the ways to work on it at the right of the
    /// first.
    fn row_ui(&self, ui: &mut Ui, lang: Lang, today: Day, out: &mut Vec<Intent>) {
        let row = ui.available_rect_before_wrap();
        let at = |rect, layout| UiBuilder::new().max_rect(rect).layout(layout);
        let mut right = ui.new_child(at(row, Layout::right_to_left(Align::Min)));
        for (key, hint, anyway) in self.ways() {
            if right.button(lang.t(key)).on_hover_text(lang.t(hint)).clicked() {
                out.push(Intent::Work { anyway });
            }
        }
        let right = right.min_rect();
        let rest = row.with_max_x(right.left() - SPACE * 2.0).with_min_y(row.top() + SPACE * 0.75);
        let mut left = ui.new_child(at(rest, Layout::left_to_right(Align::Min)));
        signs::level_sign(&mut left, Level::Note);
        let words = self.words(lang, today);
        let status = UiBuilder::new()
            .accessibility_role(accesskit::Role::Status)
            .accessibility_label(words.as_str());
        let label = Label::new(text(words.as_str(), Role::Body)).wrap();
        left.scope_builder(status, |ui| ui.add(label));
        ui.advance_cursor_after_rect(left.min_rect() | right);
    }

    /// The ways to work on it, from the right, each with its words and what it does.
    fn ways(&self) -> Vec<(&'static str, &'static str, bool)> {
        let mut ways = vec![("lock.open", "lock.open_hint", false)];
        // A program of this machine that holds its lock is known to run.
        let is_of_here =
            self.holder.as_ref().is_some_and(|holder| holder.by.is_on_machine_of(&self.here));
        if !self.is_free && !is_of_here {
            ways.push(("lock.anyway", "lock.anyway_hint", true));
        }
        ways
    }

    /// Who has it, and since when.
    fn words(&self, lang: Lang, today: Day) -> String {
        if self.is_free {
            return lang.t("lock.free").into_owned();
        }
        let Some(holder) = &self.holder else {
            return lang.t("lock.someone").into_owned();
        };
        let values =
            [("who", &*who(lang, holder, &self.here)), ("since", &since(lang, holder, today))];
        lang.with("lock.held", &values)
    }
}

/// Who someone is, to whom sits here.
pub fn who(lang: Lang, holder: &Holder, here: &Here) -> String {
    let Here { user, machine, process } = &holder.by;
    if holder.by.is_on_machine_of(here) && *user == here.user {
        let process = process.to_string();
        return lang.with("lock.own_window", &[("process", &process)]);
    }
    match (user.is_empty(), machine.is_empty()) {
        (false, false) => lang.with("lock.who", &[("user", user), ("machine", machine)]),
        (false, true) => user.clone(),
        (true, false) => machine.clone(),
        (true, true) => lang.t("lock.unnamed").into_owned(),
    }
}

/// Since when, in words: the time, and the day where that is not today.
pub fn since(lang: Lang, holder: &Holder, today: Day) -> String {
    let since = holder.since.to_zoned_datetime(TimeZone::system());
    let time = since.strftime("%H:%M").to_string();
    if since.date() == today {
        return time;
    }
    lang.with("lock.on_day", &[("time", &time), ("day", &day_words(lang, since.date()))])
}
