//! The signatures of a history: who has signed which lines.

use std::collections::BTreeSet;

use crate::store::{
    history::index::HistoryIndex,
    signature::known_keys::{KnownKeys, LineSigner},
};

/// The signatures of the lines of a history that can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignatureReport {
    /// The signers, in the order of their first lines.
    pub signers: Vec<SignerReport>,
    /// The numbers of the lines without a signature.
    pub unsigned_lines: Vec<u64>,
    /// The numbers of the lines whose signature is not one of what they say.
    pub invalid_lines: Vec<u64>,
}

/// The lines that are signed with one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignerReport {
    /// The signer.
    pub signer: LineSigner,
    /// The number of lines.
    pub line_count: usize,
    /// The names that the lines give for their author, without those that give none.
    pub author_names: BTreeSet<String>,
}

impl SignatureReport {
    /// Verifies the signature of every line of a history.
    pub fn new(index: &HistoryIndex, known: &KnownKeys) -> Self {
        let mut report = Self::default();
        for header in index.headers() {
            let signer = match known.identify(&header.signature) {
                LineSigner::Unsigned => {
                    report.unsigned_lines.push(header.line_number);
                    continue;
                }
                LineSigner::Invalid => {
                    report.invalid_lines.push(header.line_number);
                    continue;
                }
                signer => signer,
            };
            let at = report.signers.iter().position(|it| it.signer == signer);
            let at = at.unwrap_or_else(|| {
                let author_names = BTreeSet::new();
                report.signers.push(SignerReport { signer, line_count: 0, author_names });
                report.signers.len() - 1
            });
            let signer = &mut report.signers[at];
            signer.line_count += 1;
            let name = &header.entry.author_name;
            signer.author_names.extend(Some(name.clone()).filter(|name| !name.is_empty()));
        }
        report
    }
}
