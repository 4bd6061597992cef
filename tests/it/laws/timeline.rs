use blue_ribbon::picture::{
    scale::TimeScale,
    timeline::{items, marks},
};
use proptest::prelude::*;

use crate::made_up::{a_day, register};

proptest! {
    #[test]
    fn every_item_is_in_one_mark_and_none_comes_after_the_day_shown(
        register in register(), as_of in a_day(), days in 10u16..5000, width in 100f32..2000.0,
    ) {
        let from = as_of.saturating_sub(jiff::Span::new().days(i32::from(days)));
        let scale = TimeScale::new(from, as_of, width);
        for case in register.cases() {
            let items = items(case, register.compare(), as_of);
            let said = case.claims.iter().filter(|claim| claim.on.latest() <= as_of).count();
            let back = case.returned.iter().filter(|back| back.on.latest() <= as_of).count();
            prop_assert_eq!(items.len(), usize::from(case.taken.on.is_some()) + said + back);
            let marks = marks(&items, &scale);
            let mut told: Vec<_> = marks.iter().flat_map(|mark| mark.items.clone()).collect();
            told.sort_unstable();
            prop_assert_eq!(told, (0..items.len()).collect::<Vec<_>>());
            let mut narrow: Vec<_> =
                marks.iter().filter(|mark| mark.reach.1 - mark.reach.0 <= 28.0).collect();
            narrow.sort_by(|a, b| a.reach.0.total_cmp(&b.reach.0));
            for pair in narrow.windows(2) {
                prop_assert!(pair[0].reach.1 <= pair[1].reach.0, "{:?}", pair);
            }
        }
    }
}
