//! The form of a case.

use egui::Ui;

use super::{
    kept::Kept,
    sheet::{Sheet, Spec},
};
use crate::{
    draft::CaseDraft,
    model::Sex,
    ui::{theme::SPACE, widgets::section},
    view::{Field, incident_words, sex_words},
};

/// What the form of a case keeps beside its draft.
#[derive(Debug)]
pub(super) struct CaseState {
    /// The claims.
    pub claims: Kept,
    /// The variants.
    pub variants: Kept,
    /// The id the case gets if none is typed.
    pub suggested_id: String,
}

impl CaseState {
    /// For a draft just opened.
    pub fn of(now: &CaseDraft, was: &CaseDraft) -> Self {
        Self {
            claims: Kept::of(&was.claims, &now.claims),
            variants: Kept::of(&was.variants, &now.variants),
            suggested_id: String::new(),
        }
    }
}

impl Sheet<'_> {
    /// Every field of a case.
    pub fn case(
        &mut self,
        ui: &mut Ui,
        now: &mut CaseDraft,
        was: &CaseDraft,
        state: &mut CaseState,
    ) {
        section(ui, &self.t("form.person"));
        self.person(ui, now, was, &state.suggested_id);
        self.part(ui, "form.taking");
        self.taking(ui, now, was);
        self.part(ui, "form.claims");
        self.remarks(ui, Some(Field::Claims), true, None);
        self.claims(ui, now, was, &mut state.claims);
        self.part(ui, "form.return");
        self.date(
            ui,
            Spec::of("form.returned", Field::Returned),
            &mut now.returned,
            Some(&was.returned),
        );
        self.sources(
            ui,
            Spec::of("form.returned_sources", Field::ReturnedSources),
            &mut now.returned_sources,
            Some(&was.returned_sources),
        );
        self.part(ui, "form.variants");
        self.variants(ui, now, was, &mut state.variants);
        self.part(ui, "form.remark");
        self.lines(ui, Spec::plain("form.note"), 3, &mut now.note, Some(&was.note));
    }

    /// The heading of a further part of the form.
    fn part(&self, ui: &mut Ui, key: &str) {
        ui.add_space(SPACE);
        section(ui, &self.t(key));
    }

    fn person(&mut self, ui: &mut Ui, now: &mut CaseDraft, was: &CaseDraft, suggested_id: &str) {
        self.line(ui, Spec::of("form.given", Field::Name), &mut now.given, Some(&was.given));
        self.line(ui, Spec::plain("form.family"), &mut now.family, Some(&was.family));
        self.line(ui, Spec::of("form.native", Field::Native), &mut now.native, Some(&was.native));
        self.line(ui, Spec::plain("form.reading"), &mut now.reading, Some(&was.reading));
        self.lines(ui, Spec::plain("form.other"), 2, &mut now.other, Some(&was.other));
        if now.before.is_none() {
            let id = Spec::of("form.id", Field::Id);
            self.hinted(ui, id, &mut now.id, Some(&was.id), suggested_id);
        }
        let lang = self.scene.lang;
        let sexes = [None, Some(Sex::Female), Some(Sex::Male)];
        let nothing = self.t("form.unknown");
        let said =
            |sex: &Option<Sex>| sex.map_or_else(|| nothing.clone(), |sex| sex_words(lang, sex));
        self.choice(ui, Spec::plain("form.sex"), &mut now.sex, Some(&was.sex), &sexes, &said);
        self.date(ui, Spec::of("form.born", Field::Born), &mut now.born, Some(&was.born));
    }

    fn taking(&mut self, ui: &mut Ui, now: &mut CaseDraft, was: &CaseDraft) {
        self.date(ui, Spec::of("form.taken", Field::On), &mut now.taken, Some(&was.taken));
        self.number(ui, Spec::of("form.age", Field::Age), &mut now.age, Some(&was.age));
        self.line(ui, Spec::of("form.place", Field::Place), &mut now.place, Some(&was.place));
        let prefecture = Spec::plain("form.prefecture");
        let offers = &self.known.prefectures;
        self.offered(ui, prefecture, &mut now.prefecture, Some(&was.prefecture), offers);
        let (lang, register) = (self.scene.lang, self.scene.register());
        let spot = Spec::of("form.spot", Field::At);
        let example = self.t("form.spot_example");
        self.hinted(ui, spot, &mut now.spot, Some(&was.spot), &example);
        let mut incidents = vec![None];
        incidents.extend(register.incidents().iter().map(|incident| Some(incident.number)));
        let nothing = self.t("form.no_incident");
        let said = |number: &Option<u32>| {
            number.map_or_else(|| nothing.clone(), |number| incident_words(lang, register, number))
        };
        let incident = Spec::of("form.incident", Field::Incident);
        self.choice(ui, incident, &mut now.incident, Some(&was.incident), &incidents, &said);
        self.sources(
            ui,
            Spec::of("form.sources", Field::Sources),
            &mut now.sources,
            Some(&was.sources),
        );
    }
}
