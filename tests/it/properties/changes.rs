use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use proptest::{collection::vec, prelude::*};

use crate::{
    generators::{claim, creation, date, day_near, event, register, total},
    properties::reconciliation,
};
use blue_ribbon::{
    Locale,
    analysis::{
        Analysis,
        changes::{
            Changes,
            item::{ChangeKind, ClaimEffect},
            membership::{CountedGroup, MembershipChange, MembershipFilter},
        },
        position::{CaseState, is_in_force, position},
        query::Query,
        reconciliation::Reconciliation,
    },
    describe::changes::describe_change,
    model::{Claim, Date, Day, Return},
    register::{Change, Edit, Register},
};

/// Returns the members of a group on a day.
fn members(register: &Register, group: CountedGroup, day: Day) -> BTreeSet<usize> {
    let pair = register.compared_parties();
    let cases = register.cases().iter().enumerate();
    let within = cases.filter(|(_, case)| group.contains(CaseState::of_case(case, pair, day)));
    within.map(|(at, _)| at).collect()
}

fn set(places: &[usize]) -> BTreeSet<usize> {
    places.iter().copied().collect()
}

proptest! {
    #[test]
    fn changes_before_and_after_a_day_add_up(
        register in register(), mut days in [day_near(), day_near(), day_near()],
    ) {
        days.sort();
        let [a, b, c] = days;
        let (first, second) = (Changes::between(&register, a, b), Changes::between(&register, b, c));
        let whole = Changes::between(&register, a, c);
        prop_assert_eq!([first.items.clone(), second.items.clone()].concat(), whole.items);
        prop_assert_eq!(first.before, whole.before);
        prop_assert_eq!(&first.after, &second.before);
        prop_assert_eq!(second.after, whole.after);
        for ((first, second), whole) in first.membership_changes.iter().zip(&second.membership_changes).zip(&whole.membership_changes) {
            let [joined, left, joined_later, left_later] =
                [&first.joined, &first.left, &second.joined, &second.left].map(|one| set(one));
            let stays = |new: &BTreeSet<usize>, gone: &BTreeSet<usize>| new - gone;
            let all_joined = &stays(&joined, &left_later) | &stays(&joined_later, &left);
            let all_left = &stays(&left, &joined_later) | &stays(&left_later, &joined);
            prop_assert_eq!(set(&whole.joined), all_joined);
            prop_assert_eq!(set(&whole.left), all_left);
            prop_assert_eq!((first.before, second.after), (whole.before, whole.after));
        }
    }

    #[test]
    fn people_who_joined_or_left_can_be_filtered(
        register in register(), from in day_near(), to in day_near(), as_of in day_near(),
    ) {
        let changes = Changes::between(&register, from, to);
        let mut view = Analysis::new(&register, as_of, Arc::default());
        for MembershipChange { group, joined: came, left, .. } in &changes.membership_changes {
            for (places, joined) in [(came, true), (left, false)] {
                let who = MembershipFilter { group: *group, from: changes.from(), to: changes.to(), joined };
                view.set_query(&register, Query { membership: Some(who), ..Query::default() });
                let rows = view.query_result().rows.iter().map(|at| *at as usize);
                prop_assert_eq!(rows.collect::<BTreeSet<_>>(), set(places));
            }
        }
    }

    #[test]
    fn no_changes_from_a_day_to_itself(register in register(), day in day_near()) {
        let changes = Changes::between(&register, day, day);
        prop_assert!(changes.items.is_empty());
        prop_assert!(changes.membership_changes.iter().all(|one| one.joined.is_empty() && one.left.is_empty()));
        prop_assert_eq!(changes.before, changes.after);
    }

    #[test]
    fn counts_equal_the_reconciliation_of_both_days(
        register in register(), from in day_near(), to in day_near(),
    ) {
        let changes = Changes::between(&register, from, to);
        let (from, to) = (from.min(to), from.max(to));
        prop_assert_eq!(&changes.before, &Reconciliation::new(&register, from));
        prop_assert_eq!(&changes.after, &Reconciliation::new(&register, to));
        prop_assert_eq!(changes.membership_changes.len(), CountedGroup::ALL.len());
        for (MembershipChange { group, before, after, joined, left }, expected) in
            changes.membership_changes.iter().zip(CountedGroup::ALL)
        {
            prop_assert_eq!(*group, expected);
            let (was, is) = (members(&register, *group, from), members(&register, *group, to));
            prop_assert_eq!((*before, *after), (was.len(), is.len()));
            prop_assert_eq!(set(joined), &is - &was);
            prop_assert_eq!(set(left), &was - &is);
        }
    }

    #[test]
    fn days_in_reverse_order_are_swapped(
        register in register(), from in day_near(), to in day_near(),
    ) {
        let there = Changes::between(&register, from, to);
        prop_assert_eq!(there, Changes::between(&register, to, from));
    }

    #[test]
    fn every_dated_item_between_is_listed_once_in_order(
        register in register(), from in day_near(), to in day_near(),
    ) {
        let changes = Changes::between(&register, from, to);
        let (from, to) = (from.min(to), from.max(to));
        let falls = |date: &Date| date.in_force_from() > from && date.in_force_from() <= to;
        let claims = register.cases().iter().flat_map(|case| &case.claims);
        let returns = register.cases().iter().flat_map(|case| &case.returned);
        let expected = claims.filter(|claim| falls(&claim.on)).count()
            + returns.filter(|back| falls(&back.on)).count()
            + register.totals().iter().filter(|total| falls(&total.on)).count()
            + register.events().iter().filter(|event| falls(&event.on)).count();
        prop_assert_eq!(changes.items.len(), expected);
        let rank = |what: &ChangeKind| match *what {
            ChangeKind::Total { total, .. } => (0, total, 0),
            ChangeKind::Claim { case, claim, .. } => (1, case, claim),
            ChangeKind::Return { case } => (1, case, usize::MAX),
            ChangeKind::Event { event } => (2, event, 0),
        };
        let order: Vec<_> = changes.items.iter().map(|one| (one.day, rank(&one.kind))).collect();
        prop_assert!(order.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", order);
        for item in &changes.items {
            let told = describe_change(Locale::ENGLISH, &register, item).unwrap();
            prop_assert_eq!(told.date.in_force_from(), item.day);
            prop_assert!(item.day > from && item.day <= to);
        }
    }

    #[test]
    fn position_changes_lead_from_the_first_day_to_the_second(
        register in register(), from in day_near(), to in day_near(),
    ) {
        let changes = Changes::between(&register, from, to);
        let (from, to) = (from.min(to), from.max(to));
        let mut now = BTreeMap::new();
        for item in &changes.items {
            let ChangeKind::Claim { case: at, claim, effect: turn, before } = item.kind else { continue };
            let case = &register.cases()[at];
            let claim: &Claim = &case.claims[claim];
            prop_assert_eq!(claim.reported, turn == ClaimEffect::Reported);
            let before = before.map(|before| &case.claims[before]);
            let Some([was, is]) = turn.positions(claim, before) else { continue };
            let begin = position(case, &claim.by, from);
            let last = now.insert((at, claim.by.clone()), is).unwrap_or(begin);
            prop_assert_eq!(was, last);
        }
        for ((at, party), is) in now {
            prop_assert_eq!(is, position(&register.cases()[at], &party, to));
        }
    }

    #[test]
    fn items_after_the_second_day_do_not_matter(
        before in register(),
        from in day_near(),
        to in day_near(),
        claims in vec((any::<prop::sample::Index>(), claim()), 0..6),
        returned in prop::option::of((any::<prop::sample::Index>(), date())),
        totals in vec(total(), 0..3),
        events in vec(event(), 0..3),
    ) {
        let (from, to) = (from.min(to), from.max(to));
        let mut after = before.clone();
        let later = |date: &Date| date.in_force_from() > to;
        let cases = before.cases().len();
        for (case, claim) in claims {
            if cases > 0 && !is_in_force(&claim, to) {
                reconciliation::change_case(&mut after, case.index(cases), |case| {
                    case.claims.push(claim);
                });
            }
        }
        if let Some((case, on)) = returned.filter(|(_, on)| cases > 0 && later(on)) {
            reconciliation::change_case(&mut after, case.index(cases), |case| {
                if case.returned.is_none() {
                    case.returned = Some(Return { on, sources: Vec::new() });
                }
            });
        }
        let add = |after: &mut Register, edit: Edit| after.apply(&edit).unwrap();
        for total in totals.into_iter().filter(|total| later(&total.on)) {
            let at: Change<_> = creation(after.totals().len(), total);
            add(&mut after, Edit::Total(at));
        }
        for event in events.into_iter().filter(|event| later(&event.on)) {
            let at: Change<_> = creation(after.events().len(), event);
            add(&mut after, Edit::Event(at));
        }
        let [was, is] = [&before, &after].map(|one| Changes::between(one, from, to));
        prop_assert_eq!(was, is);
    }
}
