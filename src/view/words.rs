//! Values in words, in each language.

use jiff::civil::DateTime;

use super::{Finding, Pick, Value, What};
use crate::{
    lang::Lang,
    model::{Date, Day, Known, PartyId, Point, Says, Sex, Shape, SourceKind},
    register::{Register, Subject},
};

/// A date in words, with no more precision than it has. "About" and "uncertain" stay two
/// different things.
pub fn date_words(lang: Lang, date: &Date) -> String {
    match date.shape() {
        Shape::Single(point) => point_words(lang, point),
        Shape::Span(Some(from), Some(to)) => {
            days_of_one_month(lang, from, to).unwrap_or_else(|| {
                let (from, to) = (point_words(lang, from), point_words(lang, to));
                lang.with("date.span", &[("from", &from), ("to", &to)])
            })
        }
        Shape::Span(Some(from), None) => {
            lang.with("date.since", &[("from", &point_words(lang, from))])
        }
        Shape::Span(None, Some(to)) => lang.with("date.until", &[("to", &point_words(lang, to))]),
        Shape::Span(None, None) => date.to_string(),
    }
}

/// A moment in words, to the second, by the clock of the place it is shown at.
pub fn moment_words(lang: Lang, moment: DateTime) -> String {
    let (day, time) = (day_words(lang, moment.date()), moment.strftime("%H:%M:%S").to_string());
    lang.with("date.moment", &[("day", &day), ("time", &time)])
}

/// A day in words.
pub fn day_words(lang: Lang, day: Day) -> String {
    known_words(lang, Known::Day(day))
}

fn point_words(lang: Lang, Point { known, about, uncertain }: Point) -> String {
    let mut words = known_words(lang, known);
    if about {
        words = lang.with("date.about", &[("date", &words)]);
    }
    if uncertain {
        words = lang.with("date.uncertain", &[("date", &words)]);
    }
    words
}

fn month(lang: Lang, month: i8) -> String {
    lang.t(&format!("date.month.{month}")).into_owned()
}

fn known_words(lang: Lang, known: Known) -> String {
    match known {
        Known::Century(y) => {
            let to = (y + 99).to_string();
            lang.with("date.century", &[("from", &y.to_string()), ("to", &to)])
        }
        Known::Decade(y) => lang.with("date.decade", &[("y", &y.to_string())]),
        Known::Year(y) => lang.with("date.year", &[("y", &y.to_string())]),
        Known::Season(y, season) => {
            let season = lang.t(&format!("date.season.{season}"));
            lang.with("date.season_year", &[("season", &season), ("y", &y.to_string())])
        }
        Known::Month(y, m) => {
            lang.with("date.month_year", &[("month", &month(lang, m)), ("y", &y.to_string())])
        }
        Known::Day(day) => lang.with(
            "date.day",
            &[
                ("d", &day.day().to_string()),
                ("month", &month(lang, day.month())),
                ("y", &day.year().to_string()),
            ],
        ),
    }
}

/// "30–31 March 2014": two certain days of one month.
fn days_of_one_month(lang: Lang, from: Point, to: Point) -> Option<String> {
    let certain = |point: Point| !point.about && !point.uncertain;
    let (Known::Day(a), Known::Day(b)) = (from.known, to.known) else { return None };
    let one_month = a.first_of_month() == b.first_of_month();
    (one_month && certain(from) && certain(to)).then(|| {
        lang.with(
            "date.days",
            &[
                ("d", &a.day().to_string()),
                ("d2", &b.day().to_string()),
                ("month", &month(lang, a.month())),
                ("y", &a.year().to_string()),
            ],
        )
    })
}

/// What a claim says, in one line.
pub fn says_words(lang: Lang, says: &Says) -> String {
    match says {
        Says::Abducted => lang.t("says.abducted").into_owned(),
        Says::Alive => lang.t("says.alive").into_owned(),
        Says::NeverEntered => lang.t("says.never_entered").into_owned(),
        Says::Withdrawn => lang.t("says.withdrawn").into_owned(),
        Says::Disputes(what) => lang.with("says.disputes_details", &[("what", what)]),
        Says::Dead { on, place, cause } => {
            let on = on.as_ref().map(|on| date_words(lang, on)).unwrap_or_default();
            let details = [on.as_str(), place, cause].into_iter().filter(|text| !text.is_empty());
            let details = lang.join(details);
            if details.is_empty() {
                lang.t("says.dead").into_owned()
            } else {
                lang.with("says.dead_details", &[("details", &details)])
            }
        }
    }
}

/// A party's short name; its id where the register does not hold it.
pub fn party_words(lang: Lang, register: &Register, id: &PartyId) -> String {
    match register.party(id).map(|party| party.short_name(lang.code())) {
        None | Some("") => id.to_string(),
        Some(name) => name.to_owned(),
    }
}

/// A facet value in words.
pub fn value_words(lang: Lang, register: &Register, pick: &Pick) -> String {
    match &pick.value {
        Value::Status(status) => lang.t(&format!("status.{}", status.key())).into_owned(),
        Value::Account(account) => lang.t(&format!("account.{}", account.key())).into_owned(),
        Value::Year(year) => lang.with("date.year", &[("y", &year.to_string())]),
        Value::Sex(sex) => sex_words(lang, *sex),
        Value::Place(place) => place.clone(),
        Value::Incident(number) => incident_words(lang, register, *number),
        Value::Kind(kind) => kind_words(lang, *kind),
        Value::Yes => lang.t("facet.has_findings").into_owned(),
        Value::Nothing => match pick.facet {
            super::Facet::First | super::Facet::Second => lang.t("account.silent"),
            super::Facet::Findings => lang.t("facet.no_findings"),
            _ => lang.t("facet.no_value"),
        }
        .into_owned(),
    }
}

/// An incident's number and name.
pub fn incident_words(lang: Lang, register: &Register, number: u32) -> String {
    let name = register.incident(number).map_or("", |incident| lang.pick(&incident.name));
    lang.with("incident.words", &[("number", &number.to_string()), ("name", name)])
}

/// A sex in words.
pub fn sex_words(lang: Lang, sex: Sex) -> String {
    let key = match sex {
        Sex::Female => "sex.female",
        Sex::Male => "sex.male",
    };
    lang.t(key).into_owned()
}

/// A kind of source in words.
pub fn kind_words(lang: Lang, kind: SourceKind) -> String {
    let key = match kind {
        SourceKind::Official => "kind.official",
        SourceKind::Press => "kind.press",
        SourceKind::Secondary => "kind.secondary",
    };
    lang.t(key).into_owned()
}

/// What an undo step was done to, in words.
pub fn subject_words(lang: Lang, subject: &Subject) -> String {
    match subject {
        Subject::Case(name) => name.clone(),
        Subject::Cases(n) => lang.count("subject.cases", *n),
        Subject::Source(title) => lang.with("subject.source", &[("title", title)]),
        Subject::Total(count) => {
            lang.with("subject.total", &[("count", &lang.number(*count as usize))])
        }
        Subject::Event(title) => lang.with("subject.event", &[("title", title)]),
        Subject::Register => lang.t("subject.register").into_owned(),
        Subject::Version(time) => {
            lang.with("subject.version", &[("time", &moment_words(lang, *time))])
        }
    }
}

/// What a finding says and what to do about it. The case it concerns is not named here.
pub fn finding_words(lang: Lang, register: &Register, finding: &Finding) -> String {
    let key = format!("finding.{}", finding.what.key());
    let party = |id: &PartyId| party_words(lang, register, id);
    match &finding.what {
        What::TotalDiffers { by, as_of, announced, counted } => lang.with(
            &key,
            &[
                ("party", &party(by)),
                ("day", &day_words(lang, *as_of)),
                ("announced", &lang.number(*announced as usize)),
                ("counted", &lang.number(*counted)),
            ],
        ),
        What::AgeDiffers { age, from, to } => {
            let fits = if from == to { from.to_string() } else { format!("{from}–{to}") };
            lang.with(&key, &[("age", &age.to_string()), ("fits", &fits)])
        }
        What::UnknownSource(id) => lang.with(&key, &[("id", id.as_str())]),
        What::UnknownParty(id) => lang.with(&key, &[("id", id.as_str())]),
        What::UnknownIncident(number) => lang.with(&key, &[("id", &number.to_string())]),
        What::RepeatedId(id) => lang.with(&key, &[("id", id)]),
        What::SamePerson(id) => lang.with(&key, &[("id", id.as_str())]),
        What::SameSource(id) => lang.with(&key, &[("id", id.as_str())]),
        What::TwoDeaths { by, first, second } => lang.with(
            &key,
            &[
                ("party", &party(by)),
                ("first", &date_words(lang, first)),
                ("second", &date_words(lang, second)),
            ],
        ),
        What::NeverEnteredAfterCounted(by) => lang.with(&key, &[("party", &party(by))]),
        What::ReturnedBeforeTaken
        | What::DeathBeforeTaken
        | What::ClaimBeforeTaken
        | What::BornAfterTaken
        | What::NoSource
        | What::OnNeitherList
        | What::NoName => lang.t(&key).into_owned(),
    }
}
