//! Contradictions in Markdown: a heading for each person, an item for each contradiction.

use crate::{
    export::{
        case_section::other_name,
        contradictions::{CitedContradiction, ContradictionsReport},
        format::markdown::{MarkdownWriter, escape::escape},
    },
    model::Case,
};

/// Prints the document.
pub(super) fn print(document: &ContradictionsReport<'_>) -> Vec<u8> {
    let mut sheet = MarkdownWriter::new(document.locale);
    sheet.write_line(&format!("# {}", escape(document.register.title())));
    sheet.write_paragraph(&format!("**{}**", escape(&document.describe_as_of())));
    sheet.write_paragraph(&escape(&document.describe_scope()));
    sheet.write_heading("contradictions.title");
    sheet.write_paragraph(&sheet.text("contradictions.method"));
    sheet.write_paragraph(&escape(&document.describe_count()));
    print_contradictions(&mut sheet, document.cases());
    sheet.write_sources(&document.footnotes);
    sheet.into_bytes()
}

/// Prints the contradictions of some cases; says so where there are none.
pub(crate) fn print_contradictions<'a, 'b: 'a>(
    sheet: &mut MarkdownWriter,
    cases: impl Iterator<Item = (&'a Case, &'a [CitedContradiction<'b>])>,
) {
    let locale = sheet.locale;
    let mut cases = cases.peekable();
    if cases.peek().is_none() {
        sheet.write_paragraph(&sheet.text("contradictions.none_in_export"));
    }
    for (case, all) in cases {
        let (name, other) = (case.name.display_name(locale.code()), other_name(case, locale));
        let name = match other.as_str() {
            "" => name,
            other => locale.t_with("export.text_with_date", &[("text", &name), ("date", other)]),
        };
        sheet.write_blank_line();
        sheet.write_line(&format!("### {}", escape(&name)));
        sheet.write_blank_line();
        for one in all {
            let sides =
                one.sides.iter().map(|side| sheet.with_footnote_refs(&side.who, &side.cites));
            let sides = sides.collect::<Vec<_>>().join(" / ");
            sheet.write_list_item(&one.label, &format!("{} — {sides}", escape(&one.text)));
        }
    }
}
