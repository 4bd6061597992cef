//! Changes that one side made alone, and that are conflicts all the same: together with the changes
//! of the other side they break a law across records, which neither side breaks.

use crate::{
    analysis::{
        finding::{Finding, FindingKind},
        position::{Position, PositionIndex},
    },
    merge::{
        field_path::{CaseListItem, FieldName, FieldPath, RecordRef},
        three_way::{ChangedBy, FieldChange},
        value::FieldValue,
    },
    model::{Case, CaseId, Claim, Day, PartyId, SourceId, distinct::distinct},
    register::Register,
};

/// The changes that are contested because of one finding or one contradiction.
#[derive(Clone, Debug)]
pub(super) enum ContestedChanges {
    /// The changes of the records and fields that a finding is about.
    Finding {
        /// The finding.
        kind: FindingKind,
        /// The record of the finding.
        record: RecordRef,
    },
    /// Every change of a record.
    Record(RecordRef),
    /// The changes of the claims of one party on one case.
    Claims(CaseId, PartyId),
    /// The changes of a field in which two bases differ.
    Path(FieldPath),
    /// Every change.
    Everything,
}

impl ContestedChanges {
    /// Returns the changes to contest for a finding; the higher the level, the more.
    pub fn for_finding(finding: &Finding, record: RecordRef, level: usize) -> Self {
        match level {
            0 => Self::Finding { kind: finding.kind.clone(), record },
            1 => Self::Record(record),
            _ => Self::Everything,
        }
    }

    /// Returns true if a change that one side made alone is a conflict.
    pub fn contains(&self, change: &FieldChange) -> bool {
        let FieldPath { record, item, field } = &change.path;
        if !matches!(change.changed_by, ChangedBy::Ours | ChangedBy::Theirs)
            || matches!(field, Some(FieldName::Order(_)))
        {
            return false;
        }
        let values = || [&change.base, &change.ours, &change.theirs].into_iter().flatten();
        match self {
            Self::Everything => true,
            Self::Record(of) => can_be_version_of(record, of),
            Self::Path(path) => {
                let is_whole = |path: &FieldPath| path.item.is_none() && path.field.is_none();
                let is_same_kind = path.item.is_some() == item.is_some();
                let is_field = path.field.is_none() || field.is_none() || path.field == *field;
                can_be_version_of(record, &path.record)
                    && (is_whole(path) || is_whole(&change.path) || is_same_kind && is_field)
            }
            Self::Claims(case, by) => is_claim_change(record, item.as_ref(), case, by),
            Self::Finding { kind, record: of } => {
                let is_subject = can_be_version_of(record, of);
                let is_whole = item.is_none() && field.is_none();
                match kind {
                    FindingKind::UnknownSource(id) => {
                        let cites = |value: &FieldValue| value.sources().contains(id);
                        is_source(record, id) || is_subject && (is_whole || values().any(cites))
                    }
                    FindingKind::UnknownParty(id) => {
                        let is_party = matches!(record, RecordRef::Party(party) if party.id == *id);
                        let names = |value: &FieldValue| match value {
                            FieldValue::Party(party) => party == id,
                            FieldValue::PartyPair(first, second) => first == id || second == id,
                            FieldValue::Item(CaseListItem::Claim(claim)) => claim.by == *id,
                            _ => false,
                        };
                        is_party || is_subject && (is_whole || values().any(names))
                    }
                    FindingKind::UnknownIncident(number) => {
                        let is_incident =
                            matches!(record, RecordRef::Incident(it) if it.number == *number);
                        let names = |value: &FieldValue| *value == FieldValue::Incident(*number);
                        is_incident || is_subject && (is_whole || values().any(names))
                    }
                    FindingKind::SamePerson { case: other, .. } => {
                        let is_other = matches!(record, RecordRef::Case(it) if it.id == *other);
                        is_subject || is_other
                    }
                    FindingKind::AgeDiffers { .. }
                    | FindingKind::BornAfterTaken
                    | FindingKind::ReturnedBeforeTaken
                    | FindingKind::DeathBeforeTaken
                    | FindingKind::ClaimBeforeTaken => {
                        let is_time = |value: &FieldValue| {
                            matches!(
                                value,
                                FieldValue::Date(_) | FieldValue::Number(_) | FieldValue::Item(_)
                            )
                        };
                        is_subject && (is_whole || values().any(is_time))
                    }
                    FindingKind::TotalDiffers { by, .. } => {
                        let is_claim = match (record, item) {
                            (RecordRef::Case(case), Some(_)) => {
                                is_claim_change(record, item.as_ref(), &case.id, by)
                            }
                            (RecordRef::Case(case), None) => {
                                is_whole && case.claims.iter().any(|claim| claim.by == *by)
                            }
                            _ => false,
                        };
                        is_subject || is_claim
                    }
                    FindingKind::TwoDeaths { by, .. }
                    | FindingKind::NeverEnteredAfterCounted(by) => {
                        let is_by = |claim: &CaseListItem| matches!(claim, CaseListItem::Claim(claim) if claim.by == *by);
                        is_subject && (is_whole || item.as_ref().is_some_and(is_by))
                    }
                    _ => is_subject,
                }
            }
        }
    }
}

/// Returns true if two records can be versions of one. A record without an id can differ between two
/// versions in each of its fields, but for the party of a total.
fn can_be_version_of(record: &RecordRef, other: &RecordRef) -> bool {
    match (record, other) {
        (RecordRef::Total(it), RecordRef::Total(other)) => it.by == other.by,
        (RecordRef::Event(_), RecordRef::Event(_)) => true,
        _ => record.is_version_of(other),
    }
}

fn is_source(record: &RecordRef, id: &SourceId) -> bool {
    matches!(record, RecordRef::Source(source) if source.id == *id)
}

/// Returns true if a path leads to a claim of a party on a case, or into one.
fn is_claim_change(
    record: &RecordRef,
    item: Option<&CaseListItem>,
    case: &CaseId,
    by: &PartyId,
) -> bool {
    matches!(record, RecordRef::Case(it) if it.id == *case)
        && matches!(item, Some(CaseListItem::Claim(claim)) if claim.by == *by)
}

/// Returns the claims of which two sides made more than one for a day, so that the order decides
/// which of them is the position: those for which the sides have two answers, or the merged register
/// has another than the side that changed it.
pub(super) fn find_contested_claims(
    base: Option<&Register>,
    ours: &Register,
    theirs: &Register,
    merged: &Register,
) -> Vec<ContestedChanges> {
    let mut found = Vec::new();
    for case in merged.cases() {
        let find = |register: &'_ Register| register.case(&case.id).cloned();
        let (Some(our_case), Some(their_case)) = (find(ours), find(theirs)) else { continue };
        let base_case = base.and_then(find);
        let is_side = |side: &Case| case.claims == side.claims;
        if is_side(&our_case) || is_side(&their_case) {
            continue;
        }
        let index = PositionIndex::new;
        let (merged_index, our_index, their_index) =
            (index(case), index(&our_case), index(&their_case));
        let base_index = base_case.as_deref().map(index);
        let is_contested = |claim: &&Claim| {
            let (by, day) = (&claim.by, claim.on.latest());
            let of = |claims: &PositionIndex| position_by_claim_of(claims, by, day);
            let (own, other) = (of(&our_index), of(&their_index));
            let before = base_index.as_ref().and_then(of);
            let expected = if own == before { other } else { own };
            let is_certain = own == other || own == before || other == before;
            !is_certain || of(&merged_index) != expected
        };
        let parties: Vec<PartyId> =
            case.claims.iter().filter(is_contested).map(|claim| claim.by.clone()).collect();
        let contested = distinct(&parties).cloned();
        found.extend(contested.map(|by| ContestedChanges::Claims(case.id.clone(), by)));
    }
    found
}

/// Returns the position that the claims of a party for exactly this day give; `None` if it made
/// none.
fn position_by_claim_of(claims: &PositionIndex, by: &PartyId, day: Day) -> Option<Position> {
    claims.claim_in_force(by, day).filter(|claim| claim.on.latest() == day)?;
    Some(claims.position(by, day))
}
