//! The address of a source: a button that opens it, and the host that it leads to.

use egui::{Label, Ui};

use crate::{
    Locale,
    describe::addresses::describe_address_refusal,
    model::{characters::visible_line, web_address::WebAddress},
    ui::{intent::Intent, theme::Role, widgets::text::weak_text},
};

/// Draws a button that opens an address, and the host that it leads to. An address that is not of
/// the web is a text, with the reason why it is not opened. Returns whether the button was clicked.
pub(crate) fn source_address_ui(
    ui: &mut Ui,
    locale: Locale,
    address: &str,
    out: &mut Vec<Intent>,
) -> bool {
    let shown = visible_line(address);
    match WebAddress::parse(address) {
        Ok(web_address) => {
            let host = locale.t_with("source.leads_to", &[("host", web_address.host())]);
            let is_clicked = ui.button(locale.t("source.open")).on_hover_text(&*shown).clicked();
            if is_clicked {
                out.push(Intent::OpenAddress(web_address));
            }
            ui.add(Label::new(weak_text(ui, host, Role::Caption)).wrap()).on_hover_text(shown);
            is_clicked
        }
        Err(refusal) => {
            if !address.is_empty() {
                ui.add(Label::new(weak_text(ui, shown, Role::Caption)).wrap());
            }
            let reason = describe_address_refusal(locale, &refusal);
            ui.add(Label::new(weak_text(ui, reason, Role::Caption)).wrap());
            false
        }
    }
}
