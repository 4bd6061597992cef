//! Findings as lines of text.

use crate::{
    Locale,
    analysis::finding::{Finding, Severity},
    describe::{
        field_names::{NameStyle, finding_field_name},
        findings::{describe_finding, record_id_label, severity_count_label, severity_label},
    },
    i18n::lowercase_first,
    register::Register,
    store::source_text::broken_record::BrokenRecord,
};

/// A finding in one line: level, record, field, what was noticed.
pub(super) fn format_finding_line(
    locale: Locale,
    register: &Register,
    finding: &Finding,
) -> String {
    let severity = lowercase_first(&severity_label(locale, finding.severity));
    let record = record_id_label(locale, register, &finding.subject);
    let field = finding_field_name(locale, &finding.subject, finding.field, NameStyle::InSentence);
    let text = describe_finding(locale, register, finding);
    let parts = [("level", &*severity), ("record", &record), ("field", &field), ("text", &text)];
    let line = locale.t_with("cli.finding", &parts);
    // One finding a line, whatever a name holds.
    line.replace(char::is_control, " ")
}

/// A record that cannot be read in one line, as a finding: the way to it, what is wrong and where.
pub(super) fn format_broken_record_line(locale: Locale, broken: &BrokenRecord) -> String {
    let severity = lowercase_first(&severity_label(locale, Severity::Error));
    let [line, column] = [broken.position.line, broken.position.column].map(|n| n.to_string());
    let values = [("field", &*broken.field_path.join(" › ")), ("line", &line), ("column", &column)];
    let (record, text) = (locale.t_with("repair.location", &values), broken.error.describe(locale));
    format!("{severity}: {record}: {text}").replace(char::is_control, " ")
}

/// How many findings there are of each level.
pub(super) fn describe_finding_counts(locale: Locale, findings: &[Finding]) -> String {
    if findings.is_empty() {
        return locale.t("cli.no_findings").into_owned();
    }
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    locale.join_list(severities.into_iter().filter_map(|severity| {
        let n = findings.iter().filter(|finding| finding.severity == severity).count();
        (n > 0).then(|| severity_count_label(locale, severity, n))
    }))
}
