//! The forms, used by accessible name.

use std::path::PathBuf;

use blue_ribbon::{
    Locale, Progress,
    analysis::finding::{ClaimField, RecordField},
    commands::{Command, Page},
    draft::{
        Draft, case::CaseDraft, event::EventDraft, register_info::RegisterInfoDraft,
        source::SourceDraft, total::TotalDraft,
    },
    model::{Case, Day, Statement},
    register::{Change, Edit, Register},
    session::{Session, loaded_register::LoadedRegister},
    store,
    ui::{self, context::UiContext, form::record_form::Form, intent::Intent},
};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};

type MakeDraft = fn(&Register) -> Draft;

/// The state that the form is shown with.
pub struct FormStage {
    pub session: Session,
    form: Form,
    locale: Locale,
    out: Vec<Intent>,
}

/// Opens the bundled register.
pub fn session() -> Session {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/data/register.ron"));
    let opened =
        store::load_strict(&path, &Progress::default()).expect("the bundled register is read");
    Session::new(LoadedRegister::new(path, opened, day()))
}

pub fn day() -> Day {
    Day::constant(2014, 3, 30)
}

fn japanese_locale() -> Locale {
    Locale::from_tag("ja").expect("Japanese is there")
}

/// Shows a form in a window as wide as its panel, and tall enough to show all of it.
fn show(
    locale: Locale,
    focus: Option<RecordField>,
    draft: impl Fn(&Register) -> Draft,
) -> Harness<'static, FormStage> {
    let session = session();
    let form = Form::new(draft(session.register()), session.register(), focus);
    let stage = FormStage { session, form, locale, out: Vec::new() };
    let mut harness = Harness::builder()
        .with_size([560.0, 3000.0])
        .with_context_setup(ui::appearance::set_up)
        .build_ui_state(
            |ui, stage: &mut FormStage| {
                let FormStage { session, form, locale, out } = stage;
                let scene = UiContext { session, locale: *locale, page: Page::Cases, today: day() };
                form.ui(ui, &scene, out);
            },
            stage,
        );
    harness.run();
    harness
}

fn case(register: &Register, id: &str) -> Draft {
    let cases = register.cases();
    let at = cases.iter().position(|case| case.id.as_str() == id).expect("the case is there");
    Draft::Case(Box::new(CaseDraft::from_case_at(at, &cases[at])))
}

fn megumi(register: &Register) -> Draft {
    case(register, "yokota-megumi")
}

/// Replaces the text of a field.
fn fill_field(harness: &mut Harness<FormStage>, name: &str, text: &str) {
    harness.get_by_label(name).focus();
    harness.run();
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    harness.key_press(egui::Key::Delete);
    harness.run();
    if !text.is_empty() {
        harness.get_by_label(name).type_text(text);
        harness.run();
    }
}

fn press(harness: &mut Harness<FormStage>, name: &str) {
    harness.get_by_label(name).click();
    harness.run();
}

fn choose(harness: &mut Harness<FormStage>, name: &str, option: &str) {
    press(harness, name);
    let nodes = harness.get_all_by_label(option);
    let is_label = |role| role == egui::accesskit::Role::Label;
    let option = nodes.into_iter().find(|node| !is_label(node.accesskit_node().role()));
    option.expect("the option is offered").click();
    harness.run();
}

/// Returns the case before and after the step that saving would perform.
fn saved_change(harness: &Harness<FormStage>) -> (Case, Case) {
    let step = harness.state().form.step().expect("the form can be saved");
    let [Edit::Case(Change { before: Some(before), after: Some(after), .. })] = &step.edits[..]
    else {
        unreachable!("a change of one case");
    };
    (Case::clone(before), Case::clone(after))
}

/// Returns the case as it is in the form.
fn case_draft<'a>(harness: &'a Harness<FormStage>) -> &'a CaseDraft {
    let Draft::Case(draft) = harness.state().form.draft() else { unreachable!("a case") };
    draft
}

fn shows(harness: &Harness<FormStage>, text: &str) -> bool {
    harness.query_all_by_label(text).count() > 0
}

const NOT_A_DATE: &str = "Not a date. Write a day as 1977-11-15, a month as 1978-06, “about” as \
    1978-06~, “uncertain” as 1978?, a decade as 197X, a span as 1978-06/1978-07.";

#[test]
fn opening_a_form_changes_nothing() {
    let harness = show(Locale::ENGLISH, None, megumi);
    let form = &harness.state().form;
    assert!(!form.is_changed() && form.step().is_none());
    assert!(harness.get_by_label("Save").accesskit_node().is_disabled());
    assert!(shows(&harness, "Nothing changed") && shows(&harness, "Megumi Yokota"));
    assert!(harness.get_by_label("Given name").is_focused());
}

#[test]
fn an_invalid_date_is_reported_at_its_field_and_blocks_saving() {
    let mut harness = show(Locale::ENGLISH, None, megumi);
    assert!(!shows(&harness, NOT_A_DATE));
    fill_field(&mut harness, "Taken on", "1977-13");
    assert!(shows(&harness, NOT_A_DATE));
    assert!(shows(&harness, "1 field to correct before saving"));
    assert!(harness.state().form.is_changed() && harness.state().form.step().is_none());
    press(&mut harness, "Save");
    assert!(harness.state().out.is_empty(), "what is wrong is not saved");
    assert!(harness.get_by_label("Taken on").is_focused());
}

#[test]
fn a_typed_date_is_shown_written_out_and_changes_only_its_field() {
    let mut harness = show(Locale::ENGLISH, None, megumi);
    fill_field(&mut harness, "Taken on", "1977-11~");
    assert!(shows(&harness, "about November 1977"));
    let (mut before, after) = saved_change(&harness);
    before.taken.on = Some("1977-11~".parse().expect("a date"));
    assert_eq!(before, after);
    press(&mut harness, "Save");
    assert!(matches!(harness.state().out[..], [Intent::Command(Command::SaveForm)]));
}

#[test]
fn a_changed_field_shows_its_previous_value_and_can_be_reset() {
    let mut harness = show(Locale::ENGLISH, None, megumi);
    fill_field(&mut harness, "Given name", "Meg");
    assert!(shows(&harness, "was Megumi") && shows(&harness, "Changed, not saved yet"));
    press(&mut harness, "Put back Given name");
    assert!(!shows(&harness, "was Megumi"));
    assert_eq!(harness.get_by_label("Given name").value().as_deref(), Some("Megumi"));
    assert!(!harness.state().form.is_changed());
}

#[test]
fn a_field_that_was_empty_shows_that() {
    let mut harness = show(Locale::ENGLISH, None, megumi);
    fill_field(&mut harness, "Returned on", "2030");
    assert!(shows(&harness, "was empty"));
}

#[test]
fn a_finding_is_shown_at_its_field_and_does_not_block_saving() {
    let mut harness = show(Locale::ENGLISH, None, megumi);
    fill_field(&mut harness, "Age when taken", "15");
    let text = "The age 15 does not fit the date of birth and the date taken, which give 13. \
        Correct the age or one of the dates.";
    assert!(shows(&harness, text));
    assert_eq!(saved_change(&harness).1.taken.age, Some(15));
}

#[test]
fn an_implausible_value_is_reported_beside_its_field_while_it_is_typed() {
    for (field, typed, text) in [
        ("Age when taken", "121", "Nobody reaches the age of 121."),
        ("Returned on", "2030", "The date is after today."),
        ("Returned on", "1950", "The date of return is before the date of birth."),
        ("Date of birth", "1850", "By its dates, this person was at least 143 years old."),
        ("Coordinates", "0, 0", "The coordinates are (0, 0)"),
        ("Claim 1: date said", "1950", "The claim is dated before the date of birth."),
        ("Claim 1: date said", "2030", "The date is after today."),
        (
            "Claim 6: claimed date of death",
            "1950",
            "The claimed date of death is before the date of birth.",
        ),
        (
            "Claim 6: claimed date of death",
            "2010",
            "The claimed date of death is after the claim itself.",
        ),
    ] {
        // The row of a claim is open where the form is opened on its field.
        let claim = [("Claim 1", 0), ("Claim 6", 5)].into_iter().find(|it| field.starts_with(it.0));
        let focus = claim.map(|(_, at)| RecordField::Claim(at, ClaimField::Date));
        let mut harness = show(Locale::ENGLISH, focus, megumi);
        let is_shown =
            |harness: &Harness<FormStage>| harness.query_all_by_label_contains(text).count() > 0;
        assert!(!is_shown(&harness), "{field}");
        fill_field(&mut harness, field, typed);
        assert!(is_shown(&harness), "{field}: {typed}");
        assert!(harness.state().form.step().is_some(), "a finding does not keep from saving");
    }
    let mut harness =
        show(Locale::ENGLISH, None, |r| Draft::Event(EventDraft::from_event(r, 0, &r.events()[0])));
    let after_today = "The date is after today. Check it against the source.";
    assert!(!shows(&harness, after_today));
    fill_field(&mut harness, "Date", "2030-01");
    assert!(shows(&harness, after_today));
}

#[test]
fn a_claim_that_another_one_makes_doubtful_says_so_beside_its_field() {
    let mut harness = show(Locale::ENGLISH, None, |r| case(r, "kume-yutaka"));
    press(&mut harness, "Add a claim");
    let at = case_draft(&harness).claims.len();
    let claim = |field: &str| format!("Claim {at}: {field}");
    fill_field(&mut harness, &claim("date said"), "2002-09-17");
    choose(&mut harness, &claim("party"), "North Korea");
    choose(&mut harness, &claim("what it says"), "Says the person is alive");
    let says = |harness: &Harness<FormStage>, text: &str| {
        harness.query_all_by_label_contains(text).count() > 0
    };
    assert!(says(&harness, "North Korea says something else on the same day, in claim"));
    choose(&mut harness, &claim("what it says"), "Says the person never entered");
    assert!(says(&harness, "It is the same as claim"));
    choose(&mut harness, &claim("what it says"), "Says the person is alive");
    fill_field(&mut harness, &claim("date said"), "2002");
    assert!(says(&harness, "The dates of two different words of North Korea overlap"));
    fill_field(&mut harness, &claim("date said"), "2003");
    assert!(!says(&harness, "The dates of two different words"));
}

#[test]
fn a_claim_can_be_added_with_a_source() {
    let mut harness = show(Locale::ENGLISH, None, megumi);
    let claims = case_draft(&harness).claims.len();
    press(&mut harness, "Add a claim");
    let claim = |field: &str| format!("Claim {}: {field}", claims + 1);
    assert!(harness.state().form.step().is_none(), "a claim needs a date");
    fill_field(&mut harness, &claim("date said"), "2014-05-29");
    choose(&mut harness, &claim("party"), "North Korea");
    choose(&mut harness, &claim("what it says"), "Says the person is dead");
    fill_field(&mut harness, &claim("claimed date of death"), "1994-04-13");
    choose(&mut harness, &claim("how it was said"), "Only reported by others");
    fill_field(&mut harness, &claim("sources"), "mofa 2024");
    harness.key_press(egui::Key::Enter);
    harness.run();
    let (before, after) = saved_change(&harness);
    assert_eq!(after.claims[..claims], before.claims[..]);
    let added = &after.claims[claims];
    assert_eq!((added.by.as_str(), added.on.as_str()), ("north-korea", "2014-05-29"));
    assert_eq!(added.sources.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["mofa-2024"]);
    assert!(
        added.reported
            && matches!(&added.says, Statement::Dead { on: Some(on), .. } if on.as_str() == "1994-04-13")
    );
}

#[test]
fn a_source_can_be_removed_from_a_claim() {
    let mut harness =
        show(Locale::ENGLISH, Some(RecordField::Claim(0, ClaimField::Sources)), megumi);
    let source = case_draft(&harness).claims[0].sources[0].clone();
    press(&mut harness, &format!("Claim 1: remove source {source}"));
    let (before, after) = saved_change(&harness);
    assert_eq!(before.claims[0].sources[1..], after.claims[0].sources);
    press(&mut harness, "Put back Claim 1: sources");
    assert!(!harness.state().form.is_changed());
}

#[test]
fn unmatched_source_search_text_is_reported_as_not_cited() {
    let mut harness =
        show(Locale::ENGLISH, None, |r| Draft::Total(TotalDraft::from_total(0, &r.totals()[0])));
    fill_field(&mut harness, "Sources", "no such source anywhere");
    assert!(shows(&harness, "No source matches. Add a new source on the Sources page."));
    fill_field(&mut harness, "Sources", "mofa");
    assert!(egui::Popup::is_any_open(&harness.ctx), "the keys belong to the list");
    harness.key_press(egui::Key::Escape);
    harness.run();
    assert!(!egui::Popup::is_any_open(&harness.ctx));
    assert!(harness.get_by_label("Sources").is_focused(), "only the list is closed");
    harness.get_by_label("People").focus();
    harness.run();
    let text = "Not cited yet. Choose one of the sources below, or clear the field.";
    assert!(shows(&harness, text));
    assert!(!harness.state().form.is_changed());
}

#[test]
fn a_removed_claim_is_shown_and_can_be_restored() {
    let mut harness = show(Locale::ENGLISH, None, megumi);
    press(&mut harness, "Remove Claim 2");
    let (mut before, after) = saved_change(&harness);
    before.claims.remove(1);
    assert_eq!(before, after);
    press(&mut harness, "Put back North Korea · 17 September 2002");
    assert!(!harness.state().form.is_changed());
}

#[test]
fn opening_a_finding_focuses_its_field() {
    let on = Some(RecordField::Claim(1, ClaimField::Date));
    let harness = show(Locale::ENGLISH, on, megumi);
    assert!(harness.get_by_label("Claim 2: date said").is_focused());
    let harness = show(Locale::ENGLISH, Some(RecordField::Incident), megumi);
    assert!(harness.get_by_label("Incident").is_focused());
    // The first claim says nothing of a death: the claim itself will do.
    let death = Some(RecordField::Claim(0, ClaimField::Death));
    let harness = show(Locale::ENGLISH, death, megumi);
    assert!(harness.query_by_label("Claim 1: date said").is_some());
}

#[test]
fn a_new_case_has_a_suggested_id_and_requires_a_name_on_save() {
    let mut harness = show(Locale::ENGLISH, None, |_| Draft::Case(Box::new(CaseDraft::new())));
    let empty = "Must not be empty.";
    fill_field(&mut harness, "Age when taken", "20");
    assert!(!shows(&harness, empty));
    press(&mut harness, "Save");
    assert!(harness.query_all_by_label(empty).count() >= 1);
    assert!(harness.get_by_label("Given name").is_focused());
    fill_field(&mut harness, "Given name", "Hana");
    fill_field(&mut harness, "Family name", "Yamada");
    let step = harness.state().form.step().expect("it can be saved");
    let [Edit::Case(Change { before: None, after: Some(case), .. })] = &step.edits[..] else {
        unreachable!("a new case");
    };
    assert_eq!(case.id.as_str(), "yamada-hana");
}

#[test]
fn every_kind_of_record_has_a_form() {
    let forms: [(&str, &str, MakeDraft); 4] = [
        ("Publisher", "Delete this source…", |r| {
            Draft::Source(SourceDraft::from_source(0, &r.sources()[0]))
        }),
        ("People", "Delete this total…", |r| {
            Draft::Total(TotalDraft::from_total(0, &r.totals()[0]))
        }),
        ("Title, Korean", "Delete this event…", |r| {
            Draft::Event(EventDraft::from_event(r, 0, &r.events()[0]))
        }),
        ("Second party compared (lists)", "Save", |r| {
            Draft::RegisterInfo(RegisterInfoDraft::from_info(&r.info()))
        }),
    ];
    for (field, button, draft) in forms {
        let mut harness = show(Locale::ENGLISH, None, draft);
        assert!(shows(&harness, field), "{field}");
        harness.state_mut().out.clear();
        press(&mut harness, button);
        let deletes = matches!(harness.state().out[..], [Intent::DeleteRecord]);
        assert_eq!(deletes, button != "Save", "{button}");
    }
}

#[test]
fn a_party_cannot_be_compared_with_itself() {
    let mut harness = show(Locale::ENGLISH, None, |r| {
        Draft::RegisterInfo(RegisterInfoDraft::from_info(&r.info()))
    });
    choose(&mut harness, "First party compared (admits)", "Japan");
    assert!(shows(&harness, "Both are the same party. Choose two different ones."));
    assert!(harness.state().form.step().is_none());
}

#[test]
fn every_case_form_renders_in_japanese() {
    let count = session().register().cases().len();
    for at in 0..count {
        let draft =
            move |r: &Register| Draft::Case(Box::new(CaseDraft::from_case_at(at, &r.cases()[at])));
        let mut harness = show(japanese_locale(), None, draft);
        assert!(shows(&harness, "拉致の日付") && shows(&harness, "発言"));
        fill_field(&mut harness, "名（ローマ字）", "X");
        assert!(harness.state().form.is_changed());
    }
}
