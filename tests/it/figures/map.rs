//! Maps that are handed out: what stands on them, and who is missing.

use proptest::prelude::*;
use roxmltree::Document;

use super::Arc;
use crate::{
    figures::{FigureFixture, assert_within_page, ja, register_of_people, texts},
    generators::{bundled, day, register},
};
use blue_ribbon::{
    Locale,
    analysis::{
        Analysis, CheckResults,
        map::{clusters::ClusterIndex, geo_bounds::GeoBounds, region::Region},
        query::Query,
    },
    figure::map::chart::MapChart,
};

#[test]
fn a_map_shows_title_day_names_legend_and_sources() {
    let register = bundled();
    let shown = FigureFixture::all_cases(&register, "2014-03-30", Locale::ENGLISH);
    for size in [[1600, 900], [800, 600], [3200, 1800], [600, 1600]] {
        for region in Region::ALL {
            let text = shown.map(region, size);
            let page = Document::parse(&text).unwrap();
            let root = page.root_element();
            assert_eq!(root.attribute("width"), Some(&*size[0].to_string()));
            assert_within_page(&page);
            let words = texts(&page).join(" ");
            for wanted in [
                "the seventeen",
                "Map",
                "As of 30 March 2014",
                "North Korea 13 · Japan 17 · Returned 5",
                "Ministry of Foreign Affairs",
                "Natural Earth (public domain)",
                "Returned",
                "Claimed dead",
                "Unresolved",
                "several cases; the ring shows",
                "a place is good to about 11 km",
                " km",
                "1 case has no known place and is not on this",
                "Yaeko Taguchi",
            ] {
                assert!(words.contains(wanted), "{size:?} {region:?}: “{wanted}” in {words}");
            }
            let clipped = page.descendants().filter(|node| node.has_attribute("clip-path"));
            let [clipped] = clipped.collect::<Vec<_>>()[..] else { panic!("one part is clipped") };
            assert!(clipped.descendants().any(|node| node.has_tag_name("polygon")), "land");
            let (inside, outside) = match region {
                Region::Japan => ("Kyoko Matsumoto", "3 cases lie outside this map: Toru Ishioka"),
                Region::Europe => ("Keiko Arimoto", "13 cases lie outside this map: "),
                Region::All => ("Keiko Arimoto", ""),
            };
            assert!(words.contains(inside), "{size:?} {region:?}: {words}");
            let wrapped = outside.split(' ').take(5).collect::<Vec<_>>().join(" ");
            assert!(words.contains(&wrapped), "{size:?} {region:?}: {words}");
            assert_eq!(words.contains("outside this map"), region != Region::All);
        }
    }
}

#[test]
fn a_filtered_map_renders_in_japanese() {
    let register = bundled();
    let query = Query { search: "yokota".to_owned(), ..Query::default() };
    let shown = FigureFixture::all_cases(&register, "2014-03-30", ja()).with_query(query);
    let text = shown.map(Region::Japan, [1600, 900]);
    let page = Document::parse(&text).unwrap();
    let words = texts(&page);
    for wanted in ["横田 めぐみ", "2014年3月30日現在", "帰国", "死亡と主張", "未解決"]
    {
        assert!(words.contains(&wanted), "“{wanted}” is not among {words:#?}");
    }
    assert!(words.iter().any(|words| words.contains("yokota")), "what was asked: {words:#?}");
    assert!(!words.iter().any(|words| words.contains("田口")), "{words:#?}");
    let area = GeoBounds::between((37.0, 138.0), (38.5, 140.0));
    let query = Query { bounds: Some(area), ..Query::default() };
    let shown =
        FigureFixture::all_cases(&register, "2014-03-30", Locale::ENGLISH).with_query(query);
    let with_frame = shown.map(Region::Japan, [1600, 900]);
    let frame = |text: &str| text.matches("stroke-width=\"1.5\" stroke-dasharray").count();
    assert_eq!((frame(&with_frame), frame(&text)), (1, 0), "the area asked for has a frame");
    assert!(with_frame.contains("taken between 37°N and 38.5°N, 138°E and 140°E"));
}

#[test]
fn a_cluster_at_one_place_shows_the_place_name() {
    let register = register_of_people(4, "Person #", "place: \"Sado\", at: (38.0, 138.4)");
    let shown = FigureFixture::all_cases(&register, "2014-03-30", Locale::ENGLISH);
    let text = shown.map(Region::All, [1200, 900]);
    let page = Document::parse(&text).unwrap();
    let words = texts(&page);
    assert!(words.contains(&"Sado") && words.contains(&"4"), "{words:#?}");
    // Near enough, how rough the place is shows.
    let broken = page.descendants().filter(|node| node.attribute("stroke-dasharray").is_some());
    assert!(broken.count() >= 2, "the edge of the disc, and that of the key");
}

#[test]
fn people_without_coordinates_are_named_and_counted() {
    let register = bundled();
    let shown = FigureFixture::all_cases(&register, "2014-03-30", Locale::ENGLISH);
    let text = shown.map(Region::All, [600, 1200]);
    let words = texts(&Document::parse(&text).unwrap()).join(" ");
    assert!(
        words.contains("1 case has no known place and is not on this map: Yaeko Taguchi"),
        "{words}"
    );
    assert!(!words.contains("outside this map"), "{words}");
}

proptest! {
    #[test]
    fn the_maps_of_a_summary_show_everyone_with_coordinates(register in register()) {
        let view = Analysis::new(&register, day("2014-03-30"), Arc::<CheckResults>::default());
        let clusters = &ClusterIndex::from_rows(&register, &view.query_result().rows, view.case_states());
        // From pole to pole is more than the farthest look shows.
        prop_assume!(clusters.bounding_rect().is_none_or(|part| part.max[1] - part.min[1] < 0.7));
        let mut shown = 0;
        for region in Region::covering_regions(clusters) {
            let (rows, part) = (&view.query_result().rows, region.map_rect(clusters).unwrap());
            let cases = (rows.as_slice(), view.case_states());
            let size = [840.0, 540.0];
            let map = MapChart::new(&register, cases, (part, None), Locale::ENGLISH, size);
            prop_assert!(map.placed_count() > 0, "no map is empty");
            shown += region.count_cases(clusters);
            if region == Region::All {
                prop_assert_eq!(map.placed_count(), clusters.members().len());
                shown = map.placed_count();
            }
        }
        let placed = register.cases().iter().filter(|case| case.taken.at.is_some()).count();
        prop_assert_eq!(shown, placed);
    }
}
