//! Summaries with pictures.

use roxmltree::{Document, Node};

use crate::{
    expected_files::exported,
    figures::{
        FigureFixture, assert_within_page, captions, figures, ja, register_of_people, texts,
    },
    generators::{bundled, day, read},
};
use blue_ribbon::{
    Locale, Progress,
    analysis::{map::region::Region, query::Query},
    export::{report::ReportFormat, summary::export_summary},
    figure::timeline::{chart::TimelineChart, full_range},
    model::{CaseId, Day, characters::visible},
};

#[test]
fn figures_of_a_register_without_places_or_cases_say_so() {
    for (count, said) in [
        (0, "Every case has a known place."),
        (5, "5 cases have no known place and are not on this map: Person 0, Person 1, Person 2"),
    ] {
        let register = register_of_people(count, "Person #", "place: \"Sado\"");
        let shown = FigureFixture::all_cases(&register, "2014-03-30", Locale::ENGLISH);
        let text = shown.map(Region::All, [600, 1200]);
        let page = Document::parse(&text).unwrap();
        assert_within_page(&page);
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
fn a_summary_has_figures_with_captions_and_alternative_text() {
    let register = bundled();
    let shown = FigureFixture::all_cases(&register, "2014-03-30", Locale::ENGLISH);
    let page = shown.summary();
    let wanted = [
        "Both lists over time: 17 cases, up to 30 March 2014",
        "Timeline: 17 cases, up to 30 March 2014",
        "Map of Japan and Korea: 13 of 17 cases, as of 30 March 2014",
        "Map of Europe: 3 of 17 cases, as of 30 March 2014",
    ];
    assert_eq!(captions(&page), wanted);
    let figures = figures(&page);
    let mut ids = Vec::new();
    let told = [
        "17 September 2002: North Korea 13, Japan 11, Returned 0",
        "Kaoru Hasuike. 31 July 1978: taken",
        "Near her home, Yonago, Tottori: 1 case, unresolved: Kyoko Matsumoto",
        "13 cases lie outside this map: ",
    ];
    for ((figure, caption), told) in figures.iter().zip(wanted).zip(told) {
        let svg = Document::parse(figure).unwrap();
        assert_within_page(&svg);
        let root = svg.root_element();
        let (title, text) = root.attribute("aria-labelledby").unwrap().split_once(' ').unwrap();
        let by_id = |id: &str| {
            let mut found = svg.descendants().filter(|node| node.attribute("id") == Some(id));
            found.next().unwrap().text().unwrap().to_owned()
        };
        assert_eq!(by_id(title), caption);
        assert!(by_id(text).contains(told), "“{told}” is not in {}", by_id(text));
        ids.extend(svg.descendants().filter_map(|node| node.attribute("id").map(str::to_owned)));
    }
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "no id stands twice on the page");
    for wanted in ["<script", "<img", "<link", "@import", "http://www.w3.org"] {
        assert!(!page.contains(wanted), "{wanted}");
    }
    let without = exported(|out| {
        export_summary(ReportFormat::Html, &shown.input(), &Progress::default(), out)
    })
    .unwrap();
    assert!(!String::from_utf8(without).unwrap().contains("class=\"picture\""));
}

#[test]
fn figures_of_a_filtered_summary_show_the_listed_cases() {
    let register = bundled();
    let query = Query { year_range: Some((1980, 1990)), ..Query::default() };
    for (locale, wanted) in [
        (
            Locale::ENGLISH,
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
        let shown =
            FigureFixture::all_cases(&register, "2002-12-31", locale).with_query(query.clone());
        let page = shown.summary();
        assert_eq!(captions(&page), wanted);
        let text = figures(&page).concat();
        let name = |id: &str| {
            let at = register.case_index(&CaseId::new(id).unwrap()).unwrap();
            register.cases()[at].name.display_name(locale.code())
        };
        assert!(text.contains(&name("arimoto-keiko")) && !text.contains(&name("kume-yutaka")));
    }
}

#[test]
fn people_abducted_elsewhere_are_on_the_map_of_all_places() {
    let text = include_str!("../../../data/register.ron")
        .replace("at: (37.92, 139.04)", "at: (-34.6, -58.4)");
    let register = read(&text);
    let page = FigureFixture::all_cases(&register, "2014-03-30", Locale::ENGLISH).summary();
    assert_eq!(
        captions(&page)[2..],
        [
            "Map of Japan and Korea: 12 of 17 cases, as of 30 March 2014",
            "Map of Europe: 3 of 17 cases, as of 30 March 2014",
            "Map of all places: 16 of 17 cases, as of 30 March 2014",
        ]
    );
}

#[test]
fn names_with_markup_are_escaped() {
    let name = "\u{202E}<b>&amp;\"'</svg># \u{1}\u{200F}";
    let register = register_of_people(3, name, "at: (38.0, 138.4), place: \"</text>&<\"");
    let shown = FigureFixture::all_cases(&register, "2014-03-30", Locale::ENGLISH);
    let name = "<b>&amp;\"'</svg>0  \u{200F}";
    let as_of: Day = day("2014-03-30");
    let rows = &shown.view.query_result().rows;
    let chart = TimelineChart {
        register: &register,
        rows,
        day_range: full_range(Some(1978), as_of),
        as_of,
        locale: Locale::ENGLISH,
    };
    let timeline = shown.svg("<Time> & \"line\"", [1600, 900], |size| chart.draw(size));
    let map = shown.map(Region::All, [1600, 900]);
    let mut pictures = vec![(timeline, name), (map, "</text>&<")];
    // In a page, a direction sign is shown by its code point.
    let name = visible(name);
    pictures.extend(figures(&shown.summary()).into_iter().skip(1).zip([&*name, "</text>&<"]));
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
