//! The laws of the map: nobody is lost on it, and zooming in only ever takes marks apart.

use std::collections::BTreeSet;

use blue_ribbon::{
    model::Spot,
    view::{Area, Gathering, Mark, Part, ROUGH, STEPS, Sight, Status, flat, on_earth},
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::view::area;

/// A place: most often in Japan and near others, to a hundredth or a tenth of a degree.
fn spot() -> impl Strategy<Value = Spot> {
    let near = (3000..4600_i32, 12400..14700_i32, select(vec![1, 10, 100]))
        .prop_map(|(lat, lon, whole)| {
            (f64::from(lat / whole * whole), f64::from(lon / whole * whole))
        })
        .prop_map(|(lat, lon)| (lat / 100.0, lon / 100.0));
    let close = (0..30_i32, 0..30_i32)
        .prop_map(|(lat, lon)| (37.0 + f64::from(lat) / 100.0, 138.0 + f64::from(lon) / 100.0));
    let anywhere = (-90.0..=90.0, -180.0..=180.0);
    prop_oneof![4 => near, 4 => close, 1 => anywhere].prop_map(|at| Spot::try_from(at).unwrap())
}

/// Cases with their places in the register.
fn cases() -> impl Strategy<Value = Vec<(u32, Option<Spot>, Status)>> {
    let case = (option::weighted(0.9, spot()), select(Status::ALL.to_vec()));
    vec(case, 0..60).prop_map(|cases| {
        (0..).step_by(3).zip(cases).map(|(at, (spot, status))| (at, spot, status)).collect()
    })
}

fn sight() -> impl Strategy<Value = Sight> {
    let side = 200.0..2000.0_f32;
    (area(), side.clone(), side)
        .prop_map(|(area, width, height)| Sight::on_area(area, [width, height]))
}

/// Cases gathered, each with its own status.
fn gather(cases: &[(u32, Option<Spot>, Status)]) -> Gathering {
    Gathering::new(cases.iter().map(|(at, spot, _)| (*at, *spot)), |at| status(cases, at))
}

fn status(cases: &[(u32, Option<Spot>, Status)], at: u32) -> Status {
    cases.iter().find(|(case, ..)| *case == at).unwrap().2
}

fn marks(gathering: &Gathering, step: usize) -> Vec<&Mark> {
    gathering.marks(step).collect()
}

proptest! {
    #[test]
    fn every_case_is_on_the_map_or_beside_it_exactly_once(cases in cases()) {
        let gathering = gather(&cases);
        for step in 0..STEPS {
            let on_it = marks(&gathering, step).into_iter().flat_map(|mark| gathering.cases(mark));
            let mut all: Vec<u32> = on_it.chain(gathering.nowhere()).copied().collect();
            all.sort_unstable();
            let given: Vec<u32> = cases.iter().map(|(at, ..)| *at).collect();
            prop_assert_eq!(all, given);
        }
        let placeless = cases.iter().filter(|(_, spot, _)| spot.is_none()).map(|(at, ..)| *at);
        prop_assert_eq!(gathering.nowhere(), placeless.collect::<Vec<_>>());
    }

    #[test]
    fn a_mark_counts_its_cases_by_status_and_reaches_as_far_as_they_do(cases in cases()) {
        let gathering = gather(&cases);
        for mark in (0..STEPS).flat_map(|step| marks(&gathering, step)) {
            let of = |at: &u32| cases.iter().find(|(case, ..)| case == at).unwrap();
            let members: Vec<_> = gathering.cases(mark).iter().map(of).collect();
            prop_assert_eq!(mark.count(), members.len());
            for status in Status::ALL {
                let counted = members.iter().filter(|case| case.2 == status).count();
                prop_assert_eq!(mark.counts[status as usize] as usize, counted);
            }
            let spots: Vec<Spot> = members.iter().filter_map(|case| case.1).collect();
            prop_assert_eq!(mark.is_one_place, spots.iter().all(|spot| *spot == spots[0]));
            for spot in spots {
                let at = flat(spot.latitude(), spot.longitude());
                let away = (at[0] - mark.at[0]).hypot(at[1] - mark.at[1]);
                prop_assert!(away < mark.reach, "each lies within the disc");
                if mark.is_one_place && spot.latitude().abs() < 80.0 {
                    let rough = flat(spot.latitude() - ROUGH, spot.longitude())[1] - at[1];
                    prop_assert!((mark.reach / rough - 1.0).abs() < 0.05, "as rough as a place is");
                }
            }
        }
    }

    #[test]
    fn counted_for_another_day_it_is_as_gathered_on_that_day(
        cases in cases(), others in vec(select(Status::ALL.to_vec()), 60),
    ) {
        let mut kept = gather(&cases);
        let later: Vec<_> =
            cases.iter().zip(others).map(|((at, spot, _), status)| (*at, *spot, status)).collect();
        kept.count(|at| status(&later, at));
        let anew = gather(&later);
        for step in 0..STEPS {
            prop_assert_eq!(marks(&kept, step), marks(&anew, step));
        }
        prop_assert_eq!(kept.members(), anew.members());
        prop_assert_eq!(kept.nowhere(), anew.nowhere());
    }

    #[test]
    fn the_order_of_the_rows_moves_no_mark(cases in cases()) {
        let (gathering, mut turned) = (gather(&cases), cases);
        turned.reverse();
        let turned = gather(&turned);
        for step in 0..STEPS {
            prop_assert_eq!(marks(&gathering, step), marks(&turned, step));
        }
    }

    #[test]
    fn zooming_in_never_merges(cases in cases()) {
        let gathering = gather(&cases);
        for step in 1..STEPS {
            let farther = marks(&gathering, step - 1);
            for mark in marks(&gathering, step) {
                let within = farther.iter().filter(|other| {
                    let (mine, theirs) = (mark.members(), other.members());
                    theirs.start <= mine.start && mine.end <= theirs.end
                });
                prop_assert_eq!(within.count(), 1);
            }
        }
    }

    #[test]
    fn no_two_marks_overlap(cases in cases(), middle in spot()) {
        let gathering = gather(&cases);
        let at = flat(middle.latitude(), middle.longitude());
        let mut sight = Sight::on(Part { min: at, max: at }, [900.0, 700.0]);
        let mut steps = BTreeSet::new();
        for _ in 0..40 {
            steps.insert(sight.step());
            let marks = marks(&gathering, sight.step());
            for (at, mark) in marks.iter().enumerate() {
                for other in &marks[at + 1..] {
                    let [a, b] = [mark, other].map(|mark| mark.at);
                    let apart = (a[0] - b[0]).hypot(a[1] - b[1]) * sight.scale();
                    let reach = f64::from(mark.radius() + other.radius());
                    prop_assert!(apart >= reach - 1e-6, "{apart} at step {}", sight.step());
                }
            }
            sight = sight.zoomed(-0.25, [450.0, 350.0]);
        }
        prop_assert_eq!(steps.len(), STEPS, "each step is seen on the way out");
    }

    #[test]
    fn what_is_seen_is_what_lies_in_the_part_seen(cases in cases(), sight in sight()) {
        let gathering = gather(&cases);
        let part = sight.part(0.0);
        let all = marks(&gathering, sight.step());
        let lying: Vec<&Mark> = all.into_iter().filter(|mark| part.holds(mark.at)).collect();
        prop_assert_eq!(gathering.seen(&sight), lying);
    }

    #[test]
    fn the_earth_and_the_flat_map_are_each_other_s_inverse(
        latitude in -85.0..85.0, longitude in -180.0..180.0,
    ) {
        let at = flat(latitude, longitude);
        prop_assert!(at.iter().all(|axis| (0.0..=1.0).contains(axis)));
        let (lat, lon) = on_earth(at);
        prop_assert!((lat - latitude).abs() < 1e-9 && (lon - longitude).abs() < 1e-9);
        // North is up, east is right.
        prop_assert!(flat(latitude + 0.01, longitude)[1] < at[1]);
        prop_assert!(flat(latitude, longitude + 0.01)[0] > at[0]);
    }

    #[test]
    fn a_zoom_leaves_what_is_under_the_pointer_where_it_is(
        by in -2.0..2.0, x in 0.0..900.0_f32, y in 0.0..700.0_f32,
    ) {
        let japan = Area::between((30.0, 124.0), (46.0, 147.0));
        let sight = Sight::on_area(japan, [900.0, 700.0]);
        let before = sight.flat([x, y]);
        let after = sight.zoomed(by, [x, y]).point(before);
        prop_assert!((after[0] - x).abs() < 0.01 && (after[1] - y).abs() < 0.01, "{after:?}");
    }

    #[test]
    fn a_look_at_an_area_shows_all_of_it(sight in sight(), area in area()) {
        let sight = Sight::on_area(area, sight.size());
        let seen = sight.part(0.5);
        let [south, west, north, east] = area.ends();
        for corner in [flat(north, west), flat(south, east)] {
            // The farthest look, at which the world is 512 points wide, may be too near.
            prop_assert!(sight.scale() < 512.5 || seen.holds(corner), "{corner:?} of {seen:?}");
        }
    }

    #[test]
    fn an_area_holds_its_corners_and_nothing_beyond(area in area()) {
        let [south, west, north, east] = area.ends();
        prop_assert!(south <= north && west <= east);
        let holds = |at| Spot::try_from(at).is_ok_and(|spot| area.holds(spot));
        for corner in [(south, west), (south, east), (north, west), (north, east)] {
            prop_assert!(holds(corner));
        }
        prop_assert!(!holds((south - 0.01, west)) && !holds((north, east + 0.01)));
        prop_assert_eq!(Area::between((north, west), (south, east)), area);
    }
}
