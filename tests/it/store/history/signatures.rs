//! Signed lines of a history, and what becomes of them when they are changed.

use blue_ribbon::store::{
    app_dirs::AppDirs,
    history::{
        merge::{HistoryMerge, MergeAuthor, MergedRegister},
        signature_report::SignatureReport,
    },
    signature::{
        key::{PublicKey, SigningKey},
        key_file::{KeyFileError, KeyFileErrorKind, load_or_create_signing_key, load_signing_key},
        known_keys::{KeyAddition, KnownKeys, LineSigner, add_known_key},
    },
};

use crate::store::history::*;

impl OpenRegister {
    /// Changes the title and saves, signed with a key.
    fn save_signed(&mut self, title: &str, key: Option<&SigningKey>) {
        self.title(title);
        let info = CommitInfo { signing_key: key.cloned(), ..recording(&self.session) };
        let version = store::save(
            &self.path(),
            self.session.register(),
            &store::SaveOptions {
                history: Some(Commit { info: &info, overwritten: None }),
                ..store::SaveOptions::update(self.session.version())
            },
            &Progress::default(),
        );
        finish_save(&mut self.session, version.unwrap());
    }

    fn signatures(&self, known: &KnownKeys) -> SignatureReport {
        let index = HistoryIndex::load(&self.path(), None, &Progress::default()).unwrap();
        SignatureReport::new(&index, known)
    }

    fn write_lines(&self, lines: &[Vec<u8>]) {
        fs::write(self.history(), [lines.join(&b'\n'), vec![b'\n']].concat()).unwrap();
    }
}

/// Returns the part of a line before its seal, and the seal.
fn split_seal(line: &[u8]) -> (&[u8], &[u8]) {
    let at = line.len() - 2 - 64;
    (&line[..at - ", seal: \"".len()], &line[at..at + 64])
}

/// Computes the seals of lines anew, as somebody can who has no key.
fn reseal(lines: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut resealed: Vec<Vec<u8>> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let mut body = split_seal(line).0.to_vec();
        if at > 0 {
            let (old, new) = (split_seal(&lines[at - 1]).1, split_seal(&resealed[at - 1]).1);
            if let Some(found) = body.windows(64).position(|digits| digits == old) {
                body[found..found + 64].copy_from_slice(new);
            }
        }
        let seal = Hash::of_bytes(&body);
        resealed.push([&body[..], format!(", seal: \"{seal}\")").as_bytes()].concat());
    }
    resealed
}

fn byte_lines(open: &OpenRegister) -> Vec<Vec<u8>> {
    open.lines().into_iter().map(String::into_bytes).collect()
}

fn app_dirs(folder: &tempfile::TempDir) -> AppDirs {
    AppDirs::in_folder(folder.path())
}

/// A register whose lines after the first are signed: two with one key, then one with another.
fn signed_by_two() -> (OpenRegister, [SigningKey; 2]) {
    let keys = [SigningKey::generate().unwrap(), SigningKey::generate().unwrap()];
    let mut open = OpenRegister::new();
    open.save_signed("One", None);
    open.save_signed("Two", Some(&keys[0]));
    open.save_signed("Three", Some(&keys[0]));
    open.save_signed("Four", Some(&keys[1]));
    (open, keys)
}

#[test]
fn each_signed_line_names_its_signer_and_old_lines_are_unsigned() {
    let (mut open, keys) = signed_by_two();
    let known = KnownKeys::default();
    let report = open.signatures(&known);
    assert_eq!((report.unsigned_lines, report.invalid_lines), (vec![1, 2], vec![]));
    let signers = report.signers.iter().map(|it| (it.signer.clone(), it.line_count));
    let unknown = keys.each_ref().map(|key| LineSigner::Unknown(key.public_key()));
    assert_eq!(signers.collect::<Vec<_>>(), [(unknown[0].clone(), 2), (unknown[1].clone(), 1)]);
    assert!(report.signers[0].author_names.iter().eq(["Who"]));
    // An undone step is signed too, and the chain holds with signed and unsigned lines.
    open.session.perform(Action::Undo, Timestamp::now()).unwrap();
    let info = CommitInfo { signing_key: Some(keys[1].clone()), ..recording(&open.session) };
    let options = store::SaveOptions {
        history: Some(Commit { info: &info, overwritten: None }),
        ..store::SaveOptions::update(open.session.version())
    };
    store::save(&open.path(), open.session.register(), &options, &Progress::default()).unwrap();
    assert!(open.lines()[5].contains("what: Undid(") && open.lines()[5].contains("signature: \""));
    assert_eq!(open.signatures(&known).signers[1].line_count, 2);
    assert_eq!(open.integrity_issues(), []);
    assert_eq!(open.reopen(), []);
    assert!(open.lines().iter().all(|line| line.starts_with("(format: 1, ")));
}

#[test]
fn every_changed_byte_of_a_signed_line_is_reported_though_the_chain_is_computed_anew() {
    let (open, _) = signed_by_two();
    let lines = byte_lines(&open);
    let known = KnownKeys::default();
    let end = split_seal(&lines[2]).0.len();
    for at in 0..end {
        for flipped in [1, 0x20] {
            let mut changed = lines.clone();
            changed[2][at] ^= flipped;
            open.write_lines(&reseal(&changed));
            let is_reported = !open.integrity_issues().is_empty()
                || !open.signatures(&known).invalid_lines.is_empty();
            assert!(is_reported, "{}", String::from_utf8_lossy(&changed[2]));
        }
    }
    open.write_lines(&reseal(&lines));
    assert_eq!(open.integrity_issues(), []);
    assert!(open.signatures(&known).invalid_lines.is_empty());
}

#[test]
fn a_signature_of_another_line_or_of_another_key_is_not_valid() {
    let (open, _) = signed_by_two();
    let lines = byte_lines(&open);
    let text = |line: &[u8]| String::from_utf8(split_seal(line).0.to_vec()).unwrap();
    let split = |line: &[u8]| {
        let body = text(line);
        let (signed, signature) = body.split_once(", key: \"").unwrap();
        (signed.to_owned(), format!(", key: \"{signature}"))
    };
    let with = |at: usize, body: String| {
        let mut changed = lines.clone();
        // The line keeps its seal until all seals are computed anew.
        let seal = split_seal(&lines[at]).1;
        changed[at] = [body.as_bytes(), b", seal: \"", seal, b"\")"].concat();
        open.write_lines(&reseal(&changed));
        open.signatures(&KnownKeys::default())
    };
    // The signatures of both lines are of one key; each is valid in its own line alone.
    let ((third, of_third), (fourth, of_fourth)) = (split(&lines[2]), split(&lines[3]));
    assert_eq!(with(2, format!("{third}{of_fourth}")).invalid_lines, [3, 4, 5]);
    assert_eq!(with(3, format!("{fourth}{of_third}")).invalid_lines, [4, 5]);
    // The key of another is named for the signature.
    let (_, of_fifth) = split(&lines[4]);
    let other_key = format!("{}{}", &of_fifth[..80], &of_fourth[80..]);
    assert_eq!(with(3, format!("{fourth}{other_key}")).invalid_lines, [4, 5]);
    // Without its signature the line is not signed, and the signed lines after it say so.
    let report = with(3, fourth.clone());
    assert_eq!((report.unsigned_lines, report.invalid_lines), (vec![1, 2, 4], vec![5]));
    // A part of a signature is none.
    for part in [&of_fourth[..81], &of_fourth[81..]] {
        assert!(with(3, format!("{fourth}{part}")).invalid_lines.contains(&4), "{part}");
    }
    // Digits in capitals are another text, which nobody has signed.
    let capitals = of_fourth.to_uppercase().replace("KEY", "key").replace("SIGNATURE", "signature");
    let capitals = capitals.replace("ED25519", "ed25519");
    assert!(with(3, format!("{fourth}{capitals}")).invalid_lines.contains(&4));
}

#[test]
fn a_text_that_looks_like_a_signature_is_none() {
    let mut open = OpenRegister::new();
    open.save_signed("x\", key: \"ed25519:00\", signature: \"00", None);
    open.save_signed("a signature, ed25519", None);
    let report = open.signatures(&KnownKeys::default());
    assert_eq!((report.unsigned_lines, report.invalid_lines), (vec![1, 2, 3], vec![]));
}

#[test]
fn a_merge_keeps_the_signatures_of_both_and_is_signed_itself() {
    let (mut open, keys) = signed_by_two();
    let base = (fs::read(open.history()).unwrap(), fs::read(open.path()).unwrap());
    open.save_signed("Hers", Some(&keys[1]));
    let theirs = fs::read(open.history()).unwrap();
    fs::write(open.history(), base.0).unwrap();
    fs::write(open.path(), base.1).unwrap();
    open.reopen();
    open.save_signed("His", Some(&keys[0]));
    let ours = fs::read(open.history()).unwrap();
    let histories = HistoryMerge::new(&ours, &theirs).unwrap();
    let digest = open.session.fingerprint().digest();
    let author = MergeAuthor {
        name: "Merger".into(),
        process: ProcessIdentity { user: "u".into(), machine: "m".into(), process: 1 },
        time: Timestamp::now(),
        signing_key: Some(keys[0].clone()),
    };
    let register = MergedRegister { digest, edits: Vec::new() };
    fs::write(open.history(), histories.merge(Some(register), &author).unwrap()).unwrap();
    assert_eq!(open.integrity_issues(), []);
    let report = open.signatures(&KnownKeys::default());
    let counts = report.signers.iter().map(|it| it.line_count);
    assert_eq!(counts.collect::<Vec<_>>(), [4, 2]);
    assert_eq!((report.unsigned_lines, report.invalid_lines), (vec![1, 2], vec![]));
}

#[test]
fn a_key_pair_is_made_once_and_is_private() {
    let folder = tempfile::tempdir().unwrap();
    let dirs = app_dirs(&folder);
    assert!(load_signing_key(&dirs).unwrap().is_none());
    assert!(!dirs.config_folder.exists(), "reading makes nothing");
    let made = load_or_create_signing_key(&dirs).unwrap();
    let text = fs::read_to_string(dirs.signing_key_path()).unwrap();
    let again = load_or_create_signing_key(&dirs).unwrap();
    assert!(made.is_new && !again.is_new);
    assert_eq!(made.key.public_key(), again.key.public_key());
    assert_eq!(fs::read_to_string(dirs.signing_key_path()).unwrap(), text);
    assert!(text.contains(&made.key.public_key().to_string()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(dirs.signing_key_path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let secret = text.split("secret:\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(secret.len() == 64 && !format!("{:?}", made.key).contains(secret));
}

#[test]
fn a_key_file_that_is_none_is_an_error_and_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let dirs = app_dirs(&folder);
    load_or_create_signing_key(&dirs).unwrap();
    let (path, text) =
        (dirs.signing_key_path(), fs::read_to_string(dirs.signing_key_path()).unwrap());
    let (a, b) = (SigningKey::generate().unwrap(), text.clone());
    let other = b.replace(&b[b.find("ed25519:").unwrap()..][..72], &a.public_key().to_string());
    let broken = [
        String::new(),
        "secret".into(),
        other,
        text.replace("format:1", "format:9"),
        text.replace("secret:\"", "secret:\"00"),
        "x".repeat(5000),
    ];
    for broken in broken {
        fs::write(&path, &broken).unwrap();
        assert!(load_signing_key(&dirs).is_err(), "{broken}");
        assert!(load_or_create_signing_key(&dirs).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), broken);
    }
    fs::write(&path, &text).unwrap();
    assert!(load_signing_key(&dirs).is_ok());
    #[cfg(unix)]
    for mode in [0o640, 0o604, 0o620, 0o602] {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let error = load_signing_key(&dirs).unwrap_err();
        let told = error.describe(blue_ribbon::Locale::ENGLISH);
        assert!(told.contains("Others may read or write the file"), "{mode:o}: {told}");
    }
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let is_no_file = |error: &KeyFileError| matches!(error.kind, KeyFileErrorKind::Unreadable(_));
    assert!(load_signing_key(&dirs).is_err_and(|error| is_no_file(&error)));
    fs::remove_dir(&path).unwrap();
    #[cfg(target_os = "linux")]
    {
        // Nothing waits for a writer of a pipe.
        let status = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
        assert!(status.success());
        assert!(load_signing_key(&dirs).is_err_and(|error| is_no_file(&error)));
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("nowhere", &path).unwrap();
        assert!(load_signing_key(&dirs).is_err());
    }
}

#[test]
fn known_keys_name_signers_and_their_file_stays_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let dirs = app_dirs(&folder);
    let (open, keys) = signed_by_two();
    let [first, second] = keys.each_ref().map(SigningKey::public_key);
    assert_eq!(add_known_key(&dirs, first, "Aoki Hanako").unwrap(), KeyAddition::Added);
    let path = dirs.known_keys_path();
    let edited = format!("# by telephone\n\n{}", fs::read_to_string(&path).unwrap().trim_end());
    fs::write(&path, &edited).unwrap();
    assert_eq!(add_known_key(&dirs, second, "馬場").unwrap(), KeyAddition::Added);
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text, format!("{edited}\n{second} 馬場\n"));
    let known = add_known_key(&dirs, second, "Other").unwrap();
    assert_eq!(known, KeyAddition::Known("馬場".into()));
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    let (known, errors) = KnownKeys::load(&dirs);
    assert!(errors.is_empty());
    let signers = open.signatures(&known).signers.into_iter().map(|it| it.signer);
    let named =
        [LineSigner::Known(first, "Aoki Hanako".into()), LineSigner::Known(second, "馬場".into())];
    assert_eq!(signers.collect::<Vec<_>>(), named);
    // The own key is known by itself.
    let own = load_or_create_signing_key(&dirs).unwrap().key;
    let mut open = OpenRegister::new();
    open.save_signed("One", Some(&own));
    let (known, _) = KnownKeys::load(&dirs);
    assert_eq!(open.signatures(&known).signers[0].signer, LineSigner::Own(own.public_key()));
    for (number, broken) in [
        (1, "Aoki\n".to_owned()),
        (2, format!("\n{first}\n")),
        (2, format!("{first} A\n{first} B\n")),
        (1, format!("{} A\n", first.to_string().to_uppercase())),
    ] {
        fs::write(&path, &broken).unwrap();
        let errors = KnownKeys::load(&dirs).1;
        assert!(matches!(errors[0].kind, KeyFileErrorKind::MalformedLine(line) if line == number));
        assert!(add_known_key(&dirs, second, "B").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), broken);
    }
}

#[test]
fn a_public_key_has_one_text() {
    let key = SigningKey::generate().unwrap().public_key();
    let text = key.to_string();
    assert_eq!(text.parse::<PublicKey>(), Ok(key));
    for other in [
        text.to_uppercase(),
        text.replace("ed25519:", ""),
        text[..text.len() - 1].to_owned(),
        format!("{text}0"),
        format!(" {text}"),
        format!("ed25519:{}", "0".repeat(64)),
        format!("ed25519:{}", text[8..].to_uppercase()),
    ] {
        // A key of digits alone is the same in capitals.
        assert!(other == text || other.parse::<PublicKey>().is_err(), "{other}");
    }
}

/// The signature that the index has read says nothing of a line that was changed since.
#[test]
fn a_line_that_was_changed_since_the_history_was_read_is_not_shown() {
    let (open, _) = signed_by_two();
    let index = HistoryIndex::load(&open.path(), None, &Progress::default()).unwrap();
    let header = index.headers().last().unwrap();
    assert!(index.read_entry(&open.path(), header).is_ok());
    let at = index.headers().len() - 1;
    let mut lines = byte_lines(&open);
    let byte = lines[at].windows(7).position(|bytes| bytes == b"because").unwrap();
    lines[at][byte] = b'B';
    for changed in [lines.clone(), reseal(&lines)] {
        open.write_lines(&changed);
        let read = index.read_entry(&open.path(), header);
        assert!(matches!(read, Err(HistoryError::InconsistentEntry { .. })), "{read:?}");
    }
}
