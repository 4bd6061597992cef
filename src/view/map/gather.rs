//! Which cases are drawn together.

use std::{collections::HashMap, ops::Range};

use super::{
    Flat, ROUGH, Sight,
    merge::{Node, merge, radius},
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
        self.counts.iter().map(|count| *count as usize).sum()
    }

    /// Its radius, in points.
    pub fn radius(&self) -> f32 {
        radius(self.counts.iter().sum())
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
        Self::new(rows.iter().map(|at| {
            let (case, standing) = (&register.cases()[*at as usize], standings[*at as usize]);
            (*at, case.taken.at, standing.status)
        }))
    }

    /// Gathers cases: the place of each in the register, where it is on the map, its status.
    pub fn new(cases: impl IntoIterator<Item = (u32, Option<Spot>, Status)>) -> Self {
        let mut this = Self::default();
        let mut nodes: Vec<Node> = Vec::new();
        let mut known: HashMap<[u64; 2], u32> = HashMap::new();
        let mut placed: Vec<(u32, u32)> = Vec::new();
        for (case, spot, status) in cases {
            let Some(spot) = spot else {
                this.nowhere.push(case);
                continue;
            };
            // Zero has two forms.
            let bits = [spot.latitude(), spot.longitude()].map(|axis| (axis + 0.0).to_bits());
            let node = *known.entry(bits).or_insert_with(|| {
                let at = flat(spot.latitude(), spot.longitude());
                let around = Part { min: at, max: at };
                nodes.push(Node { at, around, counts: [0; Status::ALL.len()], parts: None });
                u32::try_from(nodes.len() - 1).unwrap_or(u32::MAX)
            });
            nodes[node as usize].counts[status as usize] += 1;
            placed.push((node, case));
        }
        let places = nodes.len();
        this.steps = merge(&mut nodes);
        let mut next = this.arrange(&nodes, places);
        this.members = vec![0; placed.len()];
        for (node, case) in placed {
            let at = &mut next[node as usize];
            this.members[*at as usize] = case;
            *at += 1;
        }
        this
    }

    /// Lays the cases of each mark together; gives where those of each place begin.
    fn arrange(&mut self, nodes: &[Node], places: usize) -> Vec<u32> {
        let mut ranges = vec![(0, 0); nodes.len()];
        let mut end = 0;
        // All marks but those of the farthest step are parts of others.
        let mut stack: Vec<u32> = self.steps.first().into_iter().flatten().rev().copied().collect();
        while let Some(node) = stack.pop() {
            let Node { counts, parts, .. } = &nodes[node as usize];
            match parts {
                Some([first, second]) => stack.extend([*second, *first]),
                None => {
                    let start = end;
                    end += counts.iter().sum::<u32>();
                    ranges[node as usize] = (start, end);
                }
            }
        }
        // Parts were made before what they are parts of.
        for (at, node) in nodes.iter().enumerate() {
            if let Some([first, second]) = node.parts {
                ranges[at] = (ranges[first as usize].0, ranges[second as usize].1);
            }
        }
        self.marks = nodes
            .iter()
            .zip(&ranges)
            .map(|(Node { at, around, counts, parts }, members)| {
                let far = [0, 1]
                    .map(|axis| (at[axis] - around.min[axis]).max(around.max[axis] - at[axis]));
                Mark {
                    at: *at,
                    counts: *counts,
                    reach: far[0].hypot(far[1]) + length(ROUGH, *at),
                    is_one_place: parts.is_none(),
                    members: *members,
                }
            })
            .collect();
        ranges[..places].iter().map(|(start, _)| *start).collect()
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
