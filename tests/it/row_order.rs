//! The order of the table after an edit.

use std::sync::Arc;

use crate::generators::{bundled, day};
use blue_ribbon::{
    analysis::{
        Analysis, CheckResults,
        query::{Column, Query, Sort},
    },
    model::Case,
    register::{Change, Edit},
};

/// Changes that move a case in some order.
const REORDERING_CHANGES: [fn(&mut Case); 8] = [
    |case| case.name.family = "Zzz".to_owned(),
    |case| case.name.reading = "んん".to_owned(),
    |case| case.taken.on = None,
    |case| case.taken.age = Some(99),
    |case| case.taken.prefecture = "Zzz".to_owned(),
    |case| case.taken.incident = None,
    |case| case.claims.clear(),
    |case| case.note = "Zzz".to_owned(),
];

#[test]
fn rows_stay_sorted_after_every_edit() {
    for by in Column::ALL {
        for (number, change) in REORDERING_CHANGES.into_iter().enumerate() {
            let query = Query { sort: Sort { by, descending: false }, ..Query::default() };
            let mut register = bundled();
            let digest = Arc::new(CheckResults::new(&register, day("2014-03-30")));
            let mut view = Analysis::new(&register, day("2014-03-30"), Arc::clone(&digest));
            view.set_query(&register, query.clone());
            let before = Arc::clone(&register.cases()[0]);
            let mut after = before.as_ref().clone();
            change(&mut after);
            let after = Some(Arc::new(after));
            let edit = Edit::Case(Change { at: 0, before: Some(before), after });
            register.apply(&edit).unwrap();
            view.update(&register, &[edit]);
            let mut anew = Analysis::new(&register, day("2014-03-30"), digest);
            anew.set_query(&register, query);
            assert_eq!(view.query_result(), anew.query_result(), "{by:?} {number}");
        }
    }
}
