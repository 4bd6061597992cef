//! Values in words, in each language.

use jiff::civil::DateTime;

use crate::{
    Locale,
    analysis::{
        finding::{Finding, FindingKind},
        query::{self, FacetFilter, FacetValue},
    },
    model::{Date, DateKind, DatePoint, DatePrecision, Day, PartyId, Sex, SourceKind, Statement},
    register::{Register, StepSubject},
};

/// A date in words, with no more precision than it has. "About" and "uncertain" stay two
/// different things.
pub fn format_date(lang: Locale, date: &Date) -> String {
    match date.kind() {
        DateKind::Single(point) => format_date_point(lang, point),
        DateKind::Interval(Some(from), Some(to)) => format_days_of_one_month(lang, from, to)
            .unwrap_or_else(|| {
                let (from, to) = (format_date_point(lang, from), format_date_point(lang, to));
                lang.t_with("date.range", &[("from", &from), ("to", &to)])
            }),
        DateKind::Interval(Some(from), None) => {
            lang.t_with("date.since", &[("from", &format_date_point(lang, from))])
        }
        DateKind::Interval(None, Some(to)) => {
            lang.t_with("date.until", &[("to", &format_date_point(lang, to))])
        }
        DateKind::Interval(None, None) => date.to_string(),
    }
}

/// A moment in words, to the second, by the clock of the place it is shown at.
pub fn format_moment(lang: Locale, moment: DateTime) -> String {
    let (day, time) = (format_day(lang, moment.date()), moment.strftime("%H:%M:%S").to_string());
    lang.t_with("date.date_and_time", &[("day", &day), ("time", &time)])
}

/// A day in words.
pub fn format_day(lang: Locale, day: Day) -> String {
    format_date_precision(lang, DatePrecision::Day(day))
}

fn format_date_point(
    lang: Locale,
    DatePoint { precision: known, is_approximate: about, is_uncertain: uncertain }: DatePoint,
) -> String {
    let mut text = format_date_precision(lang, known);
    if about {
        text = lang.t_with("date.approximate", &[("date", &text)]);
    }
    if uncertain {
        text = lang.t_with("date.uncertain", &[("date", &text)]);
    }
    text
}

fn month_label(lang: Locale, month: i8) -> String {
    lang.t(&format!("date.month.{month}")).into_owned()
}

fn format_date_precision(lang: Locale, known: DatePrecision) -> String {
    match known {
        DatePrecision::Century(y) => {
            let to = (y + 99).to_string();
            lang.t_with("date.century", &[("from", &y.to_string()), ("to", &to)])
        }
        DatePrecision::Decade(y) => lang.t_with("date.decade", &[("y", &y.to_string())]),
        DatePrecision::Year(y) => lang.t_with("date.year", &[("y", &y.to_string())]),
        DatePrecision::Season(y, season) => {
            let season = lang.t(&format!("date.season.{season}"));
            lang.t_with("date.season_year", &[("season", &season), ("y", &y.to_string())])
        }
        DatePrecision::Month(y, m) => lang
            .t_with("date.month_year", &[("month", &month_label(lang, m)), ("y", &y.to_string())]),
        DatePrecision::Day(day) => lang.t_with(
            "date.day",
            &[
                ("d", &day.day().to_string()),
                ("month", &month_label(lang, day.month())),
                ("y", &day.year().to_string()),
            ],
        ),
    }
}

/// "30–31 March 2014": two certain days of one month.
fn format_days_of_one_month(lang: Locale, from: DatePoint, to: DatePoint) -> Option<String> {
    let certain = |point: DatePoint| !point.is_approximate && !point.is_uncertain;
    let (DatePrecision::Day(a), DatePrecision::Day(b)) = (from.precision, to.precision) else {
        return None;
    };
    let one_month = a.first_of_month() == b.first_of_month();
    (one_month && certain(from) && certain(to)).then(|| {
        lang.t_with(
            "date.days_of_month",
            &[
                ("d", &a.day().to_string()),
                ("d2", &b.day().to_string()),
                ("month", &month_label(lang, a.month())),
                ("y", &a.year().to_string()),
            ],
        )
    })
}

/// What a claim says, in one line.
pub fn describe_statement(lang: Locale, says: &Statement) -> String {
    match says {
        Statement::Abducted => lang.t("statement.abducted").into_owned(),
        Statement::Alive => lang.t("statement.alive").into_owned(),
        Statement::NeverEntered => lang.t("statement.never_entered").into_owned(),
        Statement::Withdrawn => lang.t("statement.withdrawn").into_owned(),
        Statement::Disputes(what) => lang.t_with("statement.disputes_details", &[("what", what)]),
        Statement::Dead { on, place, cause } => {
            let on = on.as_ref().map(|on| format_date(lang, on)).unwrap_or_default();
            let details = [on.as_str(), place, cause].into_iter().filter(|text| !text.is_empty());
            let details = lang.join_list(details);
            if details.is_empty() {
                lang.t("statement.dead").into_owned()
            } else {
                lang.t_with("statement.dead_details", &[("details", &details)])
            }
        }
    }
}

/// A party's short name; its id where the register does not hold it.
pub fn party_label(lang: Locale, register: &Register, id: &PartyId) -> String {
    match register.party(id).map(|party| party.short_name(lang.code())) {
        None | Some("") => id.to_string(),
        Some(name) => name.to_owned(),
    }
}

/// A facet value in words.
pub fn facet_value_label(lang: Locale, register: &Register, pick: &FacetFilter) -> String {
    match &pick.value {
        FacetValue::Status(status) => lang.t(&format!("status.{}", status.key())).into_owned(),
        FacetValue::Position(account) => {
            lang.t(&format!("position.{}", account.key())).into_owned()
        }
        FacetValue::Year(year) => lang.t_with("date.year", &[("y", &year.to_string())]),
        FacetValue::Sex(sex) => sex_label(lang, *sex),
        FacetValue::Place(place) => place.clone(),
        FacetValue::Incident(number) => incident_label(lang, register, *number),
        FacetValue::SourceKind(kind) => source_kind_label(lang, *kind),
        FacetValue::HasFindings => lang.t("facet.has_findings").into_owned(),
        FacetValue::Missing => match pick.facet {
            query::Facet::First | query::Facet::Second => lang.t("position.silent"),
            query::Facet::Findings => lang.t("facet.no_findings"),
            _ => lang.t("facet.no_value"),
        }
        .into_owned(),
    }
}

/// An incident's number and name.
pub fn incident_label(lang: Locale, register: &Register, number: u32) -> String {
    let name = register.incident(number).map_or("", |incident| lang.pick(&incident.name));
    lang.t_with("incident.label", &[("number", &number.to_string()), ("name", name)])
}

/// A sex in words.
pub fn sex_label(lang: Locale, sex: Sex) -> String {
    let key = match sex {
        Sex::Female => "sex.female",
        Sex::Male => "sex.male",
    };
    lang.t(key).into_owned()
}

/// A kind of source in words.
pub fn source_kind_label(lang: Locale, kind: SourceKind) -> String {
    let key = match kind {
        SourceKind::Official => "source_kind.official",
        SourceKind::Press => "source_kind.press",
        SourceKind::Secondary => "source_kind.secondary",
    };
    lang.t(key).into_owned()
}

/// What an undo step was done to, in words.
pub fn step_subject_label(lang: Locale, subject: &StepSubject) -> String {
    match subject {
        StepSubject::Case(name) => name.clone(),
        StepSubject::Cases(n) => lang.t_plural("subject.cases", *n),
        StepSubject::Source(title) => lang.t_with("subject.source", &[("title", title)]),
        StepSubject::Total(count) => {
            lang.t_with("subject.total", &[("count", &lang.format_number(*count as usize))])
        }
        StepSubject::Event(title) => lang.t_with("subject.event", &[("title", title)]),
        StepSubject::Register => lang.t("subject.register").into_owned(),
        StepSubject::Version(time) => {
            lang.t_with("subject.version", &[("time", &format_moment(lang, *time))])
        }
    }
}

/// What a finding says and what to do about it. The case it concerns is not named here.
pub fn describe_finding(lang: Locale, register: &Register, finding: &Finding) -> String {
    let key = format!("finding.{}", finding.kind.key());
    let party = |id: &PartyId| party_label(lang, register, id);
    match &finding.kind {
        FindingKind::TotalDiffers { by, as_of, announced, counted } => lang.t_with(
            &key,
            &[
                ("party", &party(by)),
                ("day", &format_day(lang, *as_of)),
                ("announced", &lang.format_number(*announced as usize)),
                ("counted", &lang.format_number(*counted)),
            ],
        ),
        FindingKind::AgeDiffers { age, from, to } => {
            let fits = if from == to { from.to_string() } else { format!("{from}–{to}") };
            lang.t_with(&key, &[("age", &age.to_string()), ("fits", &fits)])
        }
        FindingKind::UnknownSource(id) => lang.t_with(&key, &[("id", id.as_str())]),
        FindingKind::UnknownParty(id) => lang.t_with(&key, &[("id", id.as_str())]),
        FindingKind::UnknownIncident(number) => lang.t_with(&key, &[("id", &number.to_string())]),
        FindingKind::RepeatedId(id) => lang.t_with(&key, &[("id", id)]),
        FindingKind::SamePerson(id) => lang.t_with(&key, &[("id", id.as_str())]),
        FindingKind::SameSource(id) => lang.t_with(&key, &[("id", id.as_str())]),
        FindingKind::TwoDeaths { by, first, second } => lang.t_with(
            &key,
            &[
                ("party", &party(by)),
                ("first", &format_date(lang, first)),
                ("second", &format_date(lang, second)),
            ],
        ),
        FindingKind::NeverEnteredAfterCounted(by) => lang.t_with(&key, &[("party", &party(by))]),
        FindingKind::ReturnedBeforeTaken
        | FindingKind::DeathBeforeTaken
        | FindingKind::ClaimBeforeTaken
        | FindingKind::BornAfterTaken
        | FindingKind::NoSource
        | FindingKind::OnNeitherList
        | FindingKind::NoName => lang.t(&key).into_owned(),
    }
}
