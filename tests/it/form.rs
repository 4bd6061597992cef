//! The forms, used by accessible name.

use std::path::PathBuf;

use blue_ribbon::{
    Lang, Progress,
    command::{Command, Page},
    draft::{AboutDraft, CaseDraft, Draft, EventDraft, SourceDraft, TotalDraft},
    model::{Case, Day, Says},
    register::{Change, Edit, Register},
    session::{Loaded, Session},
    store,
    ui::{Form, Intent, Scene},
    view::{ClaimField, Field},
};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};

type Make = fn(&Register) -> Draft;

/// What the form is shown on.
pub struct Stage {
    pub session: Session,
    form: Form,
    lang: Lang,
    out: Vec<Intent>,
}

/// The bundled register, opened.
pub fn session() -> Session {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/data/register.ron"));
    let opened = store::load(&path, &Progress::default()).expect("the bundled register is read");
    Session::new(Loaded::new(path, opened, day()))
}

pub fn day() -> Day {
    Day::constant(2014, 3, 30)
}

fn japanese() -> Lang {
    Lang::named("ja").expect("Japanese is there")
}

/// A form in a window as wide as its panel, and tall enough that nothing is out of sight.
fn show(
    lang: Lang,
    focus: Option<Field>,
    draft: impl Fn(&Register) -> Draft,
) -> Harness<'static, Stage> {
    let session = session();
    let form = Form::new(draft(session.register()), session.register(), focus);
    let stage = Stage { session, form, lang, out: Vec::new() };
    let mut harness = Harness::builder()
        .with_size([560.0, 3000.0])
        .with_context_setup(blue_ribbon::ui::set_up)
        .build_ui_state(
            |ui, stage: &mut Stage| {
                let Stage { session, form, lang, out } = stage;
                let scene = Scene { session, lang: *lang, page: Page::Cases, today: day() };
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
    Draft::Case(Box::new(CaseDraft::of(at, &cases[at])))
}

fn megumi(register: &Register) -> Draft {
    case(register, "yokota-megumi")
}

/// Replaces what stands in a field.
fn write(harness: &mut Harness<Stage>, name: &str, text: &str) {
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

fn press(harness: &mut Harness<Stage>, name: &str) {
    harness.get_by_label(name).click();
    harness.run();
}

fn choose(harness: &mut Harness<Stage>, name: &str, option: &str) {
    press(harness, name);
    let nodes = harness.get_all_by_label(option);
    let is_label = |role| role == egui::accesskit::Role::Label;
    let option = nodes.into_iter().find(|node| !is_label(node.accesskit_node().role()));
    option.expect("the option is offered").click();
    harness.run();
}

/// The case before and after what saving would do.
fn change(harness: &Harness<Stage>) -> (Case, Case) {
    let step = harness.state().form.step().expect("the form can be saved");
    let [Edit::Case(Change { before: Some(before), after: Some(after), .. })] = &step.edits[..]
    else {
        unreachable!("a change of one case");
    };
    (Case::clone(before), Case::clone(after))
}

/// The case as it stands in the form.
fn typed<'a>(harness: &'a Harness<Stage>) -> &'a CaseDraft {
    let Draft::Case(draft) = harness.state().form.draft() else { unreachable!("a case") };
    draft
}

fn says(harness: &Harness<Stage>, words: &str) -> bool {
    harness.query_all_by_label(words).count() > 0
}

const NOT_A_DATE: &str = "Not a date. Write a day as 1977-11-15, a month as 1978-06, “about” as \
    1978-06~, “uncertain” as 1978?, a decade as 197X, a span as 1978-06/1978-07.";

#[test]
fn a_form_just_opened_changes_nothing() {
    let harness = show(Lang::ENGLISH, None, megumi);
    let form = &harness.state().form;
    assert!(!form.is_changed() && form.step().is_none());
    assert!(harness.get_by_label("Save").accesskit_node().is_disabled());
    assert!(says(&harness, "Nothing changed") && says(&harness, "Megumi Yokota"));
    assert!(harness.get_by_label("Given name").is_focused());
}

#[test]
fn a_wrong_date_is_said_beside_its_field_and_cannot_be_saved() {
    let mut harness = show(Lang::ENGLISH, None, megumi);
    assert!(!says(&harness, NOT_A_DATE));
    write(&mut harness, "Taken on", "1977-13");
    assert!(says(&harness, NOT_A_DATE));
    assert!(says(&harness, "1 field to correct before saving"));
    assert!(harness.state().form.is_changed() && harness.state().form.step().is_none());
    press(&mut harness, "Save");
    assert!(harness.state().out.is_empty(), "what is wrong is not saved");
    assert!(harness.get_by_label("Taken on").is_focused());
}

#[test]
fn a_date_is_shown_in_words_and_changes_that_field_alone() {
    let mut harness = show(Lang::ENGLISH, None, megumi);
    write(&mut harness, "Taken on", "1977-11~");
    assert!(says(&harness, "about November 1977"));
    let (mut before, after) = change(&harness);
    before.taken.on = Some("1977-11~".parse().expect("a date"));
    assert_eq!(before, after);
    press(&mut harness, "Save");
    assert!(matches!(harness.state().out[..], [Intent::Command(Command::SaveForm)]));
}

#[test]
fn a_changed_field_says_what_it_was_and_goes_back_to_it() {
    let mut harness = show(Lang::ENGLISH, None, megumi);
    write(&mut harness, "Given name", "Meg");
    assert!(says(&harness, "was Megumi") && says(&harness, "Changed, not saved yet"));
    press(&mut harness, "Put back Given name");
    assert!(!says(&harness, "was Megumi"));
    assert_eq!(harness.get_by_label("Given name").value().as_deref(), Some("Megumi"));
    assert!(!harness.state().form.is_changed());
}

#[test]
fn a_field_that_was_empty_says_so() {
    let mut harness = show(Lang::ENGLISH, None, megumi);
    write(&mut harness, "Returned on", "2030");
    assert!(says(&harness, "was empty"));
}

#[test]
fn an_odd_value_is_said_beside_its_field_and_can_be_saved() {
    let mut harness = show(Lang::ENGLISH, None, megumi);
    write(&mut harness, "Age when taken", "15");
    let words = "The age 15 does not fit the date of birth and the date taken, which give 13. \
        Correct the age or one of the dates.";
    assert!(says(&harness, words));
    assert_eq!(change(&harness).1.taken.age, Some(15));
}

#[test]
fn a_claim_is_added_with_a_source() {
    let mut harness = show(Lang::ENGLISH, None, megumi);
    let claims = typed(&harness).claims.len();
    press(&mut harness, "Add a claim");
    let claim = |field: &str| format!("Claim {}: {field}", claims + 1);
    assert!(harness.state().form.step().is_none(), "a claim needs a date");
    write(&mut harness, &claim("date said"), "2014-05-29");
    choose(&mut harness, &claim("party"), "North Korea");
    choose(&mut harness, &claim("what it says"), "Says the person is dead");
    write(&mut harness, &claim("claimed date of death"), "1994-04-13");
    choose(&mut harness, &claim("how it was said"), "Only reported by others");
    write(&mut harness, &claim("sources"), "mofa 2024");
    harness.key_press(egui::Key::Enter);
    harness.run();
    let (before, after) = change(&harness);
    assert_eq!(after.claims[..claims], before.claims[..]);
    let added = &after.claims[claims];
    assert_eq!((added.by.as_str(), added.on.as_str()), ("north-korea", "2014-05-29"));
    assert_eq!(added.sources.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["mofa-2024"]);
    assert!(
        added.reported
            && matches!(&added.says, Says::Dead { on: Some(on), .. } if on.as_str() == "1994-04-13")
    );
}

#[test]
fn a_source_is_removed_from_a_claim() {
    let mut harness = show(Lang::ENGLISH, Some(Field::Claim(0, ClaimField::Sources)), megumi);
    let source = typed(&harness).claims[0].sources[0].clone();
    press(&mut harness, &format!("Claim 1: remove source {source}"));
    let (before, after) = change(&harness);
    assert_eq!(before.claims[0].sources[1..], after.claims[0].sources);
    press(&mut harness, "Put back Claim 1: sources");
    assert!(!harness.state().form.is_changed());
}

#[test]
fn what_was_typed_to_find_a_source_is_not_lost_in_silence() {
    let mut harness =
        show(Lang::ENGLISH, None, |r| Draft::Total(TotalDraft::of(0, &r.totals()[0])));
    write(&mut harness, "Sources", "no such source anywhere");
    assert!(says(&harness, "No source matches. Add a new source on the Sources page."));
    write(&mut harness, "Sources", "mofa");
    assert!(egui::Popup::is_any_open(&harness.ctx), "the keys belong to the list");
    harness.key_press(egui::Key::Escape);
    harness.run();
    assert!(!egui::Popup::is_any_open(&harness.ctx));
    assert!(harness.get_by_label("Sources").is_focused(), "only the list is closed");
    harness.get_by_label("People").focus();
    harness.run();
    let words = "Not cited yet. Choose one of the sources below, or clear the field.";
    assert!(says(&harness, words));
    assert!(!harness.state().form.is_changed());
}

#[test]
fn a_removed_claim_is_shown_and_can_be_put_back() {
    let mut harness = show(Lang::ENGLISH, None, megumi);
    press(&mut harness, "Remove Claim 2");
    let (mut before, after) = change(&harness);
    before.claims.remove(1);
    assert_eq!(before, after);
    press(&mut harness, "Put back North Korea · 17 September 2002");
    assert!(!harness.state().form.is_changed());
}

#[test]
fn a_finding_leads_to_its_field() {
    let on = Some(Field::Claim(1, ClaimField::On));
    let harness = show(Lang::ENGLISH, on, megumi);
    assert!(harness.get_by_label("Claim 2: date said").is_focused());
    let harness = show(Lang::ENGLISH, Some(Field::Incident), megumi);
    assert!(harness.get_by_label("Incident").is_focused());
    // The first claim says nothing of a death: the claim itself will do.
    let death = Some(Field::Claim(0, ClaimField::Death));
    let harness = show(Lang::ENGLISH, death, megumi);
    assert!(harness.query_by_label("Claim 1: date said").is_some());
}

#[test]
fn a_new_case_gets_the_suggested_id_and_asks_for_a_name_only_when_it_is_saved() {
    let mut harness = show(Lang::ENGLISH, None, |_| Draft::Case(Box::new(CaseDraft::new())));
    let empty = "Must not be empty.";
    write(&mut harness, "Age when taken", "20");
    assert!(!says(&harness, empty));
    press(&mut harness, "Save");
    assert!(harness.query_all_by_label(empty).count() >= 1);
    assert!(harness.get_by_label("Given name").is_focused());
    write(&mut harness, "Given name", "Hana");
    write(&mut harness, "Family name", "Yamada");
    let step = harness.state().form.step().expect("it can be saved");
    let [Edit::Case(Change { before: None, after: Some(case), .. })] = &step.edits[..] else {
        unreachable!("a new case");
    };
    assert_eq!(case.id.as_str(), "yamada-hana");
}

#[test]
fn every_record_has_its_form() {
    let forms: [(&str, &str, Make); 4] = [
        ("Publisher", "Delete this source…", |r| {
            Draft::Source(SourceDraft::of(0, &r.sources()[0]))
        }),
        ("People", "Delete this total…", |r| Draft::Total(TotalDraft::of(0, &r.totals()[0]))),
        ("Title, Korean", "Delete this event…", |r| {
            Draft::Event(EventDraft::of(r, 0, &r.events()[0]))
        }),
        ("Second party compared", "Save", |r| Draft::About(AboutDraft::of(&r.about()))),
    ];
    for (field, button, draft) in forms {
        let mut harness = show(Lang::ENGLISH, None, draft);
        assert!(says(&harness, field), "{field}");
        harness.state_mut().out.clear();
        press(&mut harness, button);
        let deletes = matches!(harness.state().out[..], [Intent::DeleteRecord]);
        assert_eq!(deletes, button != "Save", "{button}");
    }
}

#[test]
fn one_party_cannot_be_compared_with_itself() {
    let mut harness = show(Lang::ENGLISH, None, |r| Draft::About(AboutDraft::of(&r.about())));
    choose(&mut harness, "First party compared", "Japan");
    assert!(says(&harness, "Both are the same party. Choose two different ones."));
    assert!(harness.state().form.step().is_none());
}

#[test]
fn every_case_can_be_shown_in_japanese() {
    let count = session().register().cases().len();
    for at in 0..count {
        let draft = move |r: &Register| Draft::Case(Box::new(CaseDraft::of(at, &r.cases()[at])));
        let mut harness = show(japanese(), None, draft);
        assert!(says(&harness, "拉致の日付") && says(&harness, "発言"));
        write(&mut harness, "名（ローマ字）", "X");
        assert!(harness.state().form.is_changed());
    }
}
