//! The claims and the variants of a case, in its form.

use egui::Ui;

use super::{
    kept::Kept,
    lists::Kind as List,
    sheet::{Sheet, Spec},
};
use crate::{
    draft::{CaseDraft, ClaimDraft, Kind, VariantDraft, claim_words, fact_words},
    model::{Fact, PartyId},
    view::{ClaimField, Field, party_words},
};

impl Sheet<'_> {
    /// What each party said.
    pub fn claims(&mut self, ui: &mut Ui, now: &mut CaseDraft, was: &CaseDraft, kept: &mut Kept) {
        let (lang, register) = (self.scene.lang, self.scene.register());
        let heading = |claim: &ClaimDraft| claim_words(lang, register, claim);
        let kind = List {
            numbered: "form.numbered_claim",
            add: "form.add_claim",
            owns: |at, field| matches!(field, Field::Claim(place, _) if place == at),
            heading: &heading,
            new: &|| ClaimDraft::new(register.compare()[1].clone()),
        };
        self.list(ui, &kind, kept, &mut now.claims, &was.claims, Self::claim);
    }

    fn claim(&mut self, ui: &mut Ui, at: usize, now: &mut ClaimDraft, was: Option<&ClaimDraft>) {
        let spec = |key, field| Spec::of(key, Field::Claim(at, field));
        self.party(ui, spec("form.party", ClaimField::By), &mut now.by, was.map(|was| &was.by));
        self.date(ui, spec("form.said_on", ClaimField::On), &mut now.on, was.map(|was| &was.on));
        let lang = self.scene.lang;
        let said = |kind: &Kind| lang.t(kind.key()).into_owned();
        let says = if now.kind == Kind::Disputes {
            Spec::plain("form.says")
        } else {
            spec("form.says", ClaimField::Says)
        };
        self.choice(ui, says, &mut now.kind, was.map(|was| &was.kind), &Kind::ALL, &said);
        match now.kind {
            Kind::Dead => {
                let death = spec("form.death", ClaimField::Death);
                self.date(ui, death, &mut now.death, was.map(|was| &was.death));
                self.line(
                    ui,
                    Spec::plain("form.death_place"),
                    &mut now.place,
                    was.map(|was| &was.place),
                );
                self.line(ui, Spec::plain("form.cause"), &mut now.cause, was.map(|was| &was.cause));
            }
            Kind::Disputes => {
                let disputes = spec("form.disputes", ClaimField::Says);
                self.lines(ui, disputes, 2, &mut now.disputes, was.map(|was| &was.disputes));
            }
            Kind::Abducted | Kind::Alive | Kind::NeverEntered | Kind::Withdrawn => {}
        }
        let (officially, only_reported) = (self.t("form.officially"), self.t("form.only_reported"));
        let said =
            |reported: &bool| if *reported { only_reported.clone() } else { officially.clone() };
        let reported = was.map(|was| &was.reported);
        self.choice(
            ui,
            Spec::plain("form.reported"),
            &mut now.reported,
            reported,
            &[false, true],
            &said,
        );
        self.sources(
            ui,
            spec("form.sources", ClaimField::Sources),
            &mut now.sources,
            was.map(|was| &was.sources),
        );
        self.lines(ui, Spec::plain("form.note"), 1, &mut now.note, was.map(|was| &was.note));
    }

    /// One of the register's parties.
    pub fn party(&mut self, ui: &mut Ui, spec: Spec, now: &mut PartyId, was: Option<&PartyId>) {
        let (lang, register) = (self.scene.lang, self.scene.register());
        let parties: Vec<PartyId> =
            register.parties().iter().map(|party| party.id.clone()).collect();
        self.choice(ui, spec, now, was, &parties, &|id| party_words(lang, register, id));
    }

    /// What other sources give for plain facts.
    pub fn variants(&mut self, ui: &mut Ui, now: &mut CaseDraft, was: &CaseDraft, kept: &mut Kept) {
        let lang = self.scene.lang;
        let heading =
            |variant: &VariantDraft| [fact_words(lang, variant.field), variant.value.clone()];
        let kind = List {
            numbered: "form.numbered_variant",
            add: "form.add_variant",
            owns: |at, field| field == Field::Variant(at),
            heading: &heading,
            new: &VariantDraft::new,
        };
        self.list(ui, &kind, kept, &mut now.variants, &was.variants, Self::variant);
    }

    fn variant(
        &mut self,
        ui: &mut Ui,
        at: usize,
        now: &mut VariantDraft,
        was: Option<&VariantDraft>,
    ) {
        let lang = self.scene.lang;
        let said = |fact: &Fact| fact_words(lang, *fact);
        self.choice(
            ui,
            Spec::plain("form.fact"),
            &mut now.field,
            was.map(|was| &was.field),
            &Fact::ALL,
            &said,
        );
        let value = Spec::of("form.value", Field::Variant(at));
        self.line(ui, value, &mut now.value, was.map(|was| &was.value));
        self.sources(
            ui,
            Spec::plain("form.sources"),
            &mut now.sources,
            was.map(|was| &was.sources),
        );
        self.lines(ui, Spec::plain("form.note"), 1, &mut now.note, was.map(|was| &was.note));
    }
}
