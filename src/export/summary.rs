//! What a summary says, worked out once for every format.

use std::collections::HashSet;

use super::{
    Input, Scope, as_of_words,
    contradictions::Contradicts,
    notes::{Cite, Note, Notes},
    row::Row,
};
use crate::{
    lang::Lang,
    model::{Case, Day, PartyId, Total},
    progress::{Cancelled, Progress},
    register::{Recorded, Register},
    view::{Reconciliation, Segment, Status, day_words, party_words},
};

/// How many names of people who were listed since an announcement are spelt out.
const NAMES: usize = 20;

/// A summary of a register as of a day. Sources are numbered in the order of its fields.
pub(super) struct Summary<'a> {
    /// The language.
    pub lang: Lang,
    /// The records.
    pub register: &'a Register,
    /// The day everything holds for.
    pub as_of: Day,
    /// When the register stood so, where it is an earlier one.
    pub as_recorded: Option<Recorded>,
    /// The two lists held against each other.
    pub reconciliation: &'a Reconciliation,
    /// The two parties.
    pub sides: [Side<'a>; 2],
    /// What was asked, where the cases are a filtered part.
    pub asked: Option<&'a str>,
    /// The cases listed.
    pub rows: Vec<Row<'a>>,
    /// Whether their contradictions are wanted.
    pub with_contradictions: bool,
    /// The sources cited, by number.
    pub notes: Vec<Note<'a>>,
}

/// One of the two compared parties.
pub(super) struct Side<'a> {
    /// Its id.
    pub id: &'a PartyId,
    /// Its short name.
    pub name: String,
    /// How many people it counts.
    pub counted: usize,
    /// Those by what became of them; only segments that hold someone.
    pub segments: Vec<(Segment, usize)>,
    /// The total it had announced, with its sources.
    pub announced: Option<(&'a Total, Vec<Cite>)>,
    /// The people that only this party counts.
    pub only: Vec<Person<'a>>,
    /// Where its count is not that total: whom it has taken onto its list or off it since.
    pub since_announced: Vec<String>,
}

/// Someone named in the figures.
pub(super) struct Person<'a> {
    /// The records of the case.
    pub case: &'a Case,
    /// The name in the summary's language.
    pub name: String,
    /// Whether the case is among those listed.
    pub listed: bool,
}

impl<'a> Summary<'a> {
    /// Works out a summary.
    ///
    /// # Errors
    /// When it was cancelled.
    pub fn new(input: &Input<'a>, progress: &Progress) -> Result<Self, Cancelled> {
        let Input { register, reconciliation, standings, scope, lang, contradictions, .. } = *input;
        let (places, asked) = match scope {
            Scope::Whole => ((0..register.cases().len()).collect(), None),
            Scope::Filtered { rows, asked } => {
                (rows.iter().map(|at| *at as usize).collect::<Vec<_>>(), Some(asked))
            }
        };
        let listed: HashSet<usize> = places.iter().copied().collect();
        let mut notes = Notes::new(register);
        let sides = [0, 1].map(|side| Side::new(input, side, &listed, &mut notes));
        let mut rows = Vec::with_capacity(places.len());
        for (done, at) in places.iter().enumerate() {
            progress.report(done, 2 * places.len())?;
            if let (Some(case), Some(standing)) = (register.cases().get(*at), standings.get(*at)) {
                let (pair, as_of) = (register.compare(), reconciliation.as_of);
                rows.push(Row::new(case, *standing, pair, as_of, &mut notes));
            }
        }
        if contradictions {
            // Cited last, so that the numbers of all other notes are the same without them.
            for row in &mut rows {
                row.contradictions =
                    Contradicts::all(lang, register, row.case, reconciliation.as_of, &mut notes);
            }
        }
        let (as_of, notes) = (reconciliation.as_of, notes.into_cited());
        let with_contradictions = contradictions;
        let this = Self {
            lang,
            register,
            as_of,
            as_recorded: input.as_recorded,
            reconciliation,
            sides,
            asked,
            rows,
            with_contradictions,
            notes,
        };
        Ok(this)
    }

    /// The cases listed, each reported as it is printed.
    pub fn printed<'s>(
        &'s self,
        progress: &'s Progress,
    ) -> impl Iterator<Item = Result<&'s Row<'a>, Cancelled>> {
        let len = self.rows.len();
        let report = move |at: usize| progress.report(len + at, 2 * len);
        self.rows.iter().enumerate().map(move |(at, row)| report(at).map(|()| row))
    }

    /// The cases with contradictions, and these.
    pub fn contradicted(&self) -> impl Iterator<Item = (&Case, &[Contradicts<'a>])> {
        let rows = self.rows.iter().filter(|row| !row.contradictions.is_empty());
        rows.map(|row| (row.case, row.contradictions.as_slice()))
    }

    /// How many contradictions there are by the day.
    pub fn contradictions_words(&self) -> String {
        let n = self.contradicted().map(|(_, all)| all.len()).sum();
        let count = self.lang.count("contradictions.count", n);
        self.lang.with("contradictions.by_day", &[("count", &count), ("day", &self.day())])
    }

    /// How many of the people on either list have each status.
    pub fn status(&self) -> impl Iterator<Item = (Status, usize)> {
        Status::ALL.into_iter().zip(self.reconciliation.status)
    }

    /// The day, in words.
    pub fn day(&self) -> String {
        day_words(self.lang, self.as_of)
    }

    /// "As of" the day.
    pub fn as_of_words(&self) -> String {
        as_of_words(self.lang, self.as_of, self.as_recorded)
    }

    /// Whether the whole is listed or what was asked, and how many cases that is.
    pub fn scope_words(&self) -> String {
        let (n, all) = (self.rows.len(), self.register.cases().len());
        match self.asked {
            None => self.lang.count("export.scope.whole", n),
            Some(asked) => self.lang.with(
                "export.scope.filtered",
                &[("asked", asked), ("n", &self.lang.number(n)), ("all", &self.lang.number(all))],
            ),
        }
    }

    /// How many cases are listed, as of when.
    pub fn listed_words(&self) -> String {
        let (n, all) = (self.rows.len(), self.register.cases().len());
        self.lang.with(
            "export.cases.caption",
            &[("n", &self.lang.number(n)), ("all", &self.lang.number(all)), ("day", &self.day())],
        )
    }

    /// How many people are on either list, as of when.
    pub fn union_words(&self) -> String {
        let n = self.lang.number(self.reconciliation.union());
        self.lang.with("export.status.caption", &[("n", &n), ("day", &self.day())])
    }

    /// The difference between the two counts as a sum, as in "17 − 13 = 4".
    pub fn difference_words(&self) -> String {
        let [first, second] = &self.sides;
        let (more, less) =
            if first.counted > second.counted { (first, second) } else { (second, first) };
        let number = |n: usize| self.lang.number(n);
        let key = match more.counted - less.counted {
            0 if first.only.is_empty() => "export.difference.none",
            0 => "export.difference.other_people",
            _ if less.only.is_empty() => "export.difference.more",
            _ => "export.difference.more_each",
        };
        self.lang.with(
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

impl<'a> Side<'a> {
    fn new(input: &Input<'a>, side: usize, listed: &HashSet<usize>, notes: &mut Notes<'a>) -> Self {
        let Input { register, reconciliation, lang, .. } = *input;
        let id = &reconciliation.pair[side];
        let segments = Segment::ALL.into_iter().zip(reconciliation.segments[side]);
        let total = reconciliation.announced[side].as_deref();
        let only = reconciliation.only[side].iter().filter_map(|at| {
            let case = register.cases().get(*at)?;
            let name = case.name.shown(lang.code());
            Some(Person { case, name, listed: listed.contains(at) })
        });
        let moved = reconciliation.since_announced[side]
            .iter()
            .filter_map(|at| Some(register.cases().get(*at)?.name.shown(lang.code())));
        Self {
            id,
            name: party_words(lang, register, id),
            counted: reconciliation.counted(side),
            segments: segments.filter(|(_, n)| *n > 0).collect(),
            announced: total.map(|total| (total, notes.cite(&total.sources))),
            only: only.collect(),
            since_announced: moved.collect(),
        }
    }

    /// How its announced total and its count go together.
    pub fn agreement_words(&self, lang: Lang) -> String {
        let Some((total, _)) = &self.announced else {
            return lang.t("export.announced.nothing").into_owned();
        };
        let announced = total.count as usize;
        let n = lang.number(announced.abs_diff(self.counted));
        let key = match announced.cmp(&self.counted) {
            std::cmp::Ordering::Equal => "export.announced.agrees",
            std::cmp::Ordering::Greater => "export.announced.more",
            std::cmp::Ordering::Less => "export.announced.fewer",
        };
        let words = lang.with(key, &[("n", &n)]);
        let moved = &self.since_announced;
        if moved.is_empty() {
            return words;
        }
        let mut names = moved.iter().take(NAMES).cloned().collect::<Vec<_>>();
        if moved.len() > NAMES {
            names.push(lang.count("summary.more", moved.len() - NAMES));
        }
        lang.with("export.announced.since", &[("words", &words), ("names", &lang.join(names))])
    }

    /// Its count by what became of the people, as in "5 returned, 8 claimed dead".
    pub fn segments_words(&self, lang: Lang) -> String {
        lang.join(self.segments.iter().map(|(segment, n)| segment_words(lang, *segment, *n)))
    }

    /// That only this party counts so many.
    pub fn only_words(&self, lang: Lang) -> String {
        let n = lang.number(self.only.len());
        lang.with("export.difference.only", &[("party", &self.name), ("n", &n)])
    }

    /// The names of the people that only this party counts.
    pub fn only_names(&self, lang: Lang) -> String {
        if self.only.is_empty() {
            return lang.t("export.difference.nobody").into_owned();
        }
        lang.join(self.only.iter().map(|person| &person.name))
    }
}

/// How many people are in a segment.
pub(super) fn segment_words(lang: Lang, segment: Segment, n: usize) -> String {
    let words = lang.t(&format!("segment.{}", segment.key()));
    lang.with("export.segment", &[("n", &lang.number(n)), ("words", &words)])
}
