//! Context of a command: language, day and output streams; reading registers and writing exports.

use std::{
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::anyhow;
use jiff::tz::TimeZone;

use crate::{
    Locale, Progress,
    analysis::{position::CaseState, reconciliation::Reconciliation},
    cli::{
        args::{common::OutputFileArgs, report::AsRecordedArgs},
        exit_status::ExitStatus,
        register_history::checkout_as_recorded,
    },
    describe::errors::path_label,
    export::{
        error::ExportError,
        file::{ExportFileError, ExportTarget},
        warnings::ExportWarnings,
    },
    model::{Day, characters::visible_line},
    register::{RecordedVersion, Register},
    store::{
        self, RegisterFile, app_dirs::AppDirs, error::WriteError,
        history::history_reference::HistoryReference, startup,
    },
};

/// The surroundings of a command.
pub(super) struct CliContext<'o> {
    /// The language of the output.
    pub locale: Locale,
    /// The day of today.
    pub today: Day,
    /// The time zone of the reader, in which every day and time is shown and understood.
    pub time_zone: TimeZone,
    /// The stream for what was asked for.
    pub out: &'o mut dyn Write,
    /// The number of columns of the terminal that `out` is; `None` where it is none.
    pub terminal_width: Option<usize>,
    /// The stream for messages.
    pub err: &'o mut dyn Write,
    /// The registers that were read. They are freed once the output is complete.
    pub registers: Vec<Arc<Register>>,
}

/// A register as it is or as it was recorded on a day.
pub(super) struct LoadedVersion {
    /// The records.
    pub register: Arc<Register>,
    /// The line of the history that records them.
    pub history: HistoryReference,
    /// The version, where the register is an earlier one.
    pub as_recorded: Option<RecordedVersion>,
}

impl CliContext<'_> {
    /// Returns the given path, or else that of the user's own register, which is created from the
    /// bundled one where there is none yet.
    ///
    /// # Errors
    /// When the platform has no folder for the user's register, or it could not be created.
    pub fn register_path(&self, given: Option<PathBuf>) -> anyhow::Result<PathBuf> {
        if let Some(path) = given {
            return Ok(path);
        }
        let dirs =
            AppDirs::for_platform().ok_or_else(|| anyhow!(self.locale.t("cli.no_app_dirs")))?;
        startup::create_user_register(&dirs).map_err(|error| anyhow!(error.describe(self.locale)))
    }

    /// Reads a register file with the version and the layout of its text. What opening noticed
    /// concerns saving, and no command saves it.
    pub fn load_file(&self, path: &Path) -> anyhow::Result<RegisterFile> {
        store::load_strict_input(path, &Progress::default())
            .map_err(|error| anyhow!(error.describe_with_count(self.locale)))
    }

    /// Reads a register as it is.
    pub fn load(&mut self, path: &Path) -> anyhow::Result<Arc<Register>> {
        let register = store::load_records_strict(path, &Progress::default())
            .map_err(|error| anyhow!(error.describe_with_count(self.locale)))?;
        Ok(self.keep(register))
    }

    /// Reads a register as it is, with the line of its history that records it.
    pub fn load_with_history(
        &mut self,
        path: &Path,
    ) -> anyhow::Result<(Arc<Register>, HistoryReference)> {
        let (register, history) = store::load_records_with_history(path, &Progress::default())
            .map_err(|error| anyhow!(error.describe_with_count(self.locale)))?;
        Ok((self.keep(register), history))
    }

    /// Returns a register that is freed once the output is complete.
    pub fn keep(&mut self, register: Register) -> Arc<Register> {
        let register = Arc::new(register);
        self.registers.push(Arc::clone(&register));
        register
    }

    /// Reads a register as it is, or as it was recorded on a day.
    pub fn load_as_recorded(
        &mut self,
        path: &Path,
        recorded: &AsRecordedArgs,
    ) -> anyhow::Result<LoadedVersion> {
        let Some(day) = recorded.as_recorded else {
            let (register, history) = self.load_with_history(path)?;
            return Ok(LoadedVersion { register, history, as_recorded: None });
        };
        let (register, version, history) =
            checkout_as_recorded(path, self.load_file(path)?, day, &self.time_zone, self.locale)?;
        Ok(LoadedVersion { register: self.keep(register), history, as_recorded: Some(version) })
    }

    /// Writes an export to standard output while it is made, or to a file.
    pub fn write_export(
        &mut self,
        OutputFileArgs { output, force, has_unknown_ending }: &OutputFileArgs,
        registers: &[&Path],
        export: impl FnOnce(&mut dyn Write) -> Result<ExportWarnings, ExportError>,
    ) -> anyhow::Result<ExitStatus> {
        let locale = self.locale;
        let Some(path) = output.as_ref().filter(|path| !is_standard_stream(path)) else {
            let warnings = export(self.out).map_err(|error| anyhow!(error.describe(locale)))?;
            self.print_warnings(&warnings)?;
            return Ok(ExitStatus::Success);
        };
        let target = ExportTarget { path, registers, is_forced: *force };
        let warnings = target.write(export).map_err(|error| match error {
            ExportFileError::Write(error) => self.describe_refusal(&error),
            error => anyhow!(error.describe(locale)),
        })?;
        let path = path_label(path);
        let key = match has_unknown_ending {
            true => "cli.file_written_in_default_format",
            false => "cli.file_written",
        };
        writeln!(self.err, "{}", locale.t_with(key, &[("path", &path)]))?;
        self.print_warnings(&warnings)?;
        Ok(ExitStatus::Success)
    }

    fn print_warnings(&mut self, warnings: &ExportWarnings) -> std::io::Result<()> {
        let mut sentences = warnings.describe(self.locale).into_iter();
        sentences.try_for_each(|sentence| writeln!(self.err, "{}", visible_line(&sentence)))
    }

    /// Describes why an output file was not written, with the option that replaces any file.
    pub fn describe_refusal(&self, error: &WriteError) -> anyhow::Error {
        let text = error.describe(self.locale);
        match error {
            WriteError::OpenRegister(_) | WriteError::ReservedFile(_) => {
                anyhow!(self.locale.t_with("cli.force_replaces", &[("refusal", &text)]))
            }
            _ => anyhow!(text),
        }
    }
}

/// Returns whether an argument stands for standard input or standard output.
pub(super) fn is_standard_stream(path: &Path) -> bool {
    path == Path::new("-")
}

/// Compares the two lists of a register on a day: the state of each case, and the counts.
pub(super) fn reconcile(register: &Register, as_of: Day) -> (Vec<CaseState>, Reconciliation) {
    let parties = register.compared_parties();
    let state_on = |index: usize, day| CaseState::of_case(&register.cases()[index], parties, day);
    let states: Vec<_> = (0..register.cases().len()).map(|index| state_on(index, as_of)).collect();
    let reconciliation = Reconciliation::from_case_states(register, &states, as_of, state_on);
    (states, reconciliation)
}
