//! Findings as lines of text.

use crate::{
    lang::Lang,
    register::Register,
    store::Damaged,
    view::{About, ClaimField, Field, Finding, Level, date_words, finding_words, party_words},
};

/// A finding in one line: level, record, field, what was noticed.
pub(super) fn line(lang: Lang, register: &Register, finding: &Finding) -> String {
    let level = lang.t(match finding.level {
        Level::Error => "cli.level.error",
        Level::Warning => "cli.level.warning",
        Level::Note => "cli.level.note",
    });
    let record = record_words(lang, register, &finding.about);
    let field = field_words(lang, finding.field);
    let words = finding_words(lang, register, finding);
    let parts = [("level", &*level), ("record", &record), ("field", &field), ("words", &words)];
    let line = lang.with("cli.finding", &parts);
    // One finding a line, whatever a name holds.
    line.replace(char::is_control, " ")
}

/// A record that cannot be read in one line, as a finding: the way to it, what is wrong and where.
pub(super) fn damaged_line(lang: Lang, damaged: &Damaged) -> String {
    let level = lang.t("cli.level.error");
    let [line, column] = [damaged.at.line, damaged.at.column].map(|n| n.to_string());
    let values = [("field", &*damaged.way.join(" › ")), ("line", &line), ("column", &column)];
    let (record, words) = (lang.with("mending.place", &values), damaged.fault.words(lang));
    format!("{level}: {record}: {words}").replace(char::is_control, " ")
}

/// How many findings there are of each level.
pub(super) fn count(lang: Lang, findings: &[Finding]) -> String {
    if findings.is_empty() {
        return lang.t("cli.nothing_found").into_owned();
    }
    let levels = [
        (Level::Error, "findings.error"),
        (Level::Warning, "findings.warning"),
        (Level::Note, "findings.note"),
    ];
    lang.join(levels.into_iter().filter_map(|(level, key)| {
        let n = findings.iter().filter(|finding| finding.level == level).count();
        (n > 0).then(|| lang.count(key, n))
    }))
}

fn record_words(lang: Lang, register: &Register, about: &About) -> String {
    let named = |key: &str, id: &str| lang.with(key, &[("id", id)]);
    let place = |at: usize| (at + 1).to_string();
    match about {
        About::Case(id) => named("cli.record.case", id.as_str()),
        About::Source(id) => named("cli.record.source", id.as_str()),
        About::Party(id) => named("cli.record.party", id.as_str()),
        About::Incident(number) => named("cli.record.incident", &number.to_string()),
        About::Register => lang.t("cli.record.register").into_owned(),
        About::Total(at) => match register.totals().get(*at) {
            Some(total) => lang.with(
                "cli.record.dated",
                &[
                    ("record", &named("cli.record.total", &lang.number(total.count as usize))),
                    ("by", &party_words(lang, register, &total.by)),
                    ("date", &date_words(lang, &total.on)),
                ],
            ),
            None => named("cli.record.total", &place(*at)),
        },
        About::Event(at) => match register.events().get(*at) {
            Some(event) => named("cli.record.event", lang.pick(&event.title)),
            None => named("cli.record.event", &place(*at)),
        },
    }
}

fn field_words(lang: Lang, field: Field) -> String {
    let key = match field {
        Field::Id => "cli.field.id",
        Field::Name => "cli.field.name",
        Field::Native => "cli.field.native",
        Field::Born => "cli.field.born",
        Field::On => "cli.field.on",
        Field::Age => "cli.field.age",
        Field::Place => "cli.field.place",
        Field::At => "cli.field.at",
        Field::Incident => "cli.field.incident",
        Field::Returned => "cli.field.returned",
        Field::ReturnedSources => "cli.field.returned_sources",
        Field::Sources => "cli.field.sources",
        Field::Claims => "cli.field.claims",
        Field::Publisher => "cli.field.publisher",
        Field::Party => "cli.field.party",
        Field::Count => "cli.field.count",
        Field::Variant(at) => {
            return lang.with("cli.field.variant", &[("n", &(at + 1).to_string())]);
        }
        Field::Claim(at, field) => {
            let field = lang.t(match field {
                ClaimField::By => "cli.field.by",
                ClaimField::On => "cli.field.on",
                ClaimField::Says => "cli.field.says",
                ClaimField::Death => "cli.field.death",
                ClaimField::Sources => "cli.field.sources",
            });
            let n = (at + 1).to_string();
            return lang.with("cli.field.claim", &[("n", &n), ("field", &field)]);
        }
    };
    lang.t(key).into_owned()
}
