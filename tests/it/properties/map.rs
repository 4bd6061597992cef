//! Properties of the map: every case is on it, and zooming in only splits clusters.

use std::collections::BTreeSet;

use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::properties::analysis::area;
use blue_ribbon::{
    analysis::{
        map::{
            COORDINATE_UNCERTAINTY,
            clusters::{Cluster, ClusterIndex},
            geo_bounds::GeoBounds,
            projection::{MapRect, project, unproject},
            viewport::{CLUSTER_STEPS, Viewport},
        },
        position::Status,
    },
    model::Coordinates,
};

/// Generates places, most often in Japan and near others, to a hundredth or a tenth of a degree.
fn coordinates() -> impl Strategy<Value = Coordinates> {
    let near = (3000..4600_i32, 12400..14700_i32, select(vec![1, 10, 100]))
        .prop_map(|(lat, lon, whole)| {
            (f64::from(lat / whole * whole), f64::from(lon / whole * whole))
        })
        .prop_map(|(lat, lon)| (lat / 100.0, lon / 100.0));
    let close = (0..30_i32, 0..30_i32)
        .prop_map(|(lat, lon)| (37.0 + f64::from(lat) / 100.0, 138.0 + f64::from(lon) / 100.0));
    let anywhere = (-90.0..=90.0, -180.0..=180.0);
    prop_oneof![4 => near, 4 => close, 1 => anywhere]
        .prop_map(|at| Coordinates::try_from(at).unwrap())
}

/// Cases with their index in the register.
fn cases() -> impl Strategy<Value = Vec<(u32, Option<Coordinates>, Status)>> {
    let case = (option::weighted(0.9, coordinates()), select(Status::ALL.to_vec()));
    vec(case, 0..60).prop_map(|cases| {
        (0..).step_by(3).zip(cases).map(|(at, (spot, status))| (at, spot, status)).collect()
    })
}

fn viewport() -> impl Strategy<Value = Viewport> {
    let side = 200.0..2000.0_f32;
    (area(), side.clone(), side)
        .prop_map(|(area, width, height)| Viewport::fit_bounds(area, [width, height]))
}

/// Clusters cases, each with a status of its own.
fn cluster(cases: &[(u32, Option<Coordinates>, Status)]) -> ClusterIndex {
    ClusterIndex::new(cases.iter().map(|(at, spot, _)| (*at, *spot)), |at| status(cases, at))
}

fn status(cases: &[(u32, Option<Coordinates>, Status)], at: u32) -> Status {
    cases.iter().find(|(case, ..)| *case == at).unwrap().2
}

fn clusters_at(clusters: &ClusterIndex, step: usize) -> Vec<&Cluster> {
    clusters.clusters_of_step(step).collect()
}

proptest! {
    #[test]
    fn every_case_is_in_one_cluster_or_unplaced(cases in cases()) {
        let clusters = cluster(&cases);
        for step in 0..CLUSTER_STEPS {
            let on_it = clusters_at(&clusters, step).into_iter().flat_map(|mark| clusters.cases(mark));
            let mut all: Vec<u32> = on_it.chain(clusters.unplaced()).copied().collect();
            all.sort_unstable();
            let given: Vec<u32> = cases.iter().map(|(at, ..)| *at).collect();
            prop_assert_eq!(all, given);
        }
        let placeless = cases.iter().filter(|(_, spot, _)| spot.is_none()).map(|(at, ..)| *at);
        prop_assert_eq!(clusters.unplaced(), placeless.collect::<Vec<_>>());
    }

    #[test]
    fn a_cluster_counts_its_cases_by_status_and_bounds_them(cases in cases()) {
        let clusters = cluster(&cases);
        for mark in (0..CLUSTER_STEPS).flat_map(|step| clusters_at(&clusters, step)) {
            let of = |at: &u32| cases.iter().find(|(case, ..)| case == at).unwrap();
            let members: Vec<_> = clusters.cases(mark).iter().map(of).collect();
            prop_assert_eq!(mark.case_count(), members.len());
            for status in Status::ALL {
                let counted = members.iter().filter(|case| case.2 == status).count();
                prop_assert_eq!(mark.status_counts[status as usize] as usize, counted);
            }
            let spots: Vec<Coordinates> = members.iter().filter_map(|case| case.1).collect();
            prop_assert_eq!(mark.is_one_place, spots.iter().all(|spot| *spot == spots[0]));
            for spot in spots {
                let at = project(spot.latitude(), spot.longitude());
                let away = (at[0] - mark.center[0]).hypot(at[1] - mark.center[1]);
                prop_assert!(away < mark.uncertainty_reach, "each lies within the disc");
                if mark.is_one_place && spot.latitude().abs() < 80.0 {
                    let rough = project(spot.latitude() - COORDINATE_UNCERTAINTY, spot.longitude())[1] - at[1];
                    prop_assert!((mark.uncertainty_reach / rough - 1.0).abs() < 0.05, "as rough as a place is");
                }
            }
        }
    }

    #[test]
    fn recounting_for_another_day_equals_clustering_on_that_day(
        cases in cases(), others in vec(select(Status::ALL.to_vec()), 60),
    ) {
        let mut kept = cluster(&cases);
        let later: Vec<_> =
            cases.iter().zip(others).map(|((at, spot, _), status)| (*at, *spot, status)).collect();
        kept.recount_statuses(|at| status(&later, at));
        let anew = cluster(&later);
        for step in 0..CLUSTER_STEPS {
            prop_assert_eq!(clusters_at(&kept, step), clusters_at(&anew, step));
        }
        prop_assert_eq!(kept.members(), anew.members());
        prop_assert_eq!(kept.unplaced(), anew.unplaced());
    }

    #[test]
    fn clusters_do_not_depend_on_the_order_of_rows(cases in cases()) {
        let (clusters, mut turned) = (cluster(&cases), cases);
        turned.reverse();
        let turned = cluster(&turned);
        for step in 0..CLUSTER_STEPS {
            prop_assert_eq!(clusters_at(&clusters, step), clusters_at(&turned, step));
        }
    }

    #[test]
    fn zooming_in_never_merges_clusters(cases in cases()) {
        let clusters = cluster(&cases);
        for step in 1..CLUSTER_STEPS {
            let farther = clusters_at(&clusters, step - 1);
            for mark in clusters_at(&clusters, step) {
                let within = farther.iter().filter(|other| {
                    let (mine, theirs) = (mark.members(), other.members());
                    theirs.start <= mine.start && mine.end <= theirs.end
                });
                prop_assert_eq!(within.count(), 1);
            }
        }
    }

    #[test]
    fn clusters_do_not_overlap(cases in cases(), middle in coordinates()) {
        let clusters = cluster(&cases);
        let at = project(middle.latitude(), middle.longitude());
        let mut viewport = Viewport::fit(MapRect { min: at, max: at }, [900.0, 700.0]);
        let mut steps = BTreeSet::new();
        for _ in 0..40 {
            steps.insert(viewport.cluster_step());
            let marks = clusters_at(&clusters, viewport.cluster_step());
            for (at, mark) in marks.iter().enumerate() {
                for other in &marks[at + 1..] {
                    let [a, b] = [mark, other].map(|mark| mark.center);
                    let apart = (a[0] - b[0]).hypot(a[1] - b[1]) * viewport.world_width();
                    let reach = f64::from(mark.radius() + other.radius());
                    prop_assert!(apart >= reach - 1e-6, "{apart} at step {}", viewport.cluster_step());
                }
            }
            viewport = viewport.zoomed(-0.25, [450.0, 350.0]);
        }
        prop_assert_eq!(steps.len(), CLUSTER_STEPS, "each step is seen on the way out");
    }

    #[test]
    fn a_viewport_shows_the_clusters_within_it(cases in cases(), sight in viewport()) {
        let clusters = cluster(&cases);
        let part = sight.visible_rect(0.0);
        let all = clusters_at(&clusters, sight.cluster_step());
        let lying: Vec<&Cluster> = all.into_iter().filter(|mark| part.contains(mark.center)).collect();
        prop_assert_eq!(clusters.visible_clusters(&sight), lying);
    }

    #[test]
    fn project_and_unproject_are_inverse(
        latitude in -85.0..85.0, longitude in -180.0..180.0,
    ) {
        let at = project(latitude, longitude);
        prop_assert!(at.iter().all(|axis| (0.0..=1.0).contains(axis)));
        let (lat, lon) = unproject(at);
        prop_assert!((lat - latitude).abs() < 1e-9 && (lon - longitude).abs() < 1e-9);
        // North is up, east is right.
        prop_assert!(project(latitude + 0.01, longitude)[1] < at[1]);
        prop_assert!(project(latitude, longitude + 0.01)[0] > at[0]);
    }

    #[test]
    fn zooming_keeps_the_point_under_the_pointer(
        by in -2.0..2.0, x in 0.0..900.0_f32, y in 0.0..700.0_f32,
    ) {
        let japan = GeoBounds::between((30.0, 124.0), (46.0, 147.0));
        let viewport = Viewport::fit_bounds(japan, [900.0, 700.0]);
        let before = viewport.to_map([x, y]);
        let after = viewport.zoomed(by, [x, y]).to_screen(before);
        prop_assert!((after[0] - x).abs() < 0.01 && (after[1] - y).abs() < 0.01, "{after:?}");
    }

    #[test]
    fn a_viewport_fitted_to_an_area_shows_all_of_it(sight in viewport(), area in area()) {
        let sight = Viewport::fit_bounds(area, sight.size());
        let seen = sight.visible_rect(0.5);
        let [south, west, north, east] = area.edges();
        for corner in [project(north, west), project(south, east)] {
            // The farthest look, at which the world is 512 points wide, may be too near.
            prop_assert!(sight.world_width() < 512.5 || seen.contains(corner), "{corner:?} of {seen:?}");
        }
    }

    #[test]
    fn an_area_contains_its_corners_and_nothing_beyond(area in area()) {
        let [south, west, north, east] = area.edges();
        prop_assert!(south <= north && west <= east);
        let holds = |at| Coordinates::try_from(at).is_ok_and(|spot| area.contains(spot));
        for corner in [(south, west), (south, east), (north, west), (north, east)] {
            prop_assert!(holds(corner));
        }
        prop_assert!(!holds((south - 0.01, west)) && !holds((north, east + 0.01)));
        prop_assert_eq!(GeoBounds::between((north, west), (south, east)), area);
    }
}
