//! The window lays out what is in sight, however long a list of the register is.

use blue_ribbon::Locale;
use egui::{Key, Modifiers, Shape, epaint::ClippedShape};
use egui_kittest::kittest::NodeT;

use super::Window;
use crate::long_list::LongList;

/// More items than a page of the window shows.
const MANY_ITEMS: usize = 400;
/// More bytes than the window lays out at once.
const LONG_TEXT: usize = 80_000;
/// How many times longer the long list is.
const FACTOR: usize = 4;

/// What a frame laid out.
#[derive(Clone, Copy, Debug)]
struct LaidOut {
    /// The widgets that assistive technology reads.
    widgets: usize,
    /// The texts, in sight or not.
    texts: usize,
    /// The bytes of the texts in sight.
    bytes: usize,
}

impl LaidOut {
    fn of_last_frame(window: &Window) -> Self {
        let shapes = &window.harness.output().shapes;
        Self {
            widgets: window.harness.root().children_recursive().count(),
            texts: window.harness.ctx.fonts(|fonts| fonts.num_galleys_in_cache()),
            bytes: shapes.iter().map(|ClippedShape { shape, .. }| text_bytes(shape)).sum(),
        }
    }

    /// Returns whether no more is laid out than elsewhere, but for what a wider number takes.
    fn is_at_most(self, other: Self) -> bool {
        let fits = |this: usize, other: usize| this <= other + other / 4 + 40;
        fits(self.widgets, other.widgets)
            && fits(self.texts, other.texts)
            // A text that is cut may be of a page's length.
            && self.bytes <= other.bytes * 2 + 20_000
    }
}

fn text_bytes(shape: &Shape) -> usize {
    match shape {
        Shape::Text(text) => text.galley.job.text.len(),
        Shape::Vec(shapes) => shapes.iter().map(text_bytes).sum(),
        _ => 0,
    }
}

/// Draws the detail of the first case, every page, the form, and the form after a letter.
fn lay_out(list: LongList, count: usize) -> Vec<(String, LaidOut)> {
    let size = egui::vec2(1280.0, 800.0);
    let mut window = Window::open_with(list.text(count).as_bytes(), Locale::ENGLISH, size);
    let mut laid_out = Vec::new();
    let mut add = |what: &str, window: &Window| {
        laid_out.push((what.to_owned(), LaidOut::of_last_frame(window)));
    };
    window.key(Key::Home);
    add("detail", &window);
    for key in
        [Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9]
    {
        window.keys(Modifiers::COMMAND, key);
        add(&format!("page {key:?}"), &window);
    }
    window.keys(Modifiers::COMMAND, Key::Num1);
    window.key(Key::F2);
    add("form", &window);
    window.type_text("x");
    assert!(window.shows("Changed, not saved yet"), "{list}");
    add("form after a letter", &window);
    laid_out
}

fn assert_bounded(lists: &[LongList], count: usize) {
    for list in lists {
        let small = lay_out(*list, count);
        for ((what, large), (_, small)) in lay_out(*list, count * FACTOR).into_iter().zip(small) {
            assert!(large.is_at_most(small), "{list}, {what}: {small:?}, then {large:?}");
        }
    }
}

#[test]
fn a_long_list_of_records_lays_out_what_is_in_sight() {
    use LongList::{Cases, Events, Incidents, Parties, Sources, Totals};
    assert_bounded(&[Cases, Parties, Sources, Totals, Incidents, Events], MANY_ITEMS);
}

#[test]
fn a_long_list_of_a_case_lays_out_what_is_in_sight() {
    use LongList::{CaseSources, ClaimSources, Claims, Deaths, Disputes, Variants};
    assert_bounded(&[Claims, Deaths, Disputes, Variants, ClaimSources, CaseSources], MANY_ITEMS);
}

#[test]
fn a_long_text_is_laid_out_in_parts() {
    assert_bounded(&[LongList::NoteBytes], LONG_TEXT);
    assert_bounded(&[LongList::NoteLines, LongList::OtherNames], LONG_TEXT / 8);
}
