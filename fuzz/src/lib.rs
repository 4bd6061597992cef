//! Checks of hostile input, shared by the fuzz targets and the tests: each function returns for
//! any input, and panics where the result breaks one of the program's guarantees.

use std::{fs, path::PathBuf, sync::Arc};

use blue_ribbon::{
    Locale, Progress, cli,
    describe::{claims::format_date, differences::DifferenceDescriber},
    merge::{Side, diff, merge as merged},
    model::{Abduction, Case, CaseId, Date, Name},
    register::{Change, Edit, Register},
    store::{
        RegisterFile,
        error::LoadError,
        fs::fingerprint::Fingerprint,
        load_strict, open,
        open_warning::OpenWarning,
        register_text::WriteRegister as _,
        ron::{conflict_markers::MarkerStyle, print::print_register, syntax_error::SyntaxError},
        source_text::{
            SourceText,
            broken_record::BrokenRecord,
            merged_text::{TextMerge, TextVersion},
        },
    },
};

/// The greatest length of an error message, in characters.
const MAX_ERROR_CHARS: usize = 2000;

/// The greatest number of broken records beside which an edit is certain to be read back.
const MAX_BROKEN_RECORDS: usize = 2;

/// The line between the versions in the input of [`check_merge`].
pub const VERSION_SEPARATOR: &str = "\n=== another version ===\n";

/// Opens bytes as a register. A register prints back to the same bytes and reads back after an
/// edit; an error has a readable message.
pub fn check_reader(bytes: &[u8]) {
    let whole = {
        let file = TempRegisterFile::with_content(bytes);
        load_strict(&file.0, &Progress::default())
    };
    let RegisterFile { register, version, source_text, warnings: notices, .. } =
        match open_bytes(bytes) {
            Ok(opened) => opened,
            Err(error) => {
                assert!(
                    whole.is_err(),
                    "the strict reader accepts what the tolerant one refuses: {error}"
                );
                return check_error_text(&error);
            }
        };
    assert_eq!(version.fingerprint(), Fingerprint::of_bytes(bytes));
    if let Err(error) = &whole {
        check_error_text(error);
    }
    for broken in source_text.broken_records() {
        for locale in Locale::available() {
            assert_readable(&broken.error.describe(locale));
        }
        // A record that only lacks its comma is valid by itself.
        let is_sound = broken.error == SyntaxError::MissingComma;
        assert!(is_sound || broken.parse_repair(&broken.text, &register).is_err(), "{broken:?}");
    }
    let broken = source_text.broken_records().count();
    assert_eq!(whole.is_ok(), broken == 0);
    let text = print_with_source_text(&register, &source_text);
    if !notices.contains(&OpenWarning::LayoutWillBeReplaced) {
        assert_eq!(
            text,
            str::from_utf8(bytes).unwrap(),
            "an unchanged register prints the same text"
        );
    }
    assert_reads_as(&text, &register, broken);
    let mut canonical = Vec::new();
    print_register(&register, &mut canonical).unwrap();
    assert_reads_as(str::from_utf8(&canonical).unwrap(), &register, 0);
    // With more broken records, or with what looks like a list of the register inside one, the end
    // of a record can depend on its neighbours; the program then refuses to save.
    let lists = ["parties", "totals", "incidents", "cases", "events"];
    let is_plain = |it: &BrokenRecord| !lists.iter().any(|list| it.text.contains(list));
    if broken <= MAX_BROKEN_RECORDS && source_text.broken_records().all(is_plain) {
        check_edits(&register, &source_text, broken);
    }
}

/// Edits a register in several ways. After each edit the text reads back as the edited register,
/// with every comment but those of deleted records; undoing all edits gives the original text.
fn check_edits(before: &Register, source_text: &SourceText, broken: usize) {
    let mut register = before.clone();
    let mut edits = Vec::new();
    type Record = Option<Arc<Case>>;
    let mut edit = |register: &mut Register, at: usize, before: Record, after: Record| {
        let is_deletion = after.is_none();
        let edit = Edit::Case(Change { at, before, after });
        register.apply(&edit).unwrap();
        edits.push(edit);
        let text = print_with_source_text(register, source_text);
        assert_reads_as(&text, register, broken);
        let lost = source_text.comments_missing_in(&text);
        // A record's comments are deleted with it, and in a broken record anything may look like
        // a comment.
        assert!(is_deletion || broken > 0 || lost.is_empty(), "{lost:?} is lost in\n{text}");
    };
    let new = Case {
        id: CaseId::new("new-one").unwrap(),
        name: Name::default(),
        sex: None,
        born: None,
        taken: Abduction::default(),
        claims: Vec::new(),
        returned: None,
        variants: Vec::new(),
        note: "new".to_owned(),
        sources: Vec::new(),
    };
    // Beside a broken record with the same id the new case would be a duplicate.
    let is_taken = source_text.broken_records().any(|it| it.text.contains("new-one"));
    if register.case(&new.id).is_none() && !is_taken {
        edit(&mut register, 0, None, Some(Arc::new(new)));
    }
    if let Some(case) = before.cases().last() {
        let at = register.case_index(&case.id).unwrap();
        let mut changed = (**case).clone();
        changed.note.push_str("\nchanged \" // /* ");
        changed.claims.reverse();
        changed.sources.clear();
        let changed = Arc::new(changed);
        edit(&mut register, at, Some(Arc::clone(case)), Some(Arc::clone(&changed)));
        // A record that is broken only by a duplicate id is valid once the other is deleted.
        let is_twice = |it: &BrokenRecord| matches!(it.error, SyntaxError::DuplicateId(_));
        if !source_text.broken_records().any(is_twice) {
            edit(&mut register, at, Some(changed), None);
        }
    }
    for edit in edits.iter().rev() {
        register.apply(&edit.inverse()).unwrap();
    }
    assert_eq!(
        print_with_source_text(&register, source_text),
        print_with_source_text(before, source_text)
    );
}

/// Parses bytes as a date. A valid date prints back to the same text.
pub fn check_date(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    match text.parse::<Date>() {
        Ok(date) => {
            assert_eq!(date.to_string(), text);
            assert!(date.earliest() <= date.latest(), "{text}");
            assert_eq!(date.cmp(&date.clone()), std::cmp::Ordering::Equal);
            for locale in Locale::available() {
                assert!(!format_date(locale, &date).is_empty(), "{text}");
            }
        }
        Err(error) => {
            for locale in Locale::available() {
                assert_readable(&SyntaxError::InvalidDate(error.clone()).describe(locale));
            }
        }
    }
}

/// Merges three registers: base, ours and theirs, divided by [`VERSION_SEPARATOR`]. The merged
/// register reads back, and a side without changes causes no conflict.
pub fn check_merge(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let versions: Vec<_> = text.split(VERSION_SEPARATOR).map_while(parse_register).collect();
    let [base, ours, theirs] = versions.as_slice() else { return };
    for base in [None, Some(base)] {
        let all = merged(base, ours, theirs);
        assert_reads_as(&print_canonical(&all.register), &all.register, 0);
        let other = all.resolve_all(Side::Theirs);
        assert_reads_as(&print_canonical(&other), &other, 0);
        let describer = DifferenceDescriber { locale: Locale::ENGLISH, registers: [ours, theirs] };
        for conflict in &all.conflicts {
            assert!(!describer.describe_conflict(conflict).is_empty());
        }
        if !all.conflicts.is_empty() {
            let texts = [base.unwrap_or(ours), ours, theirs].map(print_canonical);
            let version = |at: usize, register| TextVersion { register, text: &texts[at] };
            let merge = TextMerge {
                base: base.map(|base| version(0, base)),
                ours: version(1, ours),
                theirs: version(2, theirs),
            };
            let marked = merge.mark_conflicts(&all.register, &other, &MarkerStyle::default());
            let refused = open_bytes(marked.text.as_bytes()).map(|opened| opened.register);
            assert!(
                matches!(
                    refused,
                    Err(LoadError::Syntax { error: SyntaxError::ConflictMarker, .. })
                ),
                "{refused:?}"
            );
        }
    }
    for same in [merged(Some(base), ours, ours), merged(Some(base), base, ours)] {
        assert_eq!(same.conflicts, []);
    }
    assert_eq!(merged(Some(base), ours, base).register, *ours);
    assert_eq!(diff(ours, ours), []);
    let describer = DifferenceDescriber { locale: Locale::ENGLISH, registers: [theirs, ours] };
    for difference in diff(ours, theirs) {
        assert!(!describer.describe_difference(&difference).to_line(Locale::ENGLISH).is_empty());
    }
}

/// Parses lines as the arguments of the command line. Wrong use has a message, and every command
/// that only reads prints an answer.
pub fn check_command_line(bytes: &[u8]) {
    let arguments: Vec<_> = bytes.split(|byte| *byte == b'\n').map(to_os_string).collect();
    let program = || [to_os_string(b"blue-ribbon")].into_iter();
    match cli::parse(program().chain(arguments.iter().cloned())) {
        // A valid command is not run: it could write to any file.
        Ok(_) => {}
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    let file = TempRegisterFile::with_content(include_bytes!("../../data/format-1.ron"));
    for command in ["list", "summary", "check", "changes", "contradictions"] {
        let mut line: Vec<_> = program().chain([to_os_string(command.as_bytes())]).collect();
        line.push(file.0.clone().into_os_string());
        for (option, value) in OPTIONS.iter().zip(&arguments) {
            if option.1.contains(&command) && !value.is_empty() {
                let mut option = std::ffi::OsString::from(format!("--{}=", option.0));
                option.push(value);
                line.push(option);
            }
        }
        let Ok(cli::Invocation::Headless(command)) = cli::parse(line) else { continue };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        cli::run(command, &mut out, &mut err);
        assert!(!out.is_empty() || !err.is_empty(), "the command prints nothing");
    }
}

/// Options, each with the commands that have it; none of them writes a file.
const OPTIONS: [(&str, &[&str]); 7] = [
    ("search", &["list"]),
    ("as-of", &["list", "summary", "contradictions"]),
    ("year", &["list"]),
    ("sort", &["list"]),
    ("format", &["list", "summary", "changes", "contradictions"]),
    ("from", &["changes"]),
    ("lang", &["list", "summary", "check", "changes", "contradictions"]),
];

fn to_os_string(bytes: &[u8]) -> std::ffi::OsString {
    #[cfg(unix)]
    return std::os::unix::ffi::OsStringExt::from_vec(bytes.to_vec());
    #[cfg(not(unix))]
    String::from_utf8_lossy(bytes).into_owned().into()
}

/// Checks that an error's message is short and free of control characters in every language.
pub fn check_error_text(error: &LoadError) {
    for locale in Locale::available() {
        assert_readable(&error.describe(locale));
    }
}

fn assert_readable(text: &str) {
    assert!(!text.is_empty());
    assert!(
        text.chars().count() <= MAX_ERROR_CHARS,
        "{} characters: {text:.200}",
        text.chars().count()
    );
    let odd = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!text.contains(odd), "unprintable characters: {text:?}");
}

/// A temporary file, deleted when dropped.
struct TempRegisterFile(PathBuf);

impl TempRegisterFile {
    fn with_content(bytes: &[u8]) -> Self {
        let folder = std::env::temp_dir();
        let (process, thread) = (std::process::id(), std::thread::current().id());
        let file = Self(folder.join(format!("blue-ribbon-fuzz-{process}-{thread:?}.ron")));
        fs::write(&file.0, bytes).unwrap();
        file
    }
}

impl Drop for TempRegisterFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn open_bytes(bytes: &[u8]) -> Result<RegisterFile, LoadError> {
    let file = TempRegisterFile::with_content(bytes);
    open(&file.0, &Progress::default())
}

fn parse_register(text: &str) -> Option<Register> {
    let opened = open_bytes(text.as_bytes()).ok()?;
    opened.source_text.broken_records().next().is_none().then_some(opened.register)
}

fn print_with_source_text(register: &Register, source_text: &SourceText) -> String {
    let mut bytes = Vec::new();
    (register, source_text).print(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn print_canonical(register: &Register) -> String {
    let mut bytes = Vec::new();
    print_register(register, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Asserts that a text reads as `register`, with this number of broken records.
fn assert_reads_as(text: &str, register: &Register, broken: usize) {
    match open_bytes(text.as_bytes()) {
        Ok(opened) => {
            assert!(opened.register == *register, "the text reads as another register:\n{text}");
            assert_eq!(opened.source_text.broken_records().count(), broken, "\n{text}");
        }
        Err(error) => panic!("{error}\n{text}"),
    }
}
