use std::collections::BTreeSet;

use proptest::{collection::vec, prelude::*};

use crate::generators::{case, claim, creation, date, day, day_near, party_id, register, total};
use blue_ribbon::{
    analysis::{
        position::{
            CaseState, Position, PositionIndex, Status, claim_in_force, is_in_force, position,
            status,
        },
        reconciliation::{Cohort, Reconciliation, Segment, announced_total},
    },
    model::{self, Case, Claim, Date, Day, PartyId, Return},
    register::{Change, Edit, Register},
};

fn case_states(register: &Register, as_of: Day) -> Vec<CaseState> {
    let pair = register.compared_parties();
    register.cases().iter().map(|case| CaseState::of_case(case, pair, as_of)).collect()
}

proptest! {
    #[test]
    fn both_and_only_sets_partition_the_union_of_the_lists(
        register in register(), as_of in day_near(),
    ) {
        let found = Reconciliation::new(&register, as_of);
        let list = |side: usize| -> BTreeSet<usize> {
            let party = register.compared_parties()[side];
            let listed = |at: &usize| position(&register.cases()[*at], party, as_of).counts_as_abducted();
            (0..register.cases().len()).filter(listed).collect()
        };
        let (first, second) = (list(0), list(1));
        prop_assert_eq!(&found.both, &first.intersection(&second).copied().collect::<Vec<_>>());
        prop_assert_eq!(&found.only[0], &first.difference(&second).copied().collect::<Vec<_>>());
        prop_assert_eq!(&found.only[1], &second.difference(&first).copied().collect::<Vec<_>>());
        prop_assert_eq!(found.listed_count(0), first.len());
        prop_assert_eq!(found.listed_count(1), second.len());
        prop_assert_eq!(found.union_count(), first.union(&second).count());
    }

    #[test]
    fn status_counts_add_up_to_the_union_and_segments_to_each_list(
        register in register(), as_of in day_near(),
    ) {
        let found = Reconciliation::new(&register, as_of);
        prop_assert_eq!(found.status_counts.iter().sum::<usize>(), found.union_count());
        for side in [0, 1] {
            prop_assert_eq!(found.segment_counts[side].iter().sum::<usize>(), found.listed_count(side));
        }
    }

    #[test]
    fn every_count_equals_its_cohort(register in register(), as_of in day_near()) {
        let found = Reconciliation::new(&register, as_of);
        let standings = case_states(&register, as_of);
        let people = |people: Cohort| -> Vec<usize> {
            (0..standings.len()).filter(|at| people.contains(standings[*at])).collect()
        };
        prop_assert_eq!(&people(Cohort::Both), &found.both);
        for side in [0, 1] {
            prop_assert_eq!(people(Cohort::Listed(side, None)).len(), found.listed_count(side));
            prop_assert_eq!(&people(Cohort::Only(side)), &found.only[side]);
            for segment in Segment::ALL {
                let count = people(Cohort::Listed(side, Some(segment))).len();
                prop_assert_eq!(count, found.segment_counts[side][segment as usize]);
            }
        }
        for status in Status::ALL {
            let in_union = |case_state: &&CaseState| case_state.is_listed(0) || case_state.is_listed(1);
            let count = standings.iter().filter(in_union).filter(|one| one.status == status).count();
            prop_assert_eq!(count, found.status_counts[status as usize]);
        }
    }

    #[test]
    fn items_after_the_day_do_not_change_the_reconciliation(
        before in register(),
        as_of in day_near(),
        claims in vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), claim()), 0..6),
        returned in optional_later_date(),
        totals in vec(total(), 0..3),
    ) {
        let mut after = before.clone();
        let later = |date: &Date| date.in_force_from() > as_of;
        for (case, place, claim) in claims {
            if !before.cases().is_empty() && later(&claim.on) {
                change_case(&mut after, case.index(before.cases().len()), |case| {
                    case.claims.insert(place.index(case.claims.len() + 1), claim);
                });
            }
        }
        if let Some((case, on)) = returned.filter(|(_, on)| !before.cases().is_empty() && later(on)) {
            change_case(&mut after, case.index(before.cases().len()), |case| {
                let back_by_then = |returned: &Return| !later(&returned.on);
                if !case.returned.as_ref().is_some_and(back_by_then) {
                    case.returned = Some(Return { on, sources: Vec::new() });
                }
            });
        }
        for total in totals.into_iter().filter(|total| later(&total.on)) {
            after.apply(&Edit::Total(creation(after.totals().len(), total))).unwrap();
        }
        prop_assert_eq!(case_states(&after, as_of), case_states(&before, as_of));
        prop_assert_eq!(Reconciliation::new(&after, as_of), Reconciliation::new(&before, as_of));
    }

    #[test]
    fn a_position_is_the_latest_official_claim_in_force(
        case in case(0..1_usize), party in party_id(), as_of in day_near(),
    ) {
        let mut in_time: Vec<&Claim> = case
            .claims
            .iter()
            .filter(|claim| claim.by == party && is_in_force(claim, as_of) && !claim.reported)
            .filter(|claim| !matches!(claim.says, model::Statement::Disputes(_)))
            .collect();
        in_time.sort_by_key(|claim| claim.on.in_force_from());
        prop_assert_eq!(claim_in_force(&case, &party, as_of), in_time.last().copied());
        let index = PositionIndex::new(&case);
        prop_assert_eq!(index.claim_in_force(&party, as_of), in_time.last().copied());
        prop_assert_eq!(index.position(&party, as_of), position(&case, &party, as_of));
    }

    #[test]
    fn a_status_follows_from_the_return_and_the_positions(
        case in case(0..1_usize), as_of in day_near(),
    ) {
        let parties: BTreeSet<&PartyId> = case.claims.iter().map(|claim| &claim.by).collect();
        let back = case.returned.as_ref().is_some_and(|returned| returned.on.in_force_from() <= as_of);
        let dead = parties.iter().any(|party| position(&case, party, as_of) == Position::Dead);
        let expected = match (back, dead) {
            (true, _) => Status::Returned,
            (false, true) => Status::ClaimedDead,
            (false, false) => Status::Unresolved,
        };
        prop_assert_eq!(status(&case, as_of), expected);
    }

    #[test]
    fn a_case_state_combines_status_and_positions(
        case in case(0..1_usize), pair in [party_id(), party_id()], as_of in day_near(),
    ) {
        let case_state = CaseState::of_case(&case, [&pair[0], &pair[1]], as_of);
        prop_assert_eq!(case_state.status, status(&case, as_of));
        let positions = [0, 1].map(|side: usize| position(&case, &pair[side], as_of));
        prop_assert_eq!(case_state.positions, positions);
    }

    #[test]
    fn the_announced_total_is_the_latest_by_the_day(register in register(), as_of in day_near()) {
        for party in register.compared_parties() {
            let by_then = register.totals().iter();
            let mut by_then: Vec<_> =
                by_then.filter(|total| total.by == *party && total.on.in_force_from() <= as_of).collect();
            by_then.sort_by_key(|total| total.on.in_force_from());
            let found = announced_total(&register, party, as_of);
            prop_assert_eq!(found.as_ref(), by_then.last().copied());
        }
    }
}

fn optional_later_date() -> impl Strategy<Value = Option<(prop::sample::Index, Date)>> {
    prop::option::of((any::<prop::sample::Index>(), date()))
}

/// Changes the case with this index.
pub fn change_case(register: &mut Register, at: usize, how: impl FnOnce(&mut Case)) {
    let before = register.cases()[at].clone();
    let mut after = before.as_ref().clone();
    how(&mut after);
    let edit = Change { at, before: Some(before), after: Some(after.into()) };
    register.apply(&Edit::Case(edit)).unwrap();
}

/// Returns a case with these claims, each as `(party, date, statement)` in the notation of the
/// file.
fn case_with(claims: &[&str]) -> Case {
    let text = format!("(id: \"one\", name: (family: \"One\"), claims: [{}])", claims.join(", "));
    let options =
        ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    options.from_str(&text).unwrap()
}

#[test]
fn positions_follow_the_rules_of_counting() {
    let north_korea = PartyId::new("north-korea").unwrap();
    let as_of = |claims: &[&str], text: &str| position(&case_with(claims), &north_korea, day(text));
    let abducted = r#"(by: "north-korea", on: "2002-10", says: Abducted)"#;
    assert_eq!(as_of(&[abducted], "2002-10-30"), Position::Silent, "not yet certainly said");
    assert_eq!(as_of(&[abducted], "2002-10-31"), Position::Abducted);

    let open = r#"(by: "north-korea", on: "2002-10/..", says: Abducted)"#;
    assert_eq!(as_of(&[open], "2002-10-30"), Position::Silent, "not yet certainly said");
    assert_eq!(as_of(&[open], "2002-10-31"), Position::Abducted, "said since October");
    for since in ["2002-09-17/..", "2002-09-17/"] {
        let claim = abducted.replace("2002-10", since);
        assert_eq!(as_of(&[&claim], "2002-09-16"), Position::Silent, "{since}");
        assert_eq!(as_of(&[&claim], "2002-09-17"), Position::Abducted, "{since}");
    }

    let reported = r#"(by: "north-korea", on: "2003", says: Alive, reported: true)"#;
    assert_eq!(
        as_of(&[abducted, reported], "2004-01-01"),
        Position::Abducted,
        "shown, not counted"
    );

    let disputes = r#"(by: "north-korea", on: "2003", says: Disputes("that"))"#;
    assert_eq!(as_of(&[abducted, disputes], "2004-01-01"), Position::Abducted, "left as it was");

    let other = r#"(by: "japan", on: "2003", says: NeverEntered)"#;
    assert_eq!(as_of(&[abducted, other], "2004-01-01"), Position::Abducted, "each its own word");

    let withdrawn = r#"(by: "north-korea", on: "2003", says: Withdrawn)"#;
    assert_eq!(
        as_of(&[withdrawn, abducted], "2004-01-01"),
        Position::Withdrawn,
        "by date, not place"
    );

    let same_day = r#"(by: "north-korea", on: "2002-10-31", says: NeverEntered)"#;
    assert_eq!(as_of(&[abducted, same_day], "2002-10-31"), Position::NeverEntered, "entered later");
    assert_eq!(as_of(&[same_day, abducted], "2002-10-31"), Position::Abducted, "entered later");
}

#[test]
fn abducted_alive_and_dead_positions_count_as_abducted() {
    for position in Position::ALL {
        let counts = matches!(position, Position::Abducted | Position::Alive | Position::Dead);
        assert_eq!(position.counts_as_abducted(), counts);
    }
}
