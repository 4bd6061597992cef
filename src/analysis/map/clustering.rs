//! Agglomerative clustering of overlapping marks, from the nearest zoom step to the farthest.

use crate::analysis::map::{
    projection::{MapPoint, MapRect},
    viewport::{CLUSTER_STEPS, Viewport},
};

/// A cluster in the making.
pub(super) struct ClusterNode {
    /// The mean of the places of the cases.
    pub center: MapPoint,
    /// The smallest rectangle with all cases.
    pub bounding_rect: MapRect,
    /// The number of cases.
    pub case_count: u32,
    /// The parts of the node.
    pub content: ClusterContent,
}

/// The parts of a node.
pub(super) enum ClusterContent {
    /// Cases at one place, of which this is the first among all cases.
    Place(u32),
    /// Two others.
    Children([u32; 2]),
}

impl ClusterNode {
    /// Creates the node of `case_count` cases at one place; `first` is the index of the first of
    /// them among all cases.
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

/// Returns the radius of the mark of `count` cases, in points.
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

/// Clusters the nodes whose marks overlap at each zoom step, from the nearest step to the farthest.
/// Each step begins with the clusters of the nearer one, so that nodes that are apart at a step are
/// apart at each nearer one. Returns the nodes of each step, the farthest first, from west to east.
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

/// The side of a cell of the grid in which near marks are found, in points.
const CELL: f64 = 40.0;
/// No node.
const NO_NODE: u32 = u32::MAX;
/// The link of a node that became part of another.
const MERGED: u32 = u32::MAX - 1;

/// The marks of a step in a grid. The marks of a cell are chained in a bucket. Distant cells can
/// share a bucket, since the distance of two marks is checked in any case.
struct ClusterGrid<'a> {
    nodes: &'a mut Vec<ClusterNode>,
    /// For each node the next one of its bucket.
    links: &'a mut Vec<u32>,
    /// The first node of each bucket.
    buckets: Vec<u32>,
    /// The width of the world, in points.
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

    /// Inserts marks one by one, merging each with every mark that it overlaps.
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

    /// Returns the number of a cell along an axis. Coordinates before the first cell are in it.
    fn cell(&self, at: f64) -> usize {
        // The cast saturates.
        (at * self.scale / CELL) as usize
    }

    /// Returns the bucket of a cell. The cells of one column are adjacent.
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

    /// Returns the nearest mark that a node overlaps. The node is not in the grid.
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

/// Converts an index of a node to 32 bits.
fn to_node_index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(NO_NODE)
}
