//! What a draft would change, field by field in words.

use super::{
    AboutDraft, CaseDraft, ClaimDraft, Draft, EventDraft, Kind, SourceDraft, TotalDraft,
    VariantDraft, claim_words, fact_words, in_group, pairs,
};
use crate::{
    lang::Lang,
    model::{PartyId, SourceId, Words},
    register::Register,
    view::{incident_words, kind_words, party_words, sex_words},
};

/// A field that differs from the record as it was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field, by its name in the form.
    pub label: String,
    /// What stood there; none where there was no record or no such row.
    pub was: Option<String>,
    /// What stands there now.
    pub now: String,
}

/// Every field in which a draft differs from the record as it was opened, in the form's order.
pub fn differences(lang: Lang, register: &Register, draft: &Draft) -> Vec<Difference> {
    let compares = draft.compares();
    let mut out = Out { lang, register, compares, group: String::new(), found: Vec::new() };
    match (draft.as_opened(register), draft) {
        (Draft::Case(was), Draft::Case(now)) => out.case(&was, now),
        (Draft::Source(was), Draft::Source(now)) => out.source(&was, now),
        (Draft::Total(was), Draft::Total(now)) => out.total(&was, now),
        (Draft::Event(was), Draft::Event(now)) => out.event(&was, now),
        (Draft::About(was), Draft::About(now)) => out.about(&was, now),
        // Not reached: a draft as it was opened is of the same kind.
        _ => {}
    }
    out.found
}

struct Out<'a> {
    lang: Lang,
    register: &'a Register,
    compares: bool,
    /// The row that the fields belong to, as in "Claim 2".
    group: String,
    found: Vec<Difference>,
}

impl Out<'_> {
    fn field<T: PartialEq>(&mut self, key: &str, was: &T, now: &T, said: impl Fn(&T) -> String) {
        if was != now {
            let label = in_group(self.lang, &self.group, &self.lang.t(key));
            let was = self.compares.then(|| said(was));
            self.found.push(Difference { label, was, now: said(now) });
        }
    }

    fn text(&mut self, key: &str, was: &String, now: &String) {
        let said = |text: &String| text.lines().map(str::trim).collect::<Vec<_>>().join(" / ");
        self.field(key, was, now, said);
    }

    fn words(&mut self, keys: [&str; 3], was: &Words, now: &Words) {
        let [en, ja, ko] = keys;
        self.text(en, &was.en, &now.en);
        self.text(ja, &was.ja, &now.ja);
        self.text(ko, &was.ko, &now.ko);
    }

    fn sources(&mut self, key: &str, was: &Vec<SourceId>, now: &Vec<SourceId>) {
        let (lang, register) = (self.lang, self.register);
        let title = |id: &SourceId| {
            register.source(id).map_or_else(|| id.to_string(), |source| source.title.clone())
        };
        self.field(key, was, now, |ids| lang.join(ids.iter().map(title)));
    }

    fn party(&mut self, key: &str, was: &PartyId, now: &PartyId) {
        let (lang, register) = (self.lang, self.register);
        self.field(key, was, now, |id| party_words(lang, register, id));
    }

    /// The rows of a list: those changed field by field, those new or removed in one line.
    fn list<T: PartialEq>(
        &mut self,
        (key, numbered): (&str, &str),
        (was, now): (&[T], &[T]),
        said: impl Fn(&T) -> [String; 2],
        fields: impl Fn(&mut Self, &T, &T),
    ) {
        let lang = self.lang;
        let line = |row: &T| {
            let [first, second] = said(row);
            lang.with("form.in_group", &[("group", &first), ("label", &second)])
        };
        let places = pairs(was, now);
        for (at, (row, place)) in now.iter().zip(&places).enumerate() {
            let group = lang.with(numbered, &[("n", &(at + 1).to_string())]);
            match place.and_then(|place| was.get(place)) {
                Some(was) => {
                    self.group = group;
                    fields(self, was, row);
                    self.group.clear();
                }
                None => {
                    let now = lang.with("kept.added", &[("what", &line(row))]);
                    self.found.push(Difference { label: group, was: None, now });
                }
            }
        }
        for (_, row) in was.iter().enumerate().filter(|(at, _)| !places.contains(&Some(*at))) {
            let now = lang.with("form.removed", &[("what", &line(row))]);
            self.found.push(Difference { label: lang.t(key).into_owned(), was: None, now });
        }
    }

    fn case(&mut self, was: &CaseDraft, now: &CaseDraft) {
        let (lang, register) = (self.lang, self.register);
        self.text("form.given", &was.given, &now.given);
        self.text("form.family", &was.family, &now.family);
        self.text("form.native", &was.native, &now.native);
        self.text("form.reading", &was.reading, &now.reading);
        self.text("form.other", &was.other, &now.other);
        self.text("form.id", &was.id, &now.id);
        self.field("form.sex", &was.sex, &now.sex, |sex| match sex {
            Some(sex) => sex_words(lang, *sex),
            None => lang.t("form.unknown").into_owned(),
        });
        self.text("form.born", &was.born, &now.born);
        self.text("form.taken", &was.taken, &now.taken);
        self.text("form.age", &was.age, &now.age);
        self.text("form.place", &was.place, &now.place);
        self.text("form.prefecture", &was.prefecture, &now.prefecture);
        self.text("form.spot", &was.spot, &now.spot);
        self.field("form.incident", &was.incident, &now.incident, |number| match number {
            Some(number) => incident_words(lang, register, *number),
            None => lang.t("form.no_incident").into_owned(),
        });
        self.sources("form.sources", &was.sources, &now.sources);
        self.list(
            ("form.claims", "form.numbered_claim"),
            (&was.claims, &now.claims),
            |claim| claim_words(lang, register, claim),
            Self::claim,
        );
        self.text("form.returned", &was.returned, &now.returned);
        self.sources("form.returned_sources", &was.returned_sources, &now.returned_sources);
        self.list(
            ("form.variants", "form.numbered_variant"),
            (&was.variants, &now.variants),
            |variant| [fact_words(lang, variant.field), variant.value.clone()],
            Self::variant,
        );
        self.text("form.note", &was.note, &now.note);
    }

    fn claim(&mut self, was: &ClaimDraft, now: &ClaimDraft) {
        let lang = self.lang;
        self.party("form.party", &was.by, &now.by);
        self.text("form.said_on", &was.on, &now.on);
        self.field("form.says", &was.kind, &now.kind, |kind: &Kind| lang.t(kind.key()).into());
        self.text("form.death", &was.death, &now.death);
        self.text("form.death_place", &was.place, &now.place);
        self.text("form.cause", &was.cause, &now.cause);
        self.text("form.disputes", &was.disputes, &now.disputes);
        self.field("form.reported", &was.reported, &now.reported, |reported| {
            lang.t(if *reported { "form.only_reported" } else { "form.officially" }).into()
        });
        self.sources("form.sources", &was.sources, &now.sources);
        self.text("form.note", &was.note, &now.note);
    }

    fn variant(&mut self, was: &VariantDraft, now: &VariantDraft) {
        let lang = self.lang;
        self.field("form.fact", &was.field, &now.field, |fact| fact_words(lang, *fact));
        self.text("form.value", &was.value, &now.value);
        self.sources("form.sources", &was.sources, &now.sources);
        self.text("form.note", &was.note, &now.note);
    }

    fn source(&mut self, was: &SourceDraft, now: &SourceDraft) {
        let lang = self.lang;
        self.text("form.title", &was.title, &now.title);
        self.text("form.publisher", &was.publisher, &now.publisher);
        self.field("form.kind", &was.kind, &now.kind, |kind| kind_words(lang, *kind));
        self.text("form.published", &was.published, &now.published);
        self.text("form.address", &was.address, &now.address);
        self.text("form.id", &was.id, &now.id);
        self.text("form.note", &was.note, &now.note);
    }

    fn total(&mut self, was: &TotalDraft, now: &TotalDraft) {
        self.party("form.party", &was.by, &now.by);
        self.text("form.count", &was.count, &now.count);
        self.text("form.announced", &was.on, &now.on);
        self.sources("form.sources", &was.sources, &now.sources);
        self.text("form.note", &was.note, &now.note);
    }

    fn event(&mut self, was: &EventDraft, now: &EventDraft) {
        self.text("form.on", &was.on, &now.on);
        self.words(["form.title_en", "form.title_ja", "form.title_ko"], &was.title, &now.title);
        self.words(["form.place_en", "form.place_ja", "form.place_ko"], &was.place, &now.place);
        self.sources("form.sources", &was.sources, &now.sources);
        self.text("form.note", &was.note, &now.note);
    }

    fn about(&mut self, was: &AboutDraft, now: &AboutDraft) {
        self.text("form.title", &was.title, &now.title);
        self.party("form.first_party", &was.compare.0, &now.compare.0);
        self.party("form.second_party", &was.compare.1, &now.compare.1);
        self.words(["form.note_en", "form.note_ja", "form.note_ko"], &was.note, &now.note);
    }
}
