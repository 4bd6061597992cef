//! Command `check`.

use anyhow::anyhow;

use crate::{
    Locale, Progress,
    analysis::{
        CheckResults,
        finding::{ClaimField, Finding, FindingSubject, RecordField, Severity},
    },
    cli::{args::common::RegisterArgs, context::CliContext, exit_status::ExitStatus},
    describe::claims::{describe_finding, format_date, party_label},
    register::Register,
    store::{self, source_text::broken_record::BrokenRecord},
};

/// Writes each record that cannot be read and each finding, and then how many there are.
pub(super) fn run(args: RegisterArgs, context: &mut CliContext<'_>) -> anyhow::Result<ExitStatus> {
    let (path, locale) = (context.register_path(args.register)?, context.locale);
    let opened = store::open(&path, &Progress::default());
    let opened = opened.map_err(|error| anyhow!(error.describe(locale)))?;
    for broken in opened.source_text.broken_records() {
        writeln!(context.out, "{}", format_broken_record_line(locale, broken))?;
    }
    let broken = opened.source_text.broken_records().count();
    let CheckResults { findings, .. } = CheckResults::new(&opened.register);
    for finding in &findings {
        writeln!(context.out, "{}", format_finding_line(locale, &opened.register, finding))?;
    }
    if broken > 0 {
        writeln!(context.err, "{}", locale.t_plural("repair.status_bar", broken))?;
    }
    writeln!(context.err, "{}", describe_finding_counts(locale, &findings))?;
    let has_error =
        broken > 0 || findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if has_error { ExitStatus::Failure } else { ExitStatus::Success })
}

/// Formats a finding in one line: severity, record, field and what was found.
fn format_finding_line(locale: Locale, register: &Register, finding: &Finding) -> String {
    let level = locale.t(match finding.severity {
        Severity::Error => "cli.level.error",
        Severity::Warning => "cli.level.warning",
        Severity::Note => "cli.level.note",
    });
    let record = record_label(locale, register, &finding.subject);
    let field = field_label(locale, finding.field);
    let text = describe_finding(locale, register, finding);
    let parts = [("level", &*level), ("record", &record), ("field", &field), ("text", &text)];
    let line = locale.t_with("cli.finding", &parts);
    // One finding a line, whatever a name holds.
    line.replace(char::is_control, " ")
}

/// Formats a record that cannot be read in one line: its path, position and error.
fn format_broken_record_line(locale: Locale, broken: &BrokenRecord) -> String {
    let level = locale.t("cli.level.error");
    let [line, column] = [broken.position.line, broken.position.column].map(|n| n.to_string());
    let values = [("field", &*broken.field_path.join(" › ")), ("line", &line), ("column", &column)];
    let (record, text) = (locale.t_with("repair.location", &values), broken.error.describe(locale));
    format!("{level}: {record}: {text}").replace(char::is_control, " ")
}

/// Describes how many findings there are of each severity.
fn describe_finding_counts(locale: Locale, findings: &[Finding]) -> String {
    if findings.is_empty() {
        return locale.t("cli.no_findings").into_owned();
    }
    let levels = [
        (Severity::Error, "findings.error"),
        (Severity::Warning, "findings.warning"),
        (Severity::Note, "findings.note"),
    ];
    locale.join_list(levels.into_iter().filter_map(|(level, key)| {
        let n = findings.iter().filter(|finding| finding.severity == level).count();
        (n > 0).then(|| locale.t_plural(key, n))
    }))
}

fn record_label(locale: Locale, register: &Register, about: &FindingSubject) -> String {
    let named = |key: &str, id: &str| locale.t_with(key, &[("id", id)]);
    let place = |at: usize| (at + 1).to_string();
    match about {
        FindingSubject::Case(id) => named("cli.record.case", id.as_str()),
        FindingSubject::Source(id) => named("cli.record.source", id.as_str()),
        FindingSubject::Party(id) => named("cli.record.party", id.as_str()),
        FindingSubject::Incident(number) => named("cli.record.incident", &number.to_string()),
        FindingSubject::Register => locale.t("cli.record.register").into_owned(),
        FindingSubject::Total(at) => match register.totals().get(*at) {
            Some(total) => locale.t_with(
                "cli.record.by_party_on_date",
                &[
                    (
                        "record",
                        &named("cli.record.total", &locale.format_number(total.count as usize)),
                    ),
                    ("by", &party_label(locale, register, &total.by)),
                    ("date", &format_date(locale, &total.on)),
                ],
            ),
            None => named("cli.record.total", &place(*at)),
        },
        FindingSubject::Event(at) => match register.events().get(*at) {
            Some(event) => named("cli.record.event", locale.pick(&event.title)),
            None => named("cli.record.event", &place(*at)),
        },
    }
}

fn field_label(locale: Locale, field: RecordField) -> String {
    let key = match field {
        RecordField::Id => "cli.field.id",
        RecordField::Name => "cli.field.name",
        RecordField::Native => "cli.field.native_name",
        RecordField::Born => "cli.field.birth_date",
        RecordField::Date => "cli.field.date",
        RecordField::Age => "cli.field.age",
        RecordField::Place => "cli.field.place",
        RecordField::Coordinates => "cli.field.coordinates",
        RecordField::Incident => "cli.field.incident",
        RecordField::ReturnDate => "cli.field.return",
        RecordField::ReturnSources => "cli.field.return_sources",
        RecordField::Sources => "cli.field.sources",
        RecordField::Claims => "cli.field.claims",
        RecordField::Publisher => "cli.field.publisher",
        RecordField::Party => "cli.field.party",
        RecordField::Count => "cli.field.count",
        RecordField::Variant(at) => {
            return locale.t_with("cli.field.variant", &[("n", &(at + 1).to_string())]);
        }
        RecordField::Claim(at, field) => {
            let field = locale.t(match field {
                ClaimField::Party => "cli.field.claim_party",
                ClaimField::Date => "cli.field.date",
                ClaimField::Statement => "cli.field.statement",
                ClaimField::Death => "cli.field.death_date",
                ClaimField::Sources => "cli.field.sources",
            });
            let n = (at + 1).to_string();
            return locale.t_with("cli.field.claim", &[("n", &n), ("field", &field)]);
        }
    };
    locale.t(key).into_owned()
}
