//! Maps that are handed out: what stands on them, and who is missing.

use blue_ribbon::{
    Lang,
    picture::MapChart,
    view::{Area, Digest, Gathering, Query, Region, View},
};
use proptest::prelude::*;
use roxmltree::Document;

use super::{Arc, Shown, assert_within_the_sheet, ja, people, texts};
use crate::made_up::{bundled, day, register};

#[test]
fn a_map_bears_its_title_its_day_the_names_the_key_and_its_sources() {
    let register = bundled();
    let shown = Shown::whole(&register, "2014-03-30", Lang::ENGLISH);
    for size in [[1600, 900], [800, 600], [3200, 1800], [600, 1600]] {
        for region in Region::ALL {
            let text = shown.map(region, size);
            let page = Document::parse(&text).unwrap();
            let root = page.root_element();
            assert_eq!(root.attribute("width"), Some(&*size[0].to_string()));
            assert_within_the_sheet(&page);
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
fn a_map_in_japanese_and_of_what_was_asked() {
    let register = bundled();
    let query = Query { search: "yokota".to_owned(), ..Query::default() };
    let shown = Shown::whole(&register, "2014-03-30", ja()).asking(query);
    let text = shown.map(Region::Japan, [1600, 900]);
    let page = Document::parse(&text).unwrap();
    let words = texts(&page);
    for wanted in ["横田 めぐみ", "2014年3月30日現在", "帰国", "死亡と主張", "未解決"]
    {
        assert!(words.contains(&wanted), "“{wanted}” is not among {words:#?}");
    }
    assert!(words.iter().any(|words| words.contains("yokota")), "what was asked: {words:#?}");
    assert!(!words.iter().any(|words| words.contains("田口")), "{words:#?}");
    let area = Area::between((37.0, 138.0), (38.5, 140.0));
    let query = Query { area: Some(area), ..Query::default() };
    let shown = Shown::whole(&register, "2014-03-30", Lang::ENGLISH).asking(query);
    let with_frame = shown.map(Region::Japan, [1600, 900]);
    let frame = |text: &str| text.matches("stroke-width=\"1.5\" stroke-dasharray").count();
    assert_eq!((frame(&with_frame), frame(&text)), (1, 0), "the area asked for has a frame");
    assert!(with_frame.contains("taken between 37°N and 38.5°N, 138°E and 140°E"));
}

#[test]
fn a_mark_of_several_at_one_place_bears_the_name_of_the_place() {
    let register = people(4, "Person #", "place: \"Sado\", at: (38.0, 138.4)");
    let shown = Shown::whole(&register, "2014-03-30", Lang::ENGLISH);
    let text = shown.map(Region::All, [1200, 900]);
    let page = Document::parse(&text).unwrap();
    let words = texts(&page);
    assert!(words.contains(&"Sado") && words.contains(&"4"), "{words:#?}");
    // Near enough, how rough the place is shows.
    let broken = page.descendants().filter(|node| node.attribute("stroke-dasharray").is_some());
    assert!(broken.count() >= 2, "the edge of the disc, and that of the key");
}

#[test]
fn who_has_no_place_is_named_on_the_map_and_counted() {
    let register = bundled();
    let shown = Shown::whole(&register, "2014-03-30", Lang::ENGLISH);
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
    fn the_maps_of_a_summary_together_show_everybody_with_a_place(register in register()) {
        let view = View::new(&register, day("2014-03-30"), Arc::<Digest>::default());
        let gathering = &Gathering::of(&register, &view.answer().rows, view.standings());
        // From pole to pole is more than the farthest look shows.
        prop_assume!(gathering.around().is_none_or(|part| part.max[1] - part.min[1] < 0.7));
        let mut shown = 0;
        for region in Region::needed(gathering) {
            let (rows, part) = (&view.answer().rows, region.part(gathering).unwrap());
            let cases = (rows.as_slice(), view.standings());
            let size = [840.0, 540.0];
            let map = MapChart::new(&register, cases, (part, None), Lang::ENGLISH, size);
            prop_assert!(map.count() > 0, "no map is empty");
            shown += region.count(gathering);
            if region == Region::All {
                prop_assert_eq!(map.count(), gathering.members().len());
                shown = map.count();
            }
        }
        let placed = register.cases().iter().filter(|case| case.taken.at.is_some()).count();
        prop_assert_eq!(shown, placed);
    }
}
