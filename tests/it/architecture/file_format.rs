//! The number of the register file's format, and a frozen example of each format.

use std::fs;

use crate::{architecture::SOURCE, generators::read, source_code::repository_root};
use blue_ribbon::{
    register::{FORMAT_VERSION, Register},
    store::fs::hash::Hash,
};

/// For each format its number, a file of it with every field filled, and the SHA-256 of that file.
///
/// A frozen example is never edited: another shape of the file takes another number.
const FROZEN_EXAMPLES: [(u32, &str, &str); 1] =
    [(1, "data/format-1.ron", "3cbc29f461fd320a6d43e6cbbc1ad1bbd5e3569e9257946482c6633338a653dc")];

/// Reads a frozen example with the line ends of Unix, whatever git made of them.
fn read_example(path: &str) -> String {
    fs::read_to_string(repository_root().join(path)).unwrap().replace("\r\n", "\n")
}

#[test]
fn each_file_format_has_a_number_and_a_frozen_example() {
    let numbers: Vec<u32> = FROZEN_EXAMPLES.iter().map(|(number, ..)| *number).collect();
    assert_eq!(numbers, (1..=FORMAT_VERSION).collect::<Vec<_>>());
    for (number, path, hash) in FROZEN_EXAMPLES {
        let text = read_example(path);
        let found = Hash::of_bytes(text.as_bytes()).to_string();
        assert_eq!(found, hash, "{path} is frozen; a new shape takes a new number");
        let register: Register = read(&text);
        assert_eq!(register.format_version(), number);
        assert!(!register.cases().is_empty());
    }
}

#[test]
fn the_newest_example_contains_every_field_of_every_record() {
    let (_, path, _) = FROZEN_EXAMPLES[FROZEN_EXAMPLES.len() - 1];
    let example = read_example(path);
    let records = ["case", "claim", "localized_text", "person", "records"]
        .map(|it| format!("src/model/{it}.rs"));
    let mut count = 0;
    for module in SOURCE.modules.iter().filter(|module| records.contains(&module.file)) {
        for definition in &module.source.types {
            let fields = definition.fields.iter().filter(|it| it.is_public && !it.name.is_empty());
            for field in fields {
                let (name, owner) = (&field.name, &definition.name);
                assert!(example.contains(&format!("{name}: ")), "{path} lacks {name} of {owner}");
                count += 1;
            }
        }
    }
    assert!(count > 40, "the fields are found: {count}");
}
