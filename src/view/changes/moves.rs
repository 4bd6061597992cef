//! Who joined a group of people or left it between two days.

use super::{Group, Move};
use crate::{
    model::Day,
    view::{Standing, Timelines},
};

/// How each group moved, by [`Group::ALL`].
pub(super) fn moves(timelines: &Timelines, from: Day, to: Day) -> Vec<Move> {
    let groups = |standing| Group::ALL.map(|group| group.contains(standing));
    // Many cases share a timeline, so that each is asked but once.
    let turns: Vec<_> = timelines
        .kinds()
        .iter()
        .map(|kind| [from, to].map(|day| groups(Standing::on(kind, day))))
        .collect();
    let mut counts = vec![0; turns.len()];
    timelines.of_cases().for_each(|kind| counts[kind] += 1);
    let mut moves: Vec<_> = Group::ALL
        .iter()
        .enumerate()
        .map(|(i, group)| {
            let held = |day: usize| {
                let there = turns.iter().zip(&counts).filter(|(turn, _)| turn[day][i]);
                there.map(|(_, count)| count).sum()
            };
            let (before, after) = (held(0), held(1));
            Move { group: *group, before, after, joined: Vec::new(), left: Vec::new() }
        })
        .collect();
    let moved: Vec<bool> = turns.iter().map(|[was, is]| was != is).collect();
    for (at, kind) in timelines.of_cases().enumerate().filter(|(_, kind)| moved[*kind]) {
        let [was, is] = turns[kind];
        for (one, (was, is)) in moves.iter_mut().zip(was.into_iter().zip(is)) {
            match (was, is) {
                (false, true) => one.joined.push(at),
                (true, false) => one.left.push(at),
                _ => {}
            }
        }
    }
    moves
}
