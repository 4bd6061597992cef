//! Forms of records with long lists and long texts, used by accessible name.

use std::path::PathBuf;

use blue_ribbon::{
    Locale, Progress,
    commands::Page,
    draft::{Draft, case::CaseDraft},
    session::{Session, loaded_register::LoadedRegister},
    store,
    ui::{self, context::UiContext, form::record_form::Form, intent::Intent},
};
use egui::{Event, Modifiers, MouseWheelUnit, TouchPhase, Vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};

use crate::{generators::day, long_list::LongList};

/// A form on the first case of a register, and the register.
struct LongFormStage {
    session: Session,
    form: Form,
    out: Vec<Intent>,
}

/// Shows the form of the first case of a register with a long list, after a change of its draft, in
/// a window that shows a small part of it.
fn show(
    list: LongList,
    count: usize,
    change: impl Fn(&mut CaseDraft),
) -> Harness<'static, LongFormStage> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    std::fs::write(&path, list.text(count)).unwrap();
    let opened = store::load_strict(&path, &Progress::default()).unwrap();
    let loaded = LoadedRegister::new(PathBuf::from("register.ron"), opened, day("2014-03-30"));
    let session = Session::new(loaded);
    let register = session.register();
    let mut draft = CaseDraft::from_case_at(0, &register.cases()[0]);
    change(&mut draft);
    let form = Form::new(Draft::Case(Box::new(draft)), register, None);
    let mut harness = Harness::builder()
        .with_size([560.0, 600.0])
        .with_context_setup(ui::appearance::set_up)
        .build_ui_state(
            |ui, stage: &mut LongFormStage| {
                let LongFormStage { session, form, out } = stage;
                let (locale, today) = (Locale::ENGLISH, day("2014-03-30"));
                form.ui(ui, &UiContext { session, locale, page: Page::Cases, today }, out);
            },
            LongFormStage { session, form, out: Vec::new() },
        );
    harness.run_steps(12);
    harness
}

fn draft<'a>(harness: &'a Harness<LongFormStage>) -> &'a CaseDraft {
    match harness.state().form.draft() {
        Draft::Case(draft) => draft,
        other => panic!("{other:?} is not a case"),
    }
}

fn focused_label(harness: &Harness<LongFormStage>) -> Option<String> {
    let mut focused = harness.query_all_by(|node| node.is_focused());
    focused.find_map(|node| node.accesskit_node().label())
}

/// Scrolls the form down, or up by a negative number of points.
fn scroll(harness: &mut Harness<LongFormStage>, points: f32) {
    harness.hover_at(egui::pos2(280.0, 400.0));
    harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: Vec2::new(0.0, -points),
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    harness.run_steps(12);
}

#[test]
fn a_part_of_a_long_note_is_edited_and_the_rest_stays() {
    let mut harness = show(LongList::NoteBytes, 100_000, |_| ());
    let before = draft(&harness).note.clone();
    for (place, typed) in ["First", "Second"].into_iter().enumerate() {
        scroll(&mut harness, 100_000.0);
        if place > 0 {
            harness.query_all_by_label("Part after this one").last().unwrap().click_accesskit();
            harness.run_steps(12);
        }
        scroll(&mut harness, 100_000.0);
        harness.query_all_by_label("Note").last().unwrap().focus();
        harness.run_steps(12);
        harness.event(Event::Text(typed.to_owned()));
        harness.run_steps(12);
    }
    let note = &draft(&harness).note;
    let places =
        ["First", "Second"].map(|typed| note.find(typed).expect("what was typed is there"));
    assert!(places[0] < 20_000 && (10_000..50_000).contains(&places[1]), "{places:?}");
    assert_eq!(note.replacen("First", "", 1).replacen("Second", "", 1), before);
    harness.query_all_by_label("Part before this one").last().unwrap().click_accesskit();
    harness.run_steps(12);
    assert_eq!(draft(&harness).note.len(), before.len() + 11, "a look at a part changes nothing");
}

#[test]
fn a_problem_in_a_row_far_away_gets_the_focus() {
    let mut harness = show(LongList::Claims, 1_000, |draft| draft.claims[900].on.push('!'));
    assert!(harness.query_by_label("Claim 901: date said").is_none(), "the row is out of sight");
    harness.state_mut().form.show_problems();
    harness.run_steps(12);
    assert_eq!(focused_label(&harness).as_deref(), Some("Claim 901: date said"));
    let field = harness.get_by_label("Claim 901: date said").rect();
    assert!(field.top() > 0.0 && field.bottom() < 600.0, "{field:?} is in sight");
}

#[test]
fn the_last_row_is_reached_by_scrolling_and_a_field_keeps_the_focus_on_the_way() {
    let mut harness = show(LongList::Claims, 1_000, |_| ());
    harness.get_by_label("Given name").focus();
    harness.run_steps(12);
    // To the end, as the heights of the rows become known.
    (0..20).for_each(|_| scroll(&mut harness, 200_000.0));
    harness.get_by_label("Add a claim").click();
    harness.run_steps(12);
    assert_eq!(draft(&harness).claims.len(), 1_002);
    harness.get_by_label("Claim 1002: date said").focus();
    harness.run_steps(12);
    scroll(&mut harness, -50_000.0);
    assert!(harness.query_by_label_contains("Claim 900:").is_none(), "far rows are not laid out");
    harness.event(Event::Text("2010".to_owned()));
    harness.run_steps(12);
    assert_eq!(draft(&harness).claims[1_001].on, "2010");
}
