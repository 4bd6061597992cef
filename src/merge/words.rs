//! Differences and conflicts in words, in each language: who, what, and each version's value.

use super::{Conflict, Difference, Item, Piece, Record, Value, labels::field_key};
use crate::{
    lang::Lang,
    model::{Case, Fact, PartyId, Says},
    register::Register,
    view::{date_words, incident_words, kind_words, party_words, says_words, sex_words},
};

/// Says what pieces are, in a language, with the names that some versions of a register give.
#[derive(Clone, Copy)]
pub struct Speaker<'a> {
    /// The language.
    pub lang: Lang,
    /// The versions. What several of them name has the name of the first.
    pub registers: [&'a Register; 2],
}

/// A difference, told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The person or the record.
    pub who: String,
    /// What of it, and what became of that.
    pub what: String,
    /// The value of the old version; empty where it has none.
    pub old: String,
    /// The value of the new version; empty where it has none.
    pub new: String,
}

impl Spoken {
    /// The value that is new or is gone; of a change, the old one and the new one.
    pub fn values(&self, lang: Lang) -> String {
        let Self { old, new, .. } = self;
        match (old.is_empty(), new.is_empty()) {
            (false, false) => lang.with("diff.values", &[("old", old), ("new", new)]),
            (true, _) => new.clone(),
            (_, true) => old.clone(),
        }
    }

    /// All of it in one line.
    pub fn line(&self, lang: Lang) -> String {
        let (who, what, words) = (&*self.who, &*self.what, &*self.values(lang));
        if words.is_empty() {
            return lang.with("diff.short_line", &[("who", who), ("what", what)]);
        }
        lang.with("diff.line", &[("who", who), ("what", what), ("words", words)])
    }
}

impl Speaker<'_> {
    /// Tells a difference.
    pub fn difference(self, difference: &Difference) -> Spoken {
        let Difference { piece, old, new } = difference;
        let what = self.what(piece);
        let whole = piece.item.is_none() && piece.field.is_none();
        let key = match (old, new) {
            (_, Some(Value::Order)) => "diff.changed",
            (None, _) if whole => "diff.record_added",
            (None, _) => "diff.added",
            (_, None) if whole => "diff.deleted",
            (_, None) => "diff.removed",
            _ => "diff.changed",
        };
        let words = |value: &Option<Value>| match value {
            Some(value) => self.value(value),
            None => String::new(),
        };
        Spoken {
            who: self.who(&piece.record),
            what: self.lang.with(key, &[("what", &what)]),
            old: words(old),
            new: words(new),
        }
    }

    /// A conflict in one sentence: who, what, and what each side has.
    pub fn conflict(self, conflict: &Conflict) -> String {
        let Conflict { piece, base, ours, theirs } = conflict;
        let value = |value: &Option<Value>| match value {
            Some(value) => self.value(value),
            None => self.lang.t("conflict.empty").into_owned(),
        };
        let about = self.about(piece);
        let [ours_words, theirs_words, before] = [ours, theirs, base].map(value);
        let about = ("about", &*about);
        match (piece.field, ours, base) {
            (None, None, _) => {
                self.lang.with("conflict.ours_deleted", &[about, ("theirs", &theirs_words)])
            }
            (None, Some(_), _) => {
                self.lang.with("conflict.theirs_deleted", &[about, ("ours", &ours_words)])
            }
            (Some(_), _, base) => {
                let key = if base.is_some() { "conflict.changed" } else { "conflict.added" };
                let mut parts = vec![about, ("ours", &ours_words), ("theirs", &theirs_words)];
                parts.extend(base.as_ref().map(|_| ("base", &*before)));
                self.lang.with(key, &parts)
            }
        }
    }

    /// Whom or what a piece is about.
    pub fn about(self, piece: &Piece) -> String {
        let (who, what) = (self.who(&piece.record), self.what(piece));
        if what.is_empty() {
            return who;
        }
        self.lang.with("conflict.about", &[("who", &who), ("what", &what)])
    }

    /// Whom or what a record is about.
    pub fn who(self, record: &Record) -> String {
        let lang = self.lang;
        let with = |key: &str, parts: &[(&str, &str)]| lang.with(key, parts);
        match record {
            Record::About => lang.t("diff.record.register").into_owned(),
            Record::Party(party) => {
                let name = match party.short_name(lang.code()) {
                    "" => party.id.as_str(),
                    name => name,
                };
                with("diff.record.party", &[("name", name)])
            }
            Record::Source(source) => {
                let title =
                    if source.title.is_empty() { source.id.as_str() } else { &source.title };
                with("diff.record.source", &[("title", title)])
            }
            Record::Total(total) => {
                let (party, date) = (self.party(&total.by), date_words(lang, &total.on));
                with("diff.record.total", &[("party", &party), ("date", &date)])
            }
            Record::Incident(incident) => {
                let number = incident.number.to_string();
                let name = [("number", &*number), ("name", lang.pick(&incident.name))];
                with("diff.record.incident", &[("incident", &with("incident.words", &name))])
            }
            Record::Case(case) => shown(lang, case),
            Record::Event(event) => {
                let date = date_words(lang, &event.on);
                with("diff.record.event", &[("title", lang.pick(&event.title)), ("date", &date)])
            }
        }
    }

    /// Which item and which field of a record; empty where it is the whole.
    pub fn what(self, Piece { item, field, .. }: &Piece) -> String {
        let item = item.as_ref().map(|item| self.item(item));
        let field = field.map(|field| self.lang.t(field_key(field)).into_owned());
        match (item, field) {
            (Some(item), Some(field)) => {
                let field = lowered(&field);
                self.lang.with("diff.in_item", &[("item", &item), ("field", &field)])
            }
            (item, field) => item.or(field).unwrap_or_default(),
        }
    }

    fn item(self, item: &Item) -> String {
        let lang = self.lang;
        match item {
            Item::Claim(claim) => {
                let (party, date) = (self.party(&claim.by), date_words(lang, &claim.on));
                let key = if claim.reported { "diff.item.reported" } else { "diff.item.claim" };
                lang.with(key, &[("party", &party), ("date", &date)])
            }
            Item::Variant(variant) => {
                lang.with("diff.item.variant", &[("fact", &self.fact(variant.field))])
            }
            Item::Return(_) => lang.t("diff.item.return").into_owned(),
        }
    }

    /// A value in one line.
    pub fn value(self, value: &Value) -> String {
        let lang = self.lang;
        match value {
            Value::Text(text) => lang.with("diff.text", &[("text", text)]),
            Value::Texts(texts) => {
                lang.join(texts.iter().map(|text| lang.with("diff.text", &[("text", text)])))
            }
            Value::Date(date) => date_words(lang, date),
            Value::Number(number) => lang.number(*number as usize),
            Value::Incident(number) => {
                let known = self.registers.into_iter().find(|one| one.incident(*number).is_some());
                incident_words(lang, known.unwrap_or(self.registers[0]), *number)
            }
            Value::Party(id) => self.party(id),
            Value::Pair(first, second) => lang.join([self.party(first), self.party(second)]),
            Value::Sources(ids) => lang.join(ids.iter().map(|id| id.as_str())),
            Value::Kind(kind) => kind_words(lang, *kind),
            Value::Sex(sex) => sex_words(lang, *sex),
            Value::Spot(spot) => format!("{}, {}", spot.latitude(), spot.longitude()),
            Value::Says(says) => self.says(says),
            Value::Reported(true) => lang.t("form.only_reported").into_owned(),
            Value::Reported(false) => lang.t("form.officially").into_owned(),
            Value::Fact(fact) => self.fact(*fact),
            Value::Item(Item::Claim(claim)) => self.says(&claim.says),
            Value::Item(Item::Variant(variant)) => {
                lang.with("diff.text", &[("text", &variant.value)])
            }
            Value::Item(Item::Return(returned)) => date_words(lang, &returned.on),
            Value::Record(record) => self.record(record),
            Value::Order => String::new(),
        }
    }

    /// What a record says, beyond what names it.
    fn record(self, record: &Record) -> String {
        let lang = self.lang;
        let parts: Vec<String> = match record {
            Record::About => Vec::new(),
            Record::Party(party) => vec![party.id.to_string()],
            Record::Source(source) => {
                let published = source.published.as_ref().map(|on| date_words(lang, on));
                vec![source.publisher.clone(), published.unwrap_or_default(), source.id.to_string()]
            }
            Record::Total(total) => {
                vec![lang.count("changes.people", total.count as usize)]
            }
            Record::Incident(incident) => vec![incident.note.clone()],
            Record::Case(case) => {
                let taken = case.taken.on.as_ref().map(|on| date_words(lang, on));
                let taken = taken.map(|on| lang.with("diff.taken", &[("date", &on)]));
                let claims = case.claims.len();
                let claims = (claims > 0).then(|| lang.count("support.kind.claim", claims));
                let place = case.taken.place.clone();
                vec![taken.unwrap_or_default(), place, claims.unwrap_or_default()]
            }
            Record::Event(event) => vec![lang.pick(&event.place).to_owned()],
        };
        lang.join(parts.into_iter().filter(|part| !part.is_empty()))
    }

    fn party(self, id: &PartyId) -> String {
        let known = self.registers.into_iter().find(|register| register.party(id).is_some());
        party_words(self.lang, known.unwrap_or(self.registers[0]), id)
    }

    fn fact(self, fact: Fact) -> String {
        self.lang.t(&format!("fact.{}", fact.key())).into_owned()
    }

    /// What a claim says, as the rest of a sentence.
    fn says(self, says: &Says) -> String {
        lowered(&says_words(self.lang, says))
    }
}

/// Words that begin a sentence, within one.
fn lowered(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

fn shown(lang: Lang, case: &Case) -> String {
    match case.name.shown(lang.code()) {
        name if name.is_empty() => case.id.to_string(),
        name => name,
    }
}
