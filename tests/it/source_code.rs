//! The files of this repository, for the tests that read them.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Returns the top folder of the repository.
pub fn repository_root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the text of each Rust file in a folder and the folders in it, by its path from the top
/// of the repository, such as `src/model/case.rs`.
pub fn source_files(folder: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    collect_files(&repository_root().join(folder), &mut found);
    assert!(!found.is_empty(), "{folder} holds no source");
    found
}

fn collect_files(path: &Path, found: &mut BTreeMap<String, String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            collect_files(&entry.unwrap().path(), found);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        let name = path.strip_prefix(repository_root()).unwrap().to_str().unwrap();
        found.insert(name.replace('\\', "/"), fs::read_to_string(path).unwrap());
    }
}
