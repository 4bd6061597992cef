use std::collections::BTreeSet;

use blue_ribbon::{
    model::{Case, Claim, Date, Day, PartyId, Returned},
    register::{Change, Edit, Register},
    view::{
        Account, People, Reconciliation, Segment, Standing, Status, account, announced, in_force,
        position, status,
    },
};
use proptest::{collection::vec, prelude::*};

use crate::made_up::{a_day, case, claim, created, date, day, party_id, register, total};

fn standings(register: &Register, as_of: Day) -> Vec<Standing> {
    let pair = register.compare();
    register.cases().iter().map(|case| Standing::of(case, pair, as_of)).collect()
}

proptest! {
    #[test]
    fn the_three_sets_are_disjoint_and_together_the_union_of_both_lists(
        register in register(), as_of in a_day(),
    ) {
        let found = Reconciliation::new(&register, as_of);
        let list = |side: usize| -> BTreeSet<usize> {
            let party = register.compare()[side];
            let listed = |at: &usize| account(&register.cases()[*at], party, as_of).counts();
            (0..register.cases().len()).filter(listed).collect()
        };
        let (first, second) = (list(0), list(1));
        prop_assert_eq!(&found.both, &first.intersection(&second).copied().collect::<Vec<_>>());
        prop_assert_eq!(&found.only[0], &first.difference(&second).copied().collect::<Vec<_>>());
        prop_assert_eq!(&found.only[1], &second.difference(&first).copied().collect::<Vec<_>>());
        prop_assert_eq!(found.counted(0), first.len());
        prop_assert_eq!(found.counted(1), second.len());
        prop_assert_eq!(found.union(), first.union(&second).count());
    }

    #[test]
    fn status_counts_add_up_to_the_union_and_segments_to_each_list(
        register in register(), as_of in a_day(),
    ) {
        let found = Reconciliation::new(&register, as_of);
        prop_assert_eq!(found.status.iter().sum::<usize>(), found.union());
        for side in [0, 1] {
            prop_assert_eq!(found.segments[side].iter().sum::<usize>(), found.counted(side));
        }
    }

    #[test]
    fn every_figure_counts_the_people_behind_it(register in register(), as_of in a_day()) {
        let found = Reconciliation::new(&register, as_of);
        let standings = standings(&register, as_of);
        let people = |people: People| -> Vec<usize> {
            (0..standings.len()).filter(|at| people.contains(standings[*at])).collect()
        };
        prop_assert_eq!(&people(People::Both), &found.both);
        for side in [0, 1] {
            prop_assert_eq!(people(People::Listed(side, None)).len(), found.counted(side));
            prop_assert_eq!(&people(People::Only(side)), &found.only[side]);
            for segment in Segment::ALL {
                let count = people(People::Listed(side, Some(segment))).len();
                prop_assert_eq!(count, found.segments[side][segment as usize]);
            }
        }
        for status in Status::ALL {
            let in_union = |standing: &&Standing| standing.listed(0) || standing.listed(1);
            let count = standings.iter().filter(in_union).filter(|one| one.status == status).count();
            prop_assert_eq!(count, found.status[status as usize]);
        }
    }

    #[test]
    fn nothing_dated_after_the_day_changes_any_answer(
        before in register(),
        as_of in a_day(),
        claims in vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), claim()), 0..6),
        returned in option_of_later(),
        totals in vec(total(), 0..3),
    ) {
        let mut after = before.clone();
        let later = |date: &Date| date.latest() > as_of;
        for (case, place, claim) in claims {
            if !before.cases().is_empty() && later(&claim.on) {
                change(&mut after, case.index(before.cases().len()), |case| {
                    case.claims.insert(place.index(case.claims.len() + 1), claim);
                });
            }
        }
        if let Some((case, on)) = returned.filter(|(_, on)| !before.cases().is_empty() && later(on)) {
            change(&mut after, case.index(before.cases().len()), |case| {
                let back_by_then = |returned: &Returned| !later(&returned.on);
                if !case.returned.as_ref().is_some_and(back_by_then) {
                    case.returned = Some(Returned { on, sources: Vec::new() });
                }
            });
        }
        for total in totals.into_iter().filter(|total| later(&total.on)) {
            after.apply(&Edit::Total(created(after.totals().len(), total))).unwrap();
        }
        prop_assert_eq!(standings(&after, as_of), standings(&before, as_of));
        prop_assert_eq!(Reconciliation::new(&after, as_of), Reconciliation::new(&before, as_of));
    }

    #[test]
    fn a_position_is_the_latest_official_claim_certainly_made_by_the_day(
        case in case(0..1_usize), party in party_id(), as_of in a_day(),
    ) {
        let mut in_time: Vec<&Claim> = case
            .claims
            .iter()
            .filter(|claim| claim.by == party && in_force(claim, as_of) && !claim.reported)
            .filter(|claim| !matches!(claim.says, blue_ribbon::model::Says::Disputes(_)))
            .collect();
        in_time.sort_by_key(|claim| claim.on.latest());
        prop_assert_eq!(position(&case, &party, as_of), in_time.last().copied());
    }

    #[test]
    fn a_status_follows_from_the_return_and_the_positions(
        case in case(0..1_usize), as_of in a_day(),
    ) {
        let parties: BTreeSet<&PartyId> = case.claims.iter().map(|claim| &claim.by).collect();
        let back = case.returned.as_ref().is_some_and(|returned| returned.on.latest() <= as_of);
        let dead = parties.iter().any(|party| account(&case, party, as_of) == Account::Dead);
        let expected = match (back, dead) {
            (true, _) => Status::Returned,
            (false, true) => Status::ClaimedDead,
            (false, false) => Status::Unresolved,
        };
        prop_assert_eq!(status(&case, as_of), expected);
    }

    #[test]
    fn a_standing_is_the_status_and_the_positions_of_both_parties(
        case in case(0..1_usize), pair in [party_id(), party_id()], as_of in a_day(),
    ) {
        let standing = Standing::of(&case, [&pair[0], &pair[1]], as_of);
        prop_assert_eq!(standing.status, status(&case, as_of));
        let accounts = [0, 1].map(|side: usize| account(&case, &pair[side], as_of));
        prop_assert_eq!(standing.accounts, accounts);
    }

    #[test]
    fn a_total_announced_is_the_latest_by_then(register in register(), as_of in a_day()) {
        for party in register.compare() {
            let by_then = register.totals().iter();
            let mut by_then: Vec<_> =
                by_then.filter(|total| total.by == *party && total.on.latest() <= as_of).collect();
            by_then.sort_by_key(|total| total.on.latest());
            let found = announced(&register, party, as_of);
            prop_assert_eq!(found.as_ref(), by_then.last().copied());
        }
    }
}

fn option_of_later() -> impl Strategy<Value = Option<(prop::sample::Index, Date)>> {
    prop::option::of((any::<prop::sample::Index>(), date()))
}

/// Changes the case at a place.
pub fn change(register: &mut Register, at: usize, how: impl FnOnce(&mut Case)) {
    let before = register.cases()[at].clone();
    let mut after = before.as_ref().clone();
    how(&mut after);
    let edit = Change { at, before: Some(before), after: Some(after.into()) };
    register.apply(&Edit::Case(edit)).unwrap();
}

/// A case with these claims, each `(party, date, what it says)` in the file's notation.
fn case_with(claims: &[&str]) -> Case {
    let text = format!("(id: \"one\", name: (family: \"One\"), claims: [{}])", claims.join(", "));
    let options =
        ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    options.from_str(&text).unwrap()
}

#[test]
fn positions_by_the_rules_of_counting() {
    let north_korea = PartyId::new("north-korea").unwrap();
    let as_of = |claims: &[&str], text: &str| account(&case_with(claims), &north_korea, day(text));
    let abducted = r#"(by: "north-korea", on: "2002-10", says: Abducted)"#;
    assert_eq!(as_of(&[abducted], "2002-10-30"), Account::Silent, "not yet certainly said");
    assert_eq!(as_of(&[abducted], "2002-10-31"), Account::Abducted);

    let open = r#"(by: "north-korea", on: "2002-10/..", says: Abducted)"#;
    assert_eq!(as_of(&[open], "2025-01-01"), Account::Silent, "never certainly said");

    let reported = r#"(by: "north-korea", on: "2003", says: Alive, reported: true)"#;
    assert_eq!(as_of(&[abducted, reported], "2004-01-01"), Account::Abducted, "shown, not counted");

    let disputes = r#"(by: "north-korea", on: "2003", says: Disputes("that"))"#;
    assert_eq!(as_of(&[abducted, disputes], "2004-01-01"), Account::Abducted, "left as it was");

    let other = r#"(by: "japan", on: "2003", says: NeverEntered)"#;
    assert_eq!(as_of(&[abducted, other], "2004-01-01"), Account::Abducted, "each its own word");

    let withdrawn = r#"(by: "north-korea", on: "2003", says: Withdrawn)"#;
    assert_eq!(
        as_of(&[withdrawn, abducted], "2004-01-01"),
        Account::Withdrawn,
        "by date, not place"
    );

    let same_day = r#"(by: "north-korea", on: "2002-10-31", says: NeverEntered)"#;
    assert_eq!(as_of(&[abducted, same_day], "2002-10-31"), Account::NeverEntered, "entered later");
    assert_eq!(as_of(&[same_day, abducted], "2002-10-31"), Account::Abducted, "entered later");
}

#[test]
fn accounts_that_count_a_person_as_abducted() {
    for account in Account::ALL {
        let counts = matches!(account, Account::Abducted | Account::Alive | Account::Dead);
        assert_eq!(account.counts(), counts);
    }
}
