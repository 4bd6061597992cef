//! Records that are opened in a form, saved from it, shown, or asked about before they are deleted.

use super::App;
use crate::{
    command::Page,
    draft::{AboutDraft, Draft, EventDraft, SourceDraft, TotalDraft},
    model::SourceId,
    register::{Change, Edit},
    session::{Action, Session},
    store::Typed,
    ui::{dialogs::Dialog, form::Form, notices::Level},
    view::{About, Field, Query, citations},
};

impl App {
    /// Opens a form, where the register can be changed.
    pub(super) fn open_form(&mut self, draft: Draft, field: Option<Field>) {
        let Some(session) = &self.session else { return };
        if session.is_read_only() {
            let words = self.lang.t(self.read_only_key());
            return self.surfaces.notices.push(Level::Info, words, Vec::new());
        }
        self.surfaces.form = Some(Form::new(draft, session.register(), field));
    }

    pub(super) fn edit_case(&mut self, field: Option<Field>) {
        let is_open = matches!(
            self.surfaces.form.as_ref().map(Form::draft),
            Some(Draft::Case(draft)) if draft.before.is_some()
        );
        if is_open && field.is_none() {
            return;
        }
        if let Some(draft) = self.session.as_ref().and_then(|session| session.draft_of_current()) {
            self.open_form(draft, field);
        }
    }

    pub(super) fn new_record(&mut self) {
        let Some(session) = &self.session else { return };
        let register = session.register();
        let draft = match self.page {
            Page::Sources => Draft::Source(SourceDraft::new()),
            Page::Totals => Draft::Total(TotalDraft::new(register)),
            Page::Events => Draft::Event(EventDraft::new(register)),
            _ => return,
        };
        self.open_form(draft, None);
    }

    /// Saves the open form; whether it was saved.
    pub(super) fn save_form(&mut self) -> bool {
        let Some(form) = &mut self.surfaces.form else { return false };
        let Some(step) = form.explained_step() else {
            form.show_problems();
            return false;
        };
        let Some(session) = &self.session else { return false };
        let (draft, why) = (form.draft().clone(), form.why().to_owned());
        let before = session.revision();
        self.act(Action::Perform(step));
        let saved = self.session.as_ref().is_some_and(|session| session.revision() != before);
        if saved {
            self.kept.form_saved(Typed::Form { draft, why });
            self.surfaces.form = None;
            self.surfaces.table.wants_focus = self.page == Page::Cases;
        }
        saved
    }

    /// Shows a record, and its form where a field is named.
    pub(super) fn show(&mut self, about: &About, field: Option<Field>) {
        let Some(session) = &self.session else { return };
        let register = session.register();
        let (page, draft) = match about {
            About::Case(id) => {
                let id = id.clone();
                self.page = Page::Cases;
                if session.is_hidden(&id) {
                    let sort = session.view().query().sort;
                    self.act(Action::Query(Query { sort, ..Query::default() }));
                }
                self.act(Action::Case(id));
                if field.is_some() {
                    self.edit_case(field);
                }
                return;
            }
            About::Source(id) => {
                // Its page shows it whole; the form is for who wants to change it.
                self.surfaces.pages.sources.choose(id.clone());
                if field.is_none() {
                    self.page = Page::Sources;
                    return;
                }
                let at = register.sources().iter().position(|source| source.id == *id);
                let draft = at.map(|at| SourceDraft::of(at, &register.sources()[at]));
                (Page::Sources, draft.map(Draft::Source))
            }
            About::Total(at) => {
                let draft = register.totals().get(*at).map(|total| TotalDraft::of(*at, total));
                (Page::Totals, draft.map(Draft::Total))
            }
            About::Event(at) => {
                let event = register.events().get(*at);
                let draft = event.map(|event| EventDraft::of(register, *at, event));
                (Page::Events, draft.map(Draft::Event))
            }
            About::Register | About::Party(_) | About::Incident(_) => {
                (self.page, Some(Draft::About(AboutDraft::of(&register.about()))))
            }
        };
        self.page = page;
        if let Some(draft) = draft {
            self.open_form(draft, field);
        }
    }

    pub(super) fn ask_delete_cases(&mut self) {
        let Some(session) = &self.session else { return };
        let Some(step) = session.deletion() else { return };
        let chosen = session.chosen();
        let shown = chosen.iter().take(5).map(|(_, case)| case.name.shown(self.lang.code()));
        let mut names: Vec<String> = shown.collect();
        if chosen.len() > names.len() {
            names.push(self.lang.count("summary.more", chosen.len() - names.len()));
        }
        let names = self.lang.join(&names);
        self.surfaces.dialog = Some(Dialog::Delete { step, names, why: String::new() });
    }

    /// Asks whether to delete the record that the form is on.
    pub(super) fn ask_delete_record(&mut self) {
        let step = self.surfaces.form.as_ref().and_then(|form| form.draft().deletion());
        if let Some(step) = step {
            let mut names = crate::view::subject_words(self.lang, &step.subject);
            if let [Edit::Source(Change { before: Some(source), .. })] = &step.edits[..]
                && let Some(session) = &self.session
                && let cited @ 1.. = self.cited(session, &source.id)
            {
                let words = self.lang.count("support.deleted", cited);
                names = format!("{names}\n\n{words}");
            }
            self.surfaces.dialog = Some(Dialog::Delete { step, names, why: String::new() });
        }
    }

    /// How many statements cite a source.
    fn cited(&self, session: &Session, source: &SourceId) -> usize {
        match self.surfaces.pages.sources.citations(session.revision()) {
            Some(known) => known.count(session.register(), source),
            None => citations(session.register(), source),
        }
    }
}
