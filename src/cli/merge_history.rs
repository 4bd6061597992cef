//! Command `merge-history`, which is a merge driver for git.

use std::{
    collections::{HashMap, HashSet},
    io,
    path::{Path, PathBuf},
};

use anyhow::anyhow;
use clap::{Args as _, Command, FromArgMatches as _};
use jiff::Timestamp;

use crate::{
    Progress,
    cli::{
        args::{diff_merge::MergeArgs, history::MergeHistoryArgs},
        context::CliContext,
        exit_status::ExitStatus,
        merge,
        merge::ensure_history_is_known,
    },
    describe::errors::path_label,
    merge::{Side, list_edits::edits_between},
    store::{
        self,
        app_dirs::AppDirs,
        fs::{hash::Hash, process_identity::ProcessIdentity, temp_files::create_temp_folder},
        git_attributes::MERGE_DRIVER,
        git_repository::GitRepository,
        history::{
            error::HistoryError,
            merge::{HistoryMerge, MergeAuthor, MergedRegister},
        },
        signature::key_file::load_signing_key,
    },
};

/// The ending of the name of a history after that of its register.
const HISTORY_ENDING: &str = ".history";

/// The variables by which git names the commits that are merged, with the id of the commit.
const COMMIT_VARIABLE: &str = "GITHEAD_";

/// Writes the merged history in place of ours. The register that it ends with is the one that the
/// command `merge` makes of the registers that the three histories end with.
pub(super) fn run(
    args: &MergeHistoryArgs,
    context: &mut CliContext<'_>,
) -> anyhow::Result<ExitStatus> {
    let locale = context.locale;
    let name = args.path.as_ref().unwrap_or(&args.ours).clone();
    let read = |path: &Path| {
        store::read_bytes(path).map_err(|error| {
            let path = path.to_owned();
            anyhow!(HistoryError::Io { path, error }.describe(locale))
        })
    };
    // git gives OURS as a temporary file, and its path besides.
    for history in args.path.iter().chain([&args.ours]) {
        if let Some(register) = register_name(history) {
            ensure_history_is_known(Path::new(register), locale)?;
        }
    }
    let (base, ours, theirs) = (read(&args.base)?, read(&args.ours)?, read(&args.theirs)?);
    let histories = HistoryMerge::new(&ours, &theirs)
        .map_err(|error| anyhow!(error.describe(locale, &name)))?;
    let digests = RegisterDigests {
        base: find_base_digest(args).or_else(|| histories.base_register_digest(&base)),
        ours: histories.register_digest(Side::Ours),
        theirs: histories.register_digest(Side::Theirs),
    };
    let register = merge_registers(&digests, args, context).unwrap_or_else(|error| {
        tracing::warn!("the registers of the histories could not be merged: {error:#}");
        None
    });
    let is_recorded = register.is_some();
    let signing_key = AppDirs::for_platform().map_or(Ok(None), |dirs| load_signing_key(&dirs));
    if let Err(error) = &signing_key {
        writeln!(context.err, "{}", error.describe_unsigned(locale))?;
    }
    let author = MergeAuthor {
        name: GitRepository::current().config("user.name").unwrap_or_default(),
        process: ProcessIdentity::current(),
        time: Timestamp::now(),
        signing_key: signing_key.unwrap_or(None),
    };
    let merged = histories.merge(register, &author)?;
    if merged != ours {
        merge::write_merged(&args.ours, Some(&ours), &merged, false, context)?;
    }
    let key = match is_recorded {
        true => "git.history_merged",
        false => "git.history_merged_without_register",
    };
    writeln!(context.err, "{}", locale.t_with(key, &[("path", &path_label(&name))]))?;
    Ok(ExitStatus::Success)
}

/// The digests of the registers that three histories end with, where they are recorded.
struct RegisterDigests {
    base: Option<Hash>,
    ours: Option<Hash>,
    theirs: Option<Hash>,
}

/// Merges the registers that the histories end with, as git merges their files. Returns `None`
/// where one of them is not known or they are in conflict.
fn merge_registers(
    digests: &RegisterDigests,
    args: &MergeHistoryArgs,
    context: &CliContext<'_>,
) -> anyhow::Result<Option<MergedRegister>> {
    let (Some(ours), Some(theirs)) = (digests.ours, digests.theirs) else { return Ok(None) };
    // git takes the one version where only one side, or each alike, has changed the file.
    if ours == theirs || digests.base == Some(theirs) {
        return Ok(Some(MergedRegister { digest: ours, edits: Vec::new() }));
    }
    let Some(base) = digests.base else { return Ok(None) };
    let register_path = args.path.as_ref().and_then(|path| register_name(path));
    if let Some(path) = register_path
        && base != ours
        && GitRepository::current().attribute(path, "merge").as_deref() != Some(MERGE_DRIVER)
    {
        // git merges the register in another way.
        return Ok(None);
    }
    let found = find_registers(digests, args)?;
    let (Some(our_text), Some(their_text)) = (found.get(&ours), found.get(&theirs)) else {
        return Ok(None);
    };
    let folder = create_temp_folder()?;
    let write = |name: &str, text: &[u8]| -> anyhow::Result<PathBuf> {
        let path = folder.path().join(name);
        store::export_file(&path, |out| out.write_all(text))
            .map_err(|error| anyhow!(error.describe(context.locale)))?;
        Ok(path)
    };
    let load = |path: &Path| {
        store::load_strict(path, &Progress::default())
            .map_err(|error| anyhow!(error.describe(context.locale)))
    };
    let our_path = write("ours.ron", our_text)?;
    let our_register = load(&our_path)?.register;
    let merged_path = if base == ours {
        write("theirs.ron", their_text)?
    } else {
        let Some(base_text) = found.get(&base) else { return Ok(None) };
        let paths =
            [write("base.ron", base_text)?, our_path.clone(), write("theirs.ron", their_text)?];
        let command = MergeArgs::augment_args(Command::new("merge").no_binary_name(true));
        let matches = command.try_get_matches_from(paths)?;
        let (mut out, mut err) = (io::sink(), io::sink());
        let mut context = CliContext {
            locale: context.locale,
            today: context.today,
            time_zone: context.time_zone.clone(),
            terminal_width: None,
            registers: Vec::new(),
            out: &mut out,
            err: &mut err,
        };
        merge::run(MergeArgs::from_arg_matches(&matches)?, &mut context)?;
        our_path
    };
    // A file with conflict markers is not a register.
    let Ok(merged) = load(&merged_path) else { return Ok(None) };
    Ok(Some(MergedRegister {
        digest: merged.version.fingerprint().digest(),
        edits: edits_between(&our_register, &merged.register),
    }))
}

/// Returns the digest of the register that both sides have changed, where the file is at hand or
/// git knows it. Its history may not have recorded it, or be new on both sides.
fn find_base_digest(args: &MergeHistoryArgs) -> Option<Hash> {
    let Some(path) = args.path.as_ref() else {
        let content = store::read_bytes(register_name(&args.base)?.as_ref()).ok()?;
        return Some(Hash::of_bytes(&content));
    };
    match &*merged_commits() {
        [commit] => GitRepository::current().common_version(register_name(path)?, commit),
        _ => None,
    }
}

/// Returns the ids of the commits that git is merging.
fn merged_commits() -> Vec<String> {
    std::env::vars_os()
        .filter_map(|(name, _)| Some(name.to_str()?.strip_prefix(COMMIT_VARIABLE)?.to_owned()))
        .collect()
}

/// Returns the path of the register that a path is that of the history of.
fn register_name(history: &Path) -> Option<&str> {
    history.to_str()?.strip_suffix(HISTORY_ENDING)
}

/// Finds the registers with the digests, beside the histories and in git.
fn find_registers(
    digests: &RegisterDigests,
    args: &MergeHistoryArgs,
) -> anyhow::Result<HashMap<Hash, Vec<u8>>> {
    let RegisterDigests { base, ours, theirs } = *digests;
    let mut wanted: HashSet<Hash> = [base, ours, theirs].into_iter().flatten().collect();
    let mut found = HashMap::new();
    for history in [&args.base, &args.ours, &args.theirs] {
        let register = register_name(history).map(|name| store::read_bytes(name.as_ref()));
        let Some(Ok(content)) = register else {
            continue;
        };
        let digest = Hash::of_bytes(&content);
        if wanted.remove(&digest) {
            found.insert(digest, content);
        }
    }
    let path = args.path.as_ref().and_then(|path| register_name(path));
    if let Some(path) = path.filter(|_| !wanted.is_empty()) {
        let versions = GitRepository::current().find_versions(path, &wanted, &merged_commits());
        found.extend(versions.map_err(|error| anyhow!("{error:?}"))?);
    }
    Ok(found)
}
