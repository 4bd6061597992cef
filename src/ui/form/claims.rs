//! The claims and the variants in the form of a case.

use egui::Ui;

use crate::{
    analysis::finding::{ClaimField, RecordField},
    describe::{
        claims::party_label,
        drafts::describe_claim_draft,
        field_names::{NameStyle, fact_name},
    },
    draft::{
        case::{CaseDraft, VariantDraft},
        claim::{ClaimDraft, ClaimKind},
    },
    model::{Fact, PartyId},
    ui::form::{
        form_builder::{FieldSpec, FormBuilder},
        list_editor::ListSpec as List,
        row_tracking::RowTracker,
    },
};

impl FormBuilder<'_> {
    /// Draws the list of claims.
    pub fn claims(
        &mut self,
        ui: &mut Ui,
        now: &mut CaseDraft,
        original: &CaseDraft,
        tracker: &mut RowTracker,
    ) {
        let (locale, register) = (self.context.locale, self.context.register());
        let heading = |claim: &ClaimDraft| describe_claim_draft(locale, register, claim);
        let spec = List {
            row_name_key: "form.claim_number",
            add_key: "form.add_claim",
            field: |at| RecordField::Claim(at, ClaimField::Party),
            heading: &heading,
            new_row: &|| ClaimDraft::new(register.compared_parties()[1].clone()),
        };
        self.list(ui, &spec, tracker, &mut now.claims, &original.claims, Self::claim);
    }

    fn claim(
        &mut self,
        ui: &mut Ui,
        at: usize,
        now: &mut ClaimDraft,
        original: Option<&ClaimDraft>,
    ) {
        let spec = |key, field| FieldSpec::checked(key, RecordField::Claim(at, field));
        self.party(
            ui,
            spec("field.party", ClaimField::Party),
            &mut now.by,
            original.map(|was| &was.by),
        );
        self.date(
            ui,
            spec("field.claim_date", ClaimField::Date),
            &mut now.on,
            original.map(|was| &was.on),
        );
        let locale = self.context.locale;
        let describe = |kind: &ClaimKind| locale.t(kind.key()).into_owned();
        let says = if now.kind == ClaimKind::Disputes {
            FieldSpec::unchecked("field.statement")
        } else {
            spec("field.statement", ClaimField::Statement)
        };
        self.choice(
            ui,
            says,
            &mut now.kind,
            original.map(|was| &was.kind),
            &|| ClaimKind::ALL.to_vec(),
            &describe,
        );
        match now.kind {
            ClaimKind::Dead => {
                let death = spec("field.death_date", ClaimField::Death);
                self.date(ui, death, &mut now.death, original.map(|was| &was.death));
                self.line(
                    ui,
                    FieldSpec::unchecked("field.death_place"),
                    &mut now.place,
                    original.map(|was| &was.place),
                );
                self.line(
                    ui,
                    FieldSpec::unchecked("field.death_cause"),
                    &mut now.cause,
                    original.map(|was| &was.cause),
                );
            }
            ClaimKind::Disputes => {
                let disputes = spec("field.disputed_point", ClaimField::Statement);
                self.multiline(
                    ui,
                    disputes,
                    2,
                    &mut now.disputes,
                    original.map(|was| &was.disputes),
                );
            }
            ClaimKind::Abducted
            | ClaimKind::Alive
            | ClaimKind::NeverEntered
            | ClaimKind::Withdrawn => {}
        }
        let (officially, only_reported) =
            (self.t("form.official_claim"), self.t("form.reported_claim"));
        let describe =
            |reported: &bool| if *reported { only_reported.clone() } else { officially.clone() };
        let reported = original.map(|was| &was.reported);
        self.choice(
            ui,
            FieldSpec::unchecked("field.claim_channel"),
            &mut now.reported,
            reported,
            &|| vec![false, true],
            &describe,
        );
        self.sources(
            ui,
            spec("field.sources", ClaimField::Sources),
            &mut now.sources,
            original.map(|was| &was.sources),
        );
        self.multiline(
            ui,
            FieldSpec::unchecked("field.note"),
            1,
            &mut now.note,
            original.map(|was| &was.note),
        );
    }

    /// Draws a choice between the parties of the register.
    pub fn party(
        &mut self,
        ui: &mut Ui,
        spec: FieldSpec,
        now: &mut PartyId,
        original: Option<&PartyId>,
    ) {
        let (locale, register) = (self.context.locale, self.context.register());
        let parties = || register.parties().iter().map(|party| party.id.clone()).collect();
        self.choice(ui, spec, now, original, &parties, &|id| party_label(locale, register, id));
    }

    /// Draws the list of variants.
    pub fn variants(
        &mut self,
        ui: &mut Ui,
        now: &mut CaseDraft,
        original: &CaseDraft,
        tracker: &mut RowTracker,
    ) {
        let locale = self.context.locale;
        let heading = |variant: &VariantDraft| {
            [fact_name(locale, variant.field, NameStyle::Label), variant.value.clone()]
        };
        let spec = List {
            row_name_key: "form.variant_number",
            add_key: "form.add_variant",
            field: RecordField::Variant,
            heading: &heading,
            new_row: &VariantDraft::new,
        };
        self.list(ui, &spec, tracker, &mut now.variants, &original.variants, Self::variant);
    }

    fn variant(
        &mut self,
        ui: &mut Ui,
        at: usize,
        now: &mut VariantDraft,
        original: Option<&VariantDraft>,
    ) {
        let locale = self.context.locale;
        let describe = |fact: &Fact| fact_name(locale, *fact, NameStyle::Label);
        self.choice(
            ui,
            FieldSpec::unchecked("field.fact"),
            &mut now.field,
            original.map(|was| &was.field),
            &|| Fact::ALL.to_vec(),
            &describe,
        );
        let value = FieldSpec::checked("field.value", RecordField::Variant(at));
        self.line(ui, value, &mut now.value, original.map(|was| &was.value));
        self.sources(
            ui,
            FieldSpec::unchecked("field.sources"),
            &mut now.sources,
            original.map(|was| &was.sources),
        );
        self.multiline(
            ui,
            FieldSpec::unchecked("field.note"),
            1,
            &mut now.note,
            original.map(|was| &was.note),
        );
    }
}
