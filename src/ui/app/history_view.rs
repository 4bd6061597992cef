//! The history: reading it, reverting a change, and showing an earlier version.

use jiff::tz::TimeZone;

use crate::{
    commands::{Command, Page},
    describe::{
        differences::DifferenceDescriber,
        steps::{day_and_time_labels, describe_history_entry},
    },
    jobs::history::{HistoricalRegister, RevertPreview},
    merge::{Conflict, Side, revert::RevertPlan},
    register::RecordedVersion,
    session::Session,
    store::history::error::HistoryError,
    ui::{
        app::{application::App, return_point::ReturnPoint},
        intent::Intent,
        modals::revert::RevertDialog,
        panels::notices::NoticeLevel,
        widgets::choice_cards::{Choice, ChoiceCard},
    },
};

/// The maximal number of differences that the question about a revert shows.
const MAX_SHOWN_DIFFERENCES: usize = 100;

impl App {
    /// Starts to read the history, and the entry that is selected.
    pub(super) fn update_history(&mut self) {
        let Some(session) = &self.open.session else { return };
        let history = &self.open.ui_state.pages.history;
        if let Some(known) = history.index_to_extend(session) {
            let spawn = || self.runner.read_history(session, known);
            self.open.tasks.history.start(session.saved_revision(), spawn);
        } else if let (Some(index), Some(entry)) =
            (history.index().cloned(), history.entry_to_describe())
        {
            let spawn = || {
                self.runner.read_history_entry(session, index, entry.clone(), self.app_dirs.clone())
            };
            self.open.version_tasks.history_entry.start(entry.0, spawn);
        }
    }

    /// Starts to read the line of the history that records what is shown, once that is saved or
    /// could not be saved.
    pub(super) fn update_history_reference(&mut self) {
        let Some(session) = &self.open.session else { return };
        let is_settled = session.is_saved() || self.open.save_tracker.failure.is_some();
        if is_settled && session.history_reference().is_none() {
            let source = session.history_source();
            let spawn = || self.runner.read_history_reference(source.clone());
            self.open.version_tasks.history_reference.start(source.clone(), spawn);
        }
    }

    /// Returns true if an intent changes the register and no author name was set yet.
    pub(super) fn needs_user_name(&self, intent: &Intent) -> bool {
        let is_open = self.open.session.as_ref().is_some_and(|session| !session.is_read_only());
        let changes = match intent {
            Intent::Command(command @ (Command::SaveForm | Command::Undo | Command::Redo)) => {
                command.is_enabled(self.command_context())
            }
            Intent::Action(action) => action.is_edit(),
            Intent::SaveFormThen(_) | Intent::DeleteRecords(_) | Intent::RevertStep { .. } => true,
            _ => false,
        };
        is_open && changes && self.settings.author_name.is_none()
    }

    /// Returns the locale key of the reason why nothing can be changed.
    pub(super) fn read_only_key(&self) -> &'static str {
        match self.open.return_point {
            Some(_) => "history.as_recorded.read_only",
            None => "notice.register_read_only",
        }
    }

    /// Shows every recorded change of the current case.
    pub(super) fn show_case_history(&mut self) {
        let Some((_, case)) = self.open.session.as_ref().and_then(Session::current) else { return };
        self.open.ui_state.pages.history.show_only_case(case.clone());
        self.page = Page::History;
    }

    /// Starts to preview the revert of a change.
    pub(super) fn preview_revert(&mut self, at: usize) {
        let (Some(session), Some(index)) =
            (&self.open.session, self.open.ui_state.pages.history.index())
        else {
            return;
        };
        if let Some(header) = index.headers().get(at).filter(|_| !session.is_read_only()) {
            self.open.version_tasks.revert_preview.replace(self.runner.preview_revert(
                session,
                index.clone(),
                header.clone(),
            ));
        }
    }

    /// Asks whether to revert a change, with its preview.
    pub(super) fn ask_to_revert(&mut self, weighed: Result<RevertPreview, HistoryError>) {
        let RevertPreview { entry: line, step_diff: told, plan: reversal, register: now } =
            match weighed {
                Ok(weighed) => weighed,
                Err(error) => return self.notify_error(error.describe(self.locale)),
            };
        let locale = self.locale;
        let RevertPlan { differences, reverted, .. } = &*reversal;
        let describer = DifferenceDescriber { locale, registers: [&now, reverted] };
        let shown = differences
            .iter()
            .take(MAX_SHOWN_DIFFERENCES)
            .map(|it| describer.describe_difference(it))
            .collect();
        let describer = DifferenceDescriber { locale, registers: [&now, &told.before] };
        let no_value = || locale.t("history.no_value").into_owned();
        let card = |key: &str, value| ChoiceCard {
            label: locale.t(key).into_owned(),
            attribution: String::new(),
            value,
        };
        let choice = |Conflict { path: piece, base, ours, theirs }: &Conflict| {
            let made = base.as_ref().map_or_else(no_value, |value| describer.describe_value(value));
            let made = locale.t_with("history.revert_dialog.value_of_change", &[("value", &made)]);
            let [current, previous] =
                describer.describe_values([ours.as_ref(), theirs.as_ref()], no_value);
            let cards = [
                card("history.revert_dialog.keep_current", current),
                card("history.revert_dialog.use_previous", previous),
            ];
            Choice::new(describer.path_label(piece), made, cards, Some(Side::Ours))
        };
        let [day, time] = day_and_time_labels(locale, line.time, &TimeZone::system());
        let what = describe_history_entry(locale, &line);
        let values = [("what", &*what), ("day", &*day), ("time", &*time)];
        self.modals.open(RevertDialog {
            text: locale.t_with("history.revert_dialog.entry", &values),
            changes: (shown, differences.len()),
            conflicts: reversal.conflicts().iter().map(choice).collect(),
            plan: reversal,
            reason: String::new(),
        });
    }

    /// Starts to compute the register as it was after a change.
    pub(super) fn checkout_entry(&mut self, at: usize) {
        // Whichever is shown, the way back begins at the present.
        let Some(session) =
            ReturnPoint::current_session(&self.open.return_point, &self.open.session)
        else {
            return;
        };
        let Some(index) = self.open.ui_state.pages.history.index() else { return };
        if session.is_saved() {
            let as_of = session.analysis().as_of();
            self.open.version_tasks.checkout.replace(self.runner.checkout(
                session,
                index.clone(),
                at,
                (as_of, self.today),
            ));
        } else {
            let text = self.locale.t("history.notice.register_unsaved");
            self.notices.push(NoticeLevel::Warning, text, Vec::new());
        }
    }

    /// Shows an earlier version of the register, which is read-only.
    pub(super) fn show_historical_register(
        &mut self,
        then: Result<HistoricalRegister, HistoryError>,
    ) {
        let HistoricalRegister { header, loaded } = match then {
            Ok(then) => then,
            Err(HistoryError::Cancelled) => return,
            Err(error) => {
                let why = error.describe(self.locale);
                let text =
                    self.locale.t_with("history.notice.checkout_failed", &[("reason", &why)]);
                return self.notices.push(NoticeLevel::Warning, text, Vec::new());
            }
        };
        let is_saved = self.open.session.as_ref().is_some_and(Session::is_saved)
            && !self.open.save_tracker.is_running();
        if self.open.ui_state.form.is_some() || !is_saved {
            // Something was begun meanwhile, which comes first.
            return;
        }
        let (line_number, time) = (header.line_number, header.entry.time);
        let day = time.to_zoned_datetime(TimeZone::system()).date();
        let version = RecordedVersion { day, change_number: line_number };
        let mut session = Session::historical(loaded, version, header.history_reference());
        if let Some((_, case)) = self.open.session.as_ref().and_then(Session::current) {
            // Whoever was looked at is looked at then, where the case was there already.
            session.select_case(case.id.clone());
        }
        let then = (line_number, time);
        let shown = self.open.show_version(session);
        let saving = std::mem::take(&mut self.open.save_tracker);
        self.open.return_point = match self.open.return_point.take() {
            Some(present) => Some(ReturnPoint { shown_entry: then, ..present }),
            None => shown.map(|session| ReturnPoint {
                session,
                save_tracker: saving,
                shown_entry: then,
            }),
        };
        self.case_table.wants_focus = true;
        self.page = Page::Cases;
    }

    /// Shows the present register.
    pub(super) fn show_present(&mut self) {
        let Some(ReturnPoint { session, save_tracker: saving, .. }) = self.open.return_point.take()
        else {
            return;
        };
        self.open.show_version(session);
        self.open.save_tracker = saving;
        self.case_table.wants_focus = true;
        self.page = Page::History;
    }
}
