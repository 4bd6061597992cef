//! The problems and findings of a draft by field and by row.

use std::collections::HashMap;

use crate::{
    analysis::finding::{ClaimField, Finding, RecordField},
    draft::validation::{FieldProblem, Validated},
};

/// The result of validating a draft, with its problems and findings by field: a form draws each
/// field in time that does not depend on the number of all.
#[derive(Debug)]
pub(super) struct MessageIndex {
    validated: Validated,
    /// The indexes of the problems of each field.
    problems: HashMap<RecordField, Vec<usize>>,
    /// The indexes of the findings of each field.
    findings: HashMap<RecordField, Vec<usize>>,
    /// The fields of each row of a list that have a problem or a finding.
    fields_by_row: HashMap<RecordField, Vec<RecordField>>,
}

impl MessageIndex {
    /// Indexes the result of validating a draft.
    pub fn new(validated: Validated) -> Self {
        let (mut problems, mut findings) = (HashMap::new(), HashMap::new());
        let mut fields_by_row: HashMap<_, Vec<RecordField>> = HashMap::new();
        let mut add = |index: &mut HashMap<_, Vec<usize>>, at, field| {
            index.entry(field).or_default().push(at);
            if let Some(row) = row_of_field(field) {
                fields_by_row.entry(row).or_default().push(field);
            }
        };
        for (at, problem) in validated.problems.iter().enumerate() {
            add(&mut problems, at, problem.field);
        }
        for (at, finding) in validated.findings.iter().enumerate() {
            add(&mut findings, at, finding.field);
        }
        Self { validated, problems, findings, fields_by_row }
    }

    /// Returns the result of validating the draft.
    pub fn validated(&self) -> &Validated {
        &self.validated
    }

    /// Returns the problems of a field.
    pub fn problems(&self, field: RecordField) -> impl Iterator<Item = &FieldProblem> {
        let indexes = self.problems.get(&field).into_iter().flatten();
        indexes.map(|at| &self.validated.problems[*at])
    }

    /// Returns the findings of a field.
    pub fn findings(&self, field: RecordField) -> impl Iterator<Item = &Finding> {
        let indexes = self.findings.get(&field).into_iter().flatten();
        indexes.map(|at| &self.validated.findings[*at])
    }

    /// Returns the fields of a row that have a problem or a finding. The row is given as
    /// [`row_of_field`] returns it.
    pub fn fields_of_row(&self, row: RecordField) -> &[RecordField] {
        self.fields_by_row.get(&row).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Returns the field that stands for the whole row of a list that a field belongs to; `None` for a
/// field of no row.
pub(super) fn row_of_field(field: RecordField) -> Option<RecordField> {
    match field {
        RecordField::Claim(at, _) => Some(RecordField::Claim(at, ClaimField::Party)),
        RecordField::Variant(_) => Some(field),
        _ => None,
    }
}
