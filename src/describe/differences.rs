//! Descriptions of differences and conflicts between versions of a register.

use crate::{
    Locale,
    describe::{
        characters::describe_hidden_difference,
        claims::{
            describe_statement, format_date, incident_label, party_label, sex_label,
            source_kind_label,
        },
        field_names::{NameStyle, fact_name, field_name},
    },
    i18n::lowercase_first,
    merge::{
        Conflict, Difference,
        diff_stats::DiffStats,
        field_path::{CaseListItem, FieldPath, RecordRef},
        value::FieldValue,
    },
    model::{Case, PartyId, Statement},
    register::Register,
    store::source_text::merged_text::text_loss::TextLoss,
};

/// Describes differences and conflicts in a language, with the names that two versions of a
/// register give.
#[derive(Clone, Copy)]
pub struct DifferenceDescriber<'a> {
    /// The language.
    pub locale: Locale,
    /// The versions. A record that both of them name has the name of the first.
    pub registers: [&'a Register; 2],
}

/// The description of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DifferenceText {
    /// The person or the record.
    pub subject: String,
    /// The field and the kind of change, as in "Title changed".
    pub change: String,
    /// The value of the old version; empty where it has none.
    pub old: String,
    /// The value of the new version; empty where it has none.
    pub new: String,
}

impl DifferenceText {
    /// Returns the added or removed value; for a change, the old value and the new one.
    pub fn values_text(&self, locale: Locale) -> String {
        let Self { old, new, .. } = self;
        match (old.is_empty(), new.is_empty()) {
            (false, false) => locale.t_with("diff.value_change", &[("old", old), ("new", new)]),
            (true, _) => new.clone(),
            (_, true) => old.clone(),
        }
    }

    /// Returns the whole description in one line.
    pub fn to_line(&self, locale: Locale) -> String {
        let (who, what, text) = (&*self.subject, &*self.change, &*self.values_text(locale));
        if text.is_empty() {
            return locale.t_with("diff.short_line", &[("who", who), ("what", what)]);
        }
        locale.t_with("diff.full_line", &[("who", who), ("what", what), ("text", text)])
    }
}

impl DifferenceDescriber<'_> {
    /// Describes a difference.
    pub fn describe_difference(self, difference: &Difference) -> DifferenceText {
        let Difference { path, old, new } = difference;
        let what = self.field_label(path);
        let whole = path.item.is_none() && path.field.is_none();
        let key = match (old, new) {
            (_, Some(FieldValue::Order)) => "diff.changed",
            (None, _) if whole => "diff.record_added",
            (None, _) => "diff.added",
            (_, None) if whole => "diff.deleted",
            (_, None) => "diff.removed",
            _ => "diff.changed",
        };
        let [old, new] = self.describe_values([old.as_ref(), new.as_ref()], String::new);
        DifferenceText {
            subject: self.record_label(&path.record),
            change: self.locale.t_with(key, &[("what", &what)]),
            old,
            new,
        }
    }

    /// Describes a conflict in one sentence: the record, the field, and the value of each side.
    pub fn describe_conflict(self, conflict: &Conflict) -> String {
        let Conflict { path, base, ours, theirs } = conflict;
        let empty = || self.locale.t("conflict.empty_value").into_owned();
        let location = self.path_label(path);
        let [ours_text, theirs_text] =
            self.describe_values([ours.as_ref(), theirs.as_ref()], empty);
        let before = base.as_ref().map_or_else(empty, |value| self.describe_value(value));
        let location = ("location", &*location);
        match (path.field, ours, base) {
            (None, None, None) => {
                self.locale.t_with("conflict.only_in_theirs", &[location, ("theirs", &theirs_text)])
            }
            (None, Some(_), None) if theirs.is_none() => {
                self.locale.t_with("conflict.only_in_ours", &[location, ("ours", &ours_text)])
            }
            (None, None, before) if before == theirs => self
                .locale
                .t_with("conflict.deleted_only_in_ours", &[location, ("theirs", &theirs_text)]),
            (None, Some(_), before) if before == ours => self
                .locale
                .t_with("conflict.deleted_only_in_theirs", &[location, ("ours", &ours_text)]),
            (None, None, _) => self
                .locale
                .t_with("conflict.deleted_in_ours", &[location, ("theirs", &theirs_text)]),
            (None, Some(_), _) => {
                self.locale.t_with("conflict.deleted_in_theirs", &[location, ("ours", &ours_text)])
            }
            (Some(_), _, base) => {
                let key = if base.is_some() { "conflict.changed" } else { "conflict.added" };
                let mut parts = vec![location, ("ours", &ours_text), ("theirs", &theirs_text)];
                parts.extend(base.as_ref().map(|_| ("base", &*before)));
                self.locale.t_with(key, &parts)
            }
        }
    }

    /// Returns the name of the record and field at a path.
    pub fn path_label(self, path: &FieldPath) -> String {
        let (who, what) = (self.record_label(&path.record), self.field_label(path));
        if what.is_empty() {
            return who;
        }
        self.locale.t_with("conflict.location", &[("who", &who), ("what", &what)])
    }

    /// Returns the name of a record.
    pub fn record_label(self, record: &RecordRef) -> String {
        let locale = self.locale;
        let with = |key: &str, parts: &[(&str, &str)]| locale.t_with(key, parts);
        match record {
            RecordRef::RegisterInfo => locale.t("diff.record.register").into_owned(),
            RecordRef::Party(party) => {
                let name = match party.short_name(locale.code()) {
                    "" => party.id.as_str(),
                    name => name,
                };
                with("diff.record.party", &[("name", name)])
            }
            RecordRef::Source(source) => {
                let title =
                    if source.title.is_empty() { source.id.as_str() } else { &source.title };
                with("diff.record.source", &[("title", title)])
            }
            RecordRef::Total(total) => {
                let (party, date) = (self.party_label(&total.by), format_date(locale, &total.on));
                with("diff.record.total", &[("party", &party), ("date", &date)])
            }
            RecordRef::Incident(incident) => {
                let number = incident.number.to_string();
                let name = [("number", &*number), ("name", locale.pick(&incident.name))];
                with("diff.record.incident", &[("incident", &with("incident.label", &name))])
            }
            RecordRef::Case(case) => case_label(locale, case),
            RecordRef::Event(event) => {
                let date = format_date(locale, &event.on);
                with("diff.record.event", &[("title", locale.pick(&event.title)), ("date", &date)])
            }
        }
    }

    /// Returns the name of the item and field at a path; empty for a whole record.
    pub fn field_label(self, FieldPath { item, field, .. }: &FieldPath) -> String {
        let item = item.as_ref().map(|item| self.item_label(item));
        let style = if item.is_some() { NameStyle::InSentence } else { NameStyle::Label };
        let field = field.map(|field| field_name(self.locale, field.locale_key(), style));
        match (item, field) {
            (Some(item), Some(field)) => {
                self.locale.t_with("diff.field_in_item", &[("item", &item), ("field", &field)])
            }
            (item, field) => item.or(field).unwrap_or_default(),
        }
    }

    fn item_label(self, item: &CaseListItem) -> String {
        let locale = self.locale;
        match item {
            CaseListItem::Claim(claim) => {
                let (party, date) = (self.party_label(&claim.by), format_date(locale, &claim.on));
                let key =
                    if claim.reported { "diff.item.reported_claim" } else { "diff.item.claim" };
                locale.t_with(key, &[("party", &party), ("date", &date)])
            }
            CaseListItem::Variant(variant) => locale.t_with(
                "diff.item.variant",
                &[("fact", &fact_name(locale, variant.field, NameStyle::Label))],
            ),
            CaseListItem::Return(_) => locale.t("diff.item.return").into_owned(),
        }
    }

    /// Describes two values, each in one line; `empty` describes one that is not there. Where the
    /// texts look alike, the second has a sentence about their first difference.
    pub fn describe_values(
        self,
        values: [Option<&FieldValue>; 2],
        empty: impl Fn() -> String,
    ) -> [String; 2] {
        let [first, mut second] =
            values.map(|value| value.map_or_else(&empty, |value| self.describe_value(value)));
        let hidden = match values {
            [Some(FieldValue::Text(first)), Some(FieldValue::Text(second))] => {
                describe_hidden_difference(self.locale, first, second)
            }
            _ => describe_hidden_difference(self.locale, &first, &second),
        };
        if let Some(hidden) = hidden {
            second.push_str(&format!(" ({hidden})"));
        }
        [first, second]
    }

    /// Describes a value in one line.
    pub fn describe_value(self, value: &FieldValue) -> String {
        let locale = self.locale;
        match value {
            FieldValue::Text(text) => locale.t_with("diff.quoted_text", &[("text", text)]),
            FieldValue::Texts(texts) => locale.join_list(
                texts.iter().map(|text| locale.t_with("diff.quoted_text", &[("text", text)])),
            ),
            FieldValue::Date(date) => format_date(locale, date),
            FieldValue::Number(number) => locale.format_number(*number as usize),
            FieldValue::Incident(number) => {
                let known = self.registers.into_iter().find(|one| one.incident(*number).is_some());
                incident_label(locale, known.unwrap_or(self.registers[0]), *number)
            }
            FieldValue::Party(id) => self.party_label(id),
            FieldValue::PartyPair(first, second) => {
                locale.join_list([self.party_label(first), self.party_label(second)])
            }
            FieldValue::Sources(ids) => locale.join_list(ids.iter().map(|id| id.as_str())),
            FieldValue::Kind(kind) => source_kind_label(locale, *kind),
            FieldValue::Sex(sex) => sex_label(locale, *sex),
            FieldValue::Coordinates(spot) => format!("{}, {}", spot.latitude(), spot.longitude()),
            FieldValue::Statement(says) => self.describe_statement_inline(says),
            FieldValue::Reported(true) => locale.t("form.reported_claim").into_owned(),
            FieldValue::Reported(false) => locale.t("form.official_claim").into_owned(),
            FieldValue::Fact(fact) => fact_name(locale, *fact, NameStyle::Label),
            FieldValue::Item(CaseListItem::Claim(claim)) => {
                self.describe_statement_inline(&claim.says)
            }
            FieldValue::Item(CaseListItem::Variant(variant)) => {
                locale.t_with("diff.quoted_text", &[("text", &variant.value)])
            }
            FieldValue::Item(CaseListItem::Return(returned)) => format_date(locale, &returned.on),
            FieldValue::Record(record) => self.describe_record(record),
            FieldValue::Order => String::new(),
        }
    }

    /// Describes the fields of a record that are not in its name.
    fn describe_record(self, record: &RecordRef) -> String {
        let locale = self.locale;
        let parts: Vec<String> = match record {
            RecordRef::RegisterInfo => Vec::new(),
            RecordRef::Party(party) => vec![party.id.to_string()],
            RecordRef::Source(source) => {
                let published = source.published.as_ref().map(|on| format_date(locale, on));
                vec![source.publisher.clone(), published.unwrap_or_default(), source.id.to_string()]
            }
            RecordRef::Total(total) => {
                vec![locale.t_plural("changes.people", total.count as usize)]
            }
            RecordRef::Incident(incident) => vec![incident.note.clone()],
            RecordRef::Case(case) => {
                let taken = case.taken.on.as_ref().map(|on| format_date(locale, on));
                let taken = taken.map(|on| locale.t_with("diff.abduction_date", &[("date", &on)]));
                let claims = case.claims.len();
                let claims =
                    (claims > 0).then(|| locale.t_plural("statement_ref.count.claim", claims));
                let place = case.taken.place.clone();
                vec![taken.unwrap_or_default(), place, claims.unwrap_or_default()]
            }
            RecordRef::Event(event) => vec![locale.pick(&event.place).to_owned()],
        };
        locale.join_list(parts.into_iter().filter(|part| !part.is_empty()))
    }

    fn party_label(self, id: &PartyId) -> String {
        let known = self.registers.into_iter().find(|register| register.party(id).is_some());
        party_label(self.locale, known.unwrap_or(self.registers[0]), id)
    }

    /// Describes a statement as the rest of a sentence.
    fn describe_statement_inline(self, says: &Statement) -> String {
        lowercase_first(&describe_statement(self.locale, says))
    }
}

fn case_label(locale: Locale, case: &Case) -> String {
    match case.name.display_name(locale.code()) {
        name if name.is_empty() => case.id.to_string(),
        name => name,
    }
}

/// Describes a part of a text that a merge could not keep where it was.
pub fn describe_text_loss(locale: Locale, loss: &TextLoss) -> String {
    match loss {
        TextLoss::CommentAtEnd(comment) => {
            locale.t_with("conflict.comment_at_end", &[("comment", comment)])
        }
        TextLoss::Layout(record) => {
            locale.t_with("conflict.layout_replaced", &[("record", record)])
        }
        TextLoss::WholeLayout => locale.t("conflict.whole_layout_replaced").into_owned(),
    }
}

/// Returns how many records and claims differ, as in "2 people added, 1 claim changed".
pub fn describe_diff_stats(locale: Locale, stats: &DiffStats) -> String {
    let DiffStats { cases, claims, others } = *stats;
    let counts = [
        ("diff_stats.cases_added", cases[0]),
        ("diff_stats.cases_deleted", cases[1]),
        ("diff_stats.cases_changed", cases[2]),
        ("diff_stats.claims_added", claims[0]),
        ("diff_stats.claims_removed", claims[1]),
        ("diff_stats.claims_changed", claims[2]),
        ("diff_stats.other_records", others),
    ];
    let nonzero = counts.into_iter().filter(|(_, n)| *n > 0);
    let text = locale.join_list(nonzero.map(|(key, n)| locale.t_plural(key, n)));
    if text.is_empty() { locale.t("diff_stats.unchanged").into_owned() } else { text }
}
