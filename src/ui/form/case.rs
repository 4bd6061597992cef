//! The form of a case: one call for each field.

use egui::Ui;

use crate::{
    analysis::finding::RecordField,
    describe::claims::{incident_label, sex_label},
    draft::case::CaseDraft,
    model::Sex,
    ui::{
        form::{
            form_builder::{FieldSpec, FormBuilder},
            row_tracking::RowTracker,
        },
        theme::SPACE,
        widgets::text::section_heading,
    },
};

/// The state of the form of a case beside its draft.
#[derive(Debug)]
pub(super) struct CaseFormState {
    /// The rows of the claims.
    pub claim_rows: RowTracker,
    /// The rows of the variants.
    pub variant_rows: RowTracker,
    /// The id of a new case where none is typed.
    pub suggested_id: String,
}

impl CaseFormState {
    /// Returns the state for a draft and its original.
    pub fn of(now: &CaseDraft, original: &CaseDraft) -> Self {
        Self {
            claim_rows: RowTracker::of(&original.claims, &now.claims),
            variant_rows: RowTracker::of(&original.variants, &now.variants),
            suggested_id: String::new(),
        }
    }
}

impl FormBuilder<'_> {
    /// Draws every field of a case.
    pub fn case(
        &mut self,
        ui: &mut Ui,
        now: &mut CaseDraft,
        original: &CaseDraft,
        state: &mut CaseFormState,
    ) {
        section_heading(ui, &self.t("form.person"));
        self.person(ui, now, original, &state.suggested_id);
        self.section_heading(ui, "form.abduction");
        self.abduction(ui, now, original);
        self.section_heading(ui, "field.claims");
        self.messages_ui(ui, Some(RecordField::Claims), true, None);
        self.claims(ui, now, original, &mut state.claim_rows);
        self.section_heading(ui, "form.return");
        self.date(
            ui,
            FieldSpec::checked("field.return_date", RecordField::ReturnDate),
            &mut now.returned,
            Some(&original.returned),
        );
        self.sources(
            ui,
            FieldSpec::checked("field.return_sources", RecordField::ReturnSources),
            &mut now.returned_sources,
            Some(&original.returned_sources),
        );
        self.section_heading(ui, "field.variants");
        self.variants(ui, now, original, &mut state.variant_rows);
        self.section_heading(ui, "field.note");
        self.multiline(
            ui,
            FieldSpec::unchecked("field.note"),
            3,
            &mut now.note,
            Some(&original.note),
        );
    }

    /// Draws the heading of a section after the first.
    fn section_heading(&self, ui: &mut Ui, key: &str) {
        ui.add_space(SPACE);
        section_heading(ui, &self.t(key));
    }

    fn person(
        &mut self,
        ui: &mut Ui,
        now: &mut CaseDraft,
        original: &CaseDraft,
        suggested_id: &str,
    ) {
        self.line(
            ui,
            FieldSpec::checked("field.given_name", RecordField::Name),
            &mut now.given,
            Some(&original.given),
        );
        self.line(
            ui,
            FieldSpec::unchecked("field.family_name"),
            &mut now.family,
            Some(&original.family),
        );
        self.line(
            ui,
            FieldSpec::checked("field.native_name", RecordField::Native),
            &mut now.native,
            Some(&original.native),
        );
        self.line(
            ui,
            FieldSpec::unchecked("field.reading"),
            &mut now.reading,
            Some(&original.reading),
        );
        self.multiline(
            ui,
            FieldSpec::unchecked("form.other_names"),
            2,
            &mut now.other,
            Some(&original.other),
        );
        if now.before.is_none() {
            let id = FieldSpec::checked("field.id", RecordField::Id);
            self.line_with_hint(ui, id, &mut now.id, Some(&original.id), suggested_id);
        }
        let locale = self.context.locale;
        let sexes = || vec![None, Some(Sex::Female), Some(Sex::Male)];
        let nothing = self.t("form.no_value");
        let describe =
            |sex: &Option<Sex>| sex.map_or_else(|| nothing.clone(), |sex| sex_label(locale, sex));
        self.choice(
            ui,
            FieldSpec::unchecked("field.sex"),
            &mut now.sex,
            Some(&original.sex),
            &sexes,
            &describe,
        );
        self.date(
            ui,
            FieldSpec::checked("field.birth_date", RecordField::Born),
            &mut now.born,
            Some(&original.born),
        );
    }

    fn abduction(&mut self, ui: &mut Ui, now: &mut CaseDraft, original: &CaseDraft) {
        self.date(
            ui,
            FieldSpec::checked("field.abduction_date", RecordField::Date),
            &mut now.taken,
            Some(&original.taken),
        );
        self.number(
            ui,
            FieldSpec::checked("field.age", RecordField::Age),
            &mut now.age,
            Some(&original.age),
        );
        self.line(
            ui,
            FieldSpec::checked("field.place", RecordField::Place),
            &mut now.place,
            Some(&original.place),
        );
        let prefecture = FieldSpec::unchecked("field.prefecture");
        let offers = &self.suggestions.prefectures;
        self.line_with_suggestions(
            ui,
            prefecture,
            &mut now.prefecture,
            Some(&original.prefecture),
            offers,
        );
        let (locale, register) = (self.context.locale, self.context.register());
        let spot = FieldSpec::checked("field.coordinates", RecordField::Coordinates);
        let example = self.t("form.coordinates_example");
        self.line_with_hint(ui, spot, &mut now.coordinates, Some(&original.coordinates), &example);
        let numbers = || register.incidents().iter().map(|incident| Some(incident.number));
        let incidents = || std::iter::once(None).chain(numbers()).collect();
        let nothing = self.t("form.no_incident");
        let describe = |number: &Option<u32>| {
            number
                .map_or_else(|| nothing.clone(), |number| incident_label(locale, register, number))
        };
        let incident = FieldSpec::checked("field.incident", RecordField::Incident);
        self.choice(
            ui,
            incident,
            &mut now.incident,
            Some(&original.incident),
            &incidents,
            &describe,
        );
        self.sources(
            ui,
            FieldSpec::checked("field.sources", RecordField::Sources),
            &mut now.sources,
            Some(&original.sources),
        );
    }
}
