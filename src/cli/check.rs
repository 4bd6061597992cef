//! Command `check`.

use anyhow::anyhow;

use crate::{
    Locale, Progress,
    analysis::{
        CheckResults,
        finding::{Finding, Severity},
    },
    cli::{args::common::RegisterArgs, context::CliContext, exit_status::ExitStatus},
    describe::{
        field_names::{NameStyle, finding_field_name},
        findings::{describe_finding, record_id_label, severity_count_label, severity_label},
    },
    i18n::lowercase_first,
    model::characters::visible_line,
    register::Register,
    store::{self, source_text::broken_record::BrokenRecord},
};

/// Writes each record that cannot be read and each finding, and then how many there are.
pub(super) fn run(args: RegisterArgs, context: &mut CliContext<'_>) -> anyhow::Result<ExitStatus> {
    let (path, locale) = (context.register_path(args.register)?, context.locale);
    let loaded = store::load_records(&path, &Progress::default());
    let (register, broken_records) = loaded.map_err(|error| anyhow!(error.describe(locale)))?;
    let register = context.keep(register);
    for broken in &broken_records {
        writeln!(context.out, "{}", format_broken_record_line(locale, broken))?;
    }
    let broken = broken_records.len();
    let CheckResults { findings, .. } = CheckResults::new(&register, context.today);
    for finding in &findings {
        writeln!(context.out, "{}", format_finding_line(locale, &register, finding))?;
    }
    if broken > 0 {
        writeln!(context.err, "{}", locale.t_plural("repair.status_bar", broken))?;
    }
    writeln!(context.err, "{}", describe_finding_counts(locale, &findings, broken))?;
    let has_error =
        broken > 0 || findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if has_error { ExitStatus::Failure } else { ExitStatus::Success })
}

/// Formats a finding in one line: severity, record, field and what was found.
fn format_finding_line(locale: Locale, register: &Register, finding: &Finding) -> String {
    let severity = lowercase_first(&severity_label(locale, finding.severity));
    let record = record_id_label(locale, register, &finding.subject);
    let field = finding_field_name(locale, &finding.subject, finding.field, NameStyle::InSentence);
    let text = describe_finding(locale, register, finding);
    let parts = [("level", &*severity), ("record", &record), ("field", &field), ("text", &text)];
    let line = locale.t_with("cli.finding", &parts);
    // One finding a line, whatever a name holds.
    visible_line(&line).into_owned()
}

/// Formats a record that cannot be read in one line: its path, position and error.
fn format_broken_record_line(locale: Locale, broken: &BrokenRecord) -> String {
    let severity = lowercase_first(&severity_label(locale, Severity::Error));
    let [line, column] = [broken.position.line, broken.position.column].map(|n| n.to_string());
    let values = [("field", &*broken.field_path.join(" › ")), ("line", &line), ("column", &column)];
    let (record, text) = (locale.t_with("repair.location", &values), broken.error.describe(locale));
    visible_line(&format!("{severity}: {record}: {text}")).into_owned()
}

/// Describes how many findings there are of each severity. A record that cannot be read is an
/// error.
fn describe_finding_counts(locale: Locale, findings: &[Finding], broken_count: usize) -> String {
    if findings.is_empty() && broken_count == 0 {
        return locale.t("cli.no_findings").into_owned();
    }
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    locale.join_list(severities.into_iter().filter_map(|severity| {
        let broken = if severity == Severity::Error { broken_count } else { 0 };
        let n = broken + findings.iter().filter(|finding| finding.severity == severity).count();
        (n > 0).then(|| severity_count_label(locale, severity, n))
    }))
}
