//! The page of findings.

use blue_ribbon::{
    Lang,
    model::CaseId,
    session::Session,
    ui::{
        Intent,
        pages::findings::{FindingsState, findings_ui},
    },
    view::{About, ClaimField, Field, Finding, Level, What},
};
use egui::{Key, accesskit::Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};

use super::{japanese, scene, session_with_findings, window};

fn megumi() -> About {
    About::Case(CaseId::new("yokota-megumi").unwrap())
}

fn finding(level: Level, field: Field) -> Finding {
    Finding { level, about: megumi(), field, what: What::NoSource }
}

fn three() -> Vec<Finding> {
    vec![
        finding(Level::Error, Field::Sources),
        finding(Level::Warning, Field::Claim(2, ClaimField::Sources)),
        Finding {
            level: Level::Note,
            about: About::Total(0),
            field: Field::Count,
            what: What::NoSource,
        },
    ]
}

fn page(session: &Session, lang: Lang) -> Harness<'_, (FindingsState, Vec<Intent>)> {
    let draw = move |ui: &mut egui::Ui, (state, out): &mut (FindingsState, Vec<Intent>)| {
        findings_ui(ui, &scene(session, lang), state, out);
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
fn each_finding_says_how_grave_it_is_whom_it_concerns_and_what_to_do() {
    let session = session_with_findings(three());
    let words = "No source is cited. Add where this was read.";
    let total = &session.register().totals()[0];
    let page = page(&session, Lang::ENGLISH);
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
fn a_click_leads_to_the_case_and_the_field() {
    let session = session_with_findings(three());
    let mut page = page(&session, Lang::ENGLISH);
    page.get_by_label_contains("Claim 3: sources").click();
    page.run();
    let (_, out) = page.state();
    let [Intent::Show(about, field)] = &out[..] else { panic!("{out:?}") };
    assert_eq!((about, field), (&megumi(), &Some(Field::Claim(2, ClaimField::Sources))));
}

#[test]
fn the_list_goes_by_keyboard_alone() {
    let session = session_with_findings(three());
    let mut page = page(&session, Lang::ENGLISH);
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
            Intent::Show(about, _) => about.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(shown, [megumi(), About::Total(0)]);
}

#[test]
fn one_level_can_be_shown_alone() {
    let session = session_with_findings(three());
    let mut page = page(&session, Lang::ENGLISH);
    page.get_by_label("All (3)");
    page.get_by_label("1 warning").click();
    page.run();
    assert_eq!(rows(&page).len(), 1);
    assert!(rows(&page)[0].starts_with("Warning."));
}

#[test]
fn no_findings_are_said_to_be_none() {
    let session = session_with_findings(Vec::new());
    page(&session, Lang::ENGLISH).get_by_label("No findings in this register.");
    page(&session, japanese()).get_by_label("この台帳に指摘はありません。");
}

#[test]
fn only_what_is_in_sight_is_laid_out() {
    let session = session_with_findings(vec![finding(Level::Warning, Field::Age); 100_000]);
    let mut page = page(&session, Lang::ENGLISH);
    assert!(rows(&page).len() < 20, "{}", rows(&page).len());
    page.get_by_label("Findings").focus();
    page.run();
    page.key_press(Key::End);
    page.run();
    let last = page.query_all_by_role(Role::ListBoxOption).last().unwrap();
    assert_eq!(last.accesskit_node().is_selected(), Some(true));
}
