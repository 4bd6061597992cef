//! Records that are opened in a form, saved from it, shown, or asked about before they are deleted.

use crate::{
    analysis::{
        citation_index::count_citations,
        finding::{FindingSubject, RecordField},
        query::Query,
    },
    commands::Page,
    describe::claims,
    draft::{
        Draft, event::EventDraft, register_info::RegisterInfoDraft, source::SourceDraft,
        total::TotalDraft,
    },
    model::SourceId,
    register::{Change, Edit},
    session::{Action, Session},
    store::drafts::draft_file::DraftContent,
    ui::{
        app::application::App, form::record_form::Form,
        modals::delete_records::DeleteRecordsDialog, panels::notices::NoticeLevel,
    },
};

impl App {
    /// Opens a form, where the register can be changed.
    pub(super) fn open_form(&mut self, draft: Draft, field: Option<RecordField>) {
        let Some(session) = &self.open.session else { return };
        if session.is_read_only() {
            let text = self.locale.t(self.read_only_key());
            return self.notices.push(NoticeLevel::Info, text, Vec::new());
        }
        self.open.ui_state.form = Some(Form::new(draft, session.register(), field));
    }

    pub(super) fn edit_case(&mut self, field: Option<RecordField>) {
        let is_open = matches!(
            self.open.ui_state.form.as_ref().map(Form::draft),
            Some(Draft::Case(draft)) if draft.before.is_some()
        );
        if is_open && field.is_none() {
            return;
        }
        if let Some(draft) =
            self.open.session.as_ref().and_then(|session| session.current_case_draft())
        {
            self.open_form(draft, field);
        }
    }

    pub(super) fn new_record(&mut self) {
        let Some(session) = &self.open.session else { return };
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
        let Some(form) = &mut self.open.ui_state.form else { return false };
        let Some(step) = form.step_with_reason() else {
            form.show_problems();
            return false;
        };
        let Some(session) = &self.open.session else { return false };
        let (draft, why) = (form.draft().clone(), form.reason().to_owned());
        let before = session.revision();
        self.perform_action(Action::Perform(step));
        let saved = self.open.session.as_ref().is_some_and(|session| session.revision() != before);
        if saved {
            self.open.draft_autosave.add_saved_form(DraftContent::Form { draft, reason: why });
            self.open.ui_state.form = None;
            self.case_table.wants_focus = self.page == Page::Cases;
        }
        saved
    }

    /// Shows a record, and its form where a field is named.
    pub(super) fn show_record(&mut self, about: &FindingSubject, field: Option<RecordField>) {
        let Some(session) = &self.open.session else { return };
        let register = session.register();
        let (page, draft) = match about {
            FindingSubject::Case(id) => {
                let id = id.clone();
                self.page = Page::Cases;
                if session.is_hidden(&id) {
                    let sort = session.analysis().query().sort;
                    self.perform_action(Action::SetQuery(Query { sort, ..Query::default() }));
                }
                self.perform_action(Action::SelectCase(id));
                if field.is_some() {
                    self.edit_case(field);
                }
                return;
            }
            FindingSubject::Source(id) => {
                // Its page shows it whole; the form is for who wants to change it.
                self.open.ui_state.pages.sources.choose_source(id.clone());
                if field.is_none() {
                    self.page = Page::Sources;
                    return;
                }
                let at = register.sources().iter().position(|source| source.id == *id);
                let draft = at.map(|at| SourceDraft::from_source(at, &register.sources()[at]));
                (Page::Sources, draft.map(Draft::Source))
            }
            FindingSubject::Total(at) => {
                let draft =
                    register.totals().get(*at).map(|total| TotalDraft::from_total(*at, total));
                (Page::Totals, draft.map(Draft::Total))
            }
            FindingSubject::Event(at) => {
                let event = register.events().get(*at);
                let draft = event.map(|event| EventDraft::from_event(register, *at, event));
                (Page::Events, draft.map(Draft::Event))
            }
            FindingSubject::Register | FindingSubject::Party(_) | FindingSubject::Incident(_) => (
                self.page,
                Some(Draft::RegisterInfo(RegisterInfoDraft::from_info(&register.info()))),
            ),
        };
        self.page = page;
        if let Some(draft) = draft {
            self.open_form(draft, field);
        }
    }

    pub(super) fn ask_to_delete_cases(&mut self) {
        let Some(session) = &self.open.session else { return };
        let Some(step) = session.deletion_step() else { return };
        let chosen = session.selected_cases();
        let shown =
            chosen.iter().take(5).map(|(_, case)| case.name.display_name(self.locale.code()));
        let mut names: Vec<String> = shown.collect();
        if chosen.len() > names.len() {
            names.push(self.locale.t_plural("summary.more_names", chosen.len() - names.len()));
        }
        let names = self.locale.join_list(&names);
        self.modals.open(DeleteRecordsDialog::new(step, names));
    }

    /// Asks whether to delete the record that the form is on.
    pub(super) fn ask_to_delete_record(&mut self) {
        let step = self.open.ui_state.form.as_ref().and_then(|form| form.draft().deletion_step());
        if let Some(step) = step {
            let mut names = claims::step_subject_label(self.locale, &step.subject);
            if let [Edit::Source(Change { before: Some(source), .. })] = &step.edits[..]
                && let Some(session) = &self.open.session
                && let cited @ 1.. = self.count_citations(session, &source.id)
            {
                let text = self.locale.t_plural("sources_page.delete_warning", cited);
                names = format!("{names}\n\n{text}");
            }
            self.modals.open(DeleteRecordsDialog::new(step, names));
        }
    }

    /// Returns the number of statements that cite a source.
    fn count_citations(&self, session: &Session, source: &SourceId) -> usize {
        match self.open.ui_state.pages.sources.citation_counts(session.revision()) {
            Some(known) => known.count_of_source(session.register(), source),
            None => count_citations(session.register(), source),
        }
    }
}
