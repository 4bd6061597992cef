//! The walk over all cases for what changed between two days.

use std::{collections::BTreeMap, ops::Range, panic::resume_unwind, thread};

use super::{Group, Item, Move, item};
use crate::{
    model::{Date, Day},
    register::Register,
    view::{Standing, Status, announced},
};

/// What is worked out case by case, for cases that stand together in the register.
pub(super) struct Walk {
    /// Everything that came into force in between, by day; that of one day in parts, in the order
    /// of the register.
    items: BTreeMap<Day, Vec<Vec<Item>>>,
    /// The standings of each case on the days of the walk.
    pub standings: Vec<[Standing; DAYS]>,
    /// How many people each group held and holds, and who joined or left it, by [`Group::ALL`].
    pub moves: [Move; Group::ALL.len()],
}

/// For how many days a walk works out standings: the two compared, and for each those on which
/// both parties had announced the totals in force.
const DAYS: usize = 6;

/// The days for which the walk between two days works out standings; these two are the first.
pub(super) fn days(register: &Register, from: Day, to: Day) -> [Day; DAYS] {
    let then = |day| {
        let total = |party| announced(register, party, day);
        register.compare().map(|party| total(party).map_or(day, |total| total.on.latest()))
    };
    let ([a, b], [c, d]) = (then(from), then(to));
    [from, to, a, b, c, d]
}

/// From how many cases on a second thread is worth its while.
const MANY: usize = 4_096;

impl Walk {
    /// Walks over a register for the standings on some days, and for what `falls` in between the
    /// first two of them.
    pub fn over(
        register: &Register,
        days: [Day; DAYS],
        falls: &(impl Fn(&Date) -> bool + Sync),
    ) -> Self {
        let count = register.cases().len();
        let middle = count / 2;
        let first = || {
            let mut first = Self::new();
            first.add(item::totals(register, falls));
            first.walk(register, 0..middle, days, falls);
            first
        };
        let later = || {
            let mut later = Self::new();
            later.walk(register, middle..count, days, falls);
            later
        };
        let (mut all, later) = if count < MANY {
            (first(), later())
        } else {
            // Most of the time the walk waits for the memory: two wait half as long.
            thread::scope(|scope| {
                let later = scope.spawn(later);
                (first(), later.join().unwrap_or_else(|panic| resume_unwind(panic)))
            })
        };
        all.join(later);
        all.add(item::events(register, falls));
        all
    }

    /// Everything that came into force in between, in order of time.
    pub fn items(&self) -> Vec<Item> {
        self.items.values().flatten().map(Vec::as_slice).collect::<Vec<_>>().concat()
    }

    fn new() -> Self {
        let nobody =
            |group| Move { group, before: 0, after: 0, joined: Vec::new(), left: Vec::new() };
        Self { items: BTreeMap::new(), standings: Vec::new(), moves: Group::ALL.map(nobody) }
    }

    fn walk(
        &mut self,
        register: &Register,
        range: Range<usize>,
        days: [Day; DAYS],
        falls: &impl Fn(&Date) -> bool,
    ) {
        self.standings.reserve_exact(range.len());
        for at in range {
            let case = &register.cases()[at];
            self.add(item::of_case(at, case, falls));
            let standings = Standing::on_days(case, register.compare(), days);
            self.count(at, standings[0], standings[1]);
            self.standings.push(standings);
        }
    }

    fn add(&mut self, items: impl IntoIterator<Item = Item>) {
        for item in items {
            let parts = self.items.entry(item.day).or_default();
            match parts.last_mut() {
                Some(part) => part.push(item),
                None => parts.push(vec![item]),
            }
        }
    }

    /// Counts what a case was and is.
    fn count(&mut self, at: usize, was: Standing, is: Standing) {
        for (one, (was, is)) in self.moves.iter_mut().zip(groups(was).into_iter().zip(groups(is))) {
            one.before += usize::from(was);
            one.after += usize::from(is);
            match (was, is) {
                (false, true) => one.joined.push(at),
                (true, false) => one.left.push(at),
                _ => {}
            }
        }
    }

    /// Adds what was worked out for the cases after these.
    fn join(&mut self, later: Self) {
        for (day, parts) in later.items {
            self.items.entry(day).or_default().extend(parts);
        }
        self.standings.extend(later.standings);
        for (one, later) in self.moves.iter_mut().zip(later.moves) {
            one.before += later.before;
            one.after += later.after;
            one.joined.extend(later.joined);
            one.left.extend(later.left);
        }
    }
}

/// To which groups a case belongs, by [`Group::ALL`]: to each that [`Group::contains`] its
/// standing.
fn groups(standing: Standing) -> [bool; Group::ALL.len()] {
    let [first, second] = [0, 1].map(|side| standing.listed(side));
    let is = |status| standing.status == status && (first || second);
    let [returned, dead, open] =
        [Status::Returned, Status::ClaimedDead, Status::Unresolved].map(is);
    [first, second, first && second, first && !second, second && !first, returned, dead, open]
}
