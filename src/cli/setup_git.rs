//! Command `setup-git`.

use std::path::{Path, PathBuf};

use anyhow::anyhow;

use crate::{
    Progress,
    cli::{args::setup_git::SetupGitArgs, context::CliContext, exit_status::ExitStatus},
    describe::errors::path_label,
    model::characters::visible_line,
    store::{
        self,
        git_attributes::{AttributesUpdate, update_attributes},
        git_repository::GitRepository,
        paths::RegisterPaths,
    },
};

/// Sets git up to merge registers and their histories with this program, and writes what it did.
pub(super) fn run(args: SetupGitArgs, context: &mut CliContext<'_>) -> anyhow::Result<ExitStatus> {
    let locale = context.locale;
    let folder = args.folder.unwrap_or_else(|| PathBuf::from("."));
    let repository =
        GitRepository::containing(&folder).map_err(|error| anyhow!(error.describe(locale)))?;
    let registers = find_registers(&repository).map_err(|error| anyhow!(error.describe(locale)))?;
    let mut say = |key: &str, values: &[(&str, &str)]| {
        writeln!(context.out, "{}", visible_line(&locale.t_with(key, values)))
    };

    let path = repository.folder().join(".gitattributes");
    let name = path_label(&path);
    let old = if store::fs::files::path_exists(&path) {
        store::read_bytes(&path).map_err(|error| {
            anyhow!(
                locale.t_with("git.unreadable", &[("path", &name), ("error", &error.to_string())])
            )
        })?
    } else {
        Vec::new()
    };
    let AttributesUpdate { text, added, removed } = update_attributes(&old, &registers);
    if text != old {
        store::export_file(&path, |out| out.write_all(&text))
            .map_err(|error| anyhow!(error.describe(locale)))?;
    }
    for line in &removed {
        say("git.line_removed", &[("path", &name), ("line", line)])?;
    }
    for line in &added {
        say("git.line_added", &[("path", &name), ("line", line)])?;
    }
    if text == old {
        say("git.attributes_unchanged", &[("path", &name)])?;
    }
    for (key, value) in settings(&std::env::current_exe()?) {
        let is_new =
            repository.set_config(key, &value).map_err(|error| anyhow!(error.describe(locale)))?;
        let said = if is_new { "git.setting_set" } else { "git.setting_unchanged" };
        say(said, &[("key", key), ("value", &value)])?;
    }
    let overridden = find_overridden(&repository, &registers);
    for (path, found) in &overridden {
        say("git.overridden", &[("path", path), ("found", found)])?;
    }
    if !overridden.is_empty() {
        return Ok(ExitStatus::Failure);
    }
    say("git.set_up", &[])?;
    Ok(ExitStatus::Success)
}

/// Returns the registers and histories that git does not merge with this program, since another line
/// of attributes is in force for them, each with the merge driver that is.
fn find_overridden(repository: &GitRepository, registers: &[String]) -> Vec<(String, String)> {
    let with_driver = |register: &String| {
        let history = RegisterPaths::of(Path::new(register)).history().display().to_string();
        [(register.clone(), "blue-ribbon"), (history, "blue-ribbon-history")]
    };
    let overridden = |(path, driver): (String, &str)| {
        let found = repository.attribute(&path, "merge").unwrap_or_default();
        (found != driver).then_some((path, found))
    };
    registers.iter().flat_map(with_driver).filter_map(overridden).collect()
}

/// Returns the settings of the configuration for a program at a path.
fn settings(program: &Path) -> [(&'static str, String); 6] {
    let program = quote_for_shell(program);
    // git takes a status from 1 to 128 for conflicts that are marked in the file. The program
    // reports these as 1; where it is missing or fails, git has to stop.
    let driver = |command: &str| {
        let program = program.replace('%', "%%");
        format!("{program} {command}; status=$?; test $status -le 1 && exit $status; exit 129")
    };
    [
        ("merge.blue-ribbon.name", "registers, person by person".to_owned()),
        (
            "merge.blue-ribbon.driver",
            driver("merge %O %A %B --path %P --marker-size %L --labels %X %Y"),
        ),
        ("merge.blue-ribbon-history.name", "histories of registers, change by change".to_owned()),
        ("merge.blue-ribbon-history.driver", driver("merge-history %O %A %B %P")),
        ("diff.blue-ribbon.xfuncname", "^ *id: \"(.*)\",$".to_owned()),
        ("difftool.blue-ribbon.cmd", format!("{program} diff \"$LOCAL\" \"$REMOTE\"")),
    ]
}

/// Returns a path as one word of the shell by which git starts programs.
fn quote_for_shell(path: &Path) -> String {
    let path = path.to_string_lossy();
    // The shell of git for Windows takes a backslash for an escape.
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() };
    format!("'{}'", path.replace('\'', r"'\''"))
}

/// Returns the paths of the registers in a working tree: of the files that end in `.ron` those
/// that open as one, and every file with a history.
fn find_registers(
    repository: &GitRepository,
) -> Result<Vec<String>, store::git_repository::GitError> {
    let is_register = |name: &String| {
        let path = repository.folder().join(name);
        let has_history = || store::fs::files::path_exists(&RegisterPaths::of(&path).history());
        let opens = || name.ends_with(".ron") && store::open(&path, &Progress::default()).is_ok();
        has_history() || opens()
    };
    Ok(repository.list_files()?.into_iter().filter(is_register).collect())
}
