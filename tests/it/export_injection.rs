//! Whatever a register's texts hold, an export stays what it is.

use std::sync::Arc;

use proptest::prelude::*;

use crate::{expected_files::exported, generators::day};
use blue_ribbon::{
    Locale, Progress,
    analysis::{Analysis, changes::Changes, position::CaseState},
    export::{
        case_list::{ListFormat, export_list, export_tsv},
        changes::{export_changes, report::ChangesInput},
        csv_separator::CsvSeparator,
        report::ReportFormat,
        report_input::{ReportInput, Scope},
        summary::export_summary,
    },
    model::{
        self, Abduction, Case, Claim, Event, Fact, Incident, LocalizedText, Name, Party, Return,
        Source, SourceKind, Statement, Total, Variant,
        characters::{InvisibleKind, invisible_kind, visible},
    },
    register::{Change, Edit, Register},
    store::history::history_reference::HistoryReference,
};

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
        "a;=cmd()",
        "a,@x",
        "x;",
        "x,\t",
        ";\"=1\"",
        "\";=1",
        "-5",
        "a\n-b\r+c",
        "﹢1",
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

fn localized(text: &str) -> LocalizedText {
    LocalizedText { en: text.to_owned(), ..LocalizedText::default() }
}

fn created<T>(record: T) -> Change<T> {
    Change { at: 0, before: None, after: Some(Arc::new(record)) }
}

/// A register whose every text is this one; the address of its source too.
fn register(text: &str, address: &str) -> Register {
    let party = |id: &str| Party {
        id: model::PartyId::new(id).unwrap(),
        name: localized(text),
        short: localized(text),
    };
    let source = Source {
        id: model::SourceId::new("s").unwrap(),
        kind: SourceKind::Press,
        publisher: text.to_owned(),
        title: text.to_owned(),
        published: None,
        address: address.to_owned(),
        note: text.to_owned(),
    };
    let sources = vec![source.id.clone()];
    let claim = |by: &str, says: Statement, reported: bool| Claim {
        by: party(by).id,
        on: "2000".parse().unwrap(),
        says,
        reported,
        sources: sources.clone(),
        note: text.to_owned(),
    };
    let dead = Statement::Dead { on: None, place: text.to_owned(), cause: text.to_owned() };
    let mut case = Case::new(model::CaseId::new("c").unwrap());
    case.name = Name {
        given: text.to_owned(),
        family: text.to_owned(),
        native: text.to_owned(),
        reading: text.to_owned(),
        other: Vec::new(),
    };
    case.taken = Abduction {
        on: Some("1977".parse().unwrap()),
        place: text.to_owned(),
        prefecture: text.to_owned(),
        at: Some((38.0, 138.4).try_into().unwrap()),
        incident: Some(1),
        ..Abduction::default()
    };
    case.claims = vec![
        claim("b", Statement::Abducted, false),
        claim("b", Statement::Disputes(text.to_owned()), false),
        claim("b", dead, true),
        claim("c", Statement::Alive, false),
    ];
    case.returned = Some(Return { on: "2001".parse().unwrap(), sources: sources.clone() });
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
        title: localized(text),
        place: localized(text),
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
    let incident = Incident { number: 1, name: localized(text), note: String::new() };
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

fn with_input<T>(register: &Register, asked: &str, make: impl FnOnce(&ReportInput<'_>) -> T) -> T {
    let view = Analysis::new(register, day("2014-03-30"), Arc::default());
    let (reconciliation, standings): (_, &[CaseState]) =
        (view.reconciliation(), view.case_states());
    let scope = Scope::Filtered { rows: &[0], filter_text: asked };
    make(&ReportInput {
        as_recorded: None,
        history: HistoryReference::NoHistory,
        register,
        reconciliation,
        case_states: standings,
        scope,
        locale: Locale::ENGLISH,
        with_contradictions: true,
        count_points: None,
    })
}

fn export_text(format: ReportFormat, register: &Register, asked: &str) -> String {
    let bytes = with_input(register, asked, |input| {
        exported(|out| export_summary(format, input, &Progress::default(), out)).unwrap()
    });
    String::from_utf8(bytes).unwrap()
}

/// Returns the exported changes of a register since long before its first claim.
fn export_changes_text(format: ReportFormat, register: &Register) -> String {
    let changes = Changes::between(register, day("1990-01-01"), day("2014-03-30"));
    assert_eq!(changes.items.len(), 7);
    let input = ChangesInput {
        register,
        changes: &changes,
        locale: Locale::ENGLISH,
        history: HistoryReference::NoHistory,
    };
    let bytes = exported(|out| export_changes(format, &input, &Progress::default(), out)).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The tags of a page with their attributes, without the attributes' values.
fn tags(page: &str) -> Vec<String> {
    let page =
        page.split("<style>").next().unwrap().to_owned() + page.split("</style>").nth(1).unwrap();
    let page = without_language_spans(&page);
    let tags = page.split('<').skip(1).map(|part| part.split('>').next().unwrap());
    tags.map(|tag| tag.split('"').step_by(2).collect()).collect()
}

/// Returns a page without the elements that name the language or the direction of a text, which
/// depend on the text.
fn without_language_spans(page: &str) -> String {
    let page = page.replace("<bdi>", "").replace("</bdi>", "");
    let mut parts = page.split("<span lang=\"");
    let mut rest = parts.next().unwrap().to_owned();
    for part in parts {
        let (_, part) = part.split_once("\">").unwrap();
        let (text, after) = part.split_once("</span>").unwrap();
        assert!(!text.contains('<'), "{text}");
        rest.push_str(text);
        rest.push_str(after);
    }
    rest
}

/// Returns for each line of Markdown the number of its cells and the mark that it begins with.
fn table_lines(page: &str) -> Vec<(usize, &str)> {
    let begins = ["### ", "## ", "# ", "- ", "|", "**", "["];
    page.lines()
        .map(|line| {
            let cells = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
            let begin = begins.into_iter().find(|begin| line.starts_with(begin));
            (cells, begin.unwrap_or(""))
        })
        .collect()
}

#[test]
fn a_link_leads_to_the_web_alone_and_names_its_host() {
    for (address, href, host) in [
        ("https://example.org/a", Some("https://example.org/a"), None),
        ("HTTPS://Example.org", Some("https://example.org/"), None),
        ("https://good.org@evil.org/", Some("https://good.org@evil.org/"), Some("evil.org")),
        ("https://аррӏе.com/", Some("https://xn--80ak6aa92e.com/"), Some("xn--80ak6aa92e.com")),
        ("http://0x7f.1/", Some("http://127.0.0.1/"), Some("127.0.0.1")),
        ("javascript:alert(1)//https://example.org", None, None),
        ("file:///etc/passwd", None, None),
        ("https:\\evil.org", None, None),
        ("https:example.org", None, None),
        ("../x.html", None, None),
    ] {
        let register = register("x", address);
        let page = export_text(ReportFormat::Html, &register, "x");
        let links: Vec<&str> = page.split("href=\"").skip(1).collect();
        let links: Vec<&str> = links.into_iter().filter(|link| !link.starts_with('#')).collect();
        assert_eq!(links.len(), usize::from(href.is_some()), "{address}: {links:?}");
        if let Some(href) = href {
            assert!(links[0].starts_with(&format!("{href}\"")), "{address}: {links:?}");
        }
        let text = export_text(ReportFormat::Markdown, &register, "x");
        assert_eq!(text.contains(&format!("<{address}>")), href.is_some(), "{address}: {text}");
        if let Some(host) = host {
            assert!(page.contains(&format!("</a> ({host})")), "{page}");
            assert!(text.contains(&format!("> ({host})")), "{text}");
        }
    }
}

/// Returns true if a spreadsheet may read a cell as a formula: it is no number, and begins with a
/// sign of a formula behind blanks, quotation marks and what cannot be seen.
fn is_formula(cell: &str) -> bool {
    let number = cell.parse::<f64>().is_ok_and(f64::is_finite) && cell.is_ascii();
    let is_skipped = |c: &char| c.is_whitespace() || *c == '"' || invisible_kind(*c).is_some();
    let first = cell.chars().find(|c| !is_skipped(c));
    !number && first.is_some_and(|c| "=+-@＝＋－＠﹢﹣﹦﹫\u{2212}".contains(c))
}

/// Returns the cells of a sheet as spreadsheets read it that expect one separator or another, with
/// quotation marks and without, and that split at each of the separators.
fn cells_in_any_reading(sheet: &str) -> Vec<String> {
    let mut cells = Vec::new();
    for (separator, quoting) in [(b',', true), (b';', true), (b'\t', true), (b';', false)] {
        let mut reader = csv::ReaderBuilder::new();
        reader.has_headers(false).flexible(true).delimiter(separator).quoting(quoting);
        for row in reader.from_reader(sheet.as_bytes()).records() {
            cells.extend(row.unwrap().iter().map(str::to_owned));
        }
    }
    cells.extend(sheet.split([',', ';', '\t', '|', '\r', '\n']).map(str::to_owned));
    cells
}

/// The pictures of a summary.
fn figures_of_summary(register: &Register, asked: &str) -> Vec<String> {
    let count_points =
        Analysis::new(register, day("2014-03-30"), Arc::default()).counts_over_time();
    let page = with_input(register, asked, |input| {
        let input = ReportInput { count_points: Some(&count_points), ..*input };
        exported(|out| export_summary(ReportFormat::Html, &input, &Progress::default(), out))
            .unwrap()
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
    fn hostile_text_adds_nothing_to_figures(text in text()) {
        let pictures = figures_of_summary(&register(&text, "x"), &text);
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
    fn hostile_text_adds_no_tags_to_html(text in text()) {
        let (plain, hostile) = (register("x", "x"), register(&text, "x"));
        let page = export_text(ReportFormat::Html, &hostile, &text);
        prop_assert_eq!(tags(&page), tags(&export_text(ReportFormat::Html, &plain, "x")));
        let [page, plain] = [&hostile, &plain].map(|one| export_changes_text(ReportFormat::Html, one));
        prop_assert_eq!(tags(&page), tags(&plain));
    }

    #[test]
    fn no_sign_that_cannot_be_seen_acts_in_a_file_that_is_read(
        text in text(), sign in prop::sample::select(vec!['\u{202e}', '\u{2067}', '\u{200b}', '\u{1b}']),
    ) {
        let text = format!("{text}{sign}x");
        let register = register(&text, &format!("https://example.org/{sign}"));
        for format in ReportFormat::ALL {
            let summary = export_text(format, &register, &text);
            for page in [summary, export_changes_text(format, &register)] {
                let page = page.strip_prefix('\u{feff}').unwrap_or(&page);
                let acts = |c: char| match invisible_kind(c) {
                    None | Some(InvisibleKind::Blank | InvisibleKind::Joiner) => false,
                    Some(_) => !matches!(c, '\n' | '\t' | '\r'),
                };
                prop_assert!(!page.contains(acts), "{:?}", page);
                prop_assert!(!page.contains("href=\"https://example.org"), "{}", page);
            }
        }
    }

    #[test]
    fn html_links_only_to_web_addresses(address in text()) {
        let register = register("x", &address);
        let page = export_text(ReportFormat::Html, &register, "x") + &export_changes_text(ReportFormat::Html, &register);
        for link in page.split("href=\"").skip(1) {
            let known = ["#source-", "#cite-", "#case-", "https://", "http://"];
            prop_assert!(known.iter().any(|start| link.starts_with(start)), "{}", link);
        }
    }

    #[test]
    fn hostile_text_adds_no_lines_or_cells_to_markdown(text in text()) {
        let (plain, hostile) = (register("x", "x"), register(&text, "x"));
        let page = export_text(ReportFormat::Markdown, &hostile, &text);
        let plain_page = export_text(ReportFormat::Markdown, &plain, "x");
        prop_assert_eq!(table_lines(&page), table_lines(&plain_page));
        prop_assert!(!page.replace("\\<", "").contains('<'));
        let [page, plain] = [&hostile, &plain].map(|one| export_changes_text(ReportFormat::Markdown, one));
        prop_assert_eq!(table_lines(&page), table_lines(&plain));
        prop_assert!(!page.replace("\\<", "").contains('<'));
    }

    #[test]
    fn csv_round_trips_and_contains_no_formulas(text in text()) {
        let register = register(&text, &text);
        for separator in CsvSeparator::ALL {
            let summary = export_text(ReportFormat::Csv(separator), &register, &text);
            let list = with_input(&register, &text, |input| {
                exported(|out| export_list(ListFormat::Csv(separator), input, &Progress::default(), out)).unwrap()
            });
            let changes = export_changes_text(ReportFormat::Csv(separator), &register);
            let files = [(summary, 6, 2), (String::from_utf8(list).unwrap(), 6, 2), (changes, 17, 18)];
            for (file, place, count) in files {
                let sheet = file.strip_prefix('\u{FEFF}').unwrap();
                for cell in cells_in_any_reading(sheet) {
                    prop_assert!(!is_formula(&cell), "{:?} of {:?}", cell, sheet);
                }
                let mut reader = csv::ReaderBuilder::new();
                let delimiter = match separator {
                    CsvSeparator::Comma => b',',
                    CsvSeparator::Semicolon => b';',
                    CsvSeparator::Tab => b'\t',
                };
                reader.has_headers(false).delimiter(delimiter);
                let rows: Vec<_> = reader.from_reader(sheet.as_bytes()).records().collect::<Result<_, _>>().unwrap();
                prop_assert_eq!(rows.len(), count);
                prop_assert!(!rows.iter().flatten().any(|cell| cell.starts_with(['\t', '\r', '\n'])));
                let [cell, shown] = [&rows[1][place], &visible(&text)].map(|text| text.replace('\'', ""));
                prop_assert!(cell.starts_with(&shown), "{:?}", cell);
            }
        }
    }

    #[test]
    fn rows_for_the_clipboard_are_one_line_each_and_contain_no_formulas(text in text()) {
        let register = register(&text, &text);
        let rows = with_input(&register, &text, |input| {
            exported(|out| export_tsv(input, &Progress::default(), out)).unwrap()
        });
        let rows = String::from_utf8(rows).unwrap();
        prop_assert_eq!(rows.lines().count(), 1);
        for cell in cells_in_any_reading(&rows) {
            prop_assert!(!is_formula(&cell), "{:?} of {:?}", cell, rows);
        }
    }

    #[test]
    fn json_round_trips(text in text()) {
        let json = export_text(ReportFormat::Json, &register(&text, &text), &text);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(json["title"].as_str(), Some(text.as_str()));
        prop_assert_eq!(json["scope"]["asked"].as_str(), Some(text.as_str()));
        prop_assert_eq!(json["sources"][0]["address"].as_str(), Some(text.as_str()));
        let json = export_changes_text(ReportFormat::Json, &register(&text, &text));
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(json["title"].as_str(), Some(text.as_str()));
        prop_assert_eq!(json["changes"][5]["title"].as_str(), Some(text.as_str()));
        prop_assert_eq!(json["sources"][0]["address"].as_str(), Some(text.as_str()));
    }

    #[test]
    fn a_text_table_has_one_line_per_case(text in text()) {
        let table = with_input(&register(&text, &text), &text, |input| {
            exported(|out| export_list(ListFormat::Table, input, &Progress::default(), out)).unwrap()
        });
        prop_assert_eq!(String::from_utf8(table).unwrap().lines().count(), 2);
    }
}
