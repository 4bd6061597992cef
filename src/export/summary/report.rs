//! The summary of a register as of a day, before it is written.

use crate::{
    Cancelled, Locale, Progress,
    analysis::{position::Status, reconciliation::Segment},
    describe::claims::{format_day, party_label},
    export::{
        case_section::CaseSection,
        contradictions::section::ContradictionList,
        footnotes::{FootnoteRef, Footnotes},
        report_input::ReportInput,
    },
    model::{PartyId, SourceId, Total},
};

/// The most names that are spelt out of people whose listing changed since an announcement.
const MAX_NAMES: usize = 20;

/// A summary. Sources are numbered in the order of the fields, those of the cases between the
/// sides and the contradictions; the cases themselves are gathered while they are written.
pub(super) struct Summary<'a> {
    pub input: &'a ReportInput<'a>,
    pub sides: [PartySide<'a>; 2],
    /// The number of sources that are numbered before those of the cases.
    footnotes_before_cases: usize,
    /// The contradictions, where the input asks for them.
    pub contradictions: Option<ContradictionList<'a>>,
    pub footnotes: Footnotes<'a>,
}

/// One of the two compared parties.
pub(super) struct PartySide<'a> {
    pub id: &'a PartyId,
    /// The short name.
    pub name: String,
    /// The number of people that the party lists.
    pub counted: usize,
    /// The listed people by what became of them; only segments that hold someone.
    pub segments: Vec<(Segment, usize)>,
    /// The announced total with its sources.
    pub announced: Option<(&'a Total, Vec<FootnoteRef>)>,
    /// The indexes of the cases that this party alone lists.
    pub only: &'a [usize],
    /// The number of people listed or delisted since the announced total.
    moved_count: usize,
    /// The names of the first of them.
    moved_names: Vec<String>,
}

impl<'a> Summary<'a> {
    /// Counts, and numbers the sources. Reports each case to the progress, as the first half of
    /// the work.
    ///
    /// # Errors
    /// When the export is cancelled.
    pub fn new(input: &'a ReportInput<'a>, progress: &Progress) -> Result<Self, Cancelled> {
        let mut footnotes = Footnotes::new([input.register]);
        let sides = [0, 1].map(|side| PartySide::new(input, side, &mut footnotes));
        let (footnotes_before_cases, count) = (footnotes.len(), input.case_count());
        let mut number = |ids: &'a [SourceId]| {
            footnotes.number(ids);
            Vec::new()
        };
        for (done, (case, state)) in input.cases().enumerate() {
            progress.report(done, 2 * count)?;
            CaseSection::new(input, case, state, &mut number);
        }
        // Numbered last, so that all other numbers are the same without the contradictions.
        let contradictions = match input.with_contradictions {
            true => Some(ContradictionList::new(input, &mut footnotes, |_| Ok(()))?),
            false => None,
        };
        Ok(Self { input, sides, footnotes_before_cases, contradictions, footnotes })
    }

    /// Returns the cases in the scope, in its order.
    pub fn cases<'s>(&'s self) -> impl Iterator<Item = CaseSection<'a>> + use<'s, 'a> {
        let mut references = self.footnotes.references_after(self.footnotes_before_cases);
        self.input.cases().map(move |(case, state)| {
            CaseSection::new(self.input, case, state, &mut |ids| references.cite(ids))
        })
    }

    /// Returns the cases in the scope. Reports each to the progress, as the second half of the
    /// work.
    pub fn cases_with_progress<'s>(
        &'s self,
        progress: &'s Progress,
    ) -> impl Iterator<Item = Result<CaseSection<'a>, Cancelled>> + use<'s, 'a> {
        let count = self.input.case_count();
        let report = move |done| progress.report(count + done, 2 * count);
        self.cases().enumerate().map(move |(done, section)| report(done).map(|()| section))
    }

    /// Describes how many contradictions there are by the day.
    pub fn describe_contradiction_count(&self, n: usize) -> String {
        let locale = self.input.locale;
        let count = locale.t_plural("contradictions.count", n);
        let values: [(&str, &str); 2] = [("count", &count), ("day", &self.day_label())];
        locale.t_with("contradictions.count_by_day", &values)
    }

    /// Returns how many of the people on either list have each status.
    pub fn status_counts(&self) -> impl Iterator<Item = (Status, usize)> + use<> {
        Status::ALL.into_iter().zip(self.input.reconciliation.status_counts)
    }

    /// Returns the day, as it is written in the language.
    pub fn day_label(&self) -> String {
        format_day(self.input.locale, self.input.reconciliation.as_of)
    }

    /// Describes which cases are listed, and how many they are.
    pub fn describe_scope(&self) -> String {
        let (locale, [n, all]) = (self.input.locale, self.formatted_case_counts());
        match self.input.filter_text() {
            None => locale.t_plural("export.scope.whole", self.input.case_count()),
            Some(filters) => {
                let values: [(&str, &str); 3] = [("filters", filters), ("n", &n), ("all", &all)];
                locale.t_with("export.scope.filtered", &values)
            }
        }
    }

    /// Describes how many cases are listed, and the day.
    pub fn describe_listed_count(&self) -> String {
        let [n, all] = self.formatted_case_counts();
        let values: [(&str, &str); 3] = [("n", &n), ("all", &all), ("day", &self.day_label())];
        self.input.locale.t_with("export.cases.caption", &values)
    }

    /// Returns the number of the listed cases and of all cases.
    fn formatted_case_counts(&self) -> [String; 2] {
        [self.input.case_count(), self.input.register.cases().len()]
            .map(|n| self.input.locale.format_number(n))
    }

    /// Describes how many people are on either list, and the day.
    pub fn describe_union_count(&self) -> String {
        let locale = self.input.locale;
        let n = locale.format_number(self.input.reconciliation.union_count());
        locale.t_with("export.status.caption", &[("n", &n), ("day", &self.day_label())])
    }

    /// Describes the difference between the two counts as a sum: "17 − 13 = 4: Japan counts 4 more
    /// than North Korea."
    pub fn describe_difference(&self) -> String {
        let [first, second] = &self.sides;
        let (more, less) =
            if first.counted > second.counted { (first, second) } else { (second, first) };
        let number = |n: usize| self.input.locale.format_number(n);
        let key = match more.counted - less.counted {
            0 if first.only.is_empty() => "export.difference.none",
            0 => "export.difference.other_people",
            _ if less.only.is_empty() => "export.difference.more",
            _ => "export.difference.more_on_each_side",
        };
        self.input.locale.t_with(
            key,
            &[
                ("more", &more.name),
                ("less", &less.name),
                ("a", &number(more.counted)),
                ("b", &number(less.counted)),
                ("n", &number(more.counted - less.counted)),
                ("p", &number(more.only.len())),
                ("q", &number(less.only.len())),
            ],
        )
    }
}

impl<'a> PartySide<'a> {
    fn new(input: &ReportInput<'a>, side: usize, footnotes: &mut Footnotes<'a>) -> Self {
        let ReportInput { register, reconciliation, locale, .. } = *input;
        let id = &reconciliation.parties[side];
        let segments = Segment::ALL.into_iter().zip(reconciliation.segment_counts[side]);
        let total = reconciliation.announced[side].as_deref();
        let moved = &reconciliation.changed_since_announced[side];
        let moved_names = moved.iter().take(MAX_NAMES).filter_map(|index| {
            Some(register.cases().get(*index)?.name.display_name(locale.code()))
        });
        Self {
            id,
            name: party_label(locale, register, id),
            counted: reconciliation.listed_count(side),
            segments: segments.filter(|(_, n)| *n > 0).collect(),
            announced: total.map(|total| (total, footnotes.cite(&total.sources))),
            only: &reconciliation.only[side],
            moved_count: moved.len(),
            moved_names: moved_names.collect(),
        }
    }

    /// Describes how the announced total and the count agree.
    pub fn describe_agreement(&self, locale: Locale) -> String {
        let Some((total, _)) = &self.announced else {
            return locale.t("export.announced_total.none_by_then").into_owned();
        };
        let announced = total.count as usize;
        let n = locale.format_number(announced.abs_diff(self.counted));
        let key = match announced.cmp(&self.counted) {
            std::cmp::Ordering::Equal => "export.announced_total.agrees",
            std::cmp::Ordering::Greater => "export.announced_total.more",
            std::cmp::Ordering::Less => "export.announced_total.fewer",
        };
        let text = locale.t_with(key, &[("n", &n)]);
        if self.moved_names.is_empty() {
            return text;
        }
        let mut names = self.moved_names.clone();
        if self.moved_count > MAX_NAMES {
            names.push(locale.t_plural("summary.more_names", self.moved_count - MAX_NAMES));
        }
        locale.t_with(
            "export.announced_total.with_list_changes",
            &[("text", &text), ("names", &locale.join_list(names))],
        )
    }

    /// Describes the listed people by what became of them: "5 returned, 8 claimed dead".
    pub fn describe_segments(&self, locale: Locale) -> String {
        if self.segments.is_empty() {
            return locale.t("export.difference.nobody").into_owned();
        }
        let segments = self.segments.iter();
        locale.join_list(segments.map(|(segment, n)| describe_segment_count(locale, *segment, *n)))
    }

    /// Describes how many people this party alone lists.
    pub fn describe_only_count(&self, locale: Locale) -> String {
        let n = locale.format_number(self.only.len());
        locale.t_with("export.difference.only", &[("party", &self.name), ("n", &n)])
    }
}

/// Describes how many people are in a segment.
pub(super) fn describe_segment_count(locale: Locale, segment: Segment, n: usize) -> String {
    let label = locale.t(&format!("segment.{}", segment.key()));
    locale.t_with("export.segment", &[("n", &locale.format_number(n)), ("text", &label)])
}
