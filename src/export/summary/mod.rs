//! What a summary says, worked out once for every format.

pub(crate) mod markdown;
pub(crate) mod html;
pub(crate) mod csv;
pub(crate) mod json;

use std::collections::HashSet;

use crate::{
    Cancelled, Locale, Progress,
    analysis::{
        position::Status,
        reconciliation::{Reconciliation, Segment},
    },
    describe::claims::{format_day, party_label},
    export::{
        ReportInput, Scope,
        case_section::CaseSection,
        contradictions::CitedContradiction,
        describe_as_of,
        footnotes::{Footnote, FootnoteRef, Footnotes},
    },
    model::{Case, Day, PartyId, Total},
    register::{RecordedVersion, Register},
};

/// How many names of people who were listed since an announcement are spelt out.
const MAX_NAMES: usize = 20;

/// A summary of a register as of a day. Sources are numbered in the order of its fields.
pub(super) struct Summary<'a> {
    /// The language.
    pub locale: Locale,
    /// The records.
    pub register: &'a Register,
    /// The day everything holds for.
    pub as_of: Day,
    /// When the register stood so, where it is an earlier one.
    pub as_recorded: Option<RecordedVersion>,
    /// The two lists held against each other.
    pub reconciliation: &'a Reconciliation,
    /// The two parties.
    pub sides: [PartySide<'a>; 2],
    /// What was asked, where the cases are a filtered part.
    pub filter_text: Option<&'a str>,
    /// The cases listed.
    pub cases: Vec<CaseSection<'a>>,
    /// Whether their contradictions are wanted.
    pub with_contradictions: bool,
    /// The sources cited, by number.
    pub footnotes: Vec<Footnote<'a>>,
}

/// One of the two compared parties.
pub(super) struct PartySide<'a> {
    /// Its id.
    pub id: &'a PartyId,
    /// Its short name.
    pub name: String,
    /// How many people it counts.
    pub counted: usize,
    /// Those by what became of them; only segments that hold someone.
    pub segments: Vec<(Segment, usize)>,
    /// The total it had announced, with its sources.
    pub announced: Option<(&'a Total, Vec<FootnoteRef>)>,
    /// The people that only this party counts.
    pub only: Vec<CaseHeading<'a>>,
    /// Where its count is not that total: whom it has taken onto its list or off it since.
    pub moved_since_announced: Vec<String>,
}

/// Someone named in the figures.
pub(super) struct CaseHeading<'a> {
    /// The records of the case.
    pub case: &'a Case,
    /// The name in the summary's language.
    pub name: String,
    /// Whether the case is among those listed.
    pub is_listed: bool,
}

impl<'a> Summary<'a> {
    /// Works out a summary.
    ///
    /// # Errors
    /// When it was cancelled.
    pub fn new(input: &ReportInput<'a>, progress: &Progress) -> Result<Self, Cancelled> {
        let ReportInput {
            register,
            reconciliation,
            case_states: states,
            scope,
            locale,
            with_contradictions: contradictions,
            ..
        } = *input;
        let (places, asked) = match scope {
            Scope::Whole => ((0..register.cases().len()).collect(), None),
            Scope::Filtered { rows, filter_text: asked } => {
                (rows.iter().map(|at| *at as usize).collect::<Vec<_>>(), Some(asked))
            }
        };
        let listed: HashSet<usize> = places.iter().copied().collect();
        let mut notes = Footnotes::new(register);
        let sides = [0, 1].map(|side| PartySide::new(input, side, &listed, &mut notes));
        let mut rows = Vec::with_capacity(places.len());
        for (done, at) in places.iter().enumerate() {
            progress.report(done, 2 * places.len())?;
            if let (Some(case), Some(state)) = (register.cases().get(*at), states.get(*at)) {
                let (pair, as_of) = (register.compared_parties(), reconciliation.as_of);
                rows.push(CaseSection::new(case, *state, pair, as_of, &mut notes));
            }
        }
        if contradictions {
            // Cited last, so that the numbers of all other notes are the same without them.
            for row in &mut rows {
                row.contradictions = CitedContradiction::of_case(
                    locale,
                    register,
                    row.case,
                    reconciliation.as_of,
                    &mut notes,
                );
            }
        }
        let (as_of, notes) = (reconciliation.as_of, notes.into_footnotes());
        let with_contradictions = contradictions;
        let this = Self {
            locale,
            register,
            as_of,
            as_recorded: input.as_recorded,
            reconciliation,
            sides,
            filter_text: asked,
            cases: rows,
            with_contradictions,
            footnotes: notes,
        };
        Ok(this)
    }

    /// The cases listed, each reported as it is printed.
    pub fn cases_with_progress<'s>(
        &'s self,
        progress: &'s Progress,
    ) -> impl Iterator<Item = Result<&'s CaseSection<'a>, Cancelled>> {
        let len = self.cases.len();
        let report = move |at: usize| progress.report(len + at, 2 * len);
        self.cases.iter().enumerate().map(move |(at, row)| report(at).map(|()| row))
    }

    /// The cases with contradictions, and these.
    pub fn cases_with_contradictions(
        &self,
    ) -> impl Iterator<Item = (&Case, &[CitedContradiction<'a>])> {
        let rows = self.cases.iter().filter(|row| !row.contradictions.is_empty());
        rows.map(|row| (row.case, row.contradictions.as_slice()))
    }

    /// How many contradictions there are by the day.
    pub fn describe_contradiction_count(&self) -> String {
        let n = self.cases_with_contradictions().map(|(_, all)| all.len()).sum();
        let count = self.locale.t_plural("contradictions.count", n);
        self.locale
            .t_with("contradictions.count_by_day", &[("count", &count), ("day", &self.day_label())])
    }

    /// How many of the people on either list have each status.
    pub fn status_counts(&self) -> impl Iterator<Item = (Status, usize)> {
        Status::ALL.into_iter().zip(self.reconciliation.status_counts)
    }

    /// The day, in words.
    pub fn day_label(&self) -> String {
        format_day(self.locale, self.as_of)
    }

    /// "As of" the day.
    pub fn describe_as_of(&self) -> String {
        describe_as_of(self.locale, self.as_of, self.as_recorded)
    }

    /// Whether the whole is listed or what was asked, and how many cases that is.
    pub fn describe_scope(&self) -> String {
        let (n, all) = (self.cases.len(), self.register.cases().len());
        match self.filter_text {
            None => self.locale.t_plural("export.scope.whole", n),
            Some(asked) => self.locale.t_with(
                "export.scope.filtered",
                &[
                    ("filters", asked),
                    ("n", &self.locale.format_number(n)),
                    ("all", &self.locale.format_number(all)),
                ],
            ),
        }
    }

    /// How many cases are listed, as of when.
    pub fn describe_listed_count(&self) -> String {
        let (n, all) = (self.cases.len(), self.register.cases().len());
        self.locale.t_with(
            "export.cases.caption",
            &[
                ("n", &self.locale.format_number(n)),
                ("all", &self.locale.format_number(all)),
                ("day", &self.day_label()),
            ],
        )
    }

    /// How many people are on either list, as of when.
    pub fn describe_union_count(&self) -> String {
        let n = self.locale.format_number(self.reconciliation.union_count());
        self.locale.t_with("export.status.caption", &[("n", &n), ("day", &self.day_label())])
    }

    /// The difference between the two counts as a sum, as in "17 − 13 = 4".
    pub fn describe_difference(&self) -> String {
        let [first, second] = &self.sides;
        let (more, less) =
            if first.counted > second.counted { (first, second) } else { (second, first) };
        let number = |n: usize| self.locale.format_number(n);
        let key = match more.counted - less.counted {
            0 if first.only.is_empty() => "export.difference.none",
            0 => "export.difference.other_people",
            _ if less.only.is_empty() => "export.difference.more",
            _ => "export.difference.more_on_each_side",
        };
        self.locale.t_with(
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
    fn new(
        input: &ReportInput<'a>,
        side: usize,
        listed: &HashSet<usize>,
        notes: &mut Footnotes<'a>,
    ) -> Self {
        let ReportInput { register, reconciliation, locale, .. } = *input;
        let id = &reconciliation.parties[side];
        let segments = Segment::ALL.into_iter().zip(reconciliation.segment_counts[side]);
        let total = reconciliation.announced[side].as_deref();
        let only = reconciliation.only[side].iter().filter_map(|at| {
            let case = register.cases().get(*at)?;
            let name = case.name.display_name(locale.code());
            Some(CaseHeading { case, name, is_listed: listed.contains(at) })
        });
        let moved = reconciliation.changed_since_announced[side]
            .iter()
            .filter_map(|at| Some(register.cases().get(*at)?.name.display_name(locale.code())));
        Self {
            id,
            name: party_label(locale, register, id),
            counted: reconciliation.listed_count(side),
            segments: segments.filter(|(_, n)| *n > 0).collect(),
            announced: total.map(|total| (total, notes.cite(&total.sources))),
            only: only.collect(),
            moved_since_announced: moved.collect(),
        }
    }

    /// How its announced total and its count go together.
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
        let moved = &self.moved_since_announced;
        if moved.is_empty() {
            return text;
        }
        let mut names = moved.iter().take(MAX_NAMES).cloned().collect::<Vec<_>>();
        if moved.len() > MAX_NAMES {
            names.push(locale.t_plural("summary.more_names", moved.len() - MAX_NAMES));
        }
        locale.t_with(
            "export.announced_total.with_list_changes",
            &[("text", &text), ("names", &locale.join_list(names))],
        )
    }

    /// Its count by what became of the people, as in "5 returned, 8 claimed dead".
    pub fn describe_segments(&self, locale: Locale) -> String {
        locale.join_list(
            self.segments.iter().map(|(segment, n)| describe_segment_count(locale, *segment, *n)),
        )
    }

    /// That only this party counts so many.
    pub fn describe_only_count(&self, locale: Locale) -> String {
        let n = locale.format_number(self.only.len());
        locale.t_with("export.difference.only", &[("party", &self.name), ("n", &n)])
    }

    /// The names of the people that only this party counts.
    pub fn only_names(&self, locale: Locale) -> String {
        if self.only.is_empty() {
            return locale.t("export.difference.nobody").into_owned();
        }
        locale.join_list(self.only.iter().map(|person| &person.name))
    }
}

/// How many people are in a segment.
pub(super) fn describe_segment_count(locale: Locale, segment: Segment, n: usize) -> String {
    let label = locale.t(&format!("segment.{}", segment.key()));
    locale.t_with("export.segment", &[("n", &locale.format_number(n)), ("text", &label)])
}
