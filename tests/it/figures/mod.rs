//! Pictures that are handed out: what stands on them.

mod map;
mod summary;

use std::sync::Arc;

use resvg::tiny_skia::Pixmap;
use roxmltree::{Document, Node};

use crate::{
    expected_files::exported,
    generators::{bundled, day, read},
};
use blue_ribbon::{
    Locale, Progress,
    analysis::{
        Analysis, CheckResults,
        map::{clusters::ClusterIndex, region::Region},
        query::Query,
    },
    describe::labels::describe_query,
    export::{
        figure_file::{FigureFormat, export_figure, figure_page},
        report::ReportFormat,
        report_input::{ReportInput, Scope},
        summary::export_summary,
    },
    figure::{
        Figure,
        map::chart::MapChart,
        page_layout::page_size_in_points,
        step_chart::CountsChart,
        timeline::{chart::TimelineChart, full_range},
    },
    register::Register,
    store::history::history_reference::HistoryReference,
};

fn ja() -> Locale {
    Locale::from_tag("ja").unwrap()
}

/// A register as of a day with what was asked of it.
struct FigureFixture<'a> {
    register: &'a Register,
    view: Analysis,
    asked: String,
    locale: Locale,
}

impl<'a> FigureFixture<'a> {
    fn all_cases(register: &'a Register, as_of: &str, locale: Locale) -> Self {
        let view = Analysis::new(register, day(as_of), Arc::<CheckResults>::default());
        Self { register, view, asked: String::new(), locale }
    }

    fn with_query(mut self, query: Query) -> Self {
        self.asked = describe_query(self.locale, self.register, &query);
        self.view.set_query(self.register, query);
        self
    }

    fn input(&self) -> ReportInput<'_> {
        let rows = &self.view.query_result().rows;
        let filtered = Scope::Filtered { rows, filter_text: &self.asked };
        ReportInput {
            as_recorded: None,
            history: HistoryReference::NoHistory,
            register: self.register,
            reconciliation: self.view.reconciliation(),
            case_states: self.view.case_states(),
            scope: if self.asked.is_empty() { Scope::Whole } else { filtered },
            with_contradictions: false,
            count_points: None,
            locale: self.locale,
        }
    }

    /// A chart on a sheet of a size.
    fn figure(
        &self,
        title: &str,
        (format, size): (FigureFormat, [u32; 2]),
        chart: impl FnOnce([f32; 2]) -> Figure,
    ) -> Vec<u8> {
        let sheet = figure_page(&self.input(), title);
        let chart = chart(sheet.chart_size(page_size_in_points(size)));
        export_figure(format, &sheet, chart, size, self.locale).unwrap()
    }

    fn svg(&self, title: &str, size: [u32; 2], chart: impl FnOnce([f32; 2]) -> Figure) -> String {
        String::from_utf8(self.figure(title, (FigureFormat::Svg, size), chart)).unwrap()
    }

    /// The map of a region, or of all where there is no such.
    fn map(&self, region: Region, size: [u32; 2]) -> String {
        let Self { register, view, locale, .. } = self;
        let rows = &view.query_result().rows;
        let clusters = &ClusterIndex::from_rows(register, rows, view.case_states());
        let part = region.map_rect(clusters).unwrap_or_else(|| Region::initial_rect(clusters));
        let area = view.query().bounds;
        let cases = (rows.as_slice(), view.case_states());
        self.svg("Map", size, |size| {
            MapChart::new(register, cases, (part, area), *locale, size).draw()
        })
    }

    /// The summary with its pictures.
    fn summary(&self) -> String {
        let count_points = self.view.counts_over_time();
        let input = ReportInput { count_points: Some(&count_points), ..self.input() };
        let page =
            exported(|out| export_summary(ReportFormat::Html, &input, &Progress::default(), out))
                .unwrap();
        String::from_utf8(page).unwrap()
    }
}

/// The chart of both lists on a sheet.
fn counts_chart(register: &Register, as_of: &str, format: FigureFormat, locale: Locale) -> Vec<u8> {
    let shown = FigureFixture::all_cases(register, as_of, locale);
    let (count_points, as_of) = (shown.view.counts_over_time(), day(as_of));
    let shown = FigureFixture { asked: "only three <people>".to_owned(), ..shown };
    let count_points = CountsChart::new(register, count_points, Some(1977), (as_of, as_of), locale);
    shown.figure("Over time", (format, [1600, 900]), |size| count_points.draw(size).figure)
}

/// The texts of a picture, each one once.
fn texts<'a>(page: &'a Document) -> Vec<&'a str> {
    let all = page.descendants().filter(|node| node.has_tag_name("text"));
    let mut text: Vec<&str> = all.filter_map(|node| node.text()).collect();
    text.dedup();
    text
}

fn number(node: Node, name: &str) -> f32 {
    node.attribute(name).unwrap().parse().unwrap()
}

/// Checks that nothing is written or marked beyond the sheet, and that whatever is drawn beyond
/// the edge of a picture on it is clipped.
fn assert_within_page(page: &Document) {
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
fn a_figure_shows_title_day_counts_and_sources() {
    let register = bundled();
    let bytes = counts_chart(&register, "2014-03-30", FigureFormat::Svg, Locale::ENGLISH);
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
        "17 cases of 17: North Korea 13 · Japan 17 · Returned 5",
        "North Korea 13",
        "Japan 17",
        "1980",
        "2010",
    ] {
        assert!(words.contains(&wanted), "“{wanted}” is not among {words:#?}");
    }
    assert!(words.iter().any(|words| words.contains("Ministry of Foreign Affairs")), "{words:#?}");
    assert_within_page(&page);
}

#[test]
fn later_claims_do_not_change_a_figure() {
    let register = bundled();
    let early = counts_chart(&register, "2002-09-16", FigureFormat::Svg, Locale::ENGLISH);
    let text = String::from_utf8(early).unwrap();
    assert!(text.contains("North Korea 0 · Japan 11 · Returned 0"));
    assert!(!text.contains("2002-09-25") && !text.contains("25 September 2002"));
}

#[test]
fn text_size_does_not_depend_on_page_width() {
    assert_eq!(page_size_in_points([800, 600]), [800.0, 600.0]);
    assert_eq!(page_size_in_points([1600, 900]), [1200.0, 675.0]);
    assert_eq!(page_size_in_points([3200, 1800]), [1200.0, 675.0]);
    assert_eq!(page_size_in_points([400, 400]), [800.0, 800.0]);
}

/// A register of so many people, all taken at one place where there is one.
fn register_of_people(count: usize, name: &str, place: &str) -> Register {
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
fn a_timeline_of_many_cases_names_how_many_are_omitted() {
    let register = register_of_people(3_000, "Person #", "at: (38.0, 138.4)");
    let shown = FigureFixture::all_cases(&register, "2014-03-30", Locale::ENGLISH);
    let rows = &shown.view.query_result().rows;
    let as_of = day("2014-03-30");
    let span = full_range(Some(1978), as_of);
    let locale = Locale::ENGLISH;
    for (size, count) in
        [([1600, 900], 3_000), ([800, 600], 3_000), ([800, 600], 3), ([400, 300], 2)]
    {
        let rows = &rows[..count];
        let chart = TimelineChart { register: &register, rows, day_range: span, as_of, locale };
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

/// The colors in each square of 100 × 100 pixels of the chart of counts: the sum of 1 for the first
/// party, 2 for the second party and 4 for text.
const EXPECTED_COLORS: [&str; 9] = [
    "4444444444440000",
    "0000000000000000",
    "0000000000222220",
    "0000000022331111",
    "0000000020100000",
    "1111111131100000",
    "4444000000000000",
    "0000000000000000",
    "0000000000000000",
];

#[test]
fn a_long_name_of_a_party_leaves_room_for_the_lines() {
    let text = include_str!("../../../data/register.ron");
    let name = "W".repeat(400);
    let register = read(&text.replace("short: (en: \"Japan\"", &format!("short: (en: \"{name}\"")));
    let svg = counts_chart(&register, "2014-03-30", FigureFormat::Svg, Locale::ENGLISH);
    let svg = String::from_utf8(svg).unwrap();
    let page = Document::parse(&svg).unwrap();
    let [width, _] = size_of(page.root_element());
    let mut labels =
        page.descendants().filter(|node| node.text().is_some_and(|it| it.ends_with("W… 17")));
    let label = labels.next().unwrap();
    assert!(number(label, "x") > width / 2.0, "{label:?}");
    assert_within_page(&page);
}

#[test]
fn a_png_shows_the_figure_in_the_requested_size() {
    let bytes = counts_chart(&bundled(), "2014-03-30", FigureFormat::Png, ja());
    let image = Pixmap::decode_png(&bytes).unwrap();
    assert_eq!((image.width(), image.height()), (1600, 900));
    let colors = [[0x9A, 0x3B, 0x1E], [0x1B, 0x4F, 0xA3], [0x1D, 0x1C, 0x1A]];
    let colors_in_square = |row: usize, column: usize| {
        let lines = (row * 100..(row + 1) * 100).map(|y| y * 1600 + column * 100);
        let square = lines.flat_map(|start| &image.pixels()[start..start + 100]);
        let square: Vec<_> =
            square.map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
        // A few pixels may belong to the edge of something in the next square.
        let is_in_square = |color| square.iter().filter(|pixel| **pixel == color).count() > 20;
        let [first, second, text] = colors.map(|color| u32::from(is_in_square(color)));
        (first + 2 * second + 4 * text).to_string()
    };
    let found: Vec<String> =
        (0..9).map(|row| (0..16).map(|column| colors_in_square(row, column)).collect()).collect();
    assert_eq!(found, EXPECTED_COLORS, "{found:#?}");
}

#[test]
fn a_figure_of_filtered_cases_counts_them_and_says_so() {
    let register = bundled();
    let count = |search: &str, locale| {
        let query = Query { search: search.to_owned(), ..Query::default() };
        let shown = FigureFixture::all_cases(&register, "2014-03-30", locale).with_query(query);
        figure_page(&shown.input(), "Map").counts
    };
    assert_eq!(
        count("soga", Locale::ENGLISH),
        "2 cases of 17: North Korea 1 · Japan 2 · Returned 1"
    );
    assert_eq!(
        count("yokota", Locale::ENGLISH),
        "1 case of 17: North Korea 1 · Japan 1 · Returned 0"
    );
    assert_eq!(count("yokota", ja()), "17人中の1人：北朝鮮 1 · 日本 1 · 帰国 0");
}
