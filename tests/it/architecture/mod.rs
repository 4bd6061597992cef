//! The invariants of ARCHITECTURE.md, checked on the syntax trees of the source.

mod file_format;
pub mod module_source;
mod planted_offences;
mod rules;
pub mod source_tree;

use std::{collections::BTreeSet, sync::LazyLock};

use crate::{
    architecture::{
        rules::{Offence, Rule},
        source_tree::SourceTree,
    },
    source_code::source_files,
};

/// The source of this package.
pub static SOURCE: LazyLock<SourceTree> = LazyLock::new(|| SourceTree::new(&source_files("src")));

#[track_caller]
fn assert_holds(rule: Rule) {
    let offences: Vec<Offence> = rule(&SOURCE).into_iter().collect();
    assert!(offences.is_empty(), "{} offences:\n{}", offences.len(), offences.join("\n"));
}

#[test]
fn each_folder_imports_only_what_stands_before_it_in_lib_rs() {
    assert_holds(rules::imports_upwards);
}

#[test]
fn no_two_files_import_each_other() {
    assert_holds(rules::import_circles);
}

#[test]
fn only_the_window_imports_egui() {
    assert_holds(rules::window_crates_outside_the_window);
}

#[test]
fn only_store_fs_accesses_files() {
    assert_holds(rules::file_access_outside_store_fs);
}

#[test]
fn pure_code_uses_no_clock_environment_or_chance() {
    assert_holds(rules::clock_environment_or_chance_in_pure_code);
}

#[test]
fn addresses_are_opened_where_they_are_checked() {
    assert_holds(rules::addresses_opened_elsewhere);
}

#[test]
fn records_change_only_through_apply() {
    assert_holds(rules::register_changes_outside_apply);
}

#[test]
fn drawing_functions_only_borrow_the_session() {
    assert_holds(rules::mutable_session_while_drawing);
}

#[test]
fn public_types_have_names_of_their_own() {
    assert_holds(rules::public_types_that_share_a_name);
}

#[test]
fn every_source_file_is_checked_or_a_unit_test() {
    let unchecked: BTreeSet<&String> =
        SOURCE.unreached_files.iter().filter(|file| !file.ends_with("/tests.rs")).collect();
    assert!(unchecked.is_empty(), "{unchecked:?}");
}
