//! The page of findings, drawn alone.

use egui::{Key, accesskit::Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};

use crate::components::{japanese_locale, session_with_findings, ui_context, window};
use blue_ribbon::{
    Locale,
    analysis::finding::{ClaimField, Finding, FindingKind, FindingSubject, RecordField, Severity},
    model::CaseId,
    session::Session,
    ui::{
        intent::Intent,
        pages::findings::{FindingsState, findings_ui},
    },
};

fn megumi() -> FindingSubject {
    FindingSubject::Case(CaseId::new("yokota-megumi").unwrap())
}

fn finding(level: Severity, field: RecordField) -> Finding {
    Finding { severity: level, subject: megumi(), field, kind: FindingKind::NoSource }
}

fn three_findings() -> Vec<Finding> {
    vec![
        finding(Severity::Error, RecordField::Sources),
        finding(Severity::Warning, RecordField::Claim(2, ClaimField::Sources)),
        Finding {
            severity: Severity::Note,
            subject: FindingSubject::Total(0),
            field: RecordField::Count,
            kind: FindingKind::NoSource,
        },
    ]
}

fn show_page(session: &Session, locale: Locale) -> Harness<'_, (FindingsState, Vec<Intent>)> {
    let draw = move |ui: &mut egui::Ui, (state, out): &mut (FindingsState, Vec<Intent>)| {
        findings_ui(ui, &ui_context(session, locale), state, out);
    };
    let mut harness = window(draw, Default::default());
    harness.run();
    harness
}

fn rows<S>(harness: &Harness<S>) -> Vec<String> {
    let options = harness.query_all_by_role(Role::ListBoxOption);
    options.filter_map(|node| node.accesskit_node().label()).collect()
}

#[test]
fn each_finding_shows_severity_subject_and_action() {
    let session = session_with_findings(three_findings());
    let words = "No source is cited. Add where this was read.";
    let total = &session.register().totals()[0];
    let page = show_page(&session, Locale::ENGLISH);
    let third = rows(&page).pop().unwrap();
    assert!(third.contains(&total.count.to_string()) && third.contains("People"), "{third}");
    assert_eq!(
        rows(&page)[..2],
        [
            format!("Error. Megumi Yokota. Sources. {words}"),
            format!("Warning. Megumi Yokota. Claim 3: sources. {words}"),
        ]
    );
}

#[test]
fn clicking_a_finding_opens_its_case_and_field() {
    let session = session_with_findings(three_findings());
    let mut page = show_page(&session, Locale::ENGLISH);
    page.get_by_label_contains("Claim 3: sources").click();
    page.run();
    let (_, out) = page.state();
    let [Intent::ShowRecord(about, field)] = &out[..] else { panic!("{out:?}") };
    assert_eq!((about, field), (&megumi(), &Some(RecordField::Claim(2, ClaimField::Sources))));
}

#[test]
fn the_list_works_by_keyboard_alone() {
    let session = session_with_findings(three_findings());
    let mut page = show_page(&session, Locale::ENGLISH);
    page.get_by_label("Findings").focus();
    page.run();
    page.key_press(Key::ArrowDown);
    page.run();
    page.key_press(Key::Enter);
    page.run();
    page.key_press(Key::End);
    page.run();
    page.key_press(Key::Enter);
    page.run();
    let (_, out) = page.state();
    let shown: Vec<_> = out
        .iter()
        .map(|intent| match intent {
            Intent::ShowRecord(about, _) => about.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(shown, [megumi(), FindingSubject::Total(0)]);
}

#[test]
fn findings_can_be_filtered_by_severity() {
    let session = session_with_findings(three_findings());
    let mut page = show_page(&session, Locale::ENGLISH);
    page.get_by_label("All (3)");
    page.get_by_label("1 warning").click();
    page.run();
    assert_eq!(rows(&page).len(), 1);
    assert!(rows(&page)[0].starts_with("Warning."));
}

#[test]
fn an_empty_list_says_so() {
    let session = session_with_findings(Vec::new());
    show_page(&session, Locale::ENGLISH).get_by_label("No findings in this register.");
    show_page(&session, japanese_locale()).get_by_label("この台帳に指摘はありません。");
}

#[test]
fn only_visible_findings_are_laid_out() {
    let session =
        session_with_findings(vec![finding(Severity::Warning, RecordField::Age); 100_000]);
    let mut page = show_page(&session, Locale::ENGLISH);
    assert!(rows(&page).len() < 20, "{}", rows(&page).len());
    page.get_by_label("Findings").focus();
    page.run();
    page.key_press(Key::End);
    page.run();
    let last = page.query_all_by_role(Role::ListBoxOption).last().unwrap();
    assert_eq!(last.accesskit_node().is_selected(), Some(true));
}
