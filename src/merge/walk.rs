//! The walk over three versions of a register.

use std::{borrow::Borrow, fmt::Debug};

use super::{
    Side,
    align::{Triple, align},
    piece::{Field, Item, List, Piece, Record, Tongue},
    value::Value,
};
use crate::{
    model::{Case, Event, Incident, Party, Source, Total, Words},
    register::{About, Register},
};

/// Who changed a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Our side alone.
    Ours,
    /// Their side alone.
    Theirs,
    /// Both sides, alike.
    Both,
    /// Both sides, each in its own way.
    Conflict,
}

/// A piece that is not the same in all three versions.
pub(super) struct Seen {
    pub piece: Piece,
    pub verdict: Verdict,
    pub base: Option<Value>,
    pub ours: Option<Value>,
    pub theirs: Option<Value>,
}

/// What is done with a piece that was changed: the side that is taken in a conflict.
type Settle<'s> = dyn FnMut(Seen) -> Side + 's;

/// Walks over three versions and puts one together.
pub(super) fn walk(
    base: Option<&Register>,
    ours: &Register,
    theirs: &Register,
    settle: &mut Settle<'_>,
) -> Register {
    let mut walk = Walk { settle, record: Record::About, item: None };
    let (before, after, other) = (base.map(Register::about), ours.about(), theirs.about());
    let versions = Versions { base: before.as_ref(), ours: &after, theirs: &other };
    let about = About {
        title: walk.field(Field::Title(None), versions.of(|about| &about.title)),
        note: walk.words(|tongue| Field::Note(Some(tongue)), versions.of(|about| &about.note)),
        compare: walk.field(Field::Compare, versions.of(|about| &about.compare)),
    };
    macro_rules! list {
        ($part:ty, $of:ident) => {
            walk.list::<$part, _>([base.map_or(&[], Register::$of), ours.$of(), theirs.$of()])
        };
    }
    let cases = list!(Case, cases);
    let (totals, events) = (list!(Total, totals), list!(Event, events));
    let incidents = list!(Incident, incidents);
    let (parties, sources) = (list!(Party, parties), list!(Source, sources));
    Register::of(about, parties, sources, totals, incidents, cases, events)
}

/// A record or an item of a case, as a whole and by its fields.
pub(super) trait Part: Clone + Eq + Debug {
    /// The list it stands in; none for what stands alone.
    const LIST: Option<List>;

    /// What tells it from the others of its list, whatever else is changed: its id, or the ways
    /// by which one that has none is known again.
    fn named(&self) -> Named;

    /// The whole of it.
    fn value(&self) -> Value;

    /// Puts one together of three, field by field.
    fn together(walk: &mut Walk<'_, '_>, versions: Versions<'_, Self>) -> Self;
}

/// How a part of a list is known again.
pub(super) enum Named {
    /// By its id.
    Id(String),
    /// By a name made of what it holds; where that was corrected, by what is left of it.
    Content(String, [Option<String>; 2]),
}

/// Something in three versions; the base has none of what both sides made.
pub(super) struct Versions<'a, T> {
    pub base: Option<&'a T>,
    pub ours: &'a T,
    pub theirs: &'a T,
}

impl<T> Clone for Versions<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Versions<'_, T> {}

impl<'a, T> Versions<'a, T> {
    /// A part of each.
    pub fn of<U>(self, part: impl Fn(&'a T) -> &'a U) -> Versions<'a, U> {
        let Self { base, ours, theirs } = self;
        Versions { base: base.map(&part), ours: part(ours), theirs: part(theirs) }
    }
}

/// What a field holds.
pub(super) trait Leaf: Clone + PartialEq {
    /// What stands there before anyone writes; none where something always does.
    fn empty() -> Option<Self>;

    /// What it holds; none where it is empty.
    fn value(&self) -> Option<Value>;
}

/// A walk, and where it is.
pub(super) struct Walk<'w, 's> {
    settle: &'w mut Settle<'s>,
    record: Record,
    item: Option<Item>,
}

impl Walk<'_, '_> {
    /// A field that is one value.
    pub fn field<L: Leaf>(&mut self, field: Field, versions: Versions<'_, L>) -> L {
        let Versions { base, ours, theirs } = versions;
        let empty = L::empty();
        let base = base.or(empty.as_ref());
        let values = || [base.and_then(L::value), ours.value(), theirs.value()];
        let Some(verdict) = verdict(base, ours, theirs) else { return ours.clone() };
        match self.meet(Some(field), verdict, values()) {
            Side::Ours => ours.clone(),
            Side::Theirs => theirs.clone(),
        }
    }

    /// A field that is a text in several languages.
    pub fn words(&mut self, field: impl Fn(Tongue) -> Field, of: Versions<'_, Words>) -> Words {
        Words {
            en: self.field(field(Tongue::En), of.of(|words| &words.en)),
            ja: self.field(field(Tongue::Ja), of.of(|words| &words.ja)),
            ko: self.field(field(Tongue::Ko), of.of(|words| &words.ko)),
        }
    }

    /// A field that is several values without an order of weight: what either side added is
    /// there, and what either took away is not.
    pub fn set<T: Clone + Eq + Debug>(
        &mut self,
        field: Field,
        versions: Versions<'_, Vec<T>>,
    ) -> Vec<T>
    where
        Vec<T>: Leaf,
    {
        let Versions { base, ours, theirs } = versions;
        let before = base.map_or(&[][..], Vec::as_slice);
        if before == ours || before == theirs || ours == theirs {
            return self.field(field, versions);
        }
        let aligned = align([before, ours, theirs], &[&|one: &T| Some(format!("{one:?}"))], &[]);
        let kept = aligned.triples.into_iter().filter_map(|triple| match triple {
            Triple { base: Some(_), ours: None, .. }
            | Triple { base: Some(_), theirs: None, .. } => None,
            Triple { ours, theirs, .. } => ours.or(theirs).cloned(),
        });
        kept.collect()
    }

    /// A list of records or of items.
    pub fn list<T: Part, I: Borrow<T> + From<T> + Clone>(&mut self, lists: [&[I]; 3]) -> Vec<I> {
        let [base, ours, theirs] = lists;
        if base.len() == ours.len()
            && base.len() == theirs.len()
            && base.iter().zip(ours).zip(theirs).all(|((base, ours), theirs)| {
                base.borrow() == ours.borrow() && base.borrow() == theirs.borrow()
            })
        {
            return ours.to_vec();
        }
        let id = |one: &I| match one.borrow().named() {
            Named::Id(id) => Some(id),
            Named::Content(..) => None,
        };
        let content = |one: &I, way: usize| match one.borrow().named() {
            Named::Id(_) => None,
            Named::Content(name, rest) => match way {
                0 => Some(format!("{:?}", one.borrow())),
                1 => Some(name),
                way => rest.into_iter().nth(way - 2).flatten(),
            },
        };
        let aligned = align(
            lists,
            &[&id, &|one| content(one, 0), &|one| content(one, 1)],
            &[&|one| content(one, 2), &|one| content(one, 3)],
        );
        if aligned.reordered
            && let Some(list) = T::LIST
        {
            let order = || Some(Value::Order);
            // The order is ours, whoever else changed it.
            self.meet(Some(Field::Order(list)), Verdict::Ours, [order(), order(), order()]);
        }
        aligned.triples.into_iter().filter_map(|triple| self.part(triple)).collect()
    }

    /// A record or an item, which a side may have deleted.
    pub fn part<T: Part, I: Borrow<T> + From<T> + Clone>(
        &mut self,
        Triple { base, ours, theirs }: Triple<'_, I>,
    ) -> Option<I> {
        let bare = |one: Option<&I>| one.map(|one| one.borrow().value());
        let [b, o, t] = [base, ours, theirs].map(|one| one.map(Borrow::<T>::borrow));
        let verdict = verdict(Some(&b), &o, &t);
        let Some(verdict) = verdict else { return ours.cloned() };
        let outside = (self.record.clone(), self.item.clone());
        match bare(ours.or(theirs).or(base)) {
            Some(Value::Record(record)) => (self.record, self.item) = (record, None),
            Some(Value::Item(item)) => self.item = Some(item),
            _ => {}
        }
        let made = match (o, t) {
            (Some(ours), Some(theirs)) if verdict != Verdict::Both => {
                Some(T::together(self, Versions { base: b, ours, theirs }).into())
            }
            _ => match self.meet(None, verdict, [base, ours, theirs].map(bare)) {
                Side::Ours => ours.cloned(),
                Side::Theirs => theirs.cloned(),
            },
        };
        (self.record, self.item) = outside;
        made
    }

    /// Meets a piece that was changed, and gives the side whose value it has.
    fn meet(
        &mut self,
        field: Option<Field>,
        verdict: Verdict,
        [base, ours, theirs]: [Option<Value>; 3],
    ) -> Side {
        let piece = Piece { record: self.record.clone(), item: self.item.clone(), field };
        let side = (self.settle)(Seen { piece, verdict, base, ours, theirs });
        match verdict {
            Verdict::Ours | Verdict::Both => Side::Ours,
            Verdict::Theirs => Side::Theirs,
            Verdict::Conflict => side,
        }
    }
}

/// Who changed something; nobody where all versions are the same.
fn verdict<T: PartialEq>(base: Option<&T>, ours: &T, theirs: &T) -> Option<Verdict> {
    match (base == Some(ours), base == Some(theirs), ours == theirs) {
        (true, true, _) => None,
        (_, _, true) => Some(Verdict::Both),
        (_, true, _) => Some(Verdict::Ours),
        (true, ..) => Some(Verdict::Theirs),
        _ => Some(Verdict::Conflict),
    }
}
