//! Whatever a register's texts hold, an export stays what it is.

use std::sync::Arc;

use blue_ribbon::{
    Lang, Progress,
    export::{self, ChangesInput, Format, Input, ListFormat, Scope},
    model::{
        Case, Claim, Event, Fact, Incident, Name, Party, Returned, Says, Source, SourceKind, Taken,
        Total, Variant, Words,
    },
    register::{Change, Edit, Register},
    view::{Changes, Standing, View},
};
use proptest::prelude::*;

use crate::made_up::day;

/// Texts that mean something to one format or another, and any text at all.
fn text() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(vec![
        "<script>alert(1)</script>",
        "\" onclick=\"x",
        "' onclick='x",
        "&lt;b&gt;",
        "]]><!--",
        "</style><style>",
        "=1+1",
        "+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r\n=1",
        "＝1+1",
        "a,b\"c\"\r\nd",
        "a|b",
        "\\|",
        "[x](javascript:y)",
        "*_`~",
        "# x\n\n# y",
        "1. x",
        "- x",
        "%{n}",
        "javascript:alert(1)",
        "\u{202E}\u{0}",
        "横田 めぐみ",
    ]);
    let any = prop_oneof![nasty.prop_map(str::to_owned), any::<String>()];
    prop::collection::vec(any, 1..4)
        .prop_map(|parts| parts.concat())
        .prop_filter("a text that shows", |text| {
            text.chars().any(|c| !c.is_whitespace() && !c.is_control())
        })
}

fn words(text: &str) -> Words {
    Words { en: text.to_owned(), ..Words::default() }
}

fn created<T>(record: T) -> Change<T> {
    Change { at: 0, before: None, after: Some(Arc::new(record)) }
}

/// A register whose every text is this one; the address of its source too.
fn register(text: &str, address: &str) -> Register {
    let party = |id: &str| Party {
        id: blue_ribbon::model::PartyId::new(id).unwrap(),
        name: words(text),
        short: words(text),
    };
    let source = Source {
        id: blue_ribbon::model::SourceId::new("s").unwrap(),
        kind: SourceKind::Press,
        publisher: text.to_owned(),
        title: text.to_owned(),
        published: None,
        address: address.to_owned(),
        note: text.to_owned(),
    };
    let sources = vec![source.id.clone()];
    let claim = |by: &str, says: Says, reported: bool| Claim {
        by: party(by).id,
        on: "2000".parse().unwrap(),
        says,
        reported,
        sources: sources.clone(),
        note: text.to_owned(),
    };
    let dead = Says::Dead { on: None, place: text.to_owned(), cause: text.to_owned() };
    let mut case = Case::new(blue_ribbon::model::CaseId::new("c").unwrap());
    case.name = Name {
        given: text.to_owned(),
        family: text.to_owned(),
        native: text.to_owned(),
        reading: text.to_owned(),
        other: Vec::new(),
    };
    case.taken = Taken {
        on: Some("1977".parse().unwrap()),
        place: text.to_owned(),
        prefecture: text.to_owned(),
        at: Some((38.0, 138.4).try_into().unwrap()),
        incident: Some(1),
        ..Taken::default()
    };
    case.claims = vec![
        claim("b", Says::Abducted, false),
        claim("b", Says::Disputes(text.to_owned()), false),
        claim("b", dead, true),
        claim("c", Says::Alive, false),
    ];
    case.returned = Some(Returned { on: "2001".parse().unwrap(), sources: sources.clone() });
    case.variants = vec![Variant {
        field: Fact::Place,
        value: text.to_owned(),
        sources: sources.clone(),
        note: text.to_owned(),
    }];
    case.note = text.to_owned();
    case.sources = sources.clone();
    let event = Event {
        on: "2000".parse().unwrap(),
        title: words(text),
        place: words(text),
        sources: sources.clone(),
        note: text.to_owned(),
    };
    let total = Total {
        by: party("b").id,
        count: 2,
        on: "2000".parse().unwrap(),
        sources,
        note: text.to_owned(),
    };
    let incident = Incident { number: 1, name: words(text), note: String::new() };
    let mut register = Register::new(text.to_owned(), party("a"), party("b"));
    let edits = [
        Edit::Source(created(source)),
        Edit::Incident(created(incident)),
        Edit::Total(created(total)),
        Edit::Case(created(case)),
        Edit::Event(created(event)),
    ];
    register.apply_all(&edits).unwrap();
    register
}

fn with_input<T>(register: &Register, asked: &str, make: impl FnOnce(&Input<'_>) -> T) -> T {
    let view = View::new(register, day("2014-03-30"), Arc::default());
    let (reconciliation, standings): (_, &[Standing]) = (view.reconciliation(), view.standings());
    let scope = Scope::Filtered { rows: &[0], asked };
    make(&Input {
        as_recorded: None,
        register,
        reconciliation,
        standings,
        scope,
        lang: Lang::ENGLISH,
        contradictions: true,
        pictures: None,
    })
}

fn made(format: Format, register: &Register, asked: &str) -> String {
    let bytes = with_input(register, asked, |input| {
        export::export(format, input, &Progress::default()).unwrap()
    });
    String::from_utf8(bytes).unwrap()
}

/// What changed since long before the first claim.
fn changed(format: Format, register: &Register) -> String {
    let changes = Changes::between(register, day("1990-01-01"), day("2014-03-30"));
    assert_eq!(changes.items.len(), 7);
    let input = ChangesInput { register, changes: &changes, lang: Lang::ENGLISH };
    let bytes = export::changes(format, &input, &Progress::default()).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The tags of a page with their attributes, without the attributes' values.
fn tags(page: &str) -> Vec<String> {
    let page =
        page.split("<style>").next().unwrap().to_owned() + page.split("</style>").nth(1).unwrap();
    let tags = page.split('<').skip(1).map(|part| part.split('>').next().unwrap());
    tags.map(|tag| tag.split('"').step_by(2).collect()).collect()
}

/// How many cells each line has, and with what it begins.
fn lines(page: &str) -> Vec<(usize, &str)> {
    let begins = ["### ", "## ", "# ", "- ", "|", "**", "["];
    page.lines()
        .map(|line| {
            let cells = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
            let begin = begins.into_iter().find(|begin| line.starts_with(begin));
            (cells, begin.unwrap_or(""))
        })
        .collect()
}

/// What a spreadsheet does with a cell, said anew.
fn is_run(cell: &str) -> bool {
    let number = cell.parse::<f64>().is_ok_and(f64::is_finite) && cell.is_ascii();
    let first = cell.chars().find(|c| !c.is_whitespace());
    let tricky = cell.starts_with(['\t', '\r', '\n']);
    !number && (tricky || first.is_some_and(|c| "=+-@＝＋－＠".contains(c)))
}

/// The pictures of a summary.
fn pictures(register: &Register, asked: &str) -> Vec<String> {
    let course = View::new(register, day("2014-03-30"), Arc::default()).course();
    let page = with_input(register, asked, |input| {
        let input = Input { pictures: Some(&course), ..*input };
        export::export(Format::Html, &input, &Progress::default()).unwrap()
    });
    let page = String::from_utf8(page).unwrap();
    let figures = page.split("<figure class=\"picture\">").skip(1);
    let svg = |figure: &str| {
        let from = figure.find("<svg").unwrap();
        figure[from..figure.find("</svg>").unwrap()].to_owned() + "</svg>"
    };
    figures.map(svg).collect()
}

proptest! {
    #[test]
    fn pictures_stay_pictures(text in text()) {
        let pictures = pictures(&register(&text, "x"), &text);
        prop_assert_eq!(pictures.len(), 3, "both lists, the timeline, one map");
        for picture in pictures {
            let page = roxmltree::Document::parse(&picture);
            let page = page.map_err(|error| TestCaseError::fail(format!("{error}: {picture}")))?;
            let known = [
                "svg", "title", "desc", "rect", "g", "clipPath", "text", "circle", "polygon",
                "polyline",
            ];
            for node in page.descendants().filter(roxmltree::Node::is_element) {
                prop_assert!(known.contains(&node.tag_name().name()), "{:?}", node);
            }
        }
    }

    #[test]
    fn html_has_the_tags_of_the_page_and_no_others(text in text()) {
        let (plain, hostile) = (register("x", "x"), register(&text, "x"));
        let page = made(Format::Html, &hostile, &text);
        prop_assert_eq!(tags(&page), tags(&made(Format::Html, &plain, "x")));
        let [page, plain] = [&hostile, &plain].map(|one| changed(Format::Html, one));
        prop_assert_eq!(tags(&page), tags(&plain));
    }

    #[test]
    fn html_links_to_web_addresses_alone(address in text()) {
        let register = register("x", &address);
        let page = made(Format::Html, &register, "x") + &changed(Format::Html, &register);
        for link in page.split("href=\"").skip(1) {
            let known = ["#source-", "#cite-", "#case-", "https://", "http://"];
            prop_assert!(known.iter().any(|start| link.starts_with(start)), "{}", link);
        }
    }

    #[test]
    fn markdown_has_the_lines_and_cells_of_the_page_and_no_others(text in text()) {
        let (plain, hostile) = (register("x", "x"), register(&text, "x"));
        let page = made(Format::Markdown, &hostile, &text);
        let plain_page = made(Format::Markdown, &plain, "x");
        prop_assert_eq!(lines(&page), lines(&plain_page));
        prop_assert!(!page.replace("\\<", "").contains('<'));
        let [page, plain] = [&hostile, &plain].map(|one| changed(Format::Markdown, one));
        prop_assert_eq!(lines(&page), lines(&plain));
        prop_assert!(!page.replace("\\<", "").contains('<'));
    }

    #[test]
    fn csv_reads_back_and_runs_nothing(text in text()) {
        let register = register(&text, &text);
        let summary = made(Format::Csv, &register, &text);
        let list = with_input(&register, &text, |input| {
            export::list(ListFormat::Csv, input, &Progress::default()).unwrap()
        });
        let changes = changed(Format::Csv, &register);
        let files = [(summary, 6, 2), (String::from_utf8(list).unwrap(), 6, 2), (changes, 17, 18)];
        for (file, place, count) in files {
            let rows = file.strip_prefix('\u{FEFF}').unwrap();
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(rows.as_bytes());
            let rows: Vec<_> = reader.records().collect::<Result<_, _>>().unwrap();
            prop_assert_eq!(rows.len(), count);
            for cell in rows.iter().flatten() {
                prop_assert!(!is_run(cell), "{:?}", cell);
            }
            let cell = rows[1][place].trim_start_matches('\'');
            prop_assert!(cell.starts_with(text.trim_start_matches('\'')), "{:?}", cell);
        }
    }

    #[test]
    fn json_reads_back(text in text()) {
        let json = made(Format::Json, &register(&text, &text), &text);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(json["title"].as_str(), Some(text.as_str()));
        prop_assert_eq!(json["scope"]["asked"].as_str(), Some(text.as_str()));
        prop_assert_eq!(json["sources"][0]["address"].as_str(), Some(text.as_str()));
        let json = changed(Format::Json, &register(&text, &text));
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(json["title"].as_str(), Some(text.as_str()));
        prop_assert_eq!(json["changes"][5]["title"].as_str(), Some(text.as_str()));
        prop_assert_eq!(json["sources"][0]["address"].as_str(), Some(text.as_str()));
    }

    #[test]
    fn a_table_has_a_line_for_each_case(text in text()) {
        let table = with_input(&register(&text, &text), &text, |input| {
            export::list(ListFormat::Table, input, &Progress::default()).unwrap()
        });
        prop_assert_eq!(String::from_utf8(table).unwrap().lines().count(), 2);
    }
}
