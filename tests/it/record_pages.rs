//! The pages of sources, totals and events, used by accessible name and by keys.

use egui::{Key, Ui};
use egui_kittest::{Harness, kittest::Queryable};

use crate::form::{day, session};
use blue_ribbon::{
    Locale,
    commands::{Command, Page},
    draft::Draft,
    session::Session,
    ui::{
        self,
        context::UiContext,
        intent::Intent,
        pages::records::{events_ui, totals_ui},
        widgets::virtual_list::VirtualListState,
    },
};

type DrawPage = fn(&mut Ui, &UiContext, &mut VirtualListState, &mut Vec<Intent>);

struct PageStage {
    session: Session,
    draw: DrawPage,
    page: VirtualListState,
    out: Vec<Intent>,
}

fn show(draw: DrawPage) -> Harness<'static, PageStage> {
    let stage =
        PageStage { session: session(), draw, page: VirtualListState::default(), out: Vec::new() };
    let mut harness = Harness::builder()
        .with_size([720.0, 600.0])
        .with_context_setup(ui::appearance::set_up)
        .build_ui_state(
            |ui, stage: &mut PageStage| {
                let PageStage { session, draw, page, out } = stage;
                let (locale, page_shown) = (Locale::ENGLISH, Page::Sources);
                let scene = UiContext { session, locale, page: page_shown, today: day() };
                draw(ui, &scene, page, out);
            },
            stage,
        );
    harness.run();
    harness
}

/// The one draft that was asked for.
fn opened_draft(harness: &Harness<PageStage>) -> Draft {
    let [Intent::OpenForm(draft, None)] = &harness.state().out[..] else {
        unreachable!("one form")
    };
    draft.as_ref().clone()
}

#[test]
fn clicking_a_record_opens_its_form() {
    let mut harness = show(totals_ui);
    harness.get_by_label_contains("North Korea: 13, 17 September 2002").click();
    harness.run();
    let Draft::Total(draft) = opened_draft(&harness) else { unreachable!("a total") };
    assert_eq!((draft.count.as_str(), draft.on.as_str()), ("13", "2002-09-17"));
}

#[test]
fn the_button_opens_a_new_record() {
    for (draw, button) in
        [(totals_ui as DrawPage, "New total"), (events_ui as DrawPage, "New event")]
    {
        let mut harness = show(draw);
        harness.get_by_label(button).click();
        harness.run();
        assert!(matches!(harness.state().out[..], [Intent::Command(Command::NewRecord)]));
    }
}

#[test]
fn arrow_keys_reach_every_row() {
    let mut harness = show(events_ui);
    harness.key_press(Key::Tab);
    harness.key_press(Key::Tab);
    harness.run();
    harness.key_press(Key::End);
    harness.run();
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    let Draft::Event(draft) = opened_draft(&harness) else { unreachable!("an event") };
    let events = harness.state().session.register().events().len();
    assert_eq!(draft.before.as_ref().map(|(at, _)| *at), Some(events - 1));
    harness.state_mut().out.clear();
    for key in [Key::Home, Key::ArrowDown, Key::PageDown, Key::ArrowUp, Key::PageUp, Key::ArrowDown]
    {
        harness.key_press(key);
        harness.run();
    }
    harness.key_press(Key::Enter);
    harness.run();
    let Draft::Event(draft) = opened_draft(&harness) else { unreachable!("an event") };
    assert_eq!(draft.before.as_ref().map(|(at, _)| *at), Some(1));
}

#[test]
fn only_visible_rows_are_laid_out() {
    let harness = show(events_ui);
    let rows = harness.query_all_by_label_contains(" · ").count();
    assert!((4..20).contains(&rows), "{rows}");
    assert!(harness.state().session.register().events().len() > 20);
}

#[test]
fn events_are_sorted_by_date() {
    let harness = show(events_ui);
    let of = |title: &str| harness.get_by_label_contains(title).rect().top();
    assert!(of("20 May 1991") < of("21 January 1997"));
    assert!(of("21 January 1997") < of("1 May 1997"));
}
