//! Properties of the statements that sources support, and of merging two sources.

use std::collections::BTreeSet;

use proptest::{prelude::*, sample::subsequence};

use crate::generators::{day, day_near, register};
use blue_ribbon::{
    analysis::{
        citation_index::{
            CitationIndex, SupportedStatements, count_citations,
            statement::{CitableStatement, CitableStatementKind},
        },
        position::is_in_force,
    },
    draft::merge_sources::{SourceField, SourceMerge},
    model::{Source, SourceId, SourceKind},
    register::{Register, UndoHistory},
};

/// Every statement of a register with what it cites, found by walking over its records; of those
/// of a case also the place of that, and whether it is there by a day.
fn statements_by_walking(
    register: &Register,
    as_of: &str,
) -> Vec<(CitableStatement, Option<u32>, Vec<SourceId>, bool)> {
    let as_of = day(as_of);
    let mut all = Vec::new();
    for (at, case) in (0..).zip(register.cases()) {
        for (claim, said) in (0..).zip(&case.claims) {
            let by_then = is_in_force(said, as_of);
            all.push((CitableStatement::Claim(at, claim), Some(at), said.sources.clone(), by_then));
        }
        all.push((CitableStatement::Facts(at), Some(at), case.sources.clone(), true));
        if let Some(back) = &case.returned {
            let by_then = back.on.in_force_from() <= as_of;
            all.push((CitableStatement::Return(at), Some(at), back.sources.clone(), by_then));
        }
        for (variant, value) in (0..).zip(&case.variants) {
            all.push((
                CitableStatement::Variant(at, variant),
                Some(at),
                value.sources.clone(),
                true,
            ));
        }
    }
    for (at, total) in (0..).zip(register.totals()) {
        let by_then = total.on.in_force_from() <= as_of;
        all.push((CitableStatement::Total(at), None, total.sources.clone(), by_then));
    }
    for (at, event) in (0..).zip(register.events()) {
        let by_then = event.on.in_force_from() <= as_of;
        all.push((CitableStatement::Event(at), None, event.sources.clone(), by_then));
    }
    all
}

fn register_and_rows() -> impl Strategy<Value = (Register, Vec<u32>)> {
    register().prop_flat_map(|register| {
        let places: Vec<u32> = (0..).zip(register.cases()).map(|(at, _)| at).collect();
        let rows = subsequence(places.clone(), 0..=places.len()).prop_shuffle();
        (Just(register), rows)
    })
}

proptest! {
    #[test]
    fn each_statement_is_indexed_under_its_sources((register, rows) in register_and_rows(), as_of in day_near()) {
        let support = SupportedStatements::select(&CitationIndex::new(&register), &rows, as_of);
        let all = statements_by_walking(&register, &as_of.to_string());
        let shown: Vec<_> = all
            .iter()
            .filter(|(_, case, _, by_then)| *by_then && case.is_none_or(|at| rows.contains(&at)))
            .collect();
        for (at, source) in register.sources().iter().enumerate() {
            let expected: BTreeSet<CitableStatement> = shown
                .iter()
                .filter(|(_, _, cited, _)| cited.contains(&source.id))
                .map(|(statement, ..)| *statement)
                .collect();
            let found = support.by_source(at);
            prop_assert_eq!(found.iter().copied().collect::<BTreeSet<_>>(), expected.clone());
            prop_assert_eq!(found.len(), expected.len(), "each but once");
            prop_assert!(found.is_sorted_by_key(|statement| statement.kind()));
            let counts = support.kind_counts(at);
            for (kind, count) in CitableStatementKind::ALL.into_iter().zip(counts) {
                let of_kind = expected.iter().filter(|statement| statement.kind() == kind);
                prop_assert_eq!(of_kind.count(), count);
            }
            let everywhere = count_citations(&register, &source.id);
            prop_assert_eq!(found.len() + support.cited_elsewhere_count(at), everywhere);
            prop_assert_eq!(CitationIndex::new(&register).count_of_source(&register, &source.id), everywhere);
            let cited = all.iter().filter(|(_, _, cited, _)| cited.contains(&source.id));
            prop_assert_eq!(cited.count(), everywhere);
        }
        let best = |cited: &[SourceId]| {
            cited.iter().filter_map(|id| register.source(id)).map(|source| source.kind).min()
        };
        let with = |wanted: Option<SourceKind>| -> BTreeSet<CitableStatement> {
            let found = shown.iter().filter(|(_, _, cited, _)| best(cited) == wanted);
            found.map(|(statement, ..)| *statement).collect()
        };
        let secondary: BTreeSet<_> = support.secondary_only().iter().copied().collect();
        prop_assert_eq!(secondary, with(Some(SourceKind::Secondary)));
        let bare: BTreeSet<_> = support.uncited().iter().copied().collect();
        prop_assert_eq!(bare, with(None));
    }

    #[test]
    fn merging_sources_loses_no_citation_and_no_remark(
        register in register(),
        (kept, gone) in (0..3_usize, 0..3_usize),
        taken in subsequence(SourceField::ALL.to_vec(), 0..=SourceField::ALL.len()),
    ) {
        let ids: Vec<SourceId> = register.sources().iter().map(|source| source.id.clone()).collect();
        let Some(mut merge) = SourceMerge::new(&register, &ids[kept], &ids[gone]) else {
            prop_assert_eq!(kept, gone);
            return Ok(());
        };
        for field in SourceField::ALL {
            merge.choose_value(field, taken.contains(&field));
        }
        let either = |source: &SourceId, other: &SourceId| {
            let cites = |cited: &Vec<SourceId>| cited.contains(source) || cited.contains(other);
            statements_by_walking(&register, "2000-01-01").iter().filter(|(_, _, cited, _)| cites(cited)).count()
        };
        let (merged, step) = (merge.merged_source(), merge.to_step(&register));
        let (mut after, mut history) = (register.clone(), UndoHistory::default());
        history.perform(&mut after, step).unwrap();
        prop_assert_eq!(after.sources().len(), register.sources().len() - 1);
        prop_assert!(after.source(&ids[gone]).is_none());
        prop_assert_eq!(after.source(&ids[kept]), Some(&merged));
        prop_assert_eq!(count_citations(&after, &ids[gone]), 0);
        prop_assert_eq!(count_citations(&after, &ids[kept]), either(&ids[kept], &ids[gone]));
        for (before, is) in statements_by_walking(&register, "2000-01-01").iter().zip(statements_by_walking(&after, "2000-01-01")) {
            let (cited_before, cited): (BTreeSet<_>, BTreeSet<_>) =
                (before.2.iter().cloned().collect(), is.2.iter().cloned().collect());
            let but = |cited: &BTreeSet<SourceId>| -> BTreeSet<SourceId> {
                cited.iter().filter(|id| **id != ids[gone] && **id != ids[kept]).cloned().collect()
            };
            prop_assert_eq!(but(&cited_before), but(&cited), "other sources stay");
        }
        for id in [&ids[kept], &ids[gone]] {
            let Source { note, .. } = register.source(id).unwrap();
            prop_assert!(merged.note.contains(note.as_str()));
        }
        history.undo(&mut after).unwrap();
        prop_assert_eq!(after, register);
    }
}
