//! The source as the tests that read it see it.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A file of the source.
pub struct SourceFile {
    /// Its path from the top of the repository, with slashes.
    pub path: String,
    /// Its text without comments.
    pub code: String,
}

/// The top of the repository.
pub fn repository_root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder and of those in it, or the one file; it must exist.
pub fn source_files(path: &str) -> Vec<SourceFile> {
    let mut found = Vec::new();
    collect_files(&repository_root().join(path), &mut found);
    assert!(!found.is_empty(), "{path} holds no source");
    found
}

fn collect_files(path: &Path, found: &mut Vec<SourceFile>) {
    if path.is_file() {
        if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(path).unwrap();
            let code = text.lines().map(without_comment).collect::<Vec<_>>().join("\n");
            let path =
                path.strip_prefix(repository_root()).unwrap().to_str().unwrap().replace('\\', "/");
            found.push(SourceFile { path, code });
        }
        return;
    }
    let mut inside: Vec<_> = match fs::read_dir(path) {
        Ok(entries) => entries.map(|entry| entry.unwrap().path()).collect(),
        Err(error) => panic!("{}: {error}", path.display()),
    };
    inside.sort();
    inside.iter().for_each(|path| collect_files(path, found));
}

/// A line up to `//`, unless that stands in a text such as an address.
fn without_comment(line: &str) -> &str {
    let starts = line.match_indices("//").map(|(at, _)| at);
    let mut outside = starts.filter(|at| line[..*at].matches('"').count().is_multiple_of(2));
    outside.next().map_or(line, |at| &line[..at])
}

impl SourceFile {
    /// Whether it lies in a folder or is a file.
    pub fn is_in(&self, path: &str) -> bool {
        self.path == path || self.path.starts_with(&format!("{path}/"))
    }

    /// Whether a word stands in its code, on its own.
    pub fn mentions(&self, word: &str) -> bool {
        let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
        self.code.match_indices(word).any(|(at, _)| {
            let before = self.code[..at].chars().next_back();
            let after = self.code[at + word.len()..].chars().next();
            !before.is_some_and(part_of_word) && !after.is_some_and(part_of_word)
        })
    }

    /// The texts in quotation marks that stand in one line.
    pub fn string_literals(&self) -> Vec<&str> {
        self.code.lines().flat_map(|line| line.split('"').skip(1).step_by(2)).collect()
    }
}
