//! The cases of a summary as rows of tables, and their claims as items.

use crate::{
    Cancelled, Progress,
    export::{
        case_section::{CaseSection, CitedClaim, name_with_other_script},
        document::{
            Cell, CellRole, Entry, Inline, Item, Row, Rows, Table, TableColumn, with_remark,
        },
        summary::report::Summary,
    },
};

/// Builds the table of a page: the abduction, the status, and the claims of each party.
pub(super) fn case_table<'a>(summary: &'a Summary<'_>, progress: &'a Progress) -> Table<'a> {
    let locale = summary.input.locale;
    let columns = ["export.column.name", "export.column.abduction_date", "export.column.status"];
    let columns = columns.into_iter().map(|key| TableColumn::text(locale.t(key)));
    let parties = summary.sides.iter().map(|side| TableColumn::text(&side.name));
    let cases = summary.cases_with_progress(progress);
    Table {
        class: "stack cases",
        caption: summary.describe_listed_count(),
        columns: columns.chain(parties).collect(),
        rows: Box::new(cases.map(|case| Ok(case_row(summary, &case?)))),
        empty_text: locale.t("export.cases.none").into_owned(),
    }
}

/// Builds the table of plain text: a line of plain values for each case.
pub(super) fn case_overview_table<'a>(
    summary: &'a Summary<'_>,
    progress: &'a Progress,
) -> Table<'a> {
    let locale = summary.input.locale;
    let text = |key: &str| TableColumn::text(locale.t(key));
    let columns = [
        text("export.column.name"),
        text("export.column.abduction_date"),
        TableColumn::number(locale.t("export.column.age")),
        text("export.column.place"),
        text("export.column.status"),
    ];
    let parties = summary.sides.iter().map(|side| TableColumn::text(&side.name));
    let rows = summary.cases_with_progress(progress).map(move |section| {
        let section = section?;
        let age = section.case.taken.age.map(|age| age.to_string()).unwrap_or_default();
        Ok(vec![
            Cell::header(section.name(locale)),
            Cell::text(section.abduction_date_label(locale)),
            Cell::number(age),
            Cell::text(section.place_label(locale)),
            Cell::text(section.describe_status(locale)),
            Cell::text(section.position_label(locale, 0)),
            Cell::text(section.position_label(locale, 1)),
        ]
        .into())
    });
    Table {
        class: "",
        caption: summary.describe_listed_count(),
        columns: columns.into_iter().chain(parties).collect(),
        rows: Box::new(rows),
        empty_text: locale.t("export.cases.none").into_owned(),
    }
}

/// Builds the items of plain text: the facts and the claims under the name of each case.
pub(super) fn claim_entries<'a>(
    summary: &'a Summary<'_>,
    progress: &'a Progress,
) -> Rows<'a, Entry> {
    let locale = summary.input.locale;
    Box::new(summary.cases().map(move |section| {
        if progress.is_cancelled() {
            return Err(Cancelled);
        }
        let heading = Some(name_with_other_script(section.case, locale));
        Ok(Entry { heading, items: claim_items(summary, &section) })
    }))
}

fn claim_items(summary: &Summary<'_>, section: &CaseSection<'_>) -> Vec<Item> {
    let (locale, register) = (summary.input.locale, summary.input.register);
    let label = |key: &str| locale.t(key).into_owned();
    let facts = [
        section.abduction_date_label(locale),
        section.age_label(locale),
        section.place_label(locale),
    ];
    let facts = locale.join_list(facts.iter().filter(|fact| !fact.is_empty()));
    let facts = Inline::Cited(facts, section.facts.clone());
    let mut items = vec![Item::of(label("export.column.abduction_date"), vec![facts])];
    let incident = section.incident_label(locale, register);
    if !incident.is_empty() {
        items.push(Item::text(label("export.column.incident"), incident));
    }
    for (variant, cites) in &section.variants {
        let (label, value) = section.describe_variant(locale, variant);
        let value = vec![Inline::Cited(value, cites.clone())];
        items.push(Item::of(label, with_remark(value, &variant.note)));
    }
    let returned = section.returned.as_ref().map(|(_, cites)| cites.clone()).unwrap_or_default();
    let status = Inline::Cited(section.describe_status(locale), returned);
    items.push(Item::of(label("export.column.status"), vec![status]));
    for (side, claim) in summary.sides.iter().zip(&section.positions) {
        items.push(match claim {
            Some(claim) => claim_item(summary, claim),
            None => Item::text(&side.name, locale.t("export.claims.no_official_claim")),
        });
    }
    items.extend(section.other_claims.iter().map(|claim| claim_item(summary, claim)));
    if !section.case.note.is_empty() {
        items.push(Item::text(label("export.claims.note"), &section.case.note));
    }
    items
}

fn claim_item(summary: &Summary<'_>, cited: &CitedClaim<'_>) -> Item {
    let (locale, register) = (summary.input.locale, summary.input.register);
    let text = vec![Inline::Cited(cited.describe(locale), cited.cites.clone())];
    Item::of(cited.party_label(locale, register), with_remark(text, &cited.claim.note))
}

fn case_row(summary: &Summary<'_>, section: &CaseSection<'_>) -> Row {
    let locale = summary.input.locale;
    let case = section.case;
    let mut name = vec![
        Inline::span("name", section.name(locale)),
        Inline::span("soft", section.other_name(locale)),
    ];
    if !case.note.is_empty() {
        name.push(Inline::span("soft", &case.note));
    }
    let mut status = vec![Inline::span("word", section.describe_status(locale))];
    if let Some((_, cites)) = &section.returned {
        status.push(Inline::Cited(String::new(), cites.clone()));
    }
    let positions = [0, 1].map(|side| Cell {
        role: CellRole::Content("said"),
        content: position_content(summary, section, side),
    });
    let cells = [
        Cell { role: CellRole::Header, content: name },
        Cell::of(abduction_content(summary, section)),
        Cell { role: CellRole::Content("status"), content: status },
    ];
    Row { id: format!("case-{}", case.id), cells: cells.into_iter().chain(positions).collect() }
}

fn abduction_content(summary: &Summary<'_>, section: &CaseSection<'_>) -> Vec<Inline> {
    let locale = summary.input.locale;
    let details = [section.age_label(locale), section.place_label(locale)];
    let details = locale.join_list(details.iter().filter(|detail| !detail.is_empty()));
    let incident = section.incident_label(locale, summary.input.register);
    let variants = section.variants.iter().map(|(variant, cites)| {
        let (label, value) = section.describe_variant(locale, variant);
        let text = locale.t_with("export.cell", &[("label", &label), ("text", &value)]);
        let cited = vec![Inline::Cited(text, cites.clone())];
        Inline::Span("soft", with_remark(cited, &variant.note))
    });
    let taken = Inline::Cited(section.abduction_date_label(locale), section.facts.clone());
    [taken, Inline::span("soft", details), Inline::span("soft", incident)]
        .into_iter()
        .chain(variants)
        .collect()
}

/// Builds the position of a party with its claim and its further claims. Claims of other parties
/// stand with the second side.
fn position_content(summary: &Summary<'_>, section: &CaseSection<'_>, side: usize) -> Vec<Inline> {
    let (locale, register) = (summary.input.locale, summary.input.register);
    let [first, _] = &summary.sides;
    let claim_content = |cited: &CitedClaim<'_>| {
        let text = Inline::Cited(cited.describe(locale), cited.cites.clone());
        let note = Some(&cited.claim.note).filter(|note| !note.is_empty());
        [text].into_iter().chain(note.map(|note| Inline::span("soft", note))).collect::<Vec<_>>()
    };
    let mut content = vec![Inline::span("word", section.position_label(locale, side))];
    if let Some(cited) = &section.positions[side] {
        content.push(Inline::Line(claim_content(cited)));
    }
    let of_side =
        section.other_claims.iter().filter(|cited| (cited.claim.by == *first.id) == (side == 0));
    let further: Vec<_> = of_side
        .map(|cited| {
            let mut parts = Vec::new();
            if cited.claim.reported || cited.claim.by != *summary.sides[side].id {
                let party = cited.party_label(locale, register);
                parts.extend([Inline::span("reported", party), Inline::Separator(" — ")]);
            }
            parts.extend(claim_content(cited));
            parts
        })
        .collect();
    if !further.is_empty() {
        content.push(Inline::List("further", further));
    }
    content
}
