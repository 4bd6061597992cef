//! Which cases are drawn together.

use std::{cmp::Ordering, ops::Range};

use super::{
    Flat, ROUGH, Sight,
    merge::{Made, Node, merge, radius},
    projection::{Part, flat, length},
};
use crate::{
    model::Spot,
    register::Register,
    view::{Standing, Status},
};

/// Cases drawn as one: all those whose marks would overlap.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Where it is drawn: in the middle of its cases, each weighing the same.
    pub at: Flat,
    /// How many of its cases have each status, in the order of [`Status::ALL`].
    pub counts: [u32; Status::ALL.len()],
    /// How far from there the farthest of its cases can have been, on the flat map.
    pub reach: f64,
    /// Whether all its cases have the same coordinates.
    pub is_one_place: bool,
    members: (u32, u32),
}

impl Mark {
    /// How many cases it stands for.
    pub fn count(&self) -> usize {
        self.members().len()
    }

    /// Its radius, in points.
    pub fn radius(&self) -> f32 {
        radius(self.members.1 - self.members.0)
    }

    /// The radius of the disc within which its cases were taken, in points; none where that is so
    /// small that the mark itself covers how rough a place is.
    pub fn disc(&self, sight: &Sight) -> Option<f32> {
        let rough = length(ROUGH, self.at) * sight.scale();
        // No more than the width of a few sheets.
        (rough > f64::from(self.radius())).then_some((self.reach * sight.scale()) as f32)
    }

    /// Where its cases stand in [`Gathering::members`].
    pub fn members(&self) -> Range<usize> {
        self.members.0 as usize..self.members.1 as usize
    }
}

/// The cases of an answer on the map, for every zoom: each is in one mark, or among those without
/// a place.
#[derive(Clone, Debug, Default)]
pub struct Gathering {
    /// The places of the cases in the register; those of one mark stand together.
    members: Vec<u32>,
    marks: Vec<Mark>,
    /// The marks of each step, the farthest first, from the west to the east.
    steps: Vec<Vec<u32>>,
    nowhere: Vec<u32>,
}

impl Gathering {
    /// Gathers rows of a register, by their places, with the standing of each case of the register.
    pub fn of(register: &Register, rows: &[u32], standings: &[Standing]) -> Self {
        let placed = rows.iter().map(|at| (*at, register.cases()[*at as usize].taken.at));
        Self::new(placed, |at| standings[at as usize].status)
    }

    /// Gathers cases: the place of each in the register, and where it is on the map. `status` gives
    /// that of the case at a place in the register.
    pub fn new(
        cases: impl IntoIterator<Item = (u32, Option<Spot>)>,
        status: impl Fn(u32) -> Status,
    ) -> Self {
        let mut this = Self::default();
        let mut placed: Vec<(Spot, u32)> = Vec::new();
        for (case, spot) in cases {
            match spot {
                Some(spot) => placed.push((spot, case)),
                None => this.nowhere.push(case),
            }
        }
        // From the west to the east, as the marks of each step; at one place as they were given.
        let key = |(spot, _): &(Spot, u32)| [spot.longitude(), -spot.latitude()];
        placed.sort_by(|a, b| key(a).partial_cmp(&key(b)).unwrap_or(Ordering::Equal));
        let mut first = 0;
        let places = placed.chunk_by(|(a, _), (b, _)| a == b).map(|cases| {
            let (spot, count) = (cases[0].0, cases.len() as u32);
            first += count;
            Node::place(flat(spot.latitude(), spot.longitude()), count, first - count)
        });
        let mut nodes: Vec<Node> = places.collect();
        this.steps = merge(&mut nodes);
        this.arrange(&nodes, &placed);
        this.count(status);
        this
    }

    /// Counts the cases of each mark anew by status, for another day; all else stays as it is.
    /// `status` gives that of the case at a place in the register.
    pub fn count(&mut self, status: impl Fn(u32) -> Status) {
        // How many of each status stand before each member: what a mark counts is a difference.
        let mut sum = [0; Status::ALL.len()];
        let mut sums = Vec::with_capacity(self.members.len() + 1);
        sums.push(sum);
        sums.extend(self.members.iter().map(|case| {
            sum[status(*case) as usize] += 1;
            sum
        }));
        for mark in &mut self.marks {
            let Range { start, end } = mark.members();
            mark.counts = std::array::from_fn(|status| sums[end][status] - sums[start][status]);
        }
    }

    /// Lays the cases of each mark together: those at each place, in the order of the places.
    fn arrange(&mut self, nodes: &[Node], placed: &[(Spot, u32)]) {
        let mut ranges = vec![(0, 0); nodes.len()];
        self.members.reserve_exact(placed.len());
        // All marks but those of the farthest step are parts of others.
        let mut stack: Vec<u32> = self.steps.first().into_iter().flatten().rev().copied().collect();
        while let Some(node) = stack.pop() {
            let Node { count, made, .. } = &nodes[node as usize];
            match made {
                Made::Parts([first, second]) => stack.extend([*second, *first]),
                Made::Place(first) => {
                    let cases = &placed[*first as usize..(first + count) as usize];
                    let start = self.members.len() as u32;
                    self.members.extend(cases.iter().map(|(_, case)| *case));
                    ranges[node as usize] = (start, start + count);
                }
            }
        }
        // Parts were made before what they are parts of.
        for (at, node) in nodes.iter().enumerate() {
            if let Made::Parts([first, second]) = node.made {
                ranges[at] = (ranges[first as usize].0, ranges[second as usize].1);
            }
        }
        let mark = |(Node { at, around, made, .. }, members): (&Node, _)| {
            let far =
                [0, 1].map(|axis| (at[axis] - around.min[axis]).max(around.max[axis] - at[axis]));
            Mark {
                at: *at,
                counts: [0; Status::ALL.len()],
                reach: far[0].hypot(far[1]) + length(ROUGH, *at),
                is_one_place: matches!(made, Made::Place(_)),
                members,
            }
        };
        self.marks = nodes.iter().zip(ranges).map(mark).collect();
    }

    /// The places of the cases in the register, those of each mark together.
    pub fn members(&self) -> &[u32] {
        &self.members
    }

    /// The cases of a mark, by their places in the register.
    pub fn cases(&self, mark: &Mark) -> &[u32] {
        &self.members[mark.members()]
    }

    /// The cases that have no coordinates, by their places in the register.
    pub fn nowhere(&self) -> &[u32] {
        &self.nowhere
    }

    /// The marks of a step, from the west to the east.
    pub fn marks(&self, step: usize) -> impl Iterator<Item = &Mark> {
        let step = self.steps.get(step).map_or(&[][..], Vec::as_slice);
        step.iter().map(|mark| &self.marks[*mark as usize])
    }

    /// The marks in sight, from the west to the east; what is out of sight is not walked over.
    pub fn seen(&self, sight: &Sight) -> Vec<&Mark> {
        let part = sight.part(0.0);
        let step = self.steps.get(sight.step()).map_or(&[][..], Vec::as_slice);
        let x = |mark: &u32| self.marks[*mark as usize].at[0];
        let from = step.partition_point(|mark| x(mark) < part.min[0]);
        let to = step.partition_point(|mark| x(mark) <= part.max[0]);
        let strip = step[from..to.max(from)].iter().map(|mark| &self.marks[*mark as usize]);
        strip.filter(|mark| part.holds(mark.at)).collect()
    }

    /// What holds every mark; none where no case is on the map.
    pub fn around(&self) -> Option<Part> {
        Part::around(self.marks(super::STEPS - 1).map(|mark| mark.at))
    }

    /// How many cases lie in a part of the map.
    pub fn count_in(&self, part: Part) -> usize {
        let marks = self.marks.iter().filter(|mark| mark.is_one_place && part.holds(mark.at));
        marks.map(Mark::count).sum()
    }
}
