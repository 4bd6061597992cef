//! Findings in sentences: the record, how severe the finding is, and what was found.

use crate::{
    Locale,
    analysis::finding::{Finding, FindingKind, FindingSubject, Severity},
    describe::claims::{format_date, format_day, incident_label, party_label},
    model::{PartyId, folding::is_blank},
    register::Register,
};

/// Returns the name of the record that a finding is about, as the window shows it: "Megumi
/// Yokota".
pub fn record_label(locale: Locale, register: &Register, subject: &FindingSubject) -> String {
    match subject {
        FindingSubject::Case(id) => {
            let name = register.case(id).map(|case| case.name.display_name(locale.code()));
            name.filter(|name| !is_blank(name)).unwrap_or_else(|| id.to_string())
        }
        FindingSubject::Total(at) => register.totals().get(*at).map_or_else(String::new, |total| {
            let party = party_label(locale, register, &total.by);
            let (count, on) =
                (locale.format_number(total.count as usize), format_date(locale, &total.on));
            locale.t_with("record.total", &[("party", &party), ("count", &count), ("on", &on)])
        }),
        FindingSubject::Event(at) => {
            let event = register.events().get(*at);
            event.map_or_else(String::new, |event| locale.pick(&event.title).to_owned())
        }
        FindingSubject::Source(id) => {
            let title = register.source(id).map(|source| source.title.as_str());
            title.filter(|title| !title.is_empty()).unwrap_or(id.as_str()).to_owned()
        }
        FindingSubject::Incident(number) => incident_label(locale, register, *number),
        FindingSubject::Party(id) => party_label(locale, register, id),
        FindingSubject::Register => locale.t("record.register").into_owned(),
    }
}

/// Returns the name of the record that a finding is about with its id, as the command line shows
/// it: "case yokota-megumi".
pub fn record_id_label(locale: Locale, register: &Register, subject: &FindingSubject) -> String {
    let with_id = |key: &str, id: &str| locale.t_with(key, &[("id", id)]);
    let number = |index: usize| (index + 1).to_string();
    match subject {
        FindingSubject::Case(id) => with_id("record.by_id.case", id.as_str()),
        FindingSubject::Source(id) => with_id("record.by_id.source", id.as_str()),
        FindingSubject::Party(id) => with_id("record.by_id.party", id.as_str()),
        FindingSubject::Incident(number) => with_id("record.by_id.incident", &number.to_string()),
        FindingSubject::Register => locale.t("record.by_id.register").into_owned(),
        FindingSubject::Total(index) => {
            let Some(total) = register.totals().get(*index) else {
                return with_id("record.by_id.total", &number(*index));
            };
            let count = locale.format_number(total.count as usize);
            let parts: [(&str, &str); 3] = [
                ("record", &with_id("record.by_id.total", &count)),
                ("by", &party_label(locale, register, &total.by)),
                ("date", &format_date(locale, &total.on)),
            ];
            locale.t_with("record.by_id.by_party_on_date", &parts)
        }
        FindingSubject::Event(index) => {
            let event = register.events().get(*index);
            let title = event.map(|event| locale.pick(&event.title).to_owned());
            with_id("record.by_id.event", &title.unwrap_or_else(|| number(*index)))
        }
    }
}

/// Returns the name of a severity, as in "Error".
pub fn severity_label(locale: Locale, severity: Severity) -> String {
    let key = match severity {
        Severity::Error => "findings.level.error",
        Severity::Warning => "findings.level.warning",
        Severity::Note => "findings.level.note",
    };
    locale.t(key).into_owned()
}

/// Returns the number of findings of a severity, as in "2 errors".
pub fn severity_count_label(locale: Locale, severity: Severity, n: usize) -> String {
    let key = match severity {
        Severity::Error => "findings.error",
        Severity::Warning => "findings.warning",
        Severity::Note => "findings.note",
    };
    locale.t_plural(key, n)
}

/// Returns what was found and what to do about it. The sentence does not name the record.
pub fn describe_finding(locale: Locale, register: &Register, finding: &Finding) -> String {
    let key = format!("finding.{}", finding.kind.key());
    let party = |id: &PartyId| party_label(locale, register, id);
    match &finding.kind {
        FindingKind::TotalDiffers { by, as_of, announced, counted } => locale.t_with(
            &key,
            &[
                ("party", &party(by)),
                ("day", &format_day(locale, *as_of)),
                ("announced", &locale.format_number(*announced as usize)),
                ("counted", &locale.format_number(*counted)),
            ],
        ),
        FindingKind::AgeDiffers { age, from, to } => {
            let fits = describe_age_range(locale, *from, *to);
            locale.t_with(&key, &[("age", &age.to_string()), ("fits", &fits)])
        }
        FindingKind::AgeTooHigh(age) => locale.t_with(&key, &[("age", &age.to_string())]),
        FindingKind::LifeTooLong(age) => locale.t_with(&key, &[("age", &age.to_string())]),
        FindingKind::UnknownSource(id) => locale.t_with(&key, &[("id", id.as_str())]),
        FindingKind::UnknownParty(id) => locale.t_with(&key, &[("id", id.as_str())]),
        FindingKind::UnknownIncident(number) => locale.t_with(&key, &[("id", &number.to_string())]),
        FindingKind::RepeatedId(id) => locale.t_with(&key, &[("id", id)]),
        FindingKind::SamePerson { case, likenesses } => {
            let likenesses =
                likenesses.iter().map(|one| locale.t(&format!("likeness.{}", one.key())));
            let reasons = locale.join_list(likenesses);
            locale.t_with(&key, &[("id", case.as_str()), ("reasons", &reasons)])
        }
        FindingKind::SameClaim(first) => {
            locale.t_with(&key, &[("n", &locale.format_number(first + 1))])
        }
        FindingKind::ClaimsOnOneDay { by, other } => {
            let other = locale.format_number(other + 1);
            locale.t_with(&key, &[("party", &party(by)), ("n", &other)])
        }
        FindingKind::OrderUncertain { by, earlier, later, other } => locale.t_with(
            &key,
            &[
                ("party", &party(by)),
                ("earlier", &format_date(locale, earlier)),
                ("later", &format_date(locale, later)),
                ("n", &locale.format_number(other + 1)),
            ],
        ),
        FindingKind::ComparedWithItself(id) => locale.t_with(&key, &[("party", &party(id))]),
        FindingKind::SameSource(id) => locale.t_with(&key, &[("id", id.as_str())]),
        FindingKind::TwoDeaths { by, first, second } => locale.t_with(
            &key,
            &[
                ("party", &party(by)),
                ("first", &format_date(locale, first)),
                ("second", &format_date(locale, second)),
            ],
        ),
        FindingKind::NeverEnteredAfterCounted(by) => locale.t_with(&key, &[("party", &party(by))]),
        FindingKind::DateAfterToday
        | FindingKind::ReturnedBeforeBorn
        | FindingKind::ReturnedBeforeTaken
        | FindingKind::DeathBeforeBorn
        | FindingKind::DeathBeforeTaken
        | FindingKind::DeathAfterClaim
        | FindingKind::ClaimBeforeBorn
        | FindingKind::ClaimBeforeTaken
        | FindingKind::BornAfterTaken
        | FindingKind::ZeroCoordinates
        | FindingKind::NoSource
        | FindingKind::OnNeitherList
        | FindingKind::NoName
        | FindingKind::NoTitle => locale.t(&key).into_owned(),
    }
}

/// Describes a range of ages, as in "12", "12–13" or "at least 12".
fn describe_age_range(locale: Locale, from: Option<i16>, to: Option<i16>) -> String {
    let key = match (from, to) {
        (Some(from), Some(to)) if from == to => "age_range.exact",
        (Some(_), Some(_)) => "age_range.range",
        (Some(_), None) => "age_range.at_least",
        (None, _) => "age_range.at_most",
    };
    let [from, to] = [from, to].map(|age| age.map(|age| age.to_string()).unwrap_or_default());
    locale.t_with(key, &[("from", &from), ("to", &to)])
}
