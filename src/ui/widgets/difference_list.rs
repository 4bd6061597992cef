//! A list of differences between two versions of a record or a register.

use egui::{Label, Ui};

use crate::{
    Locale,
    describe::differences::DifferenceText,
    ui::{
        theme::{Role, SPACE},
        widgets::text::{rich_text, weak_text},
    },
};

/// Draws differences: the subject and the field of each, then its old and its new value.
///
/// `value_keys` are the locale keys of the old and of the new value; `count` is the number of all
/// differences, of which `differences` are the first.
pub fn differences_ui(
    ui: &mut Ui,
    locale: Locale,
    value_keys: [&str; 2],
    differences: &[DifferenceText],
    count: usize,
) {
    if count == 0 {
        ui.label(weak_text(ui, locale.t("history.no_differences"), Role::Body));
    }
    ui.spacing_mut().item_spacing.y = SPACE / 4.0;
    for DifferenceText { subject, change, old, new } in differences {
        ui.add(Label::new(rich_text(format!("{subject} · {change}"), Role::Body)).wrap());
        for (key, value) in value_keys.into_iter().zip([old, new]) {
            if !value.is_empty() {
                let text = locale.t_with(key, &[("value", value)]);
                ui.add(Label::new(weak_text(ui, text, Role::Caption)).wrap());
            }
        }
        ui.add_space(SPACE / 2.0);
    }
    if count > differences.len() {
        let more = locale.t_plural("history.more", count - differences.len());
        ui.label(weak_text(ui, more, Role::Caption));
    }
}
