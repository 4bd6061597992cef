//! The commands on keys, and the signatures that `verify` reports.

use std::{fs, path::PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

use crate::cli::{
    history::{RegisterWithHistory, change_signed, register_with_history},
    output_of, program,
};
use blue_ribbon::store::signature::key::SigningKey;

/// A user with folders of their own.
struct User(TempDir);

impl User {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn program(&self) -> Command {
        let mut program = program();
        program
            .env("HOME", self.0.path())
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_DATA_HOME");
        program
    }

    fn run(&self, line: &[&str]) -> (i32, String, String) {
        let done = self.program().args(line).assert();
        let (out, err) = output_of(&done);
        (done.get_output().status.code().unwrap(), out, err)
    }

    fn config(&self, name: &str) -> PathBuf {
        self.0.path().join(".config/blue-ribbon").join(name)
    }

    fn verify(&self, recorded: &RegisterWithHistory) -> (i32, String, String) {
        self.run(&["verify", recorded.path()])
    }
}

/// A register whose last line is signed with a key.
fn signed_with(key: &SigningKey) -> RegisterWithHistory {
    let recorded = register_with_history();
    let append = |case: &mut blue_ribbon::model::Case| case.note = "Signed.".into();
    change_signed(&recorded.path, "2026-11-28T08:00:00Z", "kume-yutaka", Some(key), append);
    recorded
}

#[cfg(target_os = "linux")]
#[test]
fn generate_key_prints_the_public_key_and_replaces_nothing() {
    let user = User::new();
    let (status, key, told) = user.run(&["generate-key"]);
    assert_eq!(status, 0);
    assert!(key.starts_with("ed25519:") && key.len() == 8 + 64 + 1, "{key}");
    assert!(told.contains("signing-key.ron") && told.contains("trust-key"), "{told}");
    let text = fs::read_to_string(user.config("signing-key.ron")).unwrap();
    let (status, again, told) = user.run(&["generate-key"]);
    assert_eq!((status, &again), (0, &key));
    assert!(told.contains("nothing was changed"), "{told}");
    assert_eq!(fs::read_to_string(user.config("signing-key.ron")).unwrap(), text);
    fs::write(user.config("signing-key.ron"), "planted").unwrap();
    let (status, out, told) = user.run(&["generate-key"]);
    assert_eq!((status, &*out), (1, ""));
    assert!(told.contains("not a file of a key pair"), "{told}");
    assert_eq!(fs::read_to_string(user.config("signing-key.ron")).unwrap(), "planted");
}

#[cfg(target_os = "linux")]
#[test]
fn verify_names_the_signers_and_the_lines_without_a_signature() {
    let (user, key) = (User::new(), SigningKey::generate().unwrap());
    let recorded = signed_with(&key);
    let public = key.public_key().to_string();
    let (status, out, _) = user.verify(&recorded);
    assert_eq!(status, 0, "{out}");
    let unknown = format!(
        "1 line is signed with a key that is not known here ({public}), in the name of A. Reader\n\
         3 lines are not signed: 1–3\n"
    );
    assert!(out.starts_with(&unknown) || out.contains(&unknown), "{out}");
    let (status, out, _) = user.run(&["trust-key", "A. Reader", &public]);
    assert_eq!(status, 0);
    assert!(out.contains("is known as the key of A. Reader"), "{out}");
    let (status, out, _) = user.verify(&recorded);
    assert_eq!(status, 0);
    assert!(
        out.contains(&format!("1 line is signed with the key of A. Reader ({public})\n")),
        "{out}"
    );
    assert_eq!(user.run(&["trust-key", "A. Reader", &public]).0, 0);
    let (status, out, _) = user.run(&["trust-key", "B. Other", &public]);
    assert_eq!(status, 1);
    assert!(out.contains("known already as the key of A. Reader"), "{out}");
    let known = fs::read_to_string(user.config("known-keys.txt")).unwrap();
    assert_eq!(known, format!("{public} A. Reader\n"));
    for wrong in ["", " ", "a\nb", "a\u{202e}b"] {
        assert_eq!(user.run(&["trust-key", wrong, &public]).0, 2, "{wrong:?}");
    }
    for wrong in [&public[8..], &public.to_uppercase(), "ed25519:", &public[..71]] {
        assert_eq!(user.run(&["trust-key", "Name", wrong]).0, 2, "{wrong:?}");
    }
    assert_eq!(fs::read_to_string(user.config("known-keys.txt")).unwrap(), known);
}

#[cfg(target_os = "linux")]
#[test]
fn verify_fails_at_a_signature_that_is_not_valid_though_the_chain_is_whole() {
    let (user, key) = (User::new(), SigningKey::generate().unwrap());
    let recorded = signed_with(&key);
    let mut lines = recorded.lines();
    lines[3] = lines[3].replace("A. Reader", "B. Reader");
    let text: String = crate::cli::seal::reseal(&lines).join("\n") + "\n";
    fs::write(recorded.history(), text).unwrap();
    let (status, out, _) = user.verify(&recorded);
    assert_eq!(status, 1);
    assert!(out.contains("line 4: has a signature that is not one of what it says"), "{out}");
    assert!(!out.contains("line 4: was changed after it was written"), "{out}");
}

#[cfg(target_os = "linux")]
#[test]
fn verify_says_that_a_file_of_keys_cannot_be_read_and_goes_on() {
    let (user, key) = (User::new(), SigningKey::generate().unwrap());
    let recorded = signed_with(&key);
    fs::create_dir_all(user.config("")).unwrap();
    fs::write(user.config("known-keys.txt"), "Aoki\n").unwrap();
    let (status, out, told) = user.verify(&recorded);
    assert_eq!(status, 1);
    assert!(told.contains("Line 1 is not a key and a name"), "{told}");
    assert!(out.contains("1 line is signed with a key that is not known here"), "{out}");
    fs::remove_file(user.config("known-keys.txt")).unwrap();
    fs::write(user.config("signing-key.ron"), "planted").unwrap();
    let (status, _, told) = user.verify(&recorded);
    assert_eq!(status, 1);
    assert!(told.contains("Others may read or write the file of your secret key"), "{told}");
}

#[cfg(target_os = "linux")]
#[test]
fn merge_history_signs_its_line_and_says_where_it_could_not() {
    let user = User::new();
    let key = user.run(&["generate-key"]).1;
    let base = register_with_history();
    let folder = tempfile::tempdir().unwrap();
    let version = |name: &str, at: &str, note: &str| {
        let path = folder.path().join(name);
        fs::copy(&base.path, &path).unwrap();
        fs::copy(base.history(), folder.path().join(format!("{name}.history"))).unwrap();
        if !note.is_empty() {
            change_signed(&path, at, "kume-yutaka", None, |case| case.note = note.into());
        }
        folder.path().join(format!("{name}.history")).to_str().unwrap().to_owned()
    };
    let merge = |user: &User| {
        let base = version("base.ron", "", "");
        let ours = version("ours.ron", "2026-11-28T08:00:00Z", "Ours.");
        let theirs = version("theirs.ron", "2026-11-28T09:00:00Z", "Theirs.");
        let (status, _, told) = user.run(&["merge-history", &base, &ours, &theirs]);
        assert_eq!(status, 0, "{told}");
        let text = fs::read_to_string(ours).unwrap();
        (text.lines().last().unwrap().to_owned(), told)
    };
    let (last, told) = merge(&user);
    assert!(last.contains("what: Merged(") && last.contains(key.trim_end()), "{last}");
    assert!(!told.contains("not signed"), "{told}");
    fs::write(user.config("signing-key.ron"), "planted").unwrap();
    let (last, told) = merge(&user);
    assert!(last.contains("what: Merged(") && !last.contains("signature"), "{last}");
    assert!(told.contains("recorded, but not signed"), "{told}");
}
