//! Contradictions in Markdown: a heading for each person, an item for each contradiction.

use super::{Contradicts, Document};
use crate::{
    export::{
        markdown::{Sheet, escape},
        row::other_name,
    },
    model::Case,
};

/// Prints the document.
pub(super) fn print(document: &Document<'_>) -> Vec<u8> {
    let mut sheet = Sheet::new(document.lang);
    sheet.line(&format!("# {}", escape(document.register.title())));
    sheet.paragraph(&format!("**{}**", escape(&document.as_of_words())));
    sheet.paragraph(&escape(&document.scope_words()));
    sheet.heading("contradictions.title");
    sheet.paragraph(&sheet.t("contradictions.method"));
    sheet.paragraph(&escape(&document.count_words()));
    list(&mut sheet, document.cases());
    sheet.sources(&document.notes);
    sheet.into_bytes()
}

/// Prints the contradictions of some cases; says so where there are none.
pub(in crate::export) fn list<'a, 'b: 'a>(
    sheet: &mut Sheet,
    cases: impl Iterator<Item = (&'a Case, &'a [Contradicts<'b>])>,
) {
    let lang = sheet.lang;
    let mut cases = cases.peekable();
    if cases.peek().is_none() {
        sheet.paragraph(&sheet.t("contradictions.nothing"));
    }
    for (case, all) in cases {
        let (name, other) = (case.name.shown(lang.code()), other_name(case, lang));
        let name = match other.as_str() {
            "" => name,
            other => lang.with("export.dated", &[("words", &name), ("date", other)]),
        };
        sheet.gap();
        sheet.line(&format!("### {}", escape(&name)));
        sheet.gap();
        for one in all {
            let sides = one.sides.iter().map(|side| sheet.cited(&side.who, &side.cites));
            let sides = sides.collect::<Vec<_>>().join(" / ");
            sheet.item(&one.label, &format!("{} — {sides}", escape(&one.words)));
        }
    }
}
