//! Values of two sides, one beside the other, of which one is to be chosen.

use egui::{Align, Label, Layout, Rect, RichText, ScrollArea, Stroke, Ui, vec2};

use crate::{
    Locale,
    merge::Side,
    ui::{
        theme::{Palette, Role, SPACE},
        widgets::text::{heading, rich_text, weak_text},
    },
};

/// How wide a question is that shows them.
pub const WIDE_DIALOG_WIDTH: f32 = SPACE * 90.0;

/// A piece that two sides have, each in its own way, and the side chosen.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Whose it is, and what.
    title: String,
    /// What both came of.
    before: String,
    /// What our side has.
    ours: ChoiceCard,
    /// What their side has.
    theirs: ChoiceCard,
    /// The side chosen.
    pub chosen: Option<Side>,
    /// How high it was drawn, and the higher of its cards: what is out of sight is not drawn again,
    /// and both cards are as high.
    height: Option<[f32; 2]>,
}

/// What one side has.
#[derive(Clone, Debug)]
pub struct ChoiceCard {
    /// What the side is called.
    pub label: String,
    /// Whose words these are, and since when; empty where that goes without saying.
    pub attribution: String,
    /// The value.
    pub value: String,
}

/// Draws what may be higher than this, with a bar that lies over nothing.
pub fn choice_area_ui(ui: &mut Ui, height: f32, add: impl FnOnce(&mut Ui)) {
    ui.scope(|ui| {
        ui.spacing_mut().scroll.floating_allocated_width = SPACE * 1.5;
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, add);
    });
}

/// Draws the choices, one under the other.
pub fn choices_ui(ui: &mut Ui, locale: Locale, choices: &mut [Choice]) {
    ui.spacing_mut().item_spacing.y = 0.0;
    for (at, choice) in choices.iter_mut().enumerate() {
        let begin = ui.cursor().min;
        if let Some([height, _]) = choice.height
            && !ui.is_rect_visible(Rect::from_min_size(begin, vec2(ui.available_width(), height)))
        {
            ui.add_space(height);
            continue;
        }
        let cards = ui.push_id(at, |ui| choice.ui(ui, locale, at == 0)).inner;
        let height = Some([ui.cursor().top() - begin.y, cards]);
        if std::mem::replace(&mut choice.height, height) != height {
            // Both cards are as high as the higher one only once that is known.
            ui.ctx().request_repaint();
        }
    }
}

impl Choice {
    /// With both sides' values, of which one may be chosen already.
    pub fn new(
        title: String,
        before: String,
        [ours, theirs]: [ChoiceCard; 2],
        chosen: Option<Side>,
    ) -> Self {
        Self { title, before, ours, theirs, chosen, height: None }
    }

    /// Whose record it is and which field; what stood there, and both values side by side. Gives
    /// how high the higher of these is.
    fn ui(&mut self, ui: &mut Ui, locale: Locale, is_first: bool) -> f32 {
        let Self { title, before, ours, theirs, chosen, height } = self;
        let min_height = height.map_or(0.0, |[_, cards]| cards);
        let mut max_height = 0.0_f32;
        if !is_first {
            let line = Stroke::new(1.0, Palette::of(ui).line);
            ui.painter().hline(ui.max_rect().x_range(), ui.cursor().top(), line);
            ui.add_space(SPACE);
        }
        heading(ui, title, Role::Section);
        ui.add_space(SPACE / 4.0);
        ui.add(Label::new(weak_text(ui, before.as_str(), Role::Caption)).wrap());
        ui.add_space(SPACE / 2.0);
        ui.columns(2, |columns| {
            let sides = [(Side::Ours, &*ours), (Side::Theirs, &*theirs)];
            for (ui, (side, card)) in columns.iter_mut().zip(sides) {
                let is_chosen = *chosen == Some(side);
                let (pressed, height) = card.ui(ui, locale, title, (is_chosen, min_height));
                if pressed {
                    *chosen = Some(side);
                }
                max_height = max_height.max(height);
            }
        });
        ui.add_space(SPACE);
        max_height
    }
}

impl ChoiceCard {
    /// Draws it, at least so high; gives whether it was pressed, anywhere, and how high what it
    /// holds is.
    fn ui(
        &self,
        ui: &mut Ui,
        locale: Locale,
        title: &str,
        (is_chosen, min_height): (bool, f32),
    ) -> (bool, f32) {
        let Self { label, attribution, value } = self;
        let values = [("what", title), ("side", label), ("value", value)];
        let name = locale.t_with("external_changes.conflict_choice", &values);
        ui.spacing_mut().item_spacing.y = SPACE / 2.0;
        let palette = Palette::of(ui);
        let frame = egui::Frame::new()
            .fill(if is_chosen { palette.selection } else { palette.surface })
            .stroke(Stroke::new(1.0, if is_chosen { palette.accent } else { palette.frame }))
            .corner_radius(5.0)
            .inner_margin(SPACE);
        let card = frame.show(ui, |ui| {
            // Not justified, as the columns are.
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                ui.set_width(ui.available_width());
                let radio = ui.radio(is_chosen, RichText::new(label).strong());
                let radio = radio.accessible_name(&name);
                // The keyboard begins at the first choice.
                if ui.memory(|memory| memory.focused().is_none()) {
                    radio.request_focus();
                }
                if !attribution.is_empty() {
                    ui.add(Label::new(weak_text(ui, attribution, Role::Caption)).wrap());
                    ui.add_space(SPACE / 2.0);
                }
                ui.add(Label::new(rich_text(value, Role::Body)).wrap());
                let height = ui.min_rect().height();
                ui.add_space((min_height - height).max(0.0));
                (radio.clicked(), height)
            })
            .inner
        });
        let (chosen, height) = card.inner;
        let frame_response =
            ui.interact(card.response.rect, ui.scope_id().with(label), egui::Sense::CLICK);
        (chosen || frame_response.clicked(), height)
    }
}
