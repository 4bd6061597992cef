//! Text for dates, statements, parties and other values.

use jiff::civil::DateTime;

use crate::{
    Locale,
    analysis::{
        position::{Position, Status},
        query::{self, FacetFilter, FacetValue},
    },
    model::{
        Date, DateKind, DatePoint, DatePrecision, Day, IntervalEnd, PartyId, Sex, SourceKind,
        Statement,
    },
    register::{Register, StepSubject},
};

/// Returns a date as text with no more precision than it has. "About" and "uncertain" stay
/// distinct.
pub fn format_date(locale: Locale, date: &Date) -> String {
    match date.kind() {
        DateKind::Single(point) => format_date_point(locale, point),
        DateKind::Interval(IntervalEnd::Point(from), IntervalEnd::Point(to)) => {
            format_days_of_one_month(locale, from, to).unwrap_or_else(|| {
                let (from, to) = (format_date_point(locale, from), format_date_point(locale, to));
                locale.t_with("date.range", &[("from", &from), ("to", &to)])
            })
        }
        DateKind::Interval(IntervalEnd::Point(from), to) => {
            let key = if to == IntervalEnd::Open { "date.since" } else { "date.since_to_unknown" };
            locale.t_with(key, &[("from", &format_date_point(locale, from))])
        }
        DateKind::Interval(from, IntervalEnd::Point(to)) => {
            let key =
                if from == IntervalEnd::Open { "date.until" } else { "date.until_from_unknown" };
            locale.t_with(key, &[("to", &format_date_point(locale, to))])
        }
        DateKind::Interval(..) => date.to_string(),
    }
}

/// Returns a local date and time as text, to the second.
pub fn format_moment(locale: Locale, moment: DateTime) -> String {
    let (day, time) = (format_day(locale, moment.date()), moment.strftime("%H:%M:%S").to_string());
    locale.t_with("date.date_and_time", &[("day", &day), ("time", &time)])
}

/// Returns a day as text, as in "15 November 1977".
pub fn format_day(locale: Locale, day: Day) -> String {
    format_date_precision(locale, DatePrecision::Day(day))
}

fn format_date_point(
    locale: Locale,
    DatePoint { precision, is_approximate, is_uncertain }: DatePoint,
) -> String {
    let mut text = format_date_precision(locale, precision);
    if is_approximate {
        text = locale.t_with("date.approximate", &[("date", &text)]);
    }
    if is_uncertain {
        text = locale.t_with("date.uncertain", &[("date", &text)]);
    }
    text
}

fn month_label(locale: Locale, month: i8) -> String {
    locale.t(&format!("date.month.{month}")).into_owned()
}

fn format_date_precision(locale: Locale, precision: DatePrecision) -> String {
    match precision {
        DatePrecision::Century(y) => {
            let to = (y + 99).to_string();
            locale.t_with("date.century", &[("from", &y.to_string()), ("to", &to)])
        }
        DatePrecision::Decade(y) => locale.t_with("date.decade", &[("y", &y.to_string())]),
        DatePrecision::Year(y) => locale.t_with("date.year", &[("y", &y.to_string())]),
        DatePrecision::Season(y, season) => {
            let season = locale.t(&format!("date.season.{season}"));
            locale.t_with("date.season_year", &[("season", &season), ("y", &y.to_string())])
        }
        DatePrecision::Month(y, m) => locale.t_with(
            "date.month_year",
            &[("month", &month_label(locale, m)), ("y", &y.to_string())],
        ),
        DatePrecision::Day(day) => locale.t_with(
            "date.day",
            &[
                ("d", &day.day().to_string()),
                ("month", &month_label(locale, day.month())),
                ("y", &day.year().to_string()),
            ],
        ),
    }
}

/// Returns two certain days of one month as text, as in "30–31 March 2014"; `None` for any others.
fn format_days_of_one_month(locale: Locale, from: DatePoint, to: DatePoint) -> Option<String> {
    let certain = |point: DatePoint| !point.is_approximate && !point.is_uncertain;
    let (DatePrecision::Day(a), DatePrecision::Day(b)) = (from.precision, to.precision) else {
        return None;
    };
    let one_month = a.first_of_month() == b.first_of_month();
    (one_month && certain(from) && certain(to)).then(|| {
        locale.t_with(
            "date.days_of_month",
            &[
                ("d", &a.day().to_string()),
                ("d2", &b.day().to_string()),
                ("month", &month_label(locale, a.month())),
                ("y", &a.year().to_string()),
            ],
        )
    })
}

/// Describes a statement in one line.
pub fn describe_statement(locale: Locale, says: &Statement) -> String {
    match says {
        Statement::Abducted => locale.t("statement.abducted").into_owned(),
        Statement::Alive => locale.t("statement.alive").into_owned(),
        Statement::NeverEntered => locale.t("statement.never_entered").into_owned(),
        Statement::Withdrawn => locale.t("statement.withdrawn").into_owned(),
        Statement::Disputes(what) => locale.t_with("statement.disputes_details", &[("what", what)]),
        Statement::Dead { on, place, cause } => {
            let on = on.as_ref().map(|on| format_date(locale, on)).unwrap_or_default();
            let details = [on.as_str(), place, cause].into_iter().filter(|text| !text.is_empty());
            let details = locale.join_list(details);
            if details.is_empty() {
                locale.t("statement.dead").into_owned()
            } else {
                locale.t_with("statement.dead_details", &[("details", &details)])
            }
        }
    }
}

/// Returns the short name of a party, or its id if the register does not hold it.
pub fn party_label(locale: Locale, register: &Register, id: &PartyId) -> String {
    match register.party(id).map(|party| party.short_name(locale.code())) {
        None | Some("") => id.to_string(),
        Some(name) => name.to_owned(),
    }
}

/// Returns the name of a facet value.
pub fn facet_value_label(locale: Locale, register: &Register, pick: &FacetFilter) -> String {
    match &pick.value {
        FacetValue::Status(status) => status_label(locale, *status),
        FacetValue::Position(position) => position_label(locale, *position),
        FacetValue::Year(year) => locale.t_with("date.year", &[("y", &year.to_string())]),
        FacetValue::Sex(sex) => sex_label(locale, *sex),
        FacetValue::Place(place) => place.clone(),
        FacetValue::Incident(number) => incident_label(locale, register, *number),
        FacetValue::SourceKind(kind) => source_kind_label(locale, *kind),
        FacetValue::HasFindings => locale.t("facet.has_findings").into_owned(),
        FacetValue::Missing => match pick.facet {
            query::Facet::First | query::Facet::Second => locale.t("position.silent"),
            query::Facet::Findings => locale.t("facet.no_findings"),
            _ => locale.t("facet.no_value"),
        }
        .into_owned(),
    }
}

/// Returns the number and name of an incident.
pub fn incident_label(locale: Locale, register: &Register, number: u32) -> String {
    let name = register.incident(number).map_or("", |incident| locale.pick(&incident.name));
    locale.t_with("incident.label", &[("number", &number.to_string()), ("name", name)])
}

/// Returns the name of a status.
pub fn status_label(locale: Locale, status: Status) -> String {
    locale.t(&format!("status.{}", status.key())).into_owned()
}

/// Returns the name of a position.
pub fn position_label(locale: Locale, position: Position) -> String {
    locale.t(&format!("position.{}", position.key())).into_owned()
}

/// Returns the name of a sex.
pub fn sex_label(locale: Locale, sex: Sex) -> String {
    let key = match sex {
        Sex::Female => "sex.female",
        Sex::Male => "sex.male",
    };
    locale.t(key).into_owned()
}

/// Returns the name of a kind of source.
pub fn source_kind_label(locale: Locale, kind: SourceKind) -> String {
    let key = match kind {
        SourceKind::Official => "source_kind.official",
        SourceKind::Press => "source_kind.press",
        SourceKind::Secondary => "source_kind.secondary",
    };
    locale.t(key).into_owned()
}

/// Returns the name of the subject of an undo step.
pub fn step_subject_label(locale: Locale, subject: &StepSubject) -> String {
    match subject {
        StepSubject::Case(name) => name.clone(),
        StepSubject::Cases(n) => locale.t_plural("subject.cases", *n),
        StepSubject::Source(title) => locale.t_with("subject.source", &[("title", title)]),
        StepSubject::Total(count) => {
            locale.t_with("subject.total", &[("count", &locale.format_number(*count as usize))])
        }
        StepSubject::Event(title) => locale.t_with("subject.event", &[("title", title)]),
        StepSubject::Register => locale.t("subject.register").into_owned(),
        StepSubject::Version(time) => {
            locale.t_with("subject.version", &[("time", &format_moment(locale, *time))])
        }
    }
}
