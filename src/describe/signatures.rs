//! Descriptions of signatures, of their signers, and of the files of keys.

use std::collections::BTreeSet;

use crate::{
    Locale,
    describe::errors::path_label,
    store::{
        error::WriteError,
        fs::small_file::SmallFileError,
        history::signature_report::{SignatureReport, SignerReport},
        signature::{
            key_file::{KeyFileError, KeyFileErrorKind},
            known_keys::LineSigner,
        },
    },
};

/// The most line numbers or spans of them that a sentence names.
const MAX_SPANS: usize = 20;

impl LineSigner {
    /// Describes whether a line is signed, and by whom: "signed with the key of Aoki
    /// (ed25519:d75a…511a)".
    pub fn describe(&self, locale: Locale) -> String {
        match self {
            Self::Unsigned => locale.t("signature.unsigned").into_owned(),
            Self::Invalid => locale.t("signature.invalid").into_owned(),
            Self::Own(key) => locale.t_with("signature.own", &[("key", &key.to_string())]),
            Self::Known(key, name) => {
                locale.t_with("signature.known", &[("name", name), ("key", &key.to_string())])
            }
            Self::Unknown(key) => locale.t_with("signature.unknown", &[("key", &key.to_string())]),
        }
    }

    /// Returns the name by which the user knows the signer.
    fn known_name(&self) -> Option<&str> {
        match self {
            Self::Known(_, name) => Some(name),
            _ => None,
        }
    }
}

impl SignatureReport {
    /// Describes the signatures, a sentence each: the lines whose signature is not valid, the lines
    /// of each signer, and those without a signature.
    pub fn describe(&self, locale: Locale) -> Vec<String> {
        let invalid = self.invalid_lines.iter().map(|line| {
            let issue = locale.t("history.integrity_issue.invalid_signature");
            let values = [("line", &*line.to_string()), ("issue", &issue)];
            locale.t_with("history.verify.line_issue", &values)
        });
        let signers = self.signers.iter().map(|signer| describe_signer(locale, signer));
        let mut sentences: Vec<String> = invalid.chain(signers).collect();
        if !self.unsigned_lines.is_empty() {
            let lines = locale.t_plural("signature.report.unsigned", self.unsigned_lines.len());
            let numbers = describe_line_spans(locale, &self.unsigned_lines);
            let values = [("lines", &*lines), ("numbers", &numbers)];
            sentences.push(locale.t_with("signature.report.with_numbers", &values));
        }
        sentences
    }
}

/// Describes how many lines a signer has signed, and in which names where these are others than the
/// name by which the signer is known.
fn describe_signer(locale: Locale, report: &SignerReport) -> String {
    let SignerReport { signer, line_count, author_names } = report;
    let lines = locale.t_plural("signature.report.signed", *line_count);
    let values = [("lines", &*lines), ("signer", &signer.describe(locale))];
    let text = locale.t_with("signature.report.signer", &values);
    let known: BTreeSet<String> = signer.known_name().map(str::to_owned).into_iter().collect();
    if author_names.is_empty() || *author_names == known {
        return text;
    }
    let names = locale.join_list(author_names);
    locale.t_with("signature.report.in_name_of", &[("text", &text), ("names", &names)])
}

/// Lists the numbers of lines, in spans: "1–4, 7".
fn describe_line_spans(locale: Locale, lines: &[u64]) -> String {
    let mut spans: Vec<(u64, u64)> = Vec::new();
    for line in lines {
        match spans.last_mut() {
            Some((_, end)) if *end + 1 == *line => *end = *line,
            _ => spans.push((*line, *line)),
        }
    }
    let mut texts: Vec<String> = spans
        .iter()
        .take(MAX_SPANS)
        .map(|(from, to)| if from == to { from.to_string() } else { format!("{from}–{to}") })
        .collect();
    if spans.len() > MAX_SPANS {
        texts.push("…".to_owned());
    }
    locale.join_list(texts)
}

impl KeyFileError {
    /// Describes the error and what to do.
    pub fn describe(&self, locale: Locale) -> String {
        let path = path_label(&self.path);
        let with_path = |key: &str| locale.t_with(key, &[("path", &path)]);
        let with_error =
            |key: &str, error: &str| locale.t_with(key, &[("path", &path), ("error", error)]);
        match &self.kind {
            KeyFileErrorKind::Unreadable(SmallFileError::Io(error)) => {
                with_error("signature.error.io", &error.to_string())
            }
            KeyFileErrorKind::Unreadable(SmallFileError::NotAFile) => {
                with_path("signature.error.not_a_file")
            }
            KeyFileErrorKind::Unreadable(SmallFileError::TooLarge) => {
                with_path("signature.error.too_large")
            }
            KeyFileErrorKind::Unreadable(SmallFileError::NotPrivate) => {
                with_path("signature.error.not_private")
            }
            KeyFileErrorKind::Malformed => with_path("signature.error.malformed"),
            KeyFileErrorKind::MalformedLine(line) => {
                let values = [("path", &*path), ("line", &line.to_string())];
                locale.t_with("signature.error.malformed_line", &values)
            }
            KeyFileErrorKind::NewerFormat(found) => {
                let values = [("path", &*path), ("found", &found.to_string())];
                locale.t_with("signature.error.newer_format", &values)
            }
            KeyFileErrorKind::NoRandomness(error) => {
                with_error("signature.error.no_randomness", &error.to_string())
            }
            KeyFileErrorKind::Write(error) => WriteError::describe(error, locale),
        }
    }

    /// Describes that a change was recorded and not signed, and why.
    pub fn describe_unsigned(&self, locale: Locale) -> String {
        locale.t_with("signature.recorded_unsigned", &[("reason", &self.describe(locale))])
    }
}
