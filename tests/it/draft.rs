//! Drafts: no value is lost between a record and its form, and an invalid draft cannot be saved.

use std::sync::Arc;

use proptest::prelude::*;

use crate::{
    generators::{bundled, read, register},
    properties::checks::CLEAN,
};
use blue_ribbon::{
    Locale,
    analysis::{
        checks::check_case,
        finding::{ClaimField, FindingKind, RecordField},
    },
    describe::drafts::describe_field_error,
    draft::{
        Draft,
        case::{CaseDraft, VariantDraft, slug},
        claim::{ClaimDraft, ClaimKind},
        event::EventDraft,
        register_info::RegisterInfoDraft,
        source::SourceDraft,
        total::TotalDraft,
        validation::{FieldError, FieldProblem, Validated},
    },
    model::{Case, DateError, PartyId, SourceId},
    register::{Edit, Register, Step, StepKind, StepSubject},
};

/// Returns a draft of every record of a register.
fn drafts(register: &Register) -> Vec<Draft> {
    let cases = register.cases().iter().enumerate();
    let sources = register.sources().iter().enumerate();
    let totals = register.totals().iter().enumerate();
    let events = register.events().iter().enumerate();
    cases
        .map(|(at, case)| Draft::Case(Box::new(CaseDraft::from_case_at(at, case))))
        .chain(sources.map(|(at, source)| Draft::Source(SourceDraft::from_source(at, source))))
        .chain(totals.map(|(at, total)| Draft::Total(TotalDraft::from_total(at, total))))
        .chain(events.map(|(at, event)| Draft::Event(EventDraft::from_event(register, at, event))))
        .chain([Draft::RegisterInfo(RegisterInfoDraft::from_info(&register.info()))])
        .collect()
}

fn assert_round_trip(register: &Register) {
    for draft in drafts(register) {
        assert!(!draft.is_changed(register));
        let Validated { step, problems, .. } = draft.validate(register, None);
        if let Draft::Case(draft) = &draft
            && draft.before.as_ref().is_some_and(|(_, case)| case.name.is_blank())
        {
            assert_eq!(
                problems,
                [FieldProblem { field: RecordField::Name, error: FieldError::Empty }]
            );
            continue;
        }
        assert_eq!(problems, []);
        let mut saved = register.clone();
        saved.apply_all(&step.unwrap().edits).unwrap();
        assert_eq!(saved, *register);
    }
}

proptest! {
    #[test]
    fn an_unchanged_draft_gives_the_same_record(register in register()) {
        assert_round_trip(&register);
    }
}

#[test]
fn unchanged_drafts_give_the_bundled_records() {
    assert_round_trip(&bundled());
}

/// Returns a draft of the first case of the clean register.
fn open() -> (Register, CaseDraft) {
    let register = read(CLEAN);
    let draft = CaseDraft::from_case_at(0, &register.cases()[0]);
    (register, draft)
}

fn validate(register: &Register, draft: &CaseDraft) -> Validated {
    Draft::Case(Box::new(draft.clone())).validate(register, None)
}

/// Returns the case after a step of one edit.
fn case_after(step: Option<Step>) -> (StepKind, StepSubject, Arc<Case>) {
    let Step { kind: deed, subject, edits, .. } = step.unwrap();
    let [Edit::Case(change)] = edits.as_slice() else { panic!("one case") };
    (deed, subject, change.after.clone().unwrap())
}

#[test]
fn an_invalid_case_value_is_reported_at_its_field_and_blocks_saving() {
    type MakeInvalid = fn(&mut CaseDraft);
    let not_a_date = |text: &str| FieldError::Date(DateError::NotADate(text.to_owned()));
    let claim = |field| RecordField::Claim(0, field);
    let wrong: Vec<(MakeInvalid, RecordField, FieldError)> = vec![
        (
            |d| (d.family, d.native) = (" ".into(), String::new()),
            RecordField::Name,
            FieldError::Empty,
        ),
        (|d| d.born = "1960-13".into(), RecordField::Born, not_a_date("1960-13")),
        (|d| d.taken = "spring 1980".into(), RecordField::Date, not_a_date("spring 1980")),
        (|d| d.returned = "1980-02-30".into(), RecordField::ReturnDate, not_a_date("1980-02-30")),
        (|d| d.returned = " ".into(), RecordField::ReturnDate, FieldError::Empty),
        (
            |d| d.born = "1960-01-01T10:00:00Z".into(),
            RecordField::Born,
            FieldError::Date(DateError::TimeOfDay("1960-01-01T10:00:00Z".to_owned())),
        ),
        (
            |d| d.born = "Y19600".into(),
            RecordField::Born,
            FieldError::Date(DateError::YearOutOfRange("Y19600".to_owned())),
        ),
        (
            |d| d.taken = "1980/1979".into(),
            RecordField::Date,
            FieldError::Date(DateError::EndsBeforeStart("1980/1979".to_owned())),
        ),
        (|d| d.age = "131".into(), RecordField::Age, FieldError::Number(130)),
        (|d| d.age = "thirteen".into(), RecordField::Age, FieldError::Number(130)),
        (|d| d.age = "-1".into(), RecordField::Age, FieldError::Number(130)),
        (|d| d.coordinates = "37.9".into(), RecordField::Coordinates, FieldError::Coordinates),
        (
            |d| d.coordinates = "137.9, 37.9".into(),
            RecordField::Coordinates,
            FieldError::Coordinates,
        ),
        (|d| d.coordinates = "NaN, 1".into(), RecordField::Coordinates, FieldError::Coordinates),
        (|d| d.claims[0].on.clear(), claim(ClaimField::Date), FieldError::Empty),
        (|d| d.claims[0].on = "x".into(), claim(ClaimField::Date), not_a_date("x")),
        (
            |d| d.claims[0].kind = ClaimKind::Disputes,
            claim(ClaimField::Statement),
            FieldError::Empty,
        ),
        (
            |d| (d.claims[0].kind, d.claims[0].death) = (ClaimKind::Dead, "x".into()),
            claim(ClaimField::Death),
            not_a_date("x"),
        ),
        (|d| d.variants.push(VariantDraft::new()), RecordField::Variant(0), FieldError::Empty),
    ];
    for (spoil, field, wrong) in wrong {
        let (register, mut draft) = open();
        spoil(&mut draft);
        let Validated { step, problems, .. } = validate(&register, &draft);
        assert_eq!(problems, [FieldProblem { field, error: wrong }]);
        assert_eq!(step, None);
        assert!(Draft::Case(Box::new(draft)).is_changed(&register));
    }
}

#[test]
fn an_invalid_value_of_another_record_blocks_saving() {
    let register = read(CLEAN);
    let refused = |draft: Draft, expected: &[(RecordField, FieldError)]| {
        let Validated { step, problems, .. } = draft.validate(&register, None);
        let problems: Vec<_> = problems.into_iter().map(|one| (one.field, one.error)).collect();
        assert_eq!(problems, expected);
        assert_eq!(step, None);
    };
    let empty = |field| (field, FieldError::Empty);
    let source =
        || SourceDraft { id: "new".into(), ..SourceDraft::from_source(0, &register.sources()[0]) };
    refused(Draft::Source(SourceDraft::new()), &[empty(RecordField::Id)]);
    refused(
        Draft::Source(SourceDraft { id: "new".into(), ..SourceDraft::new() }),
        &[empty(RecordField::Publisher), empty(RecordField::Name)],
    );
    refused(
        Draft::Source(SourceDraft { id: "A b".into(), before: None, ..source() }),
        &[(RecordField::Id, FieldError::InvalidId)],
    );
    refused(
        Draft::Source(SourceDraft { id: "s".into(), before: None, ..source() }),
        &[(RecordField::Id, FieldError::DuplicateId)],
    );
    refused(
        Draft::Total(TotalDraft::new(&register)),
        &[empty(RecordField::Count), empty(RecordField::Date)],
    );
    let total = TotalDraft {
        count: "4294967296".into(),
        ..TotalDraft::from_total(0, &register.totals()[0])
    };
    refused(Draft::Total(total), &[(RecordField::Count, FieldError::Number(u32::MAX))]);
    refused(
        Draft::Event(EventDraft::new(&register)),
        &[empty(RecordField::Date), empty(RecordField::Name)],
    );
    let mut about = RegisterInfoDraft::from_info(&register.info());
    about.title = " ".into();
    about.compare.1 = about.compare.0.clone();
    refused(
        Draft::RegisterInfo(about),
        &[empty(RecordField::Name), (RecordField::Party, FieldError::SameParty)],
    );
}

#[test]
fn every_field_error_suggests_a_correction_in_both_languages() {
    let date = |kind: fn(String) -> DateError| FieldError::Date(kind(String::new()));
    let all = [
        (FieldError::Empty, "Must not be empty.", "空欄にはできません。"),
        (
            date(DateError::NotADate),
            "Not a date. Write a day as 1977-11-15, a month as 1978-06, “about” as 1978-06~, \
             “uncertain” as 1978?, a decade as 197X, a span as 1978-06/1978-07.",
            "日付として読めません。日は1977-11-15、月は1978-06、「頃」は1978-06~、「不確実」は1978?、年代は197X、\
             期間は1978-06/1978-07のように書いてください。",
        ),
        (
            date(DateError::TimeOfDay),
            "Has a time of day. Write the day alone, as in 1977-11-15.",
            "時刻が含まれています。1977-11-15のように日付だけを書いてください。",
        ),
        (
            date(DateError::YearOutOfRange),
            "The year is out of range. Write a year from 0000 to 9999.",
            "年が範囲外です。0000から9999までの年を書いてください。",
        ),
        (
            date(DateError::EndsBeforeStart),
            "Ends before it begins. Write the earlier date first.",
            "終わりが始まりより前です。早い方の日付を先に書いてください。",
        ),
        (
            FieldError::InvalidId,
            "Cannot be an id. Write up to 100 small letters, digits and hyphens, as in \
             yokota-megumi.",
            "IDとして使えません。yokota-megumiのように、小文字、数字、ハイフンで100文字以内にしてください。",
        ),
        (
            FieldError::DuplicateId,
            "Another record has this id. Choose another.",
            "このIDは別の記録が使っています。別のIDにしてください。",
        ),
        (
            FieldError::Number(130),
            "Not a whole number from 0 to 130.",
            "0から130までの整数ではありません。",
        ),
        (
            FieldError::Coordinates,
            "Not a place on the map. Write latitude and longitude in degrees, as in 37.92, 139.04.",
            "地図上の位置として読めません。37.92, 139.04のように、緯度、経度の順に度で書いてください。",
        ),
        (
            FieldError::SameParty,
            "Both are the same party. Choose two different ones.",
            "同じ政府・団体が二つ選ばれています。異なるものを選んでください。",
        ),
    ];
    for (wrong, en, ja) in all {
        assert_eq!(describe_field_error(Locale::ENGLISH, &wrong), en);
        assert_eq!(describe_field_error(Locale::from_tag("ja").unwrap(), &wrong), ja);
    }
}

#[test]
fn common_date_notations_are_accepted() {
    for (typed, read) in [
        (" 1977-11-15 ", "1977-11-15"),
        ("１９７７－１１－１５", "1977-11-15"),
        ("１９７８？", "1978?"),
        ("1977/11/15", "1977-11-15"),
        ("1977/6/5", "1977-06-05"),
        ("1977年11月15日", "1977-11-15"),
        ("1977年6月5日", "1977-06-05"),
        ("１９７７年６月", "1977-06"),
        ("1977年", "1977"),
        ("1978年6月頃", "1978-06~"),
        ("1978-06/1978-07", "1978-06/1978-07"),
        ("1978/1979", "1978/1979"),
        ("1978-06頃", "1978-06~"),
        ("1978/6", "1978-06"),
    ] {
        let (register, mut draft) = open();
        draft.taken = typed.into();
        draft.age.clear();
        let (_, _, case) = case_after(validate(&register, &draft).step);
        assert_eq!(case.taken.on.as_ref().unwrap().as_str(), read, "{typed}");
    }
    for typed in
        ["1977/13/01", "1977年13月", "1977/11/31", "11/15/1977", "昭和52年", "年", "1977/1/2/3"]
    {
        let (register, mut draft) = open();
        draft.taken = typed.into();
        let wrong = FieldError::Date(DateError::NotADate(typed.into()));
        assert_eq!(
            validate(&register, &draft).problems,
            [FieldProblem { field: RecordField::Date, error: wrong }]
        );
    }
}

#[test]
fn full_width_numbers_and_coordinates_are_accepted() {
    let (register, mut draft) = open();
    draft.age = "２０".into();
    draft.coordinates = "３７．９２，　１３９．０４".into();
    let (_, _, case) = case_after(validate(&register, &draft).step);
    assert_eq!(case.taken.age, Some(20));
    assert_eq!(
        case.taken.at.map(|spot| (spot.latitude(), spot.longitude())),
        Some((37.92, 139.04))
    );
}

#[test]
fn a_new_case_gets_an_id_from_its_name() {
    let register = read(CLEAN);
    let draft = CaseDraft { given: "Élan".into(), family: "O’Two".into(), ..CaseDraft::new() };
    let (deed, subject, case) = case_after(validate(&register, &draft).step);
    assert_eq!(deed, StepKind::Create);
    assert_eq!(subject, StepSubject::Case("Élan O’Two".into()));
    assert_eq!(case.id.as_str(), "o-two-elan");

    let again = CaseDraft { family: "One".into(), ..CaseDraft::new() };
    assert_eq!(again.suggested_id(&register).unwrap().as_str(), "one-2");
    let native = CaseDraft { native: "横田 めぐみ".into(), ..CaseDraft::new() };
    assert_eq!(native.suggested_id(&register).unwrap().as_str(), "横田-めぐみ");
    let nameless = CaseDraft { native: "—".into(), ..CaseDraft::new() };
    let problems = validate(&register, &nameless).problems;
    assert_eq!(problems, [FieldProblem { field: RecordField::Id, error: FieldError::Empty }]);
    assert_eq!(slug(" Ko, Kyong-mi "), "ko-kyong-mi");
}

#[test]
fn an_id_must_be_unused_and_a_slug() {
    let register = read(CLEAN);
    for (id, wrong) in [
        ("one", FieldError::DuplicateId),
        ("One", FieldError::InvalidId),
        ("a b", FieldError::InvalidId),
    ] {
        let draft = CaseDraft { id: id.into(), family: "New".into(), ..CaseDraft::new() };
        let Validated { step, problems, .. } = validate(&register, &draft);
        assert_eq!(problems, [FieldProblem { field: RecordField::Id, error: wrong }]);
        assert_eq!(step, None);
    }
}

#[test]
fn a_duplicated_case_has_everything_but_the_id() {
    let register = read(CLEAN);
    let original = &register.cases()[0];
    let draft = CaseDraft::copy_of(original);
    assert!(!Draft::Case(Box::new(draft.clone())).is_changed(&register));
    let (deed, _, copy) = case_after(validate(&register, &draft).step);
    assert_eq!(deed, StepKind::Duplicate);
    assert_eq!(copy.id.as_str(), "one-2");
    assert_eq!(Case { id: original.id.clone(), ..copy.as_ref().clone() }, *original.as_ref());
}

#[test]
fn a_claim_draft_gives_the_chosen_statement() {
    let (register, mut draft) = open();
    for kind in ClaimKind::ALL {
        let by = PartyId::new("north").unwrap();
        draft.claims = vec![ClaimDraft {
            on: "2002".into(),
            kind,
            death: "1990".into(),
            place: "P".into(),
            cause: "C".into(),
            disputes: "D".into(),
            sources: vec![SourceId::new("s").unwrap(); 2],
            ..ClaimDraft::new(by)
        }];
        let (_, _, case) = case_after(validate(&register, &draft).step);
        let read = ClaimDraft::from_claim(&case.claims[0]);
        assert_eq!(read.kind, kind);
        assert_eq!(read.sources.len(), 1, "a source named twice is cited once");
        assert_eq!(read.death == "1990", kind == ClaimKind::Dead);
        assert_eq!(read.disputes == "D", kind == ClaimKind::Disputes);
        assert!(!Locale::ENGLISH.t(kind.key()).contains("claim."));
    }
}

#[test]
fn a_draft_shows_the_findings_that_saving_would_cause() {
    let (register, mut draft) = open();
    draft.age = "30".into();
    let Validated { step, findings, .. } = validate(&register, &draft);
    let (_, _, case) = case_after(step);
    assert_eq!(findings, check_case(&register, &case, None));
    assert_eq!(findings[0].kind, FindingKind::AgeDiffers { age: 30, from: Some(19), to: Some(19) });
}
