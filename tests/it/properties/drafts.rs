//! Drafts written to a file and read back, and rebased on a changed register.

use std::path::Path;

use proptest::{collection::vec, prelude::*, sample::Index};

use crate::generators::{EditRequest, edit_request, register};
use blue_ribbon::{
    draft::{
        Draft,
        case::{CaseDraft, VariantDraft},
        claim::{ClaimDraft, ClaimKind},
        event::EventDraft,
        rebase::RebaseStatus,
        register_info::RegisterInfoDraft,
        source::SourceDraft,
        total::TotalDraft,
    },
    model::{PartyId, SourceId},
    register::Register,
    store::{
        drafts::draft_file::{DraftContent, DraftFile},
        source_text::repair_draft::RepairDraft,
    },
};

/// Generates texts that someone might type into a field, valid or not.
fn typed_text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[0-9~?/X-]{0,12}", "\\PC{0,8}\n\\PC{0,8}", Just(String::new())]
}

/// Generates drafts of a record of a register, or of a new one, with some fields typed into.
fn draft(register: &Register, kind: usize, at: Index, texts: &[String], flag: bool) -> Draft {
    let mut texts = texts.iter().cloned().cycle();
    let mut text = || texts.next().unwrap_or_default();
    let source = SourceId::new("s1").unwrap();
    fn pick<T>(records: &[T], at: Index, flag: bool) -> Option<(usize, &T)> {
        let some = flag && !records.is_empty();
        some.then(|| at.index(records.len())).map(|at| (at, &records[at]))
    }
    match kind {
        0 | 1 => {
            let case = pick(register.cases(), at, flag || kind == 1);
            let mut draft = match case {
                Some((at, case)) if flag => CaseDraft::from_case_at(at, case),
                Some((_, case)) => CaseDraft::copy_of(case),
                None => CaseDraft::new(),
            };
            (draft.given, draft.taken, draft.coordinates, draft.other) =
                (text(), text(), text(), text());
            if let Some(claim) = draft.claims.first_mut() {
                (claim.on, claim.kind, claim.disputes) = (text(), ClaimKind::Disputes, text());
            }
            draft.claims.push(ClaimDraft::new(PartyId::new("elsewhere").unwrap()));
            draft.variants.push(VariantDraft { value: text(), ..VariantDraft::new() });
            draft.sources.push(source);
            Draft::Case(Box::new(draft))
        }
        2 => {
            let draft = pick(register.sources(), at, flag)
                .map_or_else(SourceDraft::new, |(at, source)| SourceDraft::from_source(at, source));
            let (title, published) = (text(), text());
            Draft::Source(SourceDraft { title, published, ..draft })
        }
        3 => {
            let draft = pick(register.totals(), at, flag).map_or_else(
                || TotalDraft::new(register),
                |(at, total)| TotalDraft::from_total(at, total),
            );
            let (count, on) = (text(), text());
            Draft::Total(TotalDraft { count, on, ..draft })
        }
        4 => {
            let event = pick(register.events(), at, flag);
            let mut draft = event.map_or_else(
                || EventDraft::new(register),
                |(at, event)| EventDraft::from_event(register, at, event),
            );
            (draft.title.ja, draft.on) = (text(), text());
            Draft::Event(draft)
        }
        _ => Draft::RegisterInfo(RegisterInfoDraft {
            title: text(),
            ..RegisterInfoDraft::from_info(&register.info())
        }),
    }
}

proptest! {
    #[test]
    fn a_saved_draft_round_trips(
        register in register(), kind in 0..6_usize, at in any::<Index>(),
        texts in vec(typed_text(), 1..8), flag in any::<bool>(), path in typed_text(), second in 0..4_000_000_000_i64,
    ) {
        let draft = draft(&register, kind, at, &texts, flag);
        let typed = jiff::Timestamp::from_second(second).unwrap();
        let mut texts = texts.into_iter().cycle();
        let [list, name, was, text, why] = std::array::from_fn(|_| texts.next().unwrap());
        let text = DraftContent::Repair(RepairDraft { list, name, original: was, text });
        for what in [DraftContent::Form { draft, reason: why }, text] {
            let kept = DraftFile::new(path.clone(), typed, what);
            let text = kept.print().unwrap();
            prop_assert_eq!(DraftFile::parse(&text, Path::new("")).unwrap(), kept);
        }
    }

    #[test]
    fn rebasing_on_an_unchanged_register_gives_the_same_draft(
        register in register(), kind in 0..6_usize, at in any::<Index>(),
        texts in vec(typed_text(), 1..8), flag in any::<bool>(),
    ) {
        let draft = draft(&register, kind, at, &texts, flag);
        let (renewed, since) = draft.rebase(&register);
        prop_assert_eq!(since, RebaseStatus::Unchanged);
        // Records without an id may stand twice; either is as good.
        if !matches!(&draft, Draft::Total(_) | Draft::Event(_)) {
            prop_assert_eq!(renewed, draft);
        }
    }

    #[test]
    fn a_saved_draft_is_recognized_as_already_applied(
        register in register(), kind in 0..6_usize, at in any::<Index>(),
        text in "[a-z]{1,6}", flag in any::<bool>(),
    ) {
        let draft = match draft(&register, kind, at, &[text], flag) {
            Draft::Case(mut case) => {
                (case.taken, case.coordinates) = (String::new(), String::new());
                case.claims.clear();
                Draft::Case(case)
            }
            Draft::Source(source) => Draft::Source(SourceDraft {
                id: if source.before.is_some() { source.id } else { "s-new".to_owned() },
                publisher: "P".to_owned(),
                published: "1977/11/15".to_owned(),
                ..source
            }),
            Draft::Total(total) => {
                let (count, on) = ("21".to_owned(), " 1977-11 ".to_owned());
                Draft::Total(TotalDraft { count, on, ..total })
            }
            Draft::Event(event) => Draft::Event(EventDraft { on: "1977-11".to_owned(), ..event }),
            about => about,
        };
        let step = draft.validate(&register, None).step.unwrap();
        let mut after = register.clone();
        after.apply_all(&step.edits).unwrap();
        prop_assert!(draft.is_already_in_register(&after));
    }

    #[test]
    fn a_rebased_draft_is_never_stale(
        register in register(), kind in 0..6_usize, at in any::<Index>(),
        texts in vec(typed_text(), 1..8), flag in any::<bool>(), wishes in vec(edit_request(), 0..4),
    ) {
        let draft = draft(&register, kind, at, &texts, flag);
        let mut later = register.clone();
        for wish in wishes {
            let _ = later.apply(&EditRequest::edit(&wish, &later));
        }
        let (renewed, _) = draft.rebase(&later);
        // In full, so that each record it begins from is what the register holds.
        prop_assert_eq!(renewed.rebase(&later).1, RebaseStatus::Unchanged);
        if let Some(step) = renewed.validate(&later, None).step {
            later.apply_all(&step.edits).unwrap();
        }
    }
}
