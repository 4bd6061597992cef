//! The lines of `.gitattributes` that name registers and their histories.
//!
//! ```text
//! register.ron merge=blue-ribbon diff=blue-ribbon -text
//! *.ron.history merge=blue-ribbon-history -text
//! /cases/niigata.ron merge=blue-ribbon diff=blue-ribbon -text
//! ```
//!
//! A register and its history are kept byte for byte (`-text`), since the history holds the
//! SHA-256 of the register's file.

/// The line that earlier versions of the documentation named, which takes in every `.ron` file.
const REPLACED_LINE: &str = "*.ron merge=blue-ribbon";

/// The name of the merge driver of registers in the attributes and in the configuration.
pub const MERGE_DRIVER: &str = "blue-ribbon";

const REGISTER_ATTRIBUTES: &str = "merge=blue-ribbon diff=blue-ribbon -text";
const HISTORY_ATTRIBUTES: &str = "merge=blue-ribbon-history -text";

/// A file of attributes with the lines for registers.
#[derive(Debug, PartialEq, Eq)]
pub struct AttributesUpdate {
    /// The text of the file.
    pub text: Vec<u8>,
    /// The lines that were added.
    pub added: Vec<String>,
    /// The lines that were removed.
    pub removed: Vec<String>,
}

/// Adds to a file of attributes the lines that are missing for registers of the usual name, for
/// histories, and for registers of other names, given by their paths from the file's folder. A
/// line that takes in every `.ron` file is removed. All other lines stay as they are.
pub fn update_attributes(text: &[u8], registers: &[String]) -> AttributesUpdate {
    let mut wanted = vec![
        format!("register.ron {REGISTER_ATTRIBUTES}"),
        format!("*.ron.history {HISTORY_ATTRIBUTES}"),
    ];
    let is_covered = |path: &&String| path.rsplit('/').next() != Some("register.ron");
    for path in registers.iter().filter(is_covered) {
        wanted.push(format!("{} {REGISTER_ATTRIBUTES}", pattern_of(path)));
        if !path.ends_with(".ron") {
            let history = format!("{path}.history");
            wanted.push(format!("{} {HISTORY_ATTRIBUTES}", pattern_of(&history)));
        }
    }
    let mut removed = Vec::new();
    let mut kept = Vec::new();
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let content = line.trim_ascii();
        if content == REPLACED_LINE.as_bytes() {
            removed.push(REPLACED_LINE.to_owned());
            continue;
        }
        wanted.retain(|wanted| content != wanted.as_bytes());
        kept.extend_from_slice(line);
    }
    let newline = if kept.ends_with(b"\r\n") { "\r\n" } else { "\n" };
    if !kept.is_empty() && !kept.ends_with(b"\n") {
        kept.extend_from_slice(newline.as_bytes());
    }
    for line in &wanted {
        kept.extend_from_slice(line.as_bytes());
        kept.extend_from_slice(newline.as_bytes());
    }
    if wanted.is_empty() && removed.is_empty() {
        kept = text.to_vec();
    }
    AttributesUpdate { text: kept, added: wanted, removed }
}

/// Returns the pattern that matches one path alone.
fn pattern_of(path: &str) -> String {
    let mut pattern = String::from("/");
    for letter in path.chars() {
        if matches!(letter, '*' | '?' | '[' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    let needs_quotes =
        |letter: char| letter.is_whitespace() || letter.is_control() || letter == '"';
    if !pattern.contains(needs_quotes) {
        return pattern;
    }
    let mut quoted = String::from("\"");
    for letter in pattern.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: &str = "register.ron merge=blue-ribbon diff=blue-ribbon -text\n\
                        *.ron.history merge=blue-ribbon-history -text\n";

    #[test]
    fn missing_lines_are_added_once_and_others_stay() {
        let updated = update_attributes(b"*.png binary", &[]);
        assert_eq!(
            String::from_utf8(updated.text.clone()).unwrap(),
            format!("*.png binary\n{BOTH}")
        );
        assert_eq!((updated.added.len(), updated.removed.len()), (2, 0));
        let again = update_attributes(&updated.text, &["a/register.ron".to_owned()]);
        assert_eq!((again.text, again.added), (updated.text, vec![]));
        let windows = update_attributes(b"*.png binary\r\n", &[]);
        assert!(windows.text.ends_with(b"-text\r\n"));
        let again = update_attributes(&windows.text, &[]);
        assert_eq!((again.text, again.added), (windows.text, vec![]));
    }

    #[test]
    fn the_line_for_every_ron_file_is_replaced() {
        let updated = update_attributes(b"*.ron merge=blue-ribbon\n*.png binary\n", &[]);
        assert_eq!(String::from_utf8(updated.text).unwrap(), format!("*.png binary\n{BOTH}"));
        assert_eq!(updated.removed, ["*.ron merge=blue-ribbon"]);
    }

    #[test]
    fn a_register_of_another_name_has_a_line_that_matches_it_alone() {
        let registers = ["a/niigata.ron", "two words [1].ron", "名簿.txt"].map(str::to_owned);
        let added = update_attributes(b"", &registers).added;
        assert_eq!(
            added[2..],
            [
                "/a/niigata.ron merge=blue-ribbon diff=blue-ribbon -text",
                "\"/two words \\\\[1].ron\" merge=blue-ribbon diff=blue-ribbon -text",
                "/名簿.txt merge=blue-ribbon diff=blue-ribbon -text",
                "/名簿.txt.history merge=blue-ribbon-history -text",
            ]
        );
    }
}
