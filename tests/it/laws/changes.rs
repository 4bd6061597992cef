use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use blue_ribbon::{
    Lang,
    model::{Claim, Date, Day, Returned},
    register::{Change, Edit, Register},
    view::{
        Changes, Group, Happened, Move, Moved, Query, Reconciliation, Standing, Turn, View,
        account, in_force, told,
    },
};
use proptest::{collection::vec, prelude::*};

use crate::made_up::{a_day, claim, created, date, event, register, total};

/// Who is in a group on a day.
fn members(register: &Register, group: Group, day: Day) -> BTreeSet<usize> {
    let pair = register.compare();
    let cases = register.cases().iter().enumerate();
    let within = cases.filter(|(_, case)| group.contains(Standing::of(case, pair, day)));
    within.map(|(at, _)| at).collect()
}

fn set(places: &[usize]) -> BTreeSet<usize> {
    places.iter().copied().collect()
}

proptest! {
    #[test]
    fn changes_to_a_day_and_from_it_on_add_up(
        register in register(), mut days in [a_day(), a_day(), a_day()],
    ) {
        days.sort();
        let [a, b, c] = days;
        let (first, second) = (Changes::between(&register, a, b), Changes::between(&register, b, c));
        let whole = Changes::between(&register, a, c);
        prop_assert_eq!([first.items.clone(), second.items.clone()].concat(), whole.items);
        prop_assert_eq!(first.before, whole.before);
        prop_assert_eq!(&first.after, &second.before);
        prop_assert_eq!(second.after, whole.after);
        for ((first, second), whole) in first.moves.iter().zip(&second.moves).zip(&whole.moves) {
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
    fn those_who_joined_or_left_can_be_asked_for(
        register in register(), from in a_day(), to in a_day(), as_of in a_day(),
    ) {
        let changes = Changes::between(&register, from, to);
        let mut view = View::new(&register, as_of, Arc::default());
        for Move { group, joined: came, left, .. } in &changes.moves {
            for (places, joined) in [(came, true), (left, false)] {
                let who = Moved { group: *group, from: changes.from(), to: changes.to(), joined };
                view.set_query(&register, Query { moved: Some(who), ..Query::default() });
                let rows = view.answer().rows.iter().map(|at| *at as usize);
                prop_assert_eq!(rows.collect::<BTreeSet<_>>(), set(places));
            }
        }
    }

    #[test]
    fn from_a_day_to_itself_nothing_changes(register in register(), day in a_day()) {
        let changes = Changes::between(&register, day, day);
        prop_assert!(changes.items.is_empty());
        prop_assert!(changes.moves.iter().all(|one| one.joined.is_empty() && one.left.is_empty()));
        prop_assert_eq!(changes.before, changes.after);
    }

    #[test]
    fn the_figures_are_those_of_both_days(
        register in register(), from in a_day(), to in a_day(),
    ) {
        let changes = Changes::between(&register, from, to);
        let (from, to) = (from.min(to), from.max(to));
        prop_assert_eq!(&changes.before, &Reconciliation::new(&register, from));
        prop_assert_eq!(&changes.after, &Reconciliation::new(&register, to));
        prop_assert_eq!(changes.moves.len(), Group::ALL.len());
        for (Move { group, before, after, joined, left }, expected) in
            changes.moves.iter().zip(Group::ALL)
        {
            prop_assert_eq!(*group, expected);
            let (was, is) = (members(&register, *group, from), members(&register, *group, to));
            prop_assert_eq!((*before, *after), (was.len(), is.len()));
            prop_assert_eq!(set(joined), &is - &was);
            prop_assert_eq!(set(left), &was - &is);
        }
    }

    #[test]
    fn the_days_are_exchanged_where_the_first_is_the_later(
        register in register(), from in a_day(), to in a_day(),
    ) {
        let there = Changes::between(&register, from, to);
        prop_assert_eq!(there, Changes::between(&register, to, from));
    }

    #[test]
    fn everything_in_between_is_listed_once_in_order(
        register in register(), from in a_day(), to in a_day(),
    ) {
        let changes = Changes::between(&register, from, to);
        let (from, to) = (from.min(to), from.max(to));
        let falls = |date: &Date| date.latest() > from && date.latest() <= to;
        let claims = register.cases().iter().flat_map(|case| &case.claims);
        let returns = register.cases().iter().flat_map(|case| &case.returned);
        let expected = claims.filter(|claim| falls(&claim.on)).count()
            + returns.filter(|back| falls(&back.on)).count()
            + register.totals().iter().filter(|total| falls(&total.on)).count()
            + register.events().iter().filter(|event| falls(&event.on)).count();
        prop_assert_eq!(changes.items.len(), expected);
        let rank = |what: &Happened| match *what {
            Happened::Total { total, .. } => (0, total, 0),
            Happened::Claim { case, claim, .. } => (1, case, claim),
            Happened::Return { case } => (1, case, usize::MAX),
            Happened::Event { event } => (2, event, 0),
        };
        let order: Vec<_> = changes.items.iter().map(|one| (one.day, rank(&one.what))).collect();
        prop_assert!(order.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", order);
        for item in &changes.items {
            let told = told(Lang::ENGLISH, &register, item).unwrap();
            prop_assert_eq!(told.date.latest(), item.day);
            prop_assert!(item.day > from && item.day <= to);
        }
    }

    #[test]
    fn positions_lead_from_what_they_were_on_the_first_day_to_what_they_are_on_the_second(
        register in register(), from in a_day(), to in a_day(),
    ) {
        let changes = Changes::between(&register, from, to);
        let (from, to) = (from.min(to), from.max(to));
        let mut now = BTreeMap::new();
        for item in &changes.items {
            let Happened::Claim { case: at, claim, turn, before } = item.what else { continue };
            let case = &register.cases()[at];
            let claim: &Claim = &case.claims[claim];
            prop_assert_eq!(claim.reported, turn == Turn::Reported);
            let before = before.map(|before| &case.claims[before]);
            let Some([was, is]) = turn.accounts(claim, before) else { continue };
            let begin = account(case, &claim.by, from);
            let last = now.insert((at, claim.by.clone()), is).unwrap_or(begin);
            prop_assert_eq!(was, last);
        }
        for ((at, party), is) in now {
            prop_assert_eq!(is, account(&register.cases()[at], &party, to));
        }
    }

    #[test]
    fn nothing_dated_after_the_second_day_matters(
        before in register(),
        from in a_day(),
        to in a_day(),
        claims in vec((any::<prop::sample::Index>(), claim()), 0..6),
        returned in prop::option::of((any::<prop::sample::Index>(), date())),
        totals in vec(total(), 0..3),
        events in vec(event(), 0..3),
    ) {
        let (from, to) = (from.min(to), from.max(to));
        let mut after = before.clone();
        let later = |date: &Date| date.latest() > to;
        let cases = before.cases().len();
        for (case, claim) in claims {
            if cases > 0 && !in_force(&claim, to) {
                super::reconciliation::change(&mut after, case.index(cases), |case| {
                    case.claims.push(claim);
                });
            }
        }
        if let Some((case, on)) = returned.filter(|(_, on)| cases > 0 && later(on)) {
            super::reconciliation::change(&mut after, case.index(cases), |case| {
                if case.returned.is_none() {
                    case.returned = Some(Returned { on, sources: Vec::new() });
                }
            });
        }
        let add = |after: &mut Register, edit: Edit| after.apply(&edit).unwrap();
        for total in totals.into_iter().filter(|total| later(&total.on)) {
            let at: Change<_> = created(after.totals().len(), total);
            add(&mut after, Edit::Total(at));
        }
        for event in events.into_iter().filter(|event| later(&event.on)) {
            let at: Change<_> = created(after.events().len(), event);
            add(&mut after, Edit::Event(at));
        }
        let [was, is] = [&before, &after].map(|one| Changes::between(one, from, to));
        prop_assert_eq!(was, is);
    }
}
