//! Pictures that are handed out: what stands on them.

use std::sync::Arc;

use blue_ribbon::{
    Lang,
    export::{Input, PictureFormat, Scope, around, height, picture},
    model::Day,
    picture::{CourseChart, TotalMark},
    register::Register,
    view::{Digest, View},
};

use crate::made_up::{bundled, day};

/// The chart of both lists on a sheet of this size.
fn chart(register: &Register, as_of: Day, format: PictureFormat, lang: Lang) -> Vec<u8> {
    let view = View::new(register, as_of, Arc::<Digest>::default());
    let rows: Vec<u32> = (0..3).collect();
    let input = Input {
        register,
        reconciliation: view.reconciliation(),
        standings: view.standings(),
        scope: Scope::Filtered { rows: &rows, asked: "only three <people>" },
        contradictions: false,
        lang,
    };
    let sheet = around(&input, "Over time");
    let size = [1600, 900];
    let total = TotalMark { side: 1, on: (day("1997-05-01"), day("1997-05-01")), count: 10 };
    let course = CourseChart {
        course: &view.course(),
        marks: &[total],
        names: ["North Korea", "Japan", "Returned", "announced"].map(str::to_owned),
        from: day("1977-01-01"),
        as_of,
        until: as_of,
        lang,
    };
    let chart = course.draw(sheet.room(height(size))).picture;
    picture(format, &sheet, chart, size, lang).unwrap()
}

#[test]
fn a_picture_bears_its_title_its_day_the_counts_and_the_sources() {
    let register = bundled();
    let bytes = chart(&register, day("2014-03-30"), PictureFormat::Svg, Lang::ENGLISH);
    let text = String::from_utf8(bytes).unwrap();
    let page = roxmltree::Document::parse(&text).unwrap();
    let root = page.root_element();
    assert_eq!(root.attribute("width"), Some("1600"));
    assert_eq!(root.attribute("height"), Some("900"));
    assert_eq!(root.attribute("viewBox"), Some("0 0 1200 675"));
    let words: Vec<_> = page
        .descendants()
        .filter(|node| node.has_tag_name("text"))
        .filter_map(|node| node.text())
        .collect();
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
    // Nothing is written beyond the sheet.
    for node in page.descendants().filter(|node| node.has_tag_name("text")) {
        let number = |name: &str| node.attribute(name).unwrap().parse::<f32>().unwrap();
        assert!((0.0..=1200.0).contains(&number("x")) && (0.0..=675.0).contains(&number("y")));
    }
}

#[test]
fn what_is_said_after_the_day_changes_nothing() {
    let register = bundled();
    let early = chart(&register, day("2002-09-16"), PictureFormat::Svg, Lang::ENGLISH);
    let text = String::from_utf8(early).unwrap();
    assert!(text.contains("North Korea 0 · Japan 11 · Returned 0"));
    assert!(!text.contains("2002-09-25") && !text.contains("25 September 2002"));
}

#[test]
fn a_picture_of_dots_has_the_size_asked_for() {
    let japanese = Lang::named("ja").unwrap();
    let bytes = chart(&bundled(), day("2014-03-30"), PictureFormat::Png, japanese);
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    assert_eq!((number(16), number(20)), (1600, 900));
    assert!(bytes.len() > 20_000, "there is something on it");
}
