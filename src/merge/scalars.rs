//! The types of the fields that are merged as one value, and their empty values.

use std::fmt::Debug;

use crate::{
    merge::{
        align::{Triple, align},
        three_way::Scalar,
        value::FieldValue,
    },
    model::{Coordinates, Date, Fact, PartyId, Sex, SourceId, SourceKind, Statement},
};

/// Implements [`Scalar`] for the types of required fields and of optional ones.
macro_rules! leaves {
    (
        always { $($always:ty, $one:ident => $value:expr;)* }
        or_not { $($or_not:ty, $other:ident => $held:expr;)* }
    ) => {
        $(impl Scalar for $always {
            fn empty() -> Option<Self> {
                None
            }

            fn value(&self) -> Option<FieldValue> {
                let $one = self;
                Some($value)
            }
        })*
        $(impl Scalar for Option<$or_not> {
            fn empty() -> Option<Self> {
                Some(None)
            }

            fn value(&self) -> Option<FieldValue> {
                self.as_ref().map(|$other| $held)
            }
        })*
    };
}

leaves! {
    always {
    Date, date => FieldValue::Date(date.clone());
    u32, count => FieldValue::Number(*count);
    PartyId, id => FieldValue::Party(id.clone());
    (PartyId, PartyId), pair => FieldValue::PartyPair(pair.0.clone(), pair.1.clone());
    SourceKind, kind => FieldValue::Kind(*kind);
    Statement, says => FieldValue::Statement(says.clone());
    bool, reported => FieldValue::Reported(*reported);
    Fact, fact => FieldValue::Fact(*fact);
    }
    or_not {
    Date, date => FieldValue::Date(date.clone());
    Sex, sex => FieldValue::Sex(*sex);
    u8, age => FieldValue::Number((*age).into());
    u32, number => FieldValue::Incident(*number);
    Coordinates, spot => FieldValue::Coordinates(*spot);
    }
}

impl Scalar for String {
    fn empty() -> Option<Self> {
        Some(Self::new())
    }

    fn value(&self) -> Option<FieldValue> {
        (!self.is_empty()).then(|| FieldValue::Text(self.clone()))
    }
}

/// Implements [`Scalar`] for lists that are sets: the merge holds what either side added, and not
/// what either removed.
macro_rules! sets {
    ($($element:ty => $value:path;)*) => {$(
        impl Scalar for Vec<$element> {
            fn empty() -> Option<Self> {
                Some(Self::new())
            }

            fn value(&self) -> Option<FieldValue> {
                (!self.is_empty()).then(|| $value(self.clone()))
            }

            fn combine(base: &Self, ours: &Self, theirs: &Self) -> Option<Self> {
                Some(merge_sets([base, ours, theirs]))
            }
        }
    )*};
}

sets! {
    String => FieldValue::Texts;
    SourceId => FieldValue::Sources;
}

/// Returns the merge of the base, ours and theirs of a set.
fn merge_sets<T: Clone + Eq + Debug>(versions: [&[T]; 3]) -> Vec<T> {
    let text = |one: &T| format!("{one:?}");
    let aligned = align(versions, &[&|one| Some(text(one))], &[], &|one| (None, text(one)));
    let kept = aligned.triples.into_iter().filter_map(|triple| match triple {
        Triple { base: Some(_), ours: None, .. } | Triple { base: Some(_), theirs: None, .. } => {
            None
        }
        Triple { ours, theirs, .. } => ours.or(theirs).cloned(),
    });
    kept.collect()
}
