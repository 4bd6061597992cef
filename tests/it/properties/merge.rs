//! Diff, merge and revert of versions of a register.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
    sync::Arc,
};

use proptest::{collection::vec, prelude::*, sample::Index};

use crate::generators::{EditRequest, claim, edit_request, read, register, steps};
use blue_ribbon::{
    Progress,
    analysis::{
        checks::{change_days, check},
        finding::{FindingKind, FindingSubject, Severity},
        position::{position, status},
    },
    merge::{
        Difference, MergeResult, Side, diff,
        diff_stats::DiffStats,
        field_path::{CaseListItem, RecordRef},
        list_edits::edits_between,
        merge,
    },
    model::{Case, CaseId, Claim, PartyId, Statement},
    register::{Change, Edit, Register},
    store::{
        self,
        error::LoadError,
        ron::{conflict_markers::MarkerStyle, print::print_register, syntax_error::SyntaxError},
        source_text::merged_text::{TextMerge, TextVersion},
    },
};

/// A change of one claim or one field of a case: the changes that two people make to one person.
#[derive(Clone, Debug)]
enum FieldEdit {
    Add(Index, Claim),
    Remove(Index, Index),
    Note(Index, Index, String),
    Move(Index, Index),
    CaseNote(Index, String),
    Swap(Index, Index),
}

fn field_edit() -> impl Strategy<Value = FieldEdit> {
    let at = any::<Index>;
    prop_oneof![
        3 => (at(), claim()).prop_map(|(case, claim)| FieldEdit::Add(case, claim)),
        1 => (at(), at()).prop_map(|(case, claim)| FieldEdit::Remove(case, claim)),
        2 => (at(), at(), "[ab]").prop_map(|(case, claim, note)| FieldEdit::Note(case, claim, note)),
        1 => (at(), at()).prop_map(|(case, claim)| FieldEdit::Move(case, claim)),
        1 => (at(), "[ab]").prop_map(|(case, note)| FieldEdit::CaseNote(case, note)),
        1 => (at(), at()).prop_map(|(one, other)| FieldEdit::Swap(one, other)),
    ]
}

/// Generates a version of a register by random edits.
fn version(base: &Register, wishes: &[EditRequest], touches: &[FieldEdit]) -> Register {
    let mut register = base.clone();
    for step in steps(base, &[wishes.to_vec()]) {
        register.apply_all(&step.edits).unwrap();
    }
    touches.iter().for_each(|touch| apply_field_edit(&mut register, touch));
    register
}

fn apply_field_edit(register: &mut Register, touch: &FieldEdit) {
    let cases = register.cases().len();
    if cases == 0 {
        return;
    }
    let edit = |register: &mut Register, at: usize, change: &dyn Fn(&mut Case)| {
        let before = register.cases()[at].clone();
        let mut after = before.as_ref().clone();
        change(&mut after);
        let change = Change { at, before: Some(before), after: Some(after.into()) };
        register.apply(&Edit::Case(change)).unwrap();
    };
    let of_claim = |register: &mut Register, case: &Index, change: &dyn Fn(&mut Vec<Claim>)| {
        edit(register, case.index(cases), &|case| {
            if !case.claims.is_empty() {
                change(&mut case.claims);
            }
        });
    };
    match touch {
        FieldEdit::Add(case, claim) => {
            edit(register, case.index(cases), &|case| case.claims.push(claim.clone()));
        }
        FieldEdit::Remove(case, claim) => of_claim(register, case, &|claims| {
            claims.remove(claim.index(claims.len()));
        }),
        FieldEdit::Note(case, claim, note) => of_claim(register, case, &|claims| {
            let at = claim.index(claims.len());
            claims[at].note.clone_from(note);
        }),
        FieldEdit::Move(case, claim) => of_claim(register, case, &|claims| {
            let claim = claims.remove(claim.index(claims.len()));
            claims.push(claim);
        }),
        FieldEdit::CaseNote(case, note) => {
            edit(register, case.index(cases), &|case| case.note.clone_from(note));
        }
        FieldEdit::Swap(one, other) => {
            let [one, other] = [one, other].map(|at| at.index(cases));
            let moved = register.cases()[one].clone();
            for (at, before, after) in
                [(one, Some(moved.clone()), None), (other.min(cases - 1), None, Some(moved))]
            {
                register.apply(&Edit::Case(Change { at, before, after })).unwrap();
            }
        }
    }
}

/// Generates three versions: a base, and two derived from it.
pub fn versions() -> impl Strategy<Value = [Register; 3]> {
    let side = || (vec(edit_request(), 0..4), vec(field_edit(), 0..8));
    (register(), side(), side()).prop_map(|(base, ours, theirs)| {
        let [ours, theirs] =
            [ours, theirs].map(|(wishes, touches)| version(&base, &wishes, &touches));
        [base, ours, theirs]
    })
}

/// Returns the whole content of a register without its order.
fn content(register: &Register) -> Vec<String> {
    fn display_lines(records: &[impl Debug]) -> Vec<String> {
        records.iter().map(|record| format!("{record:?}")).collect()
    }
    let cases = register.cases().iter().map(|case| {
        let mut case = case.as_ref().clone();
        case.claims.sort_by_cached_key(|claim| format!("{claim:?}"));
        case.variants.sort_by_cached_key(|variant| format!("{variant:?}"));
        case.sources.sort();
        case.name.other.sort();
        case.claims.iter_mut().for_each(|claim| claim.sources.sort());
        case.variants.iter_mut().for_each(|variant| variant.sources.sort());
        case.returned.iter_mut().for_each(|returned| returned.sources.sort());
        case
    });
    let totals = register.totals().iter().map(|total| {
        let mut total = total.as_ref().clone();
        total.sources.sort();
        total
    });
    let events = register.events().iter().map(|event| {
        let mut event = event.as_ref().clone();
        event.sources.sort();
        event
    });
    let mut content = display_lines(&cases.collect::<Vec<_>>());
    content.extend(display_lines(&totals.collect::<Vec<_>>()));
    content.extend(display_lines(&events.collect::<Vec<_>>()));
    content.extend(display_lines(register.incidents()));
    content.extend(display_lines(register.parties()));
    content.extend(display_lines(register.sources()));
    content.push(format!("{:?}", register.info()));
    content.sort();
    content
}

/// Returns the canonical text of a register.
pub fn print(register: &Register) -> String {
    let mut bytes = Vec::new();
    print_register(register, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Returns the merge of the texts of a base and two sides.
pub fn text_merge<'a>(
    registers: &'a [Register; 3],
    texts: &'a [impl AsRef<str>; 3],
) -> TextMerge<'a> {
    let version = |at: usize| TextVersion { register: &registers[at], text: texts[at].as_ref() };
    TextMerge { base: Some(version(0)), ours: version(1), theirs: version(2) }
}

/// Returns how often a register has each error or warning, without the indexes of claims, totals and
/// events.
fn severe_findings(register: &Register) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for finding in check(register).into_iter().filter(|it| it.severity != Severity::Note) {
        let subject = match finding.subject {
            FindingSubject::Total(_) => "total".to_owned(),
            FindingSubject::Event(_) => "event".to_owned(),
            subject => format!("{subject:?}"),
        };
        let kind = match &finding.kind {
            FindingKind::TotalDiffers { by, announced, .. } => format!("{by} {announced}"),
            FindingKind::AgeDiffers { age, .. } => age.to_string(),
            kind => format!("{kind:?}"),
        };
        *counts.entry(format!("{} {subject} {kind}", finding.kind.key())).or_default() += 1;
    }
    counts
}

fn merged([base, ours, theirs]: &[Register; 3]) -> MergeResult {
    merge(Some(base), ours, theirs)
}

/// Returns a text with conflict markers after one side of each conflict was chosen: `ours` has true
/// for ours, in the order of the conflicts.
pub fn resolve_markers<'k>(marked: &str, mut ours: impl Iterator<Item = &'k bool>) -> String {
    let (mut kept, mut text) = (None, String::new());
    for line in marked.lines() {
        match line {
            "<<<<<<< ours" => kept = ours.next().copied(),
            "=======" => kept = kept.map(|kept| !kept),
            ">>>>>>> theirs" => kept = None,
            line if kept != Some(false) => text.extend([line, "\n"]),
            _ => {}
        }
    }
    text
}

/// Returns the key of a record.
fn record_key(record: &RecordRef) -> String {
    match record {
        RecordRef::RegisterInfo => String::new(),
        RecordRef::Party(party) => party.id.to_string(),
        RecordRef::Source(source) => source.id.to_string(),
        RecordRef::Total(total) => format!("{} {}", total.by, total.on),
        RecordRef::Incident(incident) => incident.number.to_string(),
        RecordRef::Case(case) => case.id.to_string(),
        RecordRef::Event(event) => format!("{} {:?}", event.on, event.title),
    }
}

/// Returns the number of claims of each kind, party and date on each person.
type Counts = BTreeMap<(CaseId, PartyId, String, u8), usize>;

fn counts(register: &Register) -> Counts {
    let mut counts = Counts::new();
    for case in register.cases() {
        for claim in &case.claims {
            let kind = match claim.says {
                Statement::Abducted => 0,
                Statement::Alive => 1,
                Statement::Dead { .. } => 2,
                Statement::NeverEntered => 3,
                Statement::Disputes(_) => 4,
                Statement::Withdrawn => 5,
            };
            let key = (case.id.clone(), claim.by.clone(), claim.on.to_string(), kind);
            *counts.entry(key).or_default() += 1;
        }
    }
    counts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_edits_between_two_versions_transform_one_into_the_other(
        [base, ours, theirs] in versions(), other in register(),
    ) {
        for (from, to) in [(&base, &ours), (&ours, &theirs), (&ours, &base), (&base, &other)] {
            let edits = edits_between(from, to);
            let mut register = from.clone();
            register.apply_all(&edits).unwrap();
            prop_assert_eq!(&register, to);
            for edit in edits.iter().rev() {
                register.apply(&edit.inverse()).unwrap();
            }
            prop_assert_eq!(&register, from);
            prop_assert_eq!(edits.is_empty(), from == to);
        }
    }

    #[test]
    fn edits_skip_unchanged_records_in_place(register in register(), wish in edit_request()) {
        let edit = wish.edit(&register);
        let mut changed = register.clone();
        if changed.apply(&edit).is_ok() && changed != register {
            // One edit made the difference; a new id is two.
            prop_assert!(edits_between(&register, &changed).len() <= 2);
        }
    }

    #[test]
    fn diff_stats_count_every_case_and_are_empty_only_for_equal_registers([base, ours, _] in versions()) {
        let differences = diff(&base, &ours);
        let tally = DiffStats::from_differences(&differences);
        prop_assert_eq!(tally.is_empty(), base == ours);
        let of = |register: &Register| register.cases().iter().cloned()
            .map(|case| (case.id.clone(), case)).collect::<BTreeMap<_, _>>();
        let (was, is) = (of(&base), of(&ours));
        let added = is.keys().filter(|id| !was.contains_key(*id)).count();
        let deleted = was.keys().filter(|id| !is.contains_key(*id)).count();
        let changed = is.iter().filter(|(id, case)| was.get(*id).is_some_and(|was| was != *case));
        prop_assert_eq!(tally.cases, [added, deleted, changed.count()]);
        let back = DiffStats::from_differences(&diff(&ours, &base));
        prop_assert_eq!([back.cases[1], back.cases[0], back.cases[2]], tally.cases);
        let claims = |kind: fn(&Difference) -> bool| differences.iter().filter(|one| {
            matches!(one.path.item, Some(CaseListItem::Claim(_))) && one.path.field.is_none() && kind(one)
        }).count();
        prop_assert_eq!(tally.claims[0], claims(|one| one.old.is_none()));
        prop_assert_eq!(tally.claims[1], claims(|one| one.new.is_none()));
    }

    #[test]
    fn a_diff_is_empty_only_for_equal_registers([base, ours, _] in versions()) {
        prop_assert_eq!(diff(&base, &base), []);
        prop_assert_eq!(diff(&base, &ours).is_empty(), base == ours);
        prop_assert_eq!(diff(&base, &ours).len(), diff(&ours, &base).len());
    }

    #[test]
    fn merging_with_an_unchanged_side_gives_the_change([base, ours, _] in versions()) {
        for (mine, hers) in [(&ours, &base), (&base, &ours)] {
            let merged = merge(Some(&base), mine, hers);
            prop_assert_eq!(&merged.conflicts, &[]);
            prop_assert_eq!(&merged.register, &ours);
            prop_assert_eq!(&merged.resolve_all(Side::Theirs), &ours);
        }
    }

    #[test]
    fn merging_equal_changes_gives_that_change([base, ours, _] in versions()) {
        for base in [Some(&base), None] {
            let merged = merge(base, &ours, &ours);
            prop_assert_eq!(&merged.conflicts, &[]);
            prop_assert_eq!(&merged.register, &ours);
        }
    }

    #[test]
    fn swapping_the_sides_swaps_only_ours_and_theirs(versions in versions(), with_base: bool) {
        let [base, ours, theirs] = &versions;
        let base = with_base.then_some(base);
        let (here, there) = (merge(base, ours, theirs), merge(base, theirs, ours));
        prop_assert_eq!(content(&here.register), content(&there.resolve_all(Side::Theirs)));
        prop_assert_eq!(content(&there.register), content(&here.resolve_all(Side::Theirs)));
        let values = |merged: &MergeResult, exchanged: bool| {
            let values = merged.conflicts.iter().map(|conflict| {
                let (ours, theirs) = (&conflict.ours, &conflict.theirs);
                let sides = if exchanged { [theirs, ours] } else { [ours, theirs] };
                format!("{:?} {:?} {sides:?}", conflict.path.field, conflict.base)
            });
            let mut values: Vec<String> = values.collect();
            values.sort();
            values
        };
        prop_assert_eq!(values(&here, false), values(&there, true));
        if here.conflicts.is_empty() {
            prop_assert_eq!(content(&here.register), content(&there.register));
        }
    }

    #[test]
    fn a_record_is_dropped_only_when_one_side_deletes_it_unchanged(
        versions in versions(),
    ) {
        let merged = merged(&versions);
        let [base, ours, theirs] = &versions;
        let settled = [Side::Ours, Side::Theirs].map(|side| merged.resolve_all(side));
        let is_clean = merged.conflicts.is_empty();
        for (this, other) in [(ours, theirs), (theirs, ours)] {
            for case in this.cases() {
                let left_alone = base.case(&case.id) == Some(case);
                let deleted = other.case(&case.id).is_none() && left_alone;
                let kept = settled.iter().any(|register| register.case(&case.id).is_some());
                // A deletion that does not fit what the other side did is a conflict.
                prop_assert!(kept || deleted, "{}", case.id);
                prop_assert!(!is_clean || kept != deleted, "{}", case.id);
            }
            for source in this.sources() {
                let left_alone = base.source(&source.id) == Some(source);
                let deleted = other.source(&source.id).is_none() && left_alone;
                let kept = settled.iter().any(|register| register.source(&source.id).is_some());
                prop_assert!(kept || deleted, "{}", source.id);
                prop_assert!(!is_clean || kept != deleted, "{}", source.id);
            }
            for incident in this.incidents() {
                let number = incident.number;
                let left_alone = base.incident(number) == Some(incident);
                let deleted = other.incident(number).is_none() && left_alone;
                let kept = settled.iter().any(|register| register.incident(number).is_some());
                prop_assert!(kept || deleted, "{}", number);
                prop_assert!(!is_clean || kept != deleted, "{}", number);
            }
        }
        for register in &settled {
            let ids = |ids: Vec<String>| ids.iter().collect::<BTreeSet<_>>().len();
            let cases: Vec<_> = register.cases().iter().map(|case| case.id.to_string()).collect();
            prop_assert_eq!(ids(cases), register.cases().len());
            let sources: Vec<_> = register.sources().iter().map(|one| one.id.to_string()).collect();
            prop_assert_eq!(ids(sources), register.sources().len());
        }
    }

    #[test]
    fn claims_are_dropped_only_when_a_side_removes_them(versions in versions()) {
        let merged = merged(&versions);
        let [base, ours, theirs] = versions.each_ref().map(counts);
        // What is deleted on one side and changed on the other is there once that is chosen.
        let found = [Side::Ours, Side::Theirs].map(|side| counts(&merged.resolve_all(side)));
        for key in ours.keys().chain(theirs.keys()) {
            let of = |counts: &Counts| counts.get(key).copied().unwrap_or_default();
            let (was, mine, hers) = (of(&base), of(&ours), of(&theirs));
            // What is fewer on one side was removed there, or corrected to another date or word.
            let removed = was.saturating_sub(mine) + was.saturating_sub(hers);
            let least = mine.max(hers).saturating_sub(removed);
            let found = found.iter().map(of).max().unwrap_or_default();
            prop_assert!(found >= least, "{:?}: {} of {:?}", key, found, (was, mine, hers));
        }
    }

    #[test]
    fn a_case_changed_on_one_side_is_merged_as_that_side_has_it(versions in versions()) {
        let merged = merged(&versions);
        let [base, ours, theirs] = &versions;
        if !merged.conflicts.is_empty() {
            return Ok(());
        }
        for case in merged.register.cases() {
            let [before, mine, hers] = [base, ours, theirs].map(|one| one.case(&case.id));
            if before == mine {
                prop_assert_eq!(Some(case), hers);
            } else if before == hers {
                prop_assert_eq!(Some(case), mine);
            }
        }
    }

    #[test]
    fn resolving_all_conflicts_to_one_side_uses_its_values(versions in versions()) {
        let merged = merged(&versions);
        let [_, ours, theirs] = &versions;
        prop_assert_eq!(&merged.resolve_with(&[]), &merged.register);
        for (side, wanted) in [(Side::Ours, ours), (Side::Theirs, theirs)] {
            let chosen = merged.resolve_with(&vec![side; merged.conflicts.len()]);
            prop_assert_eq!(&chosen, &merged.resolve_all(side));
            let lost = diff(wanted, &chosen);
            for conflict in &merged.conflicts {
                let values = [&conflict.ours, &conflict.theirs];
                prop_assert_ne!(values[0], values[1]);
                let value = if side == Side::Ours { values[0] } else { values[1] };
                // A claim may be beside another with the same value, which theirs did change.
                let is_it = |one: &&Difference| {
                    one.path.item.is_none()
                        && one.path.field == conflict.path.field
                        && record_key(&one.path.record) == record_key(&conflict.path.record)
                };
                if conflict.path.item.is_none() {
                    let lost: Vec<_> = lost.iter().filter(is_it).collect();
                    prop_assert!(lost.is_empty(), "{:?} is no more: {:?}", value, lost);
                }
            }
        }
    }

    #[test]
    fn conflict_free_merges_are_order_independent(
        ([base, a, b], wishes, touches) in (versions(), vec(edit_request(), 0..3), vec(field_edit(), 0..4)),
    ) {
        let c = version(&base, &wishes, &touches);
        let first = merge(Some(&base), &a, &b);
        let last = merge(Some(&base), &b, &c);
        let [one, other] =
            [merge(Some(&base), &first.register, &c), merge(Some(&base), &a, &last.register)];
        if [&first, &last, &one, &other].iter().all(|merged| merged.conflicts.is_empty()) {
            prop_assert_eq!(content(&one.register), content(&other.register));
        }
    }

    #[test]
    fn a_text_with_conflict_markers_parses_for_any_choice_of_sides(
        versions in versions(), kept in vec(any::<bool>(), 1..9),
    ) {
        let merged = merged(&versions);
        let theirs = merged.resolve_all(Side::Theirs);
        let printed = versions.each_ref().map(print);
        let marked = text_merge(&versions, &printed)
            .mark_conflicts(&merged.register, &theirs, &MarkerStyle::default());
        prop_assert_eq!(&marked.losses, &[]);
        let marked = marked.text;
        prop_assert_eq!(marked.contains("<<<<<<< ours"), !merged.conflicts.is_empty());
        prop_assert_eq!(&read(&resolve_markers(&marked, [true].iter().cycle())), &merged.register);
        prop_assert_eq!(&read(&resolve_markers(&marked, [false].iter().cycle())), &theirs);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.ron");
        std::fs::write(&path, resolve_markers(&marked, kept.iter().cycle())).unwrap();
        let opened = store::load_strict(&path, &Progress::default());
        prop_assert!(opened.is_ok(), "{:?}\n{}", opened, marked);
        // And as it stands it is refused.
        std::fs::write(&path, &marked).unwrap();
        if !merged.conflicts.is_empty() {
            let refused = store::load_strict(&path, &Progress::default()).unwrap_err();
            let LoadError::Syntax { error: SyntaxError::ConflictMarker, position: at, .. } = refused else {
                return Err(TestCaseError::fail(refused.to_string()));
            };
            let line = marked.lines().position(|line| line == "<<<<<<< ours").unwrap() + 1;
            prop_assert_eq!((at.line, at.column), (line, 1));
        }
    }

    #[test]
    fn each_conflict_is_resolved_independently(versions in versions(), at in any::<Index>()) {
        let merged = merged(&versions);
        if merged.conflicts.is_empty() {
            return Ok(());
        }
        let at = at.index(merged.conflicts.len());
        let mut choices = vec![Side::Ours; merged.conflicts.len()];
        choices[at] = Side::Theirs;
        let chosen = merged.resolve_with(&choices);
        // One piece, and nothing else, is another.
        prop_assert_ne!(&chosen, &merged.register);
        let found = diff(&merged.register, &chosen);
        let kind = merged.conflicts[at].path.record.key();
        let strays: Vec<_> = found.iter().filter(|one| one.path.record.key() != kind).collect();
        prop_assert!(strays.is_empty(), "{:?}", strays);
    }

    #[test]
    fn list_edits_transform_one_register_into_another([_, from, to] in versions()) {
        let edits = edits_between(&from, &to);
        let mut made = from.clone();
        prop_assert_eq!(made.apply_all(&edits), Ok(()));
        prop_assert_eq!(&made, &to);
        prop_assert_eq!(edits.is_empty(), from == to);
        // And back again, as undo does it.
        let back: Vec<_> = edits.iter().rev().map(Edit::inverse).collect();
        prop_assert_eq!(made.apply_all(&back), Ok(()));
        prop_assert_eq!(&made, &from);
    }

    #[test]
    fn one_change_gives_one_edit([_, from, _] in versions(), touch in field_edit()) {
        let to = version(&from, &[], std::slice::from_ref(&touch));
        let made = edits_between(&from, &to).len();
        let most = if matches!(touch, FieldEdit::Swap(..)) { 2 } else { 1 };
        prop_assert!(made <= most, "{} edits for {:?}", made, touch);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn merges_in_either_direction_count_the_same_and_hide_no_finding(
        versions in versions(), with_base: bool,
    ) {
        let [base, ours, theirs] = &versions;
        let base = with_base.then_some(base);
        let both = [merge(base, ours, theirs), merge(base, theirs, ours)];
        prop_assert_eq!(both[0].conflicts.is_empty(), both[1].conflicts.is_empty());
        if both[0].conflicts.is_empty() {
            let [here, there] = both.each_ref().map(|merged| &merged.register);
            for day in change_days(here) {
                let positions = |register: &Register| {
                    let cases = register.cases().iter();
                    let of = |case: &Arc<Case>| {
                        let by = register.parties().iter().map(|it| position(case, &it.id, day));
                        (case.id.to_string(), by.collect::<Vec<_>>(), status(case, day))
                    };
                    cases.map(of).collect::<BTreeSet<_>>()
                };
                prop_assert_eq!(positions(here), positions(there), "{}", day);
            }
            prop_assert_eq!(severe_findings(here).into_keys().collect::<Vec<_>>(),
                severe_findings(there).into_keys().collect::<Vec<_>>());
        }
        // A clean merge has no finding that the sides do not explain.
        let [before, mine, hers] =
            [base.map(severe_findings).unwrap_or_default(), severe_findings(ours), severe_findings(theirs)];
        for merged in both.iter().filter(|merged| merged.conflicts.is_empty()) {
            for (finding, count) in severe_findings(&merged.register) {
                let [before, mine, hers] =
                    [&before, &mine, &hers].map(|found| found.get(&finding).copied().unwrap_or(0));
                let explained = mine.max(hers).max((mine + hers).saturating_sub(before));
                prop_assert!(count <= explained, "{}", finding);
            }
        }
    }
}
