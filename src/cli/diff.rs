//! What differs between two versions of a register.

use std::io::Write;

use super::{Outcome, args::DiffArgs, hand_out, open};
use crate::{
    export::{self, DiffFormat, DiffInput},
    lang::Lang,
    merge,
    progress::Progress,
};

/// Prints what differs.
pub(super) fn run(
    DiffArgs { old, new, format, output, .. }: &DiffArgs,
    lang: Lang,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let (before, after) = (open(old, lang)?, open(new, lang)?);
    let differences = merge::diff(&before, &after);
    let input = DiffInput { old: &before, new: &after, differences: &differences, lang };
    let made = export::diff(*format, &input, &Progress::default());
    let done = hand_out(made, output.as_deref(), &[old, new], lang, out, err)?;
    // The other formats say so themselves.
    if *format == DiffFormat::Text {
        let count = match differences.len() {
            0 => lang.t("diff.nothing").into_owned(),
            n => lang.count("diff.count", n),
        };
        writeln!(err, "{count}")?;
    }
    Ok(done)
}
