//! The chosen line: who, when and why, each difference it made, and what can be done with it.

use egui::{Button, Grid, Label, ScrollArea, Ui};

use super::HistoryState;
use crate::{
    lang::Lang,
    merge::{Speaker, Spoken, Told},
    register::Entry,
    session::{by_words, entry_words, recorded_words},
    store::{HistoryError, Line, Past},
    ui::{
        Intent, Scene,
        theme::{Role, SPACE},
        widgets::{heading, section, text, weak},
    },
};

/// How many differences are shown.
const SHOWN: usize = 200;

/// What a line tells.
pub(super) struct Chosen {
    /// Its place.
    pub at: usize,
    told: Result<Told, HistoryError>,
    /// The differences in words, in a language.
    spoken: Option<(Lang, Vec<Spoken>)>,
}

impl Chosen {
    pub fn new(at: usize, told: Result<(Line, Told), HistoryError>) -> Self {
        Self { at, told: told.map(|(_, told)| told), spoken: None }
    }

    /// The differences, put into words but once.
    fn spoken(&mut self, lang: Lang) -> (&[Spoken], usize) {
        let Ok(Told { differences, before, after }) = &self.told else { return (&[], 0) };
        if self.spoken.as_ref().is_none_or(|(spoken, _)| *spoken != lang) {
            let speaker = Speaker { lang, registers: [after, before] };
            let shown = differences.iter().take(SHOWN);
            self.spoken = Some((lang, shown.map(|it| speaker.difference(it)).collect()));
        }
        let spoken = self.spoken.as_ref().map_or(&[][..], |(_, spoken)| spoken);
        (spoken, differences.len())
    }
}

/// Draws it.
pub(super) fn chosen_ui(
    ui: &mut Ui,
    scene: &Scene,
    state: &mut HistoryState,
    past: &Past,
    out: &mut Vec<Intent>,
) {
    let lang = scene.lang;
    let Some((at, mark)) = state.chosen.and_then(|at| Some((at, past.marks().get(at)?))) else {
        return;
    };
    let line = &mark.line;
    ScrollArea::vertical().id_salt(("chosen", at)).auto_shrink(false).show(ui, |ui| {
        heading(ui, &entry_words(lang, &line.what), Role::Section);
        facts_ui(ui, lang, line);
        buttons_ui(ui, scene, at, mark.has_records, out);
        let told = match &line.what {
            Entry::Began => Some("history.began_words"),
            Entry::Outside { .. } => Some("history.outside_words"),
            Entry::Overwrote => Some("history.overwrote_words"),
            Entry::Did(_) | Entry::Undid(_) | Entry::Redid(_) => None,
        };
        if let Some(key) = told {
            ui.add_space(SPACE / 2.0);
            ui.add(Label::new(text(lang.t(key), Role::Body)).wrap());
        }
        if !mark.has_records {
            return;
        }
        section(ui, &lang.t("history.what"));
        let Some(told) = state.told.as_mut().filter(|told| told.at == at) else { return };
        if let Err(error) = &told.told {
            ui.add(Label::new(error.words(lang)).wrap());
            return;
        }
        let (spoken, count) = told.spoken(lang);
        differences_ui(ui, lang, ["history.value_was", "history.value_now"], spoken, count);
    });
}

/// When, by whom and why.
fn facts_ui(ui: &mut Ui, lang: Lang, line: &Line) {
    let [day, time] = recorded_words(lang, line.at);
    let number = lang.with("history.number", &[("n", &line.n.to_string())]);
    let mut facts = vec![
        ("history.recorded", format!("{day} {time} · {number}")),
        ("history.who", by_words(lang, line)),
    ];
    if let Some(step) = line.what.step() {
        let why = match step.why.as_str() {
            "" => lang.t("history.no_why").into_owned(),
            why => why.to_owned(),
        };
        facts.push(("history.why", why));
    }
    Grid::new("recorded")
        .num_columns(2)
        .spacing([SPACE * 2.0, SPACE / 2.0])
        .min_row_height(0.0)
        .show(ui, |ui| {
            for (key, words) in facts {
                ui.label(weak(ui, lang.t(key), Role::Body));
                ui.add(Label::new(text(words, Role::Body)).wrap());
                ui.end_row();
            }
        });
}

fn buttons_ui(ui: &mut Ui, scene: &Scene, at: usize, has_records: bool, out: &mut Vec<Intent>) {
    let lang = scene.lang;
    ui.add_space(SPACE / 2.0);
    ui.horizontal_wrapped(|ui| {
        if has_records {
            let revert = Button::new(lang.t("history.revert").as_ref());
            let revert = ui.add_enabled(!scene.session.is_read_only(), revert);
            if revert.on_hover_text(lang.t("history.revert_tooltip")).clicked() {
                out.push(Intent::Revert(at));
            }
        }
        let then = ui.button(lang.t("history.then").as_ref());
        if then.on_hover_text(lang.t("history.then_tooltip")).clicked() {
            out.push(Intent::ShowThen(at));
        }
    });
}

/// Each difference: whose it is and what, then the value of the old version and that of the new,
/// in texts with these keys.
pub fn differences_ui(ui: &mut Ui, lang: Lang, keys: [&str; 2], spoken: &[Spoken], count: usize) {
    if count == 0 {
        ui.label(weak(ui, lang.t("history.same"), Role::Body));
    }
    ui.spacing_mut().item_spacing.y = SPACE / 4.0;
    for Spoken { who, what, old, new } in spoken {
        ui.add(Label::new(text(format!("{who} · {what}"), Role::Body)).wrap());
        for (key, value) in keys.into_iter().zip([old, new]) {
            if !value.is_empty() {
                let words = lang.with(key, &[("value", value)]);
                ui.add(Label::new(weak(ui, words, Role::Caption)).wrap());
            }
        }
        ui.add_space(SPACE / 2.0);
    }
    if count > spoken.len() {
        let more = lang.count("history.more", count - spoken.len());
        ui.label(weak(ui, more, Role::Caption));
    }
}
