//! Brings together what would overlap, from the nearest zoom outwards.

use crate::analysis::map::{
    projection::{MapPoint, MapRect},
    viewport::{CLUSTER_STEPS, Viewport},
};

/// Cases that are drawn as one, while they are brought together.
pub(super) struct ClusterNode {
    /// Where they lie, each case weighing the same.
    pub center: MapPoint,
    /// What holds them all.
    pub bounding_rect: MapRect,
    /// How many they are.
    pub case_count: u32,
    /// What it was made of.
    pub content: ClusterContent,
}

/// What cases that are drawn as one were made of.
pub(super) enum ClusterContent {
    /// Cases at one place, of which this is the first among all cases.
    Place(u32),
    /// Two others.
    Children([u32; 2]),
}

impl ClusterNode {
    /// So many cases at one place, of which the first is this one among all cases.
    pub fn single_place(center: MapPoint, case_count: u32, first: u32) -> Self {
        Self {
            center,
            bounding_rect: MapRect { min: center, max: center },
            case_count,
            content: ClusterContent::Place(first),
        }
    }

    fn merged_with(&self, other: &Self, parts: [u32; 2]) -> Self {
        let (mine, theirs) = (f64::from(self.case_count), f64::from(other.case_count));
        let mean = |axis: usize| {
            (self.center[axis] * mine + other.center[axis] * theirs) / (mine + theirs).max(1.0)
        };
        Self {
            center: [mean(0), mean(1)],
            bounding_rect: self.bounding_rect.union(other.bounding_rect),
            case_count: self.case_count + other.case_count,
            content: ClusterContent::Children(parts),
        }
    }
}

/// The radius of a mark for so many cases, in points.
pub(super) fn cluster_radius(count: u32) -> f32 {
    match count {
        0..=1 => 8.0,
        2..=9 => 11.0,
        10..=99 => 14.0,
        100..=999 => 17.0,
        1_000..=9_999 => 20.0,
        _ => 25.0,
    }
}

/// Brings together what would overlap at each step, the nearest first: each step begins with what
/// the nearer one gave, so that what is apart at a step is apart at each nearer one. Gives what is
/// drawn at each step, the farthest first, from the west to the east.
pub(super) fn cluster_all_steps(nodes: &mut Vec<ClusterNode>) -> Vec<Vec<u32>> {
    let mut level: Vec<u32> = (0..to_node_index(nodes.len())).collect();
    let mut links = vec![NO_NODE; nodes.len()];
    let mut levels: Vec<Vec<u32>> = (0..CLUSTER_STEPS)
        .rev()
        .map(|step| {
            level = ClusterGrid::new(nodes, &mut links, step, level.len()).cluster_step(&level);
            // What was not brought together is in order already.
            level.sort_by(|a, b| {
                let [[ax, ay], [bx, by]] = [a, b].map(|node| nodes[*node as usize].center);
                ax.total_cmp(&bx).then(ay.total_cmp(&by)).then(a.cmp(b))
            });
            level.clone()
        })
        .collect();
    levels.reverse();
    levels
}

/// The side of a cell of the grid that finds what is near, in points.
const CELL: f64 = 40.0;
/// No node.
const NO_NODE: u32 = u32::MAX;
/// The link of a node that became part of another.
const MERGED: u32 = u32::MAX - 1;

/// The marks of a step by where they are. Those of a cell hang together in a bucket; far cells may
/// share one, as how far apart two marks are is measured in any case.
struct ClusterGrid<'a> {
    nodes: &'a mut Vec<ClusterNode>,
    /// For each node the next one of its bucket.
    links: &'a mut Vec<u32>,
    /// The first node of each bucket.
    buckets: Vec<u32>,
    /// How wide the world is, in points.
    scale: f64,
    /// The radius of the widest mark, in points.
    max_radius: f64,
}

impl<'a> ClusterGrid<'a> {
    fn new(
        nodes: &'a mut Vec<ClusterNode>,
        links: &'a mut Vec<u32>,
        step: usize,
        marks: usize,
    ) -> Self {
        let buckets = vec![NO_NODE; marks.next_power_of_two()];
        Self { nodes, links, buckets, scale: Viewport::world_width_of_step(step), max_radius: 0.0 }
    }

    /// Puts marks in one by one, each together with whatever it would overlap.
    fn cluster_step(mut self, level: &[u32]) -> Vec<u32> {
        let first = to_node_index(self.nodes.len());
        for node in level {
            let mut node = *node;
            while let Some(other) = self.find_nearest_overlapping(node) {
                self.remove(other);
                let [mine, theirs] = [node, other].map(|node| &self.nodes[node as usize]);
                let both = theirs.merged_with(mine, [other, node]);
                for part in [node, other] {
                    self.links[part as usize] = MERGED;
                }
                node = to_node_index(self.nodes.len());
                self.nodes.push(both);
                self.links.push(NO_NODE);
            }
            self.insert(node);
        }
        let made = first..to_node_index(self.nodes.len());
        let all = level.iter().copied().chain(made);
        all.filter(|node| self.links[*node as usize] != MERGED).collect()
    }

    /// The number of a cell along an axis: nothing lies before the first.
    fn cell(&self, at: f64) -> usize {
        // The cast saturates.
        (at * self.scale / CELL) as usize
    }

    /// The bucket of a cell. Cells of one column stand beside each other.
    fn bucket(&self, [x, y]: [usize; 2]) -> usize {
        // There are as many as a power of two.
        x.wrapping_mul(0x9e37_79b9).wrapping_add(y) & (self.buckets.len() - 1)
    }

    fn bucket_of(&self, node: u32) -> usize {
        self.bucket(self.nodes[node as usize].center.map(|axis| self.cell(axis)))
    }

    fn insert(&mut self, node: u32) {
        let bucket = self.bucket_of(node);
        self.links[node as usize] = std::mem::replace(&mut self.buckets[bucket], node);
        self.max_radius =
            self.max_radius.max(cluster_radius(self.nodes[node as usize].case_count).into());
    }

    fn remove(&mut self, node: u32) {
        let (bucket, after) = (self.bucket_of(node), self.links[node as usize]);
        let mut before = self.buckets[bucket];
        if before == node {
            self.buckets[bucket] = after;
            return;
        }
        while self.links[before as usize] != node {
            before = self.links[before as usize];
        }
        self.links[before as usize] = after;
    }

    /// The nearest mark that this one would overlap; it is not among them itself.
    fn find_nearest_overlapping(&self, node: u32) -> Option<u32> {
        let ClusterNode { center: at, case_count: count, .. } = self.nodes[node as usize];
        let mine = f64::from(cluster_radius(count));
        let far = (mine + self.max_radius) / self.scale;
        let [columns, rows] = at.map(|axis| self.cell(axis - far)..=self.cell(axis + far));
        let mut nearest = None;
        for bucket in columns.flat_map(|x| rows.clone().map(move |y| self.bucket([x, y]))) {
            let mut link = self.buckets[bucket];
            while let Some(ClusterNode { center: [x, y], case_count: count, .. }) =
                self.nodes.get(link as usize)
            {
                let apart = [x - at[0], y - at[1]].map(|axis| axis * self.scale);
                let apart = apart[0] * apart[0] + apart[1] * apart[1];
                let reach = mine + f64::from(cluster_radius(*count));
                if apart < reach * reach && nearest.is_none_or(|nearest| (apart, link) < nearest) {
                    nearest = Some((apart, link));
                }
                link = self.links[link as usize];
            }
        }
        nearest.map(|(_, other)| other)
    }
}

/// A place among the nodes, as small as it is kept.
fn to_node_index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(NO_NODE)
}
