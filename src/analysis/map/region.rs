//! Parts of the world that are shown at once.

use crate::analysis::map::{
    clusters::ClusterIndex,
    projection::{MapRect, project},
};

/// A part of the world that is shown at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// Japan and the Korean peninsula.
    Japan,
    /// Europe.
    Europe,
    /// Wherever people were taken.
    All,
}

impl Region {
    /// Every region, in the order it is offered.
    pub const ALL: [Self; 3] = [Self::Japan, Self::Europe, Self::All];

    /// Returns the locale key of the name, which is also the id of the figure in HTML.
    pub fn key(self) -> &'static str {
        match self {
            Self::Japan => "map.japan",
            Self::Europe => "map.europe",
            Self::All => "map.all",
        }
    }

    /// Returns the part of the map that shows the region; `None` for the region of all cases if no
    /// case has a place.
    pub fn map_rect(self, clusters: &ClusterIndex) -> Option<MapRect> {
        let between = |north_west: (f64, f64), south_east: (f64, f64)| MapRect {
            min: project(north_west.0, north_west.1),
            max: project(south_east.0, south_east.1),
        };
        match self {
            Self::Japan => Some(between((46.0, 124.0), (30.0, 147.0))),
            Self::Europe => Some(between((60.0, -11.0), (35.5, 27.0))),
            // A little more than where the cases lie, so that no mark is cut off.
            Self::All => clusters.bounding_rect().map(|part| part.expanded(0.008)),
        }
    }

    /// Returns the number of cases in the region.
    pub fn count_cases(self, clusters: &ClusterIndex) -> usize {
        self.map_rect(clusters).map_or(0, |part| clusters.count_cases_in(part))
    }

    /// Returns the part of the map that is shown first: Japan and Korea, or the region of all cases
    /// if none was taken there.
    pub fn initial_rect(clusters: &ClusterIndex) -> MapRect {
        let elsewhere =
            Self::Japan.count_cases(clusters) == 0 && clusters.bounding_rect().is_some();
        let first = if elsewhere { Self::All } else { Self::Japan };
        first.map_rect(clusters).unwrap_or(MapRect::WORLD)
    }

    /// Returns the regions that together show every case with a place: Japan and Korea, Europe,
    /// each if a case lies there, and all cases if one lies elsewhere.
    pub fn covering_regions(clusters: &ClusterIndex) -> Vec<Self> {
        let there = |region: &Self| region.count_cases(clusters) > 0;
        let mut needed: Vec<Self> = [Self::Japan, Self::Europe].into_iter().filter(there).collect();
        let shown: usize = needed.iter().map(|region| region.count_cases(clusters)).sum();
        // The two have nothing in common.
        if shown < clusters.members().len() {
            needed.push(Self::All);
        }
        needed
    }
}
