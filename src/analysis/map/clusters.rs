//! Clusters: the cases that are drawn as one mark at each zoom step.

use std::{cmp::Ordering, ops::Range};

use crate::{
    analysis::{
        map::{
            COORDINATE_UNCERTAINTY,
            clustering::{ClusterContent, ClusterNode, cluster_all_steps, cluster_radius},
            projection::{MapPoint, MapRect, project, projected_length},
            viewport::{self, Viewport},
        },
        position::{CaseState, Status},
    },
    model::Coordinates,
    register::Register,
};

/// Cases that are drawn as one mark, because their marks would overlap.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// The place of the mark: the mean of the places of its cases.
    pub center: MapPoint,
    /// The number of its cases with each status, in the order of [`Status::ALL`].
    pub status_counts: [u32; Status::ALL.len()],
    /// The greatest distance from the center at which one of its cases can have been taken, on the
    /// flat map.
    pub uncertainty_reach: f64,
    /// True if all its cases have the same coordinates.
    pub is_one_place: bool,
    members: (u32, u32),
}

impl Cluster {
    /// Returns the number of cases.
    pub fn case_count(&self) -> usize {
        self.members().len()
    }

    /// Returns the radius of the mark, in points.
    pub fn radius(&self) -> f32 {
        cluster_radius(self.members.1 - self.members.0)
    }

    /// Returns the radius of the disc within which the cases were taken, in points; `None` if the
    /// mark covers the disc.
    pub fn uncertainty_radius(&self, viewport: &Viewport) -> Option<f32> {
        let rough = projected_length(COORDINATE_UNCERTAINTY, self.center) * viewport.world_width();
        // No more than the width of a few sheets.
        (rough > f64::from(self.radius()))
            .then_some((self.uncertainty_reach * viewport.world_width()) as f32)
    }

    /// Returns the range of its cases in [`ClusterIndex::members`].
    pub fn members(&self) -> Range<usize> {
        self.members.0 as usize..self.members.1 as usize
    }
}

/// The clusters of the cases of a query, for every zoom step: each case is in one cluster, or among
/// those without a place.
#[derive(Clone, Debug, Default)]
pub struct ClusterIndex {
    /// The indexes of the cases in the register, with those of each cluster in one range.
    members: Vec<u32>,
    clusters: Vec<Cluster>,
    /// The clusters of each step, the farthest step first, from west to east.
    steps: Vec<Vec<u32>>,
    unplaced: Vec<u32>,
}

impl ClusterIndex {
    /// Clusters the cases with these indexes. `states` has the state of each case of the register.
    pub fn from_rows(register: &Register, rows: &[u32], states: &[CaseState]) -> Self {
        let placed = rows.iter().map(|at| (*at, register.cases()[*at as usize].taken.at));
        Self::new(placed, |at| states[at as usize].status)
    }

    /// Clusters cases, each given by its index in the register and its place. `status` returns the
    /// status of a case by its index.
    pub fn new(
        cases: impl IntoIterator<Item = (u32, Option<Coordinates>)>,
        status: impl Fn(u32) -> Status,
    ) -> Self {
        let mut this = Self::default();
        let mut placed: Vec<(Coordinates, u32)> = Vec::new();
        for (case, spot) in cases {
            match spot {
                Some(spot) => placed.push((spot, case)),
                None => this.unplaced.push(case),
            }
        }
        // From the west to the east, as the marks of each step; at one place as they were given.
        let key = |(spot, _): &(Coordinates, u32)| [spot.longitude(), -spot.latitude()];
        placed.sort_by(|a, b| key(a).partial_cmp(&key(b)).unwrap_or(Ordering::Equal));
        let mut first = 0;
        let places = placed.chunk_by(|(a, _), (b, _)| a == b).map(|cases| {
            let (spot, count) = (cases[0].0, cases.len() as u32);
            first += count;
            ClusterNode::single_place(
                project(spot.latitude(), spot.longitude()),
                count,
                first - count,
            )
        });
        let mut nodes: Vec<ClusterNode> = places.collect();
        this.steps = cluster_all_steps(&mut nodes);
        this.collect_members(&nodes, &placed);
        this.recount_statuses(status);
        this
    }

    /// Counts the cases of each cluster by status again, for another day. `status` returns the
    /// status of a case by its index in the register.
    pub fn recount_statuses(&mut self, status: impl Fn(u32) -> Status) {
        // How many of each status stand before each member: what a mark counts is a difference.
        let mut sum = [0; Status::ALL.len()];
        let mut sums = Vec::with_capacity(self.members.len() + 1);
        sums.push(sum);
        sums.extend(self.members.iter().map(|case| {
            sum[status(*case) as usize] += 1;
            sum
        }));
        for mark in &mut self.clusters {
            let Range { start, end } = mark.members();
            mark.status_counts =
                std::array::from_fn(|status| sums[end][status] - sums[start][status]);
        }
    }

    /// Collects the cases of each cluster in one range, place by place.
    fn collect_members(&mut self, nodes: &[ClusterNode], placed: &[(Coordinates, u32)]) {
        let mut ranges = vec![(0, 0); nodes.len()];
        self.members.reserve_exact(placed.len());
        // All marks but those of the farthest step are parts of others.
        let mut stack: Vec<u32> = self.steps.first().into_iter().flatten().rev().copied().collect();
        while let Some(node) = stack.pop() {
            let ClusterNode { case_count: count, content: made, .. } = &nodes[node as usize];
            match made {
                ClusterContent::Children([first, second]) => stack.extend([*second, *first]),
                ClusterContent::Place(first) => {
                    let cases = &placed[*first as usize..(first + count) as usize];
                    let start = self.members.len() as u32;
                    self.members.extend(cases.iter().map(|(_, case)| *case));
                    ranges[node as usize] = (start, start + count);
                }
            }
        }
        // Parts were made before what they are parts of.
        for (at, node) in nodes.iter().enumerate() {
            if let ClusterContent::Children([first, second]) = node.content {
                ranges[at] = (ranges[first as usize].0, ranges[second as usize].1);
            }
        }
        let mark = |(
            ClusterNode { center: at, bounding_rect: around, content: made, .. },
            members,
        ): (&ClusterNode, _)| {
            let far =
                [0, 1].map(|axis| (at[axis] - around.min[axis]).max(around.max[axis] - at[axis]));
            Cluster {
                center: *at,
                status_counts: [0; Status::ALL.len()],
                uncertainty_reach: far[0].hypot(far[1])
                    + projected_length(COORDINATE_UNCERTAINTY, *at),
                is_one_place: matches!(made, ClusterContent::Place(_)),
                members,
            }
        };
        self.clusters = nodes.iter().zip(ranges).map(mark).collect();
    }

    /// Returns the indexes of all cases in the register, with those of each cluster in one range.
    pub fn members(&self) -> &[u32] {
        &self.members
    }

    /// Returns the cases of a cluster, by their index in the register.
    pub fn cases(&self, mark: &Cluster) -> &[u32] {
        &self.members[mark.members()]
    }

    /// Returns the cases without coordinates, by their index in the register.
    pub fn unplaced(&self) -> &[u32] {
        &self.unplaced
    }

    /// Returns the clusters of a zoom step, from west to east.
    pub fn clusters_of_step(&self, step: usize) -> impl Iterator<Item = &Cluster> {
        let step = self.steps.get(step).map_or(&[][..], Vec::as_slice);
        step.iter().map(|mark| &self.clusters[*mark as usize])
    }

    /// Returns the clusters within a viewport, from west to east. Takes no time for the others.
    pub fn visible_clusters(&self, viewport: &Viewport) -> Vec<&Cluster> {
        let part = viewport.visible_rect(0.0);
        let step = self.steps.get(viewport.cluster_step()).map_or(&[][..], Vec::as_slice);
        let x = |mark: &u32| self.clusters[*mark as usize].center[0];
        let from = step.partition_point(|mark| x(mark) < part.min[0]);
        let to = step.partition_point(|mark| x(mark) <= part.max[0]);
        let strip = step[from..to.max(from)].iter().map(|mark| &self.clusters[*mark as usize]);
        strip.filter(|mark| part.contains(mark.center)).collect()
    }

    /// Returns the smallest rectangle with every cluster; `None` if no case has a place.
    pub fn bounding_rect(&self) -> Option<MapRect> {
        MapRect::bounding(
            self.clusters_of_step(viewport::CLUSTER_STEPS - 1).map(|mark| mark.center),
        )
    }

    /// Returns the number of cases in a rectangle of the map.
    pub fn count_cases_in(&self, part: MapRect) -> usize {
        let marks =
            self.clusters.iter().filter(|mark| mark.is_one_place && part.contains(mark.center));
        marks.map(Cluster::case_count).sum()
    }
}
