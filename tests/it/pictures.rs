//! Pictures that are handed out: what stands on them.

use std::sync::Arc;

use blue_ribbon::{
    Lang, Progress,
    export::{self, Format, Input, PictureFormat, Scope, around, picture},
    model::{CaseId, Day},
    picture::{
        CourseChart, MapChart, Picture,
        sheet::points,
        timeline::{TimelineChart, whole},
    },
    register::Register,
    view::{Area, Digest, Gathering, Query, Region, View, query_words},
};
use proptest::prelude::*;
use roxmltree::{Document, Node};

use crate::made_up::{bundled, day, read, register};

fn ja() -> Lang {
    Lang::named("ja").unwrap()
}

/// A register as of a day with what was asked of it.
struct Shown<'a> {
    register: &'a Register,
    view: View,
    asked: String,
    lang: Lang,
}

impl<'a> Shown<'a> {
    fn whole(register: &'a Register, as_of: &str, lang: Lang) -> Self {
        let view = View::new(register, day(as_of), Arc::<Digest>::default());
        Self { register, view, asked: String::new(), lang }
    }

    fn asking(mut self, query: Query) -> Self {
        self.asked = query_words(self.lang, self.register, &query);
        self.view.set_query(self.register, query);
        self
    }

    fn input(&self) -> Input<'_> {
        let rows = &self.view.answer().rows;
        let filtered = Scope::Filtered { rows, asked: &self.asked };
        Input {
            register: self.register,
            reconciliation: self.view.reconciliation(),
            standings: self.view.standings(),
            scope: if self.asked.is_empty() { Scope::Whole } else { filtered },
            contradictions: false,
            pictures: None,
            lang: self.lang,
        }
    }

    /// A chart on a sheet of a size.
    fn picture(
        &self,
        title: &str,
        (format, size): (PictureFormat, [u32; 2]),
        chart: impl FnOnce([f32; 2]) -> Picture,
    ) -> Vec<u8> {
        let sheet = around(&self.input(), title);
        let chart = chart(sheet.room(points(size)));
        picture(format, &sheet, chart, size, self.lang).unwrap()
    }

    fn svg(&self, title: &str, size: [u32; 2], chart: impl FnOnce([f32; 2]) -> Picture) -> String {
        String::from_utf8(self.picture(title, (PictureFormat::Svg, size), chart)).unwrap()
    }

    /// The map of a region, or of all where there is no such.
    fn map(&self, region: Region, size: [u32; 2]) -> String {
        let Self { register, view, lang, .. } = self;
        let rows = &view.answer().rows;
        let gathering = &Gathering::of(register, rows, view.standings());
        let part = region.part(gathering).unwrap_or_else(|| Region::first(gathering));
        let area = view.query().area;
        let cases = (rows.as_slice(), view.standings());
        self.svg("Map", size, |size| {
            MapChart::new(register, cases, (part, area), *lang, size).draw()
        })
    }

    /// The summary with its pictures.
    fn summary(&self) -> String {
        let course = self.view.course();
        let input = Input { pictures: Some(&course), ..self.input() };
        let page = export::export(Format::Html, &input, &Progress::default()).unwrap();
        String::from_utf8(page).unwrap()
    }
}

/// The chart of both lists on a sheet.
fn chart(register: &Register, as_of: &str, format: PictureFormat, lang: Lang) -> Vec<u8> {
    let shown = Shown::whole(register, as_of, lang);
    let (course, as_of) = (shown.view.course(), day(as_of));
    let shown = Shown { asked: "only three <people>".to_owned(), ..shown };
    let course = CourseChart::new(register, course, Some(1977), (as_of, as_of), lang);
    shown.picture("Over time", (format, [1600, 900]), |size| course.draw(size).picture)
}

/// The texts of a picture, each one once.
fn texts<'a>(page: &'a Document) -> Vec<&'a str> {
    let all = page.descendants().filter(|node| node.has_tag_name("text"));
    let mut words: Vec<&str> = all.filter_map(|node| node.text()).collect();
    words.dedup();
    words
}

fn number(node: Node, name: &str) -> f32 {
    node.attribute(name).unwrap().parse().unwrap()
}

/// Checks that nothing is written or marked beyond the sheet, and that whatever is drawn beyond
/// the edge of a picture on it is clipped.
fn assert_within_the_sheet(page: &Document) {
    let [width, height] = size_of(page.root_element());
    let mut marks = 0;
    for node in page.descendants().filter(Node::is_element) {
        let at = match node.tag_name().name() {
            "text" => [number(node, "x"), number(node, "y")],
            "circle" => [number(node, "cx"), number(node, "cy")],
            "rect" if node.has_attribute("x") => {
                let end = ["x", "width"].map(|name| number(node, name)).iter().sum::<f32>();
                assert!(end <= width + 0.1, "{node:?} ends at {end}");
                [number(node, "x"), number(node, "y")]
            }
            "polygon" => {
                for point in node.attribute("points").unwrap().split(' ') {
                    let (x, y) = point.split_once(',').unwrap();
                    let [x, y] = [x, y].map(|at| at.parse::<f32>().unwrap());
                    assert!((-0.1..=width + 0.1).contains(&x), "{x}");
                    assert!((-0.1..=height + 0.1).contains(&y), "{y}");
                }
                continue;
            }
            _ => continue,
        };
        marks += 1;
        assert!((-0.1..=width + 0.1).contains(&at[0]), "{node:?}: {at:?}");
        assert!((-0.1..=height + 0.1).contains(&at[1]), "{node:?}: {at:?}");
    }
    assert!(marks > 0);
    let clip = |group: &Node| {
        group.attribute("clip-path")?.strip_prefix("url(#")?.strip_suffix(')').map(str::to_owned)
    };
    for id in page.descendants().filter_map(|node| clip(&node)) {
        let mut named = page.descendants().filter(|node| node.attribute("id") == Some(&id));
        let named = named.next().unwrap();
        assert!(named.has_tag_name("clipPath") && named.first_element_child().is_some());
    }
}

/// The size that a picture's view box gives.
fn size_of(root: Node) -> [f32; 2] {
    let view: Vec<f32> =
        root.attribute("viewBox").unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
    [view[2], view[3]]
}

/// The pictures of a page that have a title, each parsed.
fn figures(page: &str) -> Vec<String> {
    let figures = page.split("<figure class=\"picture\">").skip(1);
    figures
        .map(|figure| {
            let (from, to) = (figure.find("<svg").unwrap(), figure.find("</svg>").unwrap());
            figure[from..to + "</svg>".len()].to_owned()
        })
        .collect()
}

fn captions(page: &str) -> Vec<&str> {
    let figures = page.split("<figure class=\"picture\"><figcaption>").skip(1);
    figures.map(|figure| figure.split("</figcaption>").next().unwrap()).collect()
}

#[test]
fn a_picture_bears_its_title_its_day_the_counts_and_the_sources() {
    let register = bundled();
    let bytes = chart(&register, "2014-03-30", PictureFormat::Svg, Lang::ENGLISH);
    let text = String::from_utf8(bytes).unwrap();
    let page = Document::parse(&text).unwrap();
    let root = page.root_element();
    assert_eq!(root.attribute("width"), Some("1600"));
    assert_eq!(root.attribute("height"), Some("900"));
    assert_eq!(root.attribute("viewBox"), Some("0 0 1200 675"));
    let words = texts(&page);
    for wanted in [
        &format!("{} · Over time", register.title()),
        "As of 30 March 2014",
        "only three <people>",
        "North Korea 13 · Japan 17 · Returned 5",
        "North Korea 13",
        "Japan 17",
        "1980",
        "2010",
    ] {
        assert!(words.contains(&wanted), "“{wanted}” is not among {words:#?}");
    }
    assert!(words.iter().any(|words| words.contains("Ministry of Foreign Affairs")), "{words:#?}");
    assert_within_the_sheet(&page);
}

#[test]
fn what_is_said_after_the_day_changes_nothing() {
    let register = bundled();
    let early = chart(&register, "2002-09-16", PictureFormat::Svg, Lang::ENGLISH);
    let text = String::from_utf8(early).unwrap();
    assert!(text.contains("North Korea 0 · Japan 11 · Returned 0"));
    assert!(!text.contains("2002-09-25") && !text.contains("25 September 2002"));
}

#[test]
fn a_narrow_sheet_has_letters_as_large_as_a_wide_one() {
    assert_eq!(points([800, 600]), [800.0, 600.0]);
    assert_eq!(points([1600, 900]), [1200.0, 675.0]);
    assert_eq!(points([3200, 1800]), [1200.0, 675.0]);
    assert_eq!(points([400, 400]), [800.0, 800.0]);
}

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
                "Every case has a known place.",
            ] {
                assert!(words.contains(wanted), "{size:?} {region:?}: “{wanted}” in {words}");
            }
            let clipped = page.descendants().filter(|node| node.has_attribute("clip-path"));
            let [clipped] = clipped.collect::<Vec<_>>()[..] else { panic!("one part is clipped") };
            assert!(clipped.descendants().any(|node| node.has_tag_name("polygon")), "land");
            let (inside, outside) = match region {
                Region::Japan => ("Yaeko Taguchi", "3 cases lie outside this map: Toru Ishioka"),
                Region::Europe => ("Keiko Arimoto", "14 cases lie outside this map: "),
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

/// A register of so many people, all taken at one place where there is one.
fn people(count: usize, name: &str, place: &str) -> Register {
    let case = |at: usize| {
        let name = name.replace('#', &at.to_string());
        format!(
            "(id: \"c{at}\", name: (given: {name:?}), taken: (on: \"1978\", {place}), \
             claims: [(by: \"b\", on: \"2000-01-01\", says: Abducted)]),"
        )
    };
    let cases: String = (0..count).map(case).collect();
    read(&format!("(format: 1, title: \"Many\", compare: (\"a\", \"b\"), cases: [{cases}])"))
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
    let text = include_str!("../../data/register.ron").replace("at: (37.92, 139.04), ", "");
    let register = read(&text);
    let shown = Shown::whole(&register, "2014-03-30", Lang::ENGLISH);
    let text = shown.map(Region::All, [600, 1200]);
    let words = texts(&Document::parse(&text).unwrap()).join(" ");
    assert!(
        words.contains("1 case has no known place and is not on this map: Megumi Yokota"),
        "{words}"
    );
    assert!(!words.contains("outside this map"), "{words}");
}

#[test]
fn a_register_without_places_or_without_cases_has_pictures_that_say_so() {
    for (count, said) in [
        (0, "Every case has a known place."),
        (5, "5 cases have no known place and are not on this map: Person 0, Person 1, Person 2"),
    ] {
        let register = people(count, "Person #", "place: \"Sado\"");
        let shown = Shown::whole(&register, "2014-03-30", Lang::ENGLISH);
        let text = shown.map(Region::All, [600, 1200]);
        let page = Document::parse(&text).unwrap();
        assert_within_the_sheet(&page);
        let words = texts(&page).join(" ");
        assert!(words.contains(said), "{words}");
        let page = shown.summary();
        if count == 0 {
            assert_eq!(captions(&page), Vec::<&str>::new());
            assert!(page.contains("<h2 id=\"pictures\">Pictures</h2><p>No case is listed.</p>"));
        } else {
            assert_eq!(
                captions(&page),
                [
                    "Both lists over time: 5 cases, up to 30 March 2014",
                    "Timeline: 5 cases, up to 30 March 2014",
                ]
            );
            assert!(page.contains("5 cases have no known place and are not on this map</p>"));
        }
    }
}

#[test]
fn a_summary_carries_its_pictures_with_captions_and_words() {
    let register = bundled();
    let shown = Shown::whole(&register, "2014-03-30", Lang::ENGLISH);
    let page = shown.summary();
    let wanted = [
        "Both lists over time: 17 cases, up to 30 March 2014",
        "Timeline: 17 cases, up to 30 March 2014",
        "Map of Japan and Korea: 14 of 17 cases, as of 30 March 2014",
        "Map of Europe: 3 of 17 cases, as of 30 March 2014",
    ];
    assert_eq!(captions(&page), wanted);
    let figures = figures(&page);
    let mut ids = Vec::new();
    let told = [
        "17 September 2002: North Korea 13, Japan 11, Returned 0",
        "Kaoru Hasuike. 31 July 1978: taken",
        "Near her home, Yonago, Tottori: 1 case, unresolved: Kyoko Matsumoto",
        "14 cases lie outside this map: ",
    ];
    for ((figure, caption), told) in figures.iter().zip(wanted).zip(told) {
        let svg = Document::parse(figure).unwrap();
        assert_within_the_sheet(&svg);
        let root = svg.root_element();
        let (title, words) = root.attribute("aria-labelledby").unwrap().split_once(' ').unwrap();
        let by_id = |id: &str| {
            let mut found = svg.descendants().filter(|node| node.attribute("id") == Some(id));
            found.next().unwrap().text().unwrap().to_owned()
        };
        assert_eq!(by_id(title), caption);
        assert!(by_id(words).contains(told), "“{told}” is not in {}", by_id(words));
        ids.extend(svg.descendants().filter_map(|node| node.attribute("id").map(str::to_owned)));
    }
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "no id stands twice on the page");
    for wanted in ["<script", "<img", "<link", "@import", "http://www.w3.org"] {
        assert!(!page.contains(wanted), "{wanted}");
    }
    let without = export::export(Format::Html, &shown.input(), &Progress::default()).unwrap();
    assert!(!String::from_utf8(without).unwrap().contains("class=\"picture\""));
}

#[test]
fn the_pictures_of_a_filtered_summary_are_of_the_cases_listed() {
    let register = bundled();
    let query = Query { years: Some((1980, 1990)), ..Query::default() };
    for (lang, wanted) in [
        (
            Lang::ENGLISH,
            [
                "Both lists over time: 4 cases, up to 31 December 2002",
                "Timeline: 4 cases, up to 31 December 2002",
                "Map of Japan and Korea: 1 of 4 cases, as of 31 December 2002",
                "Map of Europe: 3 of 4 cases, as of 31 December 2002",
            ],
        ),
        (
            ja(),
            [
                "両側の一覧の推移：4人、2002年12月31日まで",
                "年表：4人、2002年12月31日まで",
                "日本と朝鮮半島の地図：4人中1人、2002年12月31日現在",
                "欧州の地図：4人中3人、2002年12月31日現在",
            ],
        ),
    ] {
        let shown = Shown::whole(&register, "2002-12-31", lang).asking(query.clone());
        let page = shown.summary();
        assert_eq!(captions(&page), wanted);
        let words = figures(&page).concat();
        let name = |id: &str| {
            let at = register.position(&CaseId::new(id).unwrap()).unwrap();
            register.cases()[at].name.shown(lang.code())
        };
        assert!(words.contains(&name("arimoto-keiko")) && !words.contains(&name("kume-yutaka")));
    }
}

#[test]
fn who_was_taken_elsewhere_is_on_a_map_of_all() {
    let text = include_str!("../../data/register.ron")
        .replace("at: (37.92, 139.04)", "at: (-34.6, -58.4)");
    let register = read(&text);
    let page = Shown::whole(&register, "2014-03-30", Lang::ENGLISH).summary();
    assert_eq!(
        captions(&page)[2..],
        [
            "Map of Japan and Korea: 13 of 17 cases, as of 30 March 2014",
            "Map of Europe: 3 of 17 cases, as of 30 March 2014",
            "Map of all places: 17 of 17 cases, as of 30 March 2014",
        ]
    );
}

#[test]
fn a_timeline_of_many_says_how_many_more_there_are() {
    let register = people(3_000, "Person #", "at: (38.0, 138.4)");
    let shown = Shown::whole(&register, "2014-03-30", Lang::ENGLISH);
    let rows = &shown.view.answer().rows;
    let as_of = day("2014-03-30");
    let span = whole(Some(1978), as_of);
    let lang = Lang::ENGLISH;
    for (size, count) in
        [([1600, 900], 3_000), ([800, 600], 3_000), ([800, 600], 3), ([400, 300], 2)]
    {
        let rows = &rows[..count];
        let chart = TimelineChart { register: &register, rows, span, as_of, lang };
        let text = shown.svg("Timeline", size, |size| chart.draw(size));
        let page = Document::parse(&text).unwrap();
        let words = texts(&page);
        let lanes = words.iter().filter(|words| words.starts_with("Person ")).count();
        let more = words.iter().find_map(|words| words.strip_prefix("and ")?.strip_suffix(" more"));
        let more: usize = more.map_or(0, |more| more.replace(',', "").parse().unwrap());
        assert_eq!(lanes + more, count, "{size:?}: {words:#?}");
        assert!(count > 3 || more == 0 || size[0] == 400, "{size:?}: {words:#?}");
    }
    let page = shown.summary();
    let timeline = &figures(&page)[1];
    assert!(timeline.len() < 60_000, "{} bytes", timeline.len());
    let said = texts(&Document::parse(timeline).unwrap()).join(" ");
    assert!(said.contains("and 2,951 more"), "{said}");
}

#[test]
fn names_that_mean_something_to_a_page_are_only_shown() {
    let name = "\u{202E}<b>&amp;\"'</svg># \u{1}\u{200F}";
    let register = people(3, name, "at: (38.0, 138.4), place: \"</text>&<\"");
    let shown = Shown::whole(&register, "2014-03-30", Lang::ENGLISH);
    let name = "<b>&amp;\"'</svg>0  \u{200F}";
    let as_of: Day = day("2014-03-30");
    let rows = &shown.view.answer().rows;
    let chart = TimelineChart {
        register: &register,
        rows,
        span: whole(Some(1978), as_of),
        as_of,
        lang: Lang::ENGLISH,
    };
    let timeline = shown.svg("<Time> & \"line\"", [1600, 900], |size| chart.draw(size));
    let map = shown.map(Region::All, [1600, 900]);
    let mut pictures = vec![(timeline, name), (map, "</text>&<")];
    pictures.extend(figures(&shown.summary()).into_iter().skip(1).zip([name, "</text>&<"]));
    for (text, wanted) in pictures {
        let page = Document::parse(&text).unwrap();
        let words = texts(&page);
        assert!(words.contains(&wanted), "“{wanted}” is not among {words:#?}");
        let known = [
            "svg", "title", "desc", "rect", "g", "clipPath", "text", "circle", "polygon",
            "polyline",
        ];
        for node in page.descendants().filter(Node::is_element) {
            assert!(known.contains(&node.tag_name().name()), "{node:?}");
        }
    }
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

#[test]
fn a_picture_of_dots_has_the_size_asked_for() {
    let bytes = chart(&bundled(), "2014-03-30", PictureFormat::Png, ja());
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    assert_eq!((number(16), number(20)), (1600, 900));
    assert!(bytes.len() > 20_000, "there is something on it");
}
