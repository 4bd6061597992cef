//! A git repository, read and set up through the program `git`.

use std::{
    collections::{HashMap, HashSet},
    io::{self, BufRead as _, BufReader, ErrorKind, Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::store::fs::{files, hash::Hash};

/// The names by which git refers to commits that no branch may have yet.
const COMMIT_NAMES: [&str; 6] =
    ["HEAD", "MERGE_HEAD", "FETCH_HEAD", "CHERRY_PICK_HEAD", "REBASE_HEAD", "ORIG_HEAD"];

/// The number of versions of a file in which a text is searched.
const MAX_VERSIONS_SEARCHED: usize = 500;

/// The message of git where a folder is in no working tree, or is none.
const NO_WORKING_TREE: [&str; 3] =
    ["not a git repository", "must be run in a work tree", "cannot change to"];

/// An error of asking git.
#[derive(Debug)]
pub enum GitError {
    /// The program `git` is not installed.
    NotInstalled,
    /// The path is not that of a folder in the working tree of a repository.
    NotAWorkingTree(PathBuf),
    /// git has refused, with this message.
    Refused(String),
    /// git could not be started, or not be read.
    Io(io::Error),
}

impl From<io::Error> for GitError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::NotInstalled,
            _ => Self::Io(error),
        }
    }
}

/// A folder in a git repository.
pub struct GitRepository {
    folder: PathBuf,
}

impl GitRepository {
    /// Returns the working tree that a folder is in.
    ///
    /// # Errors
    /// When the folder is in none, or git cannot be asked.
    pub fn containing(folder: &Path) -> Result<Self, GitError> {
        let here = Self::at(folder);
        let no_tree = || GitError::NotAWorkingTree(folder.to_owned());
        let top = here.output(&["rev-parse", "--show-toplevel"]).map_err(|error| match error {
            GitError::Refused(message)
                if NO_WORKING_TREE.iter().any(|reason| message.contains(reason)) =>
            {
                no_tree()
            }
            error => error,
        })?;
        let top = String::from_utf8(top).map_err(|_| no_tree())?;
        match top.trim_end_matches(['\n', '\r']) {
            "" => Err(no_tree()),
            top => Ok(Self { folder: top.into() }),
        }
    }

    /// Returns the repository that a folder is in, which need not be in its working tree.
    pub fn at(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Returns the repository that git has started this program in, as its merge driver.
    pub fn current() -> Self {
        Self::at(Path::new("."))
    }

    /// Returns the path of the folder from the top of the working tree, as `cases/`; empty for the
    /// top itself.
    ///
    /// # Errors
    /// When the folder is in no working tree, or git cannot be asked.
    pub fn prefix(&self) -> Result<String, GitError> {
        let prefix = self.output(&["rev-parse", "--show-prefix"])?;
        Ok(String::from_utf8_lossy(&prefix).trim_end_matches(['\n', '\r']).to_owned())
    }

    /// Returns the folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns a value of the configuration; `None` where it is not set.
    pub fn config(&self, key: &str) -> Option<String> {
        let value = String::from_utf8(self.output(&["config", "--get", key]).ok()?).ok()?;
        Some(value.trim_end_matches(['\n', '\r']).to_owned())
    }

    /// Sets a value of the configuration of this repository; returns false where it is set already.
    ///
    /// # Errors
    /// When git refuses.
    pub fn set_config(&self, key: &str, value: &str) -> Result<bool, GitError> {
        let old = self.output(&["config", "--local", "--get", key]);
        if old.is_ok_and(|old| old.trim_ascii_end() == value.as_bytes()) {
            return Ok(false);
        }
        self.output(&["config", "--local", key, value])?;
        Ok(true)
    }

    /// Lists the files that git tracks and those that it would, by their paths from the top of the
    /// working tree, in order.
    ///
    /// # Errors
    /// When git refuses.
    pub fn list_files(&self) -> Result<Vec<String>, GitError> {
        let listed = self.output(&[
            "ls-files",
            "-z",
            "--full-name",
            "--cached",
            "--others",
            "--exclude-standard",
        ])?;
        let names = listed.split(|byte| *byte == 0).filter(|name| !name.is_empty());
        // A path that is not text cannot be named in a file of attributes.
        let mut names: Vec<String> =
            names.filter_map(|name| String::from_utf8(name.to_vec()).ok()).collect();
        names.sort();
        names.dedup();
        Ok(names)
    }

    /// Finds versions of a file by the SHA-256 of their content, in the working tree and in every
    /// commit that git can reach, also under other names with the same ending. `path` is the path
    /// from the top of the working tree.
    ///
    /// # Errors
    /// When git refuses.
    pub fn find_versions(
        &self,
        path: &str,
        wanted: &HashSet<Hash>,
        commits: &[String],
    ) -> Result<HashMap<Hash, Vec<u8>>, GitError> {
        let mut found = HashMap::new();
        let mut add = |content: Vec<u8>| {
            let digest = Hash::of_bytes(&content);
            if wanted.contains(&digest) {
                found.insert(digest, content);
            }
            found.len() == wanted.len()
        };
        if files::read(&self.folder.join(path)).is_ok_and(&mut add) {
            return Ok(found);
        }
        let mut contents = GitContents::new(self)?;
        let literal = format!(":(top,literal){path}");
        let ending = path.rfind('.').map_or(path, |at| &path[at..]);
        // Under another name only where there are not enough under this one: git may have to list
        // every object.
        for (limits, is_renamed) in [(&["--full-history", "--", &*literal][..], false), (&[], true)]
        {
            let objects = self.list_objects(commits, limits)?;
            let named = objects.lines().filter_map(|line| line.split_once(' '));
            for (object, name) in named {
                // git lists an object once, if need be under the name of a backup (`r.ron.bak`).
                let is_candidate = match is_renamed {
                    true => name != path && name.contains(ending),
                    false => name == path,
                };
                if is_candidate && add(contents.read(object)?) {
                    return Ok(found);
                }
            }
        }
        Ok(found)
    }

    /// Returns whether a text is in a version of a file that git can reach; the last 500 versions
    /// are searched. `path` is the path from the top of the working tree.
    ///
    /// # Errors
    /// When git refuses.
    pub fn has_version_with_text(&self, path: &str, text: &str) -> Result<bool, GitError> {
        let literal = format!(":(top,literal){path}");
        let objects = self.list_objects(&[], &["--full-history", "--", &literal])?;
        let versions = objects.lines().filter_map(|line| line.split_once(' '));
        let versions = versions.filter(|(_, name)| *name == path).take(MAX_VERSIONS_SEARCHED);
        let finder = memchr::memmem::Finder::new(text);
        let mut contents = GitContents::new(self)?;
        for (object, _) in versions {
            if finder.find(&contents.read(object)?).is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Returns the SHA-256 of a file in the last commit that the present one and another have in
    /// common; `None` where there is not one such commit, or the file is not in it.
    pub fn common_version(&self, path: &str, commit: &str) -> Option<Hash> {
        let common = self.output(&["merge-base", "--all", "HEAD", commit]).ok()?;
        let common = String::from_utf8(common).ok()?;
        let mut commits = common.lines();
        let (Some(commit), None) = (commits.next(), commits.next()) else { return None };
        let content = self.output(&["cat-file", "blob", &format!("{commit}:{path}")]).ok()?;
        Some(Hash::of_bytes(&content))
    }

    /// Returns the value of an attribute of a file, given by its path from the top of the working
    /// tree; `None` where it has none.
    pub fn attribute(&self, path: &str, name: &str) -> Option<String> {
        let found = self.output(&["check-attr", "-z", name, "--", path]).ok()?;
        let value = found.split(|byte| *byte == 0).nth(2)?;
        let value = String::from_utf8(value.to_vec()).ok()?;
        (value != "unspecified").then_some(value)
    }

    /// Lists the objects that git can reach, each with its name, those of later commits first.
    fn list_objects(&self, commits: &[String], limits: &[&str]) -> Result<String, GitError> {
        let mut arguments = vec!["rev-list", "--objects", "--in-commit-order"];
        arguments.extend(["--ignore-missing", "--all", "--reflog"]);
        arguments.extend(COMMIT_NAMES);
        arguments.extend(commits.iter().map(String::as_str));
        arguments.extend(limits);
        Ok(String::from_utf8_lossy(&self.output(&arguments)?).into_owned())
    }

    fn command(&self) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.folder).stdin(Stdio::null());
        // Messages are read for no more than being shown.
        command.env("LC_ALL", "C");
        command
    }

    fn output(&self, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        let output = self.command().args(arguments).output()?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        Err(GitError::Refused(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
    }
}

/// A process of git that returns the contents of objects.
struct GitContents {
    process: std::process::Child,
    answers: BufReader<std::process::ChildStdout>,
}

impl GitContents {
    fn new(repository: &GitRepository) -> Result<Self, GitError> {
        let mut command = repository.command();
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        // What git says of an object that is not there is not for the reader.
        command.stderr(Stdio::null());
        let mut process = command.spawn()?;
        let answers = process.stdout.take().ok_or_else(|| io::Error::other("no output"))?;
        Ok(Self { process, answers: BufReader::new(answers) })
    }

    /// Returns the content of an object.
    fn read(&mut self, object: &str) -> io::Result<Vec<u8>> {
        let questions = self.process.stdin.as_mut().ok_or(ErrorKind::BrokenPipe)?;
        writeln!(questions, "{object}")?;
        questions.flush()?;
        let mut header = String::new();
        self.answers.read_line(&mut header)?;
        // An answer is `<object> <kind> <length>`, the content and a newline.
        let length = header.trim_end().rsplit(' ').next().and_then(|length| length.parse().ok());
        let length: usize = length.ok_or_else(|| io::Error::other(header.clone()))?;
        let mut content = vec![0; length + 1];
        self.answers.read_exact(&mut content)?;
        content.pop();
        Ok(content)
    }
}

impl Drop for GitContents {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        // It ends by itself when nothing is left to answer.
        let _ = self.process.wait();
    }
}
