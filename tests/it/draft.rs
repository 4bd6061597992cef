//! Drafts: nothing is lost between a record and its form, and nothing wrong can be saved.

use std::sync::Arc;

use blue_ribbon::{
    Lang,
    draft::{
        AboutDraft, CaseDraft, Checked, ClaimDraft, Draft, EventDraft, Kind, Problem, SourceDraft,
        TotalDraft, VariantDraft, Wrong, slug,
    },
    model::{Case, DateError, PartyId, SourceId},
    register::{Deed, Edit, Register, Step, Subject},
    view::{ClaimField, Field, What, check_case},
};
use proptest::prelude::*;

use crate::{
    laws::checks::CLEAN,
    made_up::{bundled, read, register},
};

/// Every record of a register as an open form.
fn drafts(register: &Register) -> Vec<Draft> {
    let cases = register.cases().iter().enumerate();
    let sources = register.sources().iter().enumerate();
    let totals = register.totals().iter().enumerate();
    let events = register.events().iter().enumerate();
    cases
        .map(|(at, case)| Draft::Case(Box::new(CaseDraft::of(at, case))))
        .chain(sources.map(|(at, source)| Draft::Source(SourceDraft::of(at, source))))
        .chain(totals.map(|(at, total)| Draft::Total(TotalDraft::of(at, total))))
        .chain(events.map(|(at, event)| Draft::Event(EventDraft::of(register, at, event))))
        .chain([Draft::About(AboutDraft::of(&register.about()))])
        .collect()
}

fn nothing_is_lost(register: &Register) {
    for draft in drafts(register) {
        assert!(!draft.is_changed(register));
        let Checked { step, problems, .. } = draft.check(register);
        if let Draft::Case(draft) = &draft
            && draft.before.as_ref().is_some_and(|(_, case)| case.name.is_empty())
        {
            assert_eq!(problems, [Problem { field: Field::Name, wrong: Wrong::Empty }]);
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
    fn a_record_saved_unchanged_is_the_same_record(register in register()) {
        nothing_is_lost(&register);
    }
}

#[test]
fn the_bundled_records_saved_unchanged_are_the_same() {
    nothing_is_lost(&bundled());
}

/// The first case of the clean register in a form.
fn open() -> (Register, CaseDraft) {
    let register = read(CLEAN);
    let draft = CaseDraft::of(0, &register.cases()[0]);
    (register, draft)
}

fn check(register: &Register, draft: &CaseDraft) -> Checked {
    Draft::Case(Box::new(draft.clone())).check(register)
}

/// The case that a step of one edit leaves.
fn saved(step: Option<Step>) -> (Deed, Subject, Arc<Case>) {
    let Step { deed, subject, edits, .. } = step.unwrap();
    let [Edit::Case(change)] = edits.as_slice() else { panic!("one case") };
    (deed, subject, change.after.clone().unwrap())
}

#[test]
fn each_wrong_value_of_a_case_is_said_beside_its_field_and_cannot_be_saved() {
    type Spoil = fn(&mut CaseDraft);
    let not_a_date = |text: &str| Wrong::Date(DateError::NotADate(text.to_owned()));
    let claim = |field| Field::Claim(0, field);
    let wrong: Vec<(Spoil, Field, Wrong)> = vec![
        (|d| (d.family, d.native) = (" ".into(), String::new()), Field::Name, Wrong::Empty),
        (|d| d.born = "1960-13".into(), Field::Born, not_a_date("1960-13")),
        (|d| d.taken = "spring 1980".into(), Field::On, not_a_date("spring 1980")),
        (|d| d.returned = "1980-02-30".into(), Field::Returned, not_a_date("1980-02-30")),
        (|d| d.returned = " ".into(), Field::Returned, Wrong::Empty),
        (
            |d| d.born = "1960-01-01T10:00:00Z".into(),
            Field::Born,
            Wrong::Date(DateError::TimeOfDay("1960-01-01T10:00:00Z".to_owned())),
        ),
        (
            |d| d.born = "Y19600".into(),
            Field::Born,
            Wrong::Date(DateError::YearOutOfRange("Y19600".to_owned())),
        ),
        (
            |d| d.taken = "1980/1979".into(),
            Field::On,
            Wrong::Date(DateError::Backwards("1980/1979".to_owned())),
        ),
        (|d| d.age = "131".into(), Field::Age, Wrong::Number(130)),
        (|d| d.age = "thirteen".into(), Field::Age, Wrong::Number(130)),
        (|d| d.age = "-1".into(), Field::Age, Wrong::Number(130)),
        (|d| d.spot = "37.9".into(), Field::At, Wrong::Spot),
        (|d| d.spot = "137.9, 37.9".into(), Field::At, Wrong::Spot),
        (|d| d.spot = "NaN, 1".into(), Field::At, Wrong::Spot),
        (|d| d.claims[0].on.clear(), claim(ClaimField::On), Wrong::Empty),
        (|d| d.claims[0].on = "x".into(), claim(ClaimField::On), not_a_date("x")),
        (|d| d.claims[0].kind = Kind::Disputes, claim(ClaimField::Says), Wrong::Empty),
        (
            |d| (d.claims[0].kind, d.claims[0].death) = (Kind::Dead, "x".into()),
            claim(ClaimField::Death),
            not_a_date("x"),
        ),
        (|d| d.variants.push(VariantDraft::new()), Field::Variant(0), Wrong::Empty),
    ];
    for (spoil, field, wrong) in wrong {
        let (register, mut draft) = open();
        spoil(&mut draft);
        let Checked { step, problems, .. } = check(&register, &draft);
        assert_eq!(problems, [Problem { field, wrong }]);
        assert_eq!(step, None);
        assert!(Draft::Case(Box::new(draft)).is_changed(&register));
    }
}

#[test]
fn each_wrong_value_of_a_smaller_record_cannot_be_saved() {
    let register = read(CLEAN);
    let refused = |draft: Draft, expected: &[(Field, Wrong)]| {
        let Checked { step, problems, .. } = draft.check(&register);
        let problems: Vec<_> = problems.into_iter().map(|one| (one.field, one.wrong)).collect();
        assert_eq!(problems, expected);
        assert_eq!(step, None);
    };
    let empty = |field| (field, Wrong::Empty);
    let source = || SourceDraft { id: "new".into(), ..SourceDraft::of(0, &register.sources()[0]) };
    refused(Draft::Source(SourceDraft::new()), &[empty(Field::Id)]);
    refused(
        Draft::Source(SourceDraft { id: "new".into(), ..SourceDraft::new() }),
        &[empty(Field::Publisher), empty(Field::Name)],
    );
    refused(
        Draft::Source(SourceDraft { id: "A b".into(), before: None, ..source() }),
        &[(Field::Id, Wrong::Id)],
    );
    refused(
        Draft::Source(SourceDraft { id: "s".into(), before: None, ..source() }),
        &[(Field::Id, Wrong::IdTaken)],
    );
    refused(Draft::Total(TotalDraft::new(&register)), &[empty(Field::Count), empty(Field::On)]);
    let total =
        TotalDraft { count: "4294967296".into(), ..TotalDraft::of(0, &register.totals()[0]) };
    refused(Draft::Total(total), &[(Field::Count, Wrong::Number(u32::MAX))]);
    refused(Draft::Event(EventDraft::new(&register)), &[empty(Field::On), empty(Field::Name)]);
    let mut about = AboutDraft::of(&register.about());
    about.title = " ".into();
    about.compare.1 = about.compare.0.clone();
    refused(Draft::About(about), &[empty(Field::Name), (Field::Party, Wrong::SameParty)]);
}

#[test]
fn every_wrong_says_what_to_write_instead_in_both_languages() {
    let date = |kind: fn(String) -> DateError| Wrong::Date(kind(String::new()));
    let all = [
        (Wrong::Empty, "Must not be empty.", "空欄にはできません。"),
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
            date(DateError::Backwards),
            "Ends before it begins. Write the earlier date first.",
            "終わりが始まりより前です。早い方の日付を先に書いてください。",
        ),
        (
            Wrong::Id,
            "Cannot be an id. Write up to 100 small letters, digits and hyphens, as in \
             yokota-megumi.",
            "IDとして使えません。yokota-megumiのように、小文字、数字、ハイフンで100文字以内にしてください。",
        ),
        (
            Wrong::IdTaken,
            "Another record has this id. Choose another.",
            "このIDは別の記録が使っています。別のIDにしてください。",
        ),
        (
            Wrong::Number(130),
            "Not a whole number from 0 to 130.",
            "0から130までの整数ではありません。",
        ),
        (
            Wrong::Spot,
            "Not a place on the map. Write latitude and longitude in degrees, as in 37.92, 139.04.",
            "地図上の位置として読めません。37.92, 139.04のように、緯度、経度の順に度で書いてください。",
        ),
        (
            Wrong::SameParty,
            "Both are the same party. Choose two different ones.",
            "同じ政府・団体が二つ選ばれています。異なるものを選んでください。",
        ),
    ];
    for (wrong, en, ja) in all {
        assert_eq!(wrong.words(Lang::ENGLISH), en);
        assert_eq!(wrong.words(Lang::named("ja").unwrap()), ja);
    }
}

#[test]
fn a_date_may_be_typed_as_people_write_it() {
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
        let (_, _, case) = saved(check(&register, &draft).step);
        assert_eq!(case.taken.on.as_ref().unwrap().as_str(), read, "{typed}");
    }
    for typed in
        ["1977/13/01", "1977年13月", "1977/11/31", "11/15/1977", "昭和52年", "年", "1977/1/2/3"]
    {
        let (register, mut draft) = open();
        draft.taken = typed.into();
        let wrong = Wrong::Date(DateError::NotADate(typed.into()));
        assert_eq!(check(&register, &draft).problems, [Problem { field: Field::On, wrong }]);
    }
}

#[test]
fn numbers_and_places_may_be_typed_in_full_width() {
    let (register, mut draft) = open();
    draft.age = "２０".into();
    draft.spot = "３７．９２，　１３９．０４".into();
    let (_, _, case) = saved(check(&register, &draft).step);
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
    let (deed, subject, case) = saved(check(&register, &draft).step);
    assert_eq!(deed, Deed::Create);
    assert_eq!(subject, Subject::Case("Élan O’Two".into()));
    assert_eq!(case.id.as_str(), "o-two-elan");

    let again = CaseDraft { family: "One".into(), ..CaseDraft::new() };
    assert_eq!(again.suggested_id(&register).unwrap().as_str(), "one-2");
    let native = CaseDraft { native: "横田 めぐみ".into(), ..CaseDraft::new() };
    assert_eq!(native.suggested_id(&register).unwrap().as_str(), "横田-めぐみ");
    let nameless = CaseDraft { native: "—".into(), ..CaseDraft::new() };
    let problems = check(&register, &nameless).problems;
    assert_eq!(problems, [Problem { field: Field::Id, wrong: Wrong::Empty }]);
    assert_eq!(slug(" Ko, Kyong-mi "), "ko-kyong-mi");
}

#[test]
fn an_id_typed_must_be_free_and_a_slug() {
    let register = read(CLEAN);
    for (id, wrong) in [("one", Wrong::IdTaken), ("One", Wrong::Id), ("a b", Wrong::Id)] {
        let draft = CaseDraft { id: id.into(), family: "New".into(), ..CaseDraft::new() };
        let Checked { step, problems, .. } = check(&register, &draft);
        assert_eq!(problems, [Problem { field: Field::Id, wrong }]);
        assert_eq!(step, None);
    }
}

#[test]
fn a_copy_is_a_new_case_with_everything_but_the_id() {
    let register = read(CLEAN);
    let original = &register.cases()[0];
    let draft = CaseDraft::copy_of(original);
    assert!(!Draft::Case(Box::new(draft.clone())).is_changed(&register));
    let (deed, _, copy) = saved(check(&register, &draft).step);
    assert_eq!(deed, Deed::Duplicate);
    assert_eq!(copy.id.as_str(), "one-2");
    assert_eq!(Case { id: original.id.clone(), ..copy.as_ref().clone() }, *original.as_ref());
}

#[test]
fn a_claim_read_back_says_what_was_chosen() {
    let (register, mut draft) = open();
    for kind in Kind::ALL {
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
        let (_, _, case) = saved(check(&register, &draft).step);
        let read = ClaimDraft::of(&case.claims[0]);
        assert_eq!(read.kind, kind);
        assert_eq!(read.sources.len(), 1, "a source named twice is cited once");
        assert_eq!(read.death == "1990", kind == Kind::Dead);
        assert_eq!(read.disputes == "D", kind == Kind::Disputes);
        assert!(!Lang::ENGLISH.t(kind.key()).contains("claim."));
    }
}

#[test]
fn a_draft_shows_what_the_checks_would_find_once_it_is_saved() {
    let (register, mut draft) = open();
    draft.age = "30".into();
    let Checked { step, findings, .. } = check(&register, &draft);
    let (_, _, case) = saved(step);
    assert_eq!(findings, check_case(&register, &case));
    assert_eq!(findings[0].what, What::AgeDiffers { age: 30, from: 19, to: 19 });
}
