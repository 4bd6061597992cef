//! Brings together what would overlap, from the nearest zoom outwards.

use std::collections::HashMap;

use super::{Flat, Sight, projection::Part, sight::STEPS};
use crate::view::Status;

/// Cases that are drawn as one, while they are brought together.
pub(super) struct Node {
    /// Where they lie, each case weighing the same.
    pub at: Flat,
    /// What holds them all.
    pub around: Part,
    /// How many of each status.
    pub counts: [u32; Status::ALL.len()],
    /// What it was made of; nothing where all its cases are at one place.
    pub parts: Option<[u32; 2]>,
}

impl Node {
    fn count(&self) -> u32 {
        self.counts.iter().sum()
    }

    fn with(&self, other: &Self, parts: [u32; 2]) -> Self {
        let (mine, theirs) = (f64::from(self.count()), f64::from(other.count()));
        let mean = |axis: usize| {
            (self.at[axis] * mine + other.at[axis] * theirs) / (mine + theirs).max(1.0)
        };
        Self {
            at: [mean(0), mean(1)],
            around: self.around.with(other.around),
            counts: std::array::from_fn(|status| self.counts[status] + other.counts[status]),
            parts: Some(parts),
        }
    }
}

/// The radius of a mark for so many cases, in points.
pub(super) fn radius(count: u32) -> f32 {
    match count {
        0..=1 => 8.0,
        2..=9 => 11.0,
        10..=99 => 14.0,
        100..=999 => 17.0,
        1_000..=9_999 => 20.0,
        _ => 25.0,
    }
}

/// The side of a cell of the grid that finds what is near: no two marks that overlap are further
/// apart, in points.
const CELL: f64 = 52.0;

/// Brings together what would overlap at each step, the nearest first: each step begins with what
/// the nearer one gave, so that what is apart at a step is apart at each nearer one. Gives what is
/// drawn at each step, the farthest first, from the west to the east.
pub(super) fn merge(nodes: &mut Vec<Node>) -> Vec<Vec<u32>> {
    let mut level: Vec<u32> = (0..u32::try_from(nodes.len()).unwrap_or(0)).collect();
    let mut levels: Vec<Vec<u32>> = (0..STEPS)
        .rev()
        .map(|step| {
            level = Grid::new(nodes, Sight::scale_of(step)).merged(&level);
            let order = |node: &u32| nodes[*node as usize].at;
            level.sort_by(|a, b| {
                let ([ax, ay], [bx, by]) = (order(a), order(b));
                ax.total_cmp(&bx).then(ay.total_cmp(&by)).then(a.cmp(b))
            });
            level.clone()
        })
        .collect();
    levels.reverse();
    levels
}

/// The marks of a step by where they are.
struct Grid<'a> {
    nodes: &'a mut Vec<Node>,
    scale: f64,
    cells: HashMap<[i64; 2], Vec<u32>>,
}

impl<'a> Grid<'a> {
    fn new(nodes: &'a mut Vec<Node>, scale: f64) -> Self {
        Self { nodes, scale, cells: HashMap::new() }
    }

    /// Puts marks in one by one, each together with whatever it would overlap.
    fn merged(mut self, level: &[u32]) -> Vec<u32> {
        for node in level {
            let mut node = *node;
            while let Some(other) = self.overlapping(node) {
                let cell = self.cell(self.nodes[other as usize].at);
                if let Some(marks) = self.cells.get_mut(&cell) {
                    marks.retain(|mark| *mark != other);
                }
                let both =
                    self.nodes[other as usize].with(&self.nodes[node as usize], [other, node]);
                self.nodes.push(both);
                node = u32::try_from(self.nodes.len() - 1).unwrap_or(u32::MAX);
            }
            let cell = self.cell(self.nodes[node as usize].at);
            self.cells.entry(cell).or_default().push(node);
        }
        self.cells.into_values().flatten().collect()
    }

    fn cell(&self, at: Flat) -> [i64; 2] {
        // In range: a place is at most 1, and the nearest zoom shows some thousand cells.
        at.map(|axis| (axis * self.scale / CELL).floor() as i64)
    }

    /// The nearest mark that this one would overlap; it is not among them itself.
    fn overlapping(&self, node: u32) -> Option<u32> {
        let Node { at, .. } = self.nodes[node as usize];
        let mine = radius(self.nodes[node as usize].count());
        let [x, y] = self.cell(at);
        let near = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| [x + dx, y + dy]));
        let near = near.filter_map(|cell| self.cells.get(&cell)).flatten();
        let overlaps = near.filter_map(|other| {
            let Node { at: [ox, oy], .. } = self.nodes[*other as usize];
            let theirs = radius(self.nodes[*other as usize].count());
            let apart = (ox - at[0]).hypot(oy - at[1]) * self.scale;
            (apart < f64::from(mine + theirs)).then_some((apart, *other))
        });
        let nearest = overlaps.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        nearest.map(|(_, other)| other)
    }
}
