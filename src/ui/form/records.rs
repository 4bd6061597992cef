//! The forms of the smaller records.

use egui::Ui;

use super::sheet::{Sheet, Spec};
use crate::{
    draft::{AboutDraft, EventDraft, SourceDraft, TotalDraft},
    model::SourceKind,
    view::{Field, kind_words},
};

impl Sheet<'_> {
    /// Every field of a source.
    pub fn source(&mut self, ui: &mut Ui, now: &mut SourceDraft, was: &SourceDraft) {
        self.line(ui, Spec::of("form.title", Field::Name), &mut now.title, Some(&was.title));
        let publisher = Spec::of("form.publisher", Field::Publisher);
        self.line(ui, publisher, &mut now.publisher, Some(&was.publisher));
        let lang = self.scene.lang;
        let said = |kind: &SourceKind| kind_words(lang, *kind);
        self.choice(
            ui,
            Spec::plain("form.kind"),
            &mut now.kind,
            Some(&was.kind),
            &SourceKind::ALL,
            &said,
        );
        self.date(
            ui,
            Spec::of("form.published", Field::On),
            &mut now.published,
            Some(&was.published),
        );
        self.line(ui, Spec::plain("form.address"), &mut now.address, Some(&was.address));
        if now.before.is_none() {
            let example = self.t("form.source_id_example");
            self.hinted(ui, Spec::of("form.id", Field::Id), &mut now.id, Some(&was.id), &example);
        }
        self.lines(ui, Spec::plain("form.note"), 3, &mut now.note, Some(&was.note));
    }

    /// Every field of a total.
    pub fn total(&mut self, ui: &mut Ui, now: &mut TotalDraft, was: &TotalDraft) {
        self.party(ui, Spec::of("form.party", Field::Party), &mut now.by, Some(&was.by));
        self.number(ui, Spec::of("form.count", Field::Count), &mut now.count, Some(&was.count));
        self.date(ui, Spec::of("form.announced", Field::On), &mut now.on, Some(&was.on));
        self.sources(
            ui,
            Spec::of("form.sources", Field::Sources),
            &mut now.sources,
            Some(&was.sources),
        );
        self.lines(ui, Spec::plain("form.note"), 3, &mut now.note, Some(&was.note));
    }

    /// Every field of an event.
    pub fn event(&mut self, ui: &mut Ui, now: &mut EventDraft, was: &EventDraft) {
        self.date(ui, Spec::of("form.on", Field::On), &mut now.on, Some(&was.on));
        let title = [
            Spec::of("form.title_en", Field::Name),
            Spec::plain("form.title_ja"),
            Spec::plain("form.title_ko"),
        ];
        self.words(ui, title, 1, &mut now.title, Some(&was.title));
        let place = [
            Spec::of("form.place_en", Field::Place),
            Spec::plain("form.place_ja"),
            Spec::plain("form.place_ko"),
        ];
        self.words(ui, place, 1, &mut now.place, Some(&was.place));
        self.sources(
            ui,
            Spec::of("form.sources", Field::Sources),
            &mut now.sources,
            Some(&was.sources),
        );
        self.lines(ui, Spec::plain("form.note"), 3, &mut now.note, Some(&was.note));
    }

    /// What the register says of itself.
    pub fn about(&mut self, ui: &mut Ui, now: &mut AboutDraft, was: &AboutDraft) {
        self.line(ui, Spec::of("form.title", Field::Name), &mut now.title, Some(&was.title));
        let (first, second) =
            (Spec::of("form.first_party", Field::Party), Spec::plain("form.second_party"));
        self.party(ui, first, &mut now.compare.0, Some(&was.compare.0));
        self.party(ui, second, &mut now.compare.1, Some(&was.compare.1));
        let note =
            [Spec::plain("form.note_en"), Spec::plain("form.note_ja"), Spec::plain("form.note_ko")];
        self.words(ui, note, 4, &mut now.note, Some(&was.note));
    }
}
