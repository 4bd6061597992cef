//! The forms of sources, totals, events and the register's own information: one call for each
//! field.

use egui::Ui;

use crate::{
    analysis::finding::RecordField,
    describe::claims::source_kind_label,
    draft::{
        event::EventDraft, register_info::RegisterInfoDraft, source::SourceDraft, total::TotalDraft,
    },
    model::SourceKind,
    ui::form::form_builder::{FieldSpec, FormBuilder},
};

impl FormBuilder<'_> {
    /// Draws every field of a source.
    pub fn source(&mut self, ui: &mut Ui, now: &mut SourceDraft, original: &SourceDraft) {
        self.line(
            ui,
            FieldSpec::checked("field.title", RecordField::Name),
            &mut now.title,
            Some(&original.title),
        );
        let publisher = FieldSpec::checked("field.publisher", RecordField::Publisher);
        self.line(ui, publisher, &mut now.publisher, Some(&original.publisher));
        let locale = self.context.locale;
        let describe = |kind: &SourceKind| source_kind_label(locale, *kind);
        self.choice(
            ui,
            FieldSpec::unchecked("field.source_kind"),
            &mut now.kind,
            Some(&original.kind),
            &|| SourceKind::ALL.to_vec(),
            &describe,
        );
        self.date(
            ui,
            FieldSpec::checked("field.publication_date", RecordField::Date),
            &mut now.published,
            Some(&original.published),
        );
        self.line(
            ui,
            FieldSpec::unchecked("field.address"),
            &mut now.address,
            Some(&original.address),
        );
        if now.before.is_none() {
            let example = self.t("form.source_id_example");
            self.line_with_hint(
                ui,
                FieldSpec::checked("field.id", RecordField::Id),
                &mut now.id,
                Some(&original.id),
                &example,
            );
        }
        self.multiline(
            ui,
            FieldSpec::unchecked("field.note"),
            3,
            &mut now.note,
            Some(&original.note),
        );
    }

    /// Draws every field of a total.
    pub fn total(&mut self, ui: &mut Ui, now: &mut TotalDraft, original: &TotalDraft) {
        self.party(
            ui,
            FieldSpec::checked("field.party", RecordField::Party),
            &mut now.by,
            Some(&original.by),
        );
        self.number(
            ui,
            FieldSpec::checked("field.count", RecordField::Count),
            &mut now.count,
            Some(&original.count),
        );
        self.date(
            ui,
            FieldSpec::checked("field.announcement_date", RecordField::Date),
            &mut now.on,
            Some(&original.on),
        );
        self.sources(
            ui,
            FieldSpec::checked("field.sources", RecordField::Sources),
            &mut now.sources,
            Some(&original.sources),
        );
        self.multiline(
            ui,
            FieldSpec::unchecked("field.note"),
            3,
            &mut now.note,
            Some(&original.note),
        );
    }

    /// Draws every field of an event.
    pub fn event(&mut self, ui: &mut Ui, now: &mut EventDraft, original: &EventDraft) {
        self.date(
            ui,
            FieldSpec::checked("field.event_date", RecordField::Date),
            &mut now.on,
            Some(&original.on),
        );
        let title = [
            FieldSpec::checked("field.title_en", RecordField::Name),
            FieldSpec::unchecked("field.title_ja"),
            FieldSpec::unchecked("field.title_ko"),
        ];
        self.localized_text(ui, title, 1, &mut now.title, Some(&original.title));
        let place = [
            FieldSpec::checked("field.place_en", RecordField::Place),
            FieldSpec::unchecked("field.place_ja"),
            FieldSpec::unchecked("field.place_ko"),
        ];
        self.localized_text(ui, place, 1, &mut now.place, Some(&original.place));
        self.sources(
            ui,
            FieldSpec::checked("field.sources", RecordField::Sources),
            &mut now.sources,
            Some(&original.sources),
        );
        self.multiline(
            ui,
            FieldSpec::unchecked("field.note"),
            3,
            &mut now.note,
            Some(&original.note),
        );
    }

    /// Draws every field of the register's own information.
    pub fn register_info(
        &mut self,
        ui: &mut Ui,
        now: &mut RegisterInfoDraft,
        original: &RegisterInfoDraft,
    ) {
        self.line(
            ui,
            FieldSpec::checked("field.title", RecordField::Name),
            &mut now.title,
            Some(&original.title),
        );
        let (first, second) = (
            FieldSpec::checked("field.first_party", RecordField::Party),
            FieldSpec::unchecked("field.second_party"),
        );
        self.party(ui, first, &mut now.compare.0, Some(&original.compare.0));
        self.party(ui, second, &mut now.compare.1, Some(&original.compare.1));
        let note = [
            FieldSpec::unchecked("field.note_en"),
            FieldSpec::unchecked("field.note_ja"),
            FieldSpec::unchecked("field.note_ko"),
        ];
        self.localized_text(ui, note, 4, &mut now.note, Some(&original.note));
    }
}
